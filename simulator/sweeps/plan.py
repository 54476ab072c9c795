"""A map as it is asked for: the settings that all its networks share, two axes, and a question."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from simulator.settings.experiment import FIELDS, Experiment
from simulator.settings.labels import label_of
from simulator.sweeps.axes import Axis, spaced
from simulator.sweeps.questions import QUESTIONS

MOST = 20
"""Values of an axis of numbers."""
STRIDES = (4, 2, 1)
"""Distances between the values of an axis that are computed, one round after the other: every fourth one first."""
CLOSEST = 1e-9
"""Part of an axis's values by which its first and last one must differ at least."""
Place = tuple[int, int]


@dataclass(frozen=True)
class Span:
    """An axis: from ``low`` to ``high``, or some rows of a menu."""

    name: str
    low: float = 0.0
    high: float = 0.0
    rows: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.name}:{','.join(self.rows)}" if self.rows else f"{self.name}:{self.low:.12g}:{self.high:.12g}"

    @property
    def label(self) -> str:
        return label_of(self.name)

    @property
    def whole(self) -> bool:
        """Whether its values are whole numbers."""
        return FIELDS[self.name].annotation is int

    @property
    def axis(self) -> Axis:
        """Its values; of an axis of numbers MOST, or as many as there are."""
        return _axis(self)

    def part(self, first: int, end: int) -> "Span":
        """From the value of this number up to that before the other: what is zoomed into.

        Where the edges lie between two values they move outwards, so that what was chosen is seen.
        """
        values = self.axis.values
        if self.rows:
            return replace(self, rows=self.rows[first:end])
        return replace(self, low=float(values[first]), high=float(values[min(end, len(values)) - 1]))


@lru_cache(maxsize=256)  # each cell asks for both of its axes
def _axis(span: Span) -> Axis:
    return Axis(span.name, span.rows) if span.rows else spaced(span.name, span.low, span.high, MOST)


@dataclass(frozen=True)
class Plan:
    """``seeds`` networks in each cell, of which the middle one is shown."""

    experiment: Experiment
    across: Span
    up: Span
    asks: str = "spread_start"
    seeds: int = 1

    @property
    def trained(self) -> bool:
        """Whether its question is about training; else the first row is enough."""
        return QUESTIONS[self.asks].trained

    @property
    def key(self) -> str:
        """Of what is computed: equal maps have one key, whatever is asked of the same networks."""
        # Along an axis every cell has a value of its own, whatever the map was opened with.
        shared = self.experiment.model_dump() | dict.fromkeys((self.across.name, self.up.name))
        if not self.trained:
            # First rows are the same however long the runs would be.
            shared["steps"] = None
        told = repr((shared, str(self.across), str(self.up), self.seeds, self.trained))
        return hashlib.sha256(told.encode()).hexdigest()[:12]

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows."""
        return len(self.across.axis.values), len(self.up.axis.values)

    def at(self, place: Place) -> list[Experiment]:
        """The networks of a cell, one for each seed; raises SettingsError where they cannot be trained."""
        column, row = place
        values = {self.across.name: self.across.axis.values[column], self.up.name: self.up.axis.values[row]}
        first = self.experiment.replace(**values)
        return [first.replace(seed=first.seed + number) for number in range(self.seeds)] if self.seeds > 1 else [first]


@dataclass(frozen=True)
class Step:
    """A cell as it is computed: its place, and the box (left, right, low, high) that it stands for until then."""

    place: Place
    box: tuple[int, int, int, int]
    level: int


def steps(columns: int, rows: int, menus: tuple[bool, bool] = (False, False)) -> Iterator[Step]:
    """All cells of a map, the coarse ones first; a menu along an axis is there as a whole from the start."""
    done = set[Place]()
    for level, stride in enumerate(STRIDES):
        wide, tall = (1 if whole else stride for whole in menus)
        for row, low, high in _blocks(rows, tall):
            for column, left, right in _blocks(columns, wide):
                if (column, row) not in done:
                    done.add((column, row))
                    yield Step((column, row), (left, right, low, high), level)


def _blocks(count: int, stride: int) -> Iterator[tuple[int, int, int]]:
    """Pieces of an axis: the value that stands for each, and where it begins and ends."""
    for begin in range(0, count, stride):
        end = min(begin + stride, count)
        middle = begin + stride // 2 // 2 * 2  # even, so that the finer grid has it, too
        yield middle if middle < end else begin, begin, end
