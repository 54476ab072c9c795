"""A cache of what is derived from a result, such as a trace: it lives exactly as long as the result does."""

import threading
from collections.abc import Callable
from functools import wraps
from typing import TypeVar
from weakref import WeakKeyDictionary

K = TypeVar("K")
V = TypeVar("V")


def cached_per_object(make: Callable[[K], V]) -> Callable[[K], V]:
    """Calls ``make`` once for each object, as long as the object lives; other threads wait for its answer."""
    made: WeakKeyDictionary[K, V] = WeakKeyDictionary()
    making = threading.Lock()

    @wraps(make)
    def remembered(value: K) -> V:
        with making:  # two visitors who ask at once would otherwise both compute it
            if value not in made:
                made[value] = make(value)
            return made[value]

    return remembered
