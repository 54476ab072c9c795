"""A least-recently-used cache that is bounded in bytes, and what an answer of the engine weighs in it."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Any, Generic, TypeVar

import numpy as np

K = TypeVar("K")
V = TypeVar("V")


class LRUCache(Generic[K, V]):
    """A least-recently-used cache, bounded to ``budget`` bytes and shared by the threads of all visitors.

    ``nbytes`` weighs all values whenever one is added, and with ``shrink``, because a value may have grown. The last
    ``least`` values that were asked for stay, whatever they weigh. ``drop`` is called with each value that goes.
    """

    def __init__(
        self, budget: int, nbytes: Callable[[V], int], least: int = 1, drop: Callable[[V], object] = lambda value: None
    ) -> None:
        self.budget, self.least = budget, least
        self._nbytes, self._drop = nbytes, drop
        self._lock = threading.Lock()
        self._kept: OrderedDict[K, V] = OrderedDict()

    def get(self, key: K, make: Callable[[], V], good: Callable[[V], bool] = lambda value: True) -> V:
        """The value that is kept, if it is good, else a new one; it is the last to go from now on."""
        with self._lock:  # also while the value is made, so that two who ask at once are given the same one
            value = self._kept.get(key)
            if value is None or not good(value):
                value = self._kept[key] = make()
                self._kept.move_to_end(key)
                self._make_room()
            self._kept.move_to_end(key)
            return value

    def shrink(self) -> None:
        """To be called when values have grown: drops what the budget has no room for."""
        with self._lock:
            self._make_room()

    def peek(self, key: K) -> V | None:
        """The value that is kept, if there is one, which goes as early as before."""
        with self._lock:
            return self._kept.get(key)

    def _make_room(self) -> None:
        while len(self._kept) > self.least and self._weight() > self.budget:
            self._drop(self._kept.popitem(last=False)[1])

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
    # Arrays hold nearly all of it; a kilobyte stands for strings and numbers, which are not worth the walk.
    held = value.values() if isinstance(value, Mapping) else getattr(value, "__dict__", {}).values()
    return 1000 + sum(map(nbytes, held))


def failed(future: "Future[Any]") -> bool:
    """Whether there will never be an answer."""
    return future.cancelled() or (future.done() and future.exception() is not None)


def weight(future: "Future[Any]", waiting: int = 1000) -> int:
    """Memory of an answer in bytes; ``waiting`` where there is none, or none yet."""
    return waiting if not future.done() or failed(future) else nbytes(future.result())
