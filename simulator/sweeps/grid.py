"""The cells of a sweep, each an experiment or the sentence that refuses it, and the order that they are computed in."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import log2, prod

from simulator.settings.costs import building, seconds
from simulator.settings.errors import SettingsError
from simulator.settings.experiment import FIELDS, Experiment, bounds
from simulator.sweeps.axes import Axis, Value

MOST_RUNS = 100_000
"""Runs of one sweep, whose cells are all held in memory."""
COARSEST = 4
"""Values of an axis, about, that are computed first, so that a picture of the whole appears early."""
CHUNK = 2.0
"""Estimated seconds of what one process gets at a time: as much is lost with it."""
Chunk = tuple[int, ...]
"""Numbers of runs that one process computes together."""


@dataclass(frozen=True)
class Cell:
    """One combination of the axes' values; ``place`` is its index on each of them."""

    place: tuple[int, ...]
    settings: Mapping[str, Value]
    experiment: Experiment | None
    """With the first seed; None where the settings are refused."""
    error: SettingsError | None = None

    @property
    def refusal(self) -> str:
        """The sentence that says why it cannot be; else empty."""
        return str(self.error or "")


@dataclass(frozen=True)
class Grid:
    """All combinations of the axes' values around an experiment, with ``seeds`` seeds each, from the experiment's on.

    Run number n is seed n % seeds of cell n // seeds; of the cells the last axis runs fastest. Raises SettingsError
    where there are too many runs, two axes of one setting, or a value that no cell can have.
    """

    experiment: Experiment
    axes: tuple[Axis, ...]
    seeds: int = 1

    def __post_init__(self) -> None:
        _check_seeds(self.experiment, self.seeds)
        names = [axis.name for axis in self.axes]
        if not names or len(set(names)) < len(names):
            raise SettingsError("A sweep is over one setting at least, and over each of them once.", *names[:1])
        if len(self) > MOST_RUNS:
            cells = " x ".join(map(str, self.shape))
            raise SettingsError(
                f"A sweep has at most {MOST_RUNS:,} runs; {cells} cells with {self.seeds} seeds are {len(self):,}. "
                "Take fewer values or fewer seeds, or sweep in parts."
            )
        self._refuse_what_none_can_have()

    def __len__(self) -> int:
        """Number of runs, those that are refused among them."""
        return prod(self.shape) * self.seeds

    @property
    def shape(self) -> tuple[int, ...]:
        """Number of values of each axis."""
        return tuple(len(axis.values) for axis in self.axes)

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """Every cell, the last axis fastest."""
        return tuple(self._cell(place) for place in product(*map(range, self.shape)))

    def _cell(self, place: tuple[int, ...]) -> Cell:
        settings = {axis.name: axis.values[i] for axis, i in zip(self.axes, place, strict=True)}
        try:
            return Cell(place, settings, self.experiment.replace(**settings))
        except SettingsError as error:
            return Cell(place, settings, None, error)

    def cell(self, run: int) -> Cell:
        """The cell that a run belongs to."""
        return self.cells[run // self.seeds]

    def seed(self, run: int) -> int:
        """The seed of a run."""
        return self.experiment.seed + run % self.seeds

    def run(self, number: int) -> Experiment:
        """The experiment of a run; raises its SettingsError where it is refused."""
        cell = self.cell(number)
        if cell.experiment is None:
            raise cell.error or ValueError(number)
        # Unchecked, as the seeds were checked together and there may be 100,000 runs.
        return cell.experiment.model_copy(update={"seed": self.seed(number)})

    @cached_property
    def possible(self) -> tuple[int, ...]:
        """The numbers of all runs that are not refused."""
        return tuple(n for n in range(len(self)) if self.cell(n).experiment is not None)

    def _refuse_what_none_can_have(self) -> None:
        """A value that is refused in all its cells by itself, as it is out of range, is a slip, and told at once."""
        for i, axis in enumerate(self.axes):
            errors: list[list[SettingsError | None]] = [[] for _ in axis.values]
            for cell in self.cells:
                errors[cell.place[i]].append(cell.error)
            for of_value in errors:
                if of_value[0] and all(error and error.fields == (axis.name,) for error in of_value):
                    raise of_value[0]
        if not self.possible:
            raise self.cells[0].error or ValueError(self)

    def chunks(
        self, trained: bool = True, without: frozenset[int] = frozenset(), limit: float = CHUNK
    ) -> Iterator[Chunk]:
        """All runs but those ``without``, in what one process computes at a time, for ``limit`` seconds about: coarse
        cells of the grid first.

        Together are runs that can train as one stack. Of equally fine ones those that take longest come first, so
        that no process is left alone with one at the end.
        """
        groups = defaultdict[tuple[Value, ...], list[int]](list)
        for n in self.possible:
            if n not in without:
                groups[self._level(self.cell(n)), *self._shape_of(self.cell(n))].append(n)
        cost = {key: _cost(self.run(runs[0]), trained) for key, runs in groups.items()}
        for key in sorted(groups, key=lambda key: (key[0], -cost[key])):
            # A run that takes longer than the limit is computed alone.
            size = max(1, int(limit / cost[key]))
            yield from (tuple(groups[key][i : i + size]) for i in range(0, len(groups[key]), size))

    def _level(self, cell: Cell) -> int:
        """0 for the coarsest cells; a menu has nothing between its choices, and all of them are among the first."""
        numeric = [(i, len(axis.values)) for axis, i in zip(self.axes, cell.place, strict=True) if axis.numeric]
        return max((_level(i, count) for i, count in numeric), default=0)

    def _shape_of(self, cell: Cell) -> tuple[Value, ...]:
        """What stacks have in common: all but the settings that are numbers with a point."""
        return tuple(value for name, value in cell.settings.items() if FIELDS[name].annotation is not float)


def _level(i: int, count: int) -> int:
    """In which round the value with index i of an axis comes, if each round has twice as many as those before."""
    # The largest power of two that leaves about COARSEST values; each round halves it.
    stride = 1 << max(0, int(log2(max(1, (count - 1) / (COARSEST - 1)))))
    level = 0
    while i % stride:
        stride //= 2
        level += 1
    return level


def _cost(e: Experiment, trained: bool) -> float:
    """Estimated seconds of a run, or of its first row alone."""
    return building(e) + seconds(e if trained else e.model_copy(update={"steps": 1, "pretraining": 0}))


def _check_seeds(experiment: Experiment, seeds: int) -> None:
    if isinstance(seeds, bool) or not isinstance(seeds, int) or seeds < 1:
        raise SettingsError(f"Seeds: give how many, 1 at least; given was {seeds!r}.", "seed")
    _, last = bounds("seed")
    if experiment.seed + seeds - 1 > last:
        raise SettingsError(f"Seeds: {seeds} from {experiment.seed} on go beyond {last:.0f}. Begin with a lower one.")
