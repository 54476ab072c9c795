"""What a sweep has found: labelled answers of all its runs."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import nan
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.catalog.choice import load as load_by_name
from simulator.settings.errors import SettingsError, shorten
from simulator.settings.experiment import Experiment
from simulator.sweeps.axes import Value
from simulator.sweeps.cells import Answers
from simulator.sweeps.grid import Grid
from simulator.sweeps.questions import QUESTIONS, Answer, best_first, chosen, ends, said, said_of_all, typical


@dataclass(frozen=True, eq=False, repr=False)
class Sweep:
    """The answers of every run to every question, by the axes' values and the seed."""

    grid: Grid
    questions: tuple[str, ...]
    answers: Mapping[int, Answers]
    """Number of a run (see Grid) -> its answers; one that is refused or was not computed has none."""

    def __repr__(self) -> str:
        axes = ", ".join(f"{name} ({len(values)})" for name, values in self.axes.items())
        done, all = len(self.answers), len(self.grid.possible)
        return f"<Sweep over {axes}; seeds: {self.grid.seeds}; {done} of {all} runs>"

    @property
    def axes(self) -> dict[str, tuple[Value, ...]]:
        """Name -> values of each axis, in the order of the dimensions of ``array``."""
        return {axis.name: axis.values for axis in self.grid.axes}

    @property
    def missing(self) -> tuple[int, ...]:
        """Numbers of the runs that were not computed yet, as the sweep was broken off."""
        return tuple(n for n in self.grid.possible if n not in self.answers)

    @property
    def refusals(self) -> dict[tuple[Value, ...], str]:
        """The axes' values of each cell that cannot be -> the sentence that says why."""
        return {tuple(cell.settings.values()): cell.refusal for cell in self.grid.cells if cell.refusal}

    def array(self, question: str) -> NDArray[Any]:
        """(values of axis 1, ..., seeds) the answers to one question; NaN where there is none, words as objects."""
        self._check(question)
        values = [self._answer(n, question) for n in range(len(self.grid))]
        dtype = object if QUESTIONS[question].scale == "words" else float
        return np.array(values, dtype).reshape(*self.grid.shape, self.grid.seeds)

    def to_frame(self) -> Any:
        """A pandas DataFrame of one run a row: the axes' values, the seed, each answer, and why a cell was refused.

        Answers on the scale *factor* are log10 of a ratio. A name of a menu is a category, in the order of the axis.
        """
        import pandas as pd  # nothing else of this room needs it

        cells = [self.grid.cell(n) for n in range(len(self.grid))]
        columns: dict[str, Any] = {}
        for axis in self.grid.axes:
            values = [cell.settings[axis.name] for cell in cells]
            columns[axis.name] = values if axis.numeric else pd.Categorical(values, axis.values)
        columns["seed"] = [self.grid.seed(n) for n in range(len(self.grid))]
        columns |= {name: self.array(name).ravel() for name in self.questions}
        return pd.DataFrame(columns | {"refused": [cell.refusal for cell in cells]})

    def chart(self, question: str, **fixed: Value) -> Any:
        """An Altair chart of one question: lines over one axis, a heat map over two; the median of all seeds.

        Of more axes all but two are held at the values in ``fixed``. Raises SettingsError where that does not leave one
        or two, and where there is no such question or value.
        """
        self._check(question)
        # By name: this room knows no charts, and altair is loaded only where somebody draws.
        return load_by_name("simulator.charts.sweeps:chart")(*self._shown(question, fixed))

    def _shown(self, question: str, fixed: Mapping[str, Value]) -> tuple[Any, ...]:
        """What a chart is told: rows, names and words of the axes, words and scale of the question."""
        for name, value in fixed.items():
            if name not in self.axes or value not in self.axes[name]:
                there = "; ".join(f"{axis}: {', '.join(map(str, values))}" for axis, values in self.axes.items())
                raise SettingsError(f"{shorten(name)} has no cells at {shorten(value)}. There are {there}.", name)
        axes = [axis for axis in self.grid.axes if axis.name not in fixed]
        if len(axes) not in (1, 2):
            raise SettingsError(
                f"A chart has one or two axes; these are {len(axes)}: {', '.join(axis.name for axis in axes)}. "
                "Hold the others at one of their values, such as chart('loss', depth=20)."
            )
        kind = self.grid.experiment.kind
        rows = [
            {axis.name: cell.settings[axis.name] for axis in axes}
            | {"said " + axis.name: axis.said(cell.settings[axis.name], kind) for axis in axes}
            | self._told(k, question)
            for k, cell in enumerate(self.grid.cells)
            if fixed.items() <= cell.settings.items()
        ]
        row = QUESTIONS[question]
        return rows, [(axis.name, axis.label, axis.numeric, axis.log) for axis in axes], row.label, row.scale

    def _told(self, cell: int, question: str) -> dict[str, Any]:
        """Of one cell: the typical answer and the lowest and highest one, also in words, and why it was refused."""
        given, answer = self._of_cell(cell, question), self.typical(question, cell)
        low, high = ends(given)
        words = {"told": said(question, answer), "range": said_of_all(question, given)}
        return {"answer": answer, "low": low, "high": high, "refused": self.grid.cells[cell].refusal, **words}

    def best(self, question: str) -> Experiment:
        """The settings of the cell that is best by one question: by the median of its seeds, or the commonest word.

        Best is the lowest loss, a spread near 1, the largest share above chance ... Of equal cells it is the first.
        Raises SettingsError where there is no such question or no answer.
        """
        return self.grid.run(self.best_cell(question) * self.grid.seeds)

    def best_cell(self, question: str) -> int:
        """The number of that cell in ``grid.cells``."""
        self._check(question)
        cells = [k for k in range(len(self.grid.cells)) if self._of_cell(k, question)]
        if not cells:
            raise SettingsError(f"{QUESTIONS[question].label}: no run was computed yet. Go on with resume=.")
        return max(cells, key=lambda k: best_first(question, self.typical(question, k)))

    def typical(self, question: str, cell: int) -> Answer:
        """The median of all seeds of a cell, or the commonest word; NaN where none was computed."""
        return typical(question, self._of_cell(cell, question))

    def _of_cell(self, cell: int, question: str) -> list[Answer]:
        runs = range(cell * self.grid.seeds, (cell + 1) * self.grid.seeds)
        return [self.answers[n][question] for n in runs if n in self.answers]

    def _answer(self, run: int, question: str) -> Answer:
        return self.answers[run][question] if run in self.answers else nan

    def _check(self, question: str) -> None:
        chosen([question])
        if question not in self.questions:
            raise SettingsError(f"This sweep was asked for {', '.join(self.questions)}; not for {question}.")

    def save(self, path: str | Path) -> None:
        """Writes a .csv: one run a line, as ``to_frame`` has it, and the settings around the axes in the last column.

        Raises ValueError where the path ends in something else.
        """
        # By name, as the file of the table needs this class.
        load_by_name("simulator.sweeps.table:save")(self, path)

    @staticmethod
    def load(path: str | Path) -> "Sweep":
        """The sweep of a file that was saved, also of one that was broken off; raises ValueError with what is wrong."""
        found: Sweep = load_by_name("simulator.sweeps.table:load")(path)
        return found
