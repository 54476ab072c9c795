"""Memory that was used and is free again: it goes back to the machine, where glibc would keep it."""

import ctypes
import time
from contextlib import suppress
from math import inf
from threading import Timer

ARENA_MAX, HEAPS = -8, 2
"""glibc's M_ARENA_MAX, and the heaps that the threads of the server share."""
PAUSE = 1.0
"""Seconds between two times at which an engine process tidies up, and without work before it rests."""
_trimmed = -inf
_rest: Timer | None = None


def share_heaps() -> None:
    """Lets the threads of this process share glibc's heaps: in one of its own each would keep what others could use.

    To be called before there are many threads; elsewhere than with glibc it does nothing.
    """
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).mallopt(ARENA_MAX, HEAPS)


def trim() -> None:
    """Gives back what this process has freed after something large; elsewhere than with glibc it does nothing."""
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


def tidy() -> None:
    """To be called where the engine runs, after what nobody waits for: gives back what is free, now and then.

    When nothing more comes, the networks that a next slice would have gone on with go as well.
    """
    global _trimmed, _rest
    if time.monotonic() > _trimmed + PAUSE:
        trim()  # takes some 6 ms
        _trimmed = time.monotonic()
    if _rest:
        _rest.cancel()
    _rest = Timer(PAUSE, _let_go)
    _rest.daemon = True
    with suppress(RuntimeError):  # a thread takes memory too, which may have run out
        _rest.start()


def _let_go() -> None:
    from simulator.engine.many import let_go

    let_go()
    trim()
