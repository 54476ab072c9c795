"""Answers that are on their way from the engine: waiting for one, and what is said where it failed."""

import logging
import time
from collections.abc import Callable
from concurrent.futures import Future, wait
from math import inf
from typing import TypeVar

from simulator.language import mark
from simulator.service.pool import EngineError
from simulator.settings.errors import SettingsError

T = TypeVar("T")

STOP_POLL = 0.01
"""Seconds between two questions whether a viewer has left; a dragged slider sends a value every 0.06 s."""


def has_answered(future: "Future[T]", patience: float, should_stop: Callable[[], object]) -> bool:
    """Whether there is an answer or a failure within ``patience`` seconds.

    ``should_stop`` is asked meanwhile: where it is true the answer is False at once, and it may leave by raising.
    """
    deadline = time.monotonic() + patience
    while not future.done():
        left = deadline - time.monotonic()
        if left <= 0 or should_stop():
            return False
        # In short intervals, because only this thread can ask whether its visitor has left.
        wait([future], min(left, STOP_POLL))
    return True


def awaited(future: "Future[T]", patience: float = inf, should_stop: Callable[[], object] = lambda: False) -> T:
    """The answer; raises TimeoutError where ``has_answered`` is false, and what the call raised."""
    if not has_answered(future, patience, should_stop):
        raise TimeoutError
    return future.result()


def foreseen(error: BaseException) -> SettingsError | EngineError:
    """The error that says in a sentence why something could not be computed; one that was not foreseen is logged."""
    if isinstance(error, SettingsError | EngineError):
        return error
    logging.getLogger(__name__).error("A slice failed.", exc_info=error)
    message = mark("The engine could not compute this run ({error}). Change a setting, or try again.")
    return EngineError(message, error=type(error).__name__)


def reason(error: BaseException) -> str:
    """That sentence, in the language of this thread."""
    return str(foreseen(error))
