"""A cache of what is derived from a result, such as a trace: it lives exactly as long as the result does."""

import threading
from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

from simulator.language import language

K = TypeVar("K")
V = TypeVar("V")


def cached_per_object(make: Callable[[K], V]) -> Callable[[K], V]:
    """Calls ``make`` once for each object, as long as the object lives; other threads wait for its answer."""
    return _cached(make, lambda: "")


def cached_per_object_and_language(make: Callable[[K], V]) -> Callable[[K], V]:
    """The same for what holds texts: once for each object and each language in which it is read."""
    return _cached(make, language)


def _cached(make: Callable[[K], V], variant: Callable[[], str]) -> Callable[[K], V]:
    made: WeakKeyDictionary[K, dict[str, V]] = WeakKeyDictionary()
    making = threading.Lock()

    @wraps(make)
    def remembered(value: K) -> V:
        with making:  # two visitors who ask at once would otherwise both compute it
            variants, name = made.setdefault(value, {}), variant()
            if name not in variants:
                variants[name] = make(value)
            return variants[name]

    return remembered
