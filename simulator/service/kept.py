"""What is kept: the rows of a run in training, states from which it can be gone through again, and for the next visitor
whatever was made for one, as much as fits into so many bytes."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Any, Generic, TypeVar

import numpy as np

from simulator.settings.experiment import Experiment
from simulator.trace import Rows, State, Trace

CHECKPOINT_BYTES = 8_000_000
"""Memory of the states of a run that are kept, for a look at an early step without training there from the start."""


K = TypeVar("K")
V = TypeVar("V")


class Shelf(Generic[K, V]):
    """Shared by all visitors' threads. When more is kept than so many bytes, what was asked for longest ago goes.

    ``nbytes`` weighs all values whenever one is added, for what is kept may grow. The last ``least`` values stay,
    whatever they hold. ``drop`` is told of each value that goes.
    """

    def __init__(
        self, budget: int, nbytes: Callable[[V], int], least: int = 1, drop: Callable[[V], object] = lambda value: None
    ) -> None:
        self.budget, self.least = budget, least
        self._nbytes, self._drop = nbytes, drop
        self._lock = threading.Lock()
        self._kept: OrderedDict[K, V] = OrderedDict()

    def get(self, key: K, make: Callable[[], V], good: Callable[[V], bool] = lambda value: True) -> V:
        """The value that is kept, if it is good, else a new one; the last to go from now on."""
        with self._lock:
            value = self._kept.get(key)
            if value is None or not good(value):
                value = self._kept[key] = make()
                self._kept.move_to_end(key)
                while len(self._kept) > self.least and self._weight() > self.budget:
                    self._drop(self._kept.popitem(last=False)[1])
            self._kept.move_to_end(key)
            return value

    def _weight(self) -> int:
        return sum(map(self._nbytes, self._kept.values()))

    @property
    def nbytes(self) -> int:
        """Memory of all that is kept."""
        with self._lock:
            return self._weight()

    def values(self) -> list[V]:
        """All that is kept, the one asked for last at the end."""
        with self._lock:
            return list(self._kept.values())

    def __len__(self) -> int:
        return len(self._kept)

    def __contains__(self, key: K) -> bool:
        return key in self._kept


def nbytes(value: Any) -> int:
    """Memory of the arrays in a record or a mapping, and a kilobyte for the rest."""
    if isinstance(value, np.ndarray):
        return int(value.nbytes)
    held = value.values() if isinstance(value, Mapping) else getattr(value, "__dict__", {}).values()
    return 1000 + sum(map(nbytes, held))


def failed(asked: "Future[Any]") -> bool:
    """Whether there will never be an answer."""
    return asked.cancelled() or (asked.done() and asked.exception() is not None)


def weight(asked: "Future[Any]", waiting: int = 1000) -> int:
    """Memory of an answer; ``waiting`` where there is none, or none yet."""
    return waiting if not asked.done() or failed(asked) else nbytes(asked.result())


class RowStore:
    """The rows of a run in arrays that already have the run's final length, so that a trace so far is a view."""

    def __init__(self, experiment: Experiment) -> None:
        self.experiment, self.count = experiment, 0
        self._arrays: Rows = {}

    @property
    def nbytes(self) -> int:
        return sum(array[: self.count].nbytes for array in self._arrays.values())

    def append(self, rows: Rows) -> None:
        if not rows:
            return
        new = len(rows["loss"])
        for name, part in rows.items():
            if name not in self._arrays:
                self._arrays[name] = np.empty((self.experiment.steps, *part.shape[1:]))
            self._arrays[name][self.count : self.count + new] = part
        self.count += new

    def trace(self, state: State) -> Trace | None:
        if not self.count:
            return None
        rows = {name: array[: self.count] for name, array in self._arrays.items()}
        for view in rows.values():
            view.flags.writeable = False
        return Trace.from_rows(self.experiment, state.outcome, state.matrices, [rows])


class Checkpoints:
    """States at the ends of slices: all of them, and every second one of those kept whenever they hold too much."""

    def __init__(self) -> None:
        self._kept: list[State] = []
        self._seen, self._every = 0, 1

    @property
    def nbytes(self) -> int:
        return sum(len(state.blob) for state in self._kept)

    def add(self, state: State) -> None:
        if state.done:
            return  # nothing goes on from there
        if self._kept and self._kept[-1].step == state.step:
            self._kept[-1] = state  # pretraining went on, training has not begun
            return
        if self._seen % self._every == 0:
            self._kept.append(state)
        self._seen += 1
        while self.nbytes > CHECKPOINT_BYTES:
            self._kept = self._kept[::2] if len(self._kept) > 1 else []
            self._every *= 2

    def before(self, step: int) -> State | None:
        return next((state for state in reversed(self._kept) if state.step <= step), None)
