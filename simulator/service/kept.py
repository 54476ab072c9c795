"""What a run keeps of its training: all rows, and some states from which it can be retrained to a step in between."""

import numpy as np

from simulator.learned import PREFIX
from simulator.outcome import State
from simulator.settings.experiment import Experiment
from simulator.trace import Rows, Trace, join

CHECKPOINT_BYTES = 8_000_000
"""Memory of the states of a run that are kept, for a snapshot of an early step without training from the start."""


class RowStore:
    """The rows of a run in arrays that already have the run's final length, so that a trace so far is a view."""

    def __init__(self, experiment: Experiment) -> None:
        self.experiment, self.count = experiment, 0
        self._arrays: Rows = {}
        self._learned: list[Rows] = []
        """Of some training steps only, so that they have a length of their own."""

    @property
    def nbytes(self) -> int:
        """Memory of the rows so far: what the system has not touched yet of an array costs nothing."""
        learned = sum(array.nbytes for part in self._learned for array in part.values())
        return learned + sum(array[: self.count].nbytes for array in self._arrays.values())

    def append(self, rows: Rows) -> None:
        """Adds the rows of one slice, each array ``(new steps, ...)``; a slice of pretraining has none."""
        if not rows:
            return
        new = len(rows["loss"])
        self._learned.append({name: part for name, part in rows.items() if name.startswith(PREFIX)})
        for name, part in rows.items():
            if name.startswith(PREFIX):
                continue
            if name not in self._arrays:
                self._arrays[name] = np.empty((self.experiment.steps, *part.shape[1:]))
            self._arrays[name][self.count : self.count + new] = part
        self.count += new

    def trace(self, state: State) -> Trace | None:
        """The trace so far, with the outcome that ``state`` has; its arrays cannot be written to."""
        if not self.count:
            return None
        rows = {name: array[: self.count] for name, array in self._arrays.items()} | join(self._learned)
        for view in rows.values():
            view.flags.writeable = False
        return Trace.from_rows(self.experiment, state.outcome, state.matrices, [rows], state.chance)


class Checkpoints:
    """States at the ends of slices: every second, and half of those whenever they hold CHECKPOINT_BYTES."""

    def __init__(self) -> None:
        self._kept: list[State] = []
        # Two slices are retrained in a tenth of a second; the states of all would be the most that runs hold.
        self._seen, self._every = 0, 2

    @property
    def nbytes(self) -> int:
        """Memory of the states."""
        return sum(len(state.blob) for state in self._kept)

    def add(self, state: State) -> None:
        """Keeps a state, unless it is one between two that are kept by now."""
        if state.done:
            return  # nothing goes on from there
        if self._kept and self._kept[-1].step == state.step:
            self._kept[-1] = state  # pretraining went on, training has not begun
            return
        if self._seen % self._every == 0:
            self._kept.append(state)
        self._seen += 1
        while self.nbytes > CHECKPOINT_BYTES:
            # A state that is too large by itself is not kept either: the run is then retrained from its start.
            self._kept = self._kept[::2] if len(self._kept) > 1 else []
            self._every *= 2

    def before(self, step: int) -> State | None:
        """The last state kept at or before training step ``step``; None where there is none."""
        return next((state for state in reversed(self._kept) if state.step <= step), None)
