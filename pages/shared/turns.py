"""Whose turn it is where a class opens the page at once.

Python computes one page at a time anyway. Where all are begun at once, none is ready before nearly all are, and the
loop that sends them to the browsers hardly gets to run. So one comes after the other, and each is sent before the next
is begun.
"""

import asyncio
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE = 1.0
"""Seconds after which nobody is waited for any longer."""


class Turns:
    """One at a time, as they came; a visitor's rest of a page comes after all pictures."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._lock, self._taken = threading.Lock(), False
        self._pictures: deque[threading.Event] = deque()
        self._rests: deque[threading.Event] = deque()

    @contextmanager
    def turn(self, *, rest: bool = False) -> Iterator[None]:
        """What is done within should wait for nothing; after ``patience`` seconds it is done without a turn."""
        has_turn = self._wait(self._rests if rest else self._pictures)
        try:
            yield
        finally:
            sent()
            if has_turn:
                self._pass_on()

    def _wait(self, queue: deque[threading.Event]) -> bool:
        called = threading.Event()
        with self._lock:
            if not self._taken:
                self._taken = True
                return True
            queue.append(called)
        called.wait(self._patience)
        with self._lock:
            if not called.is_set():
                queue.remove(called)
            return called.is_set()

    def _pass_on(self) -> None:
        with self._lock:
            queue = self._pictures or self._rests
            if queue:
                queue.popleft().set()
            else:
                self._taken = False


in_turn = Turns().turn
_loops: list[asyncio.AbstractEventLoop] = []


def tell(loop: asyncio.AbstractEventLoop) -> None:
    """Makes known the loop that sends the pages to the browsers."""
    _loops[:] = [loop]


def sent() -> None:
    """Waits until the server's loop has taken over all that was drawn.

    What a page has drawn is lost where the player asks for more between the page's end and the loop's taking it over:
    Streamlit then begins a new run and forgets the one before.
    """
    taken = threading.Event()
    for loop in _loops:
        loop.call_soon_threadsafe(taken.set)
        taken.wait(PATIENCE)
