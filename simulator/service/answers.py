"""Answers that are on their way from the engine: waiting for one, and what is said where it failed."""

import logging
import time
from collections.abc import Callable
from concurrent.futures import Future, wait
from math import inf
from typing import TypeVar

from simulator.service.pool import EngineError
from simulator.settings.errors import SettingsError

T = TypeVar("T")

POLL = 0.03
"""Seconds between two looks at whether a viewer has left."""


def settled(asked: "Future[T]", patience: float, should_stop: Callable[[], object]) -> bool:
    """Whether there is an answer or a failure within so many seconds, or before ``should_stop`` says so or raises."""
    deadline = time.monotonic() + patience
    while not asked.done():
        left = deadline - time.monotonic()
        if left <= 0 or should_stop():
            return False
        wait([asked], min(left, POLL))
    return True


def awaited(asked: "Future[T]", patience: float = inf, should_stop: Callable[[], object] = lambda: False) -> T:
    """The answer; TimeoutError after so many seconds of patience, or once ``should_stop`` says so or raises."""
    if not settled(asked, patience, should_stop):
        raise TimeoutError
    return asked.result()


def sentence(error: BaseException) -> str:
    """Why something could not be computed; what nobody has words for is logged."""
    if isinstance(error, SettingsError | EngineError):
        return str(error)
    logging.getLogger(__name__).error("A slice failed.", exc_info=error)
    return f"The engine could not compute this run ({type(error).__name__}). Change a setting, or try again."
