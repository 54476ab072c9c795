"""Whose turn it is where a class opens the page at once.

Python computes one page at a time anyway. Where all are begun at once, none is ready before nearly all are, and the
loop that sends them to the browsers hardly gets to run. So one comes after the other, and each is sent before the next
is begun.
"""

import asyncio
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

TURN_PATIENCE = 1.0
"""Seconds after which nobody is waited for any longer: a visitor may have gone, or the loop may hang."""

FIRST_PICTURE = 0.25
"""Seconds that a browser takes for a page's first picture, about. What comes meanwhile would keep it waiting: it draws
the controls first where both are there, and the picture took 0.4 times as long again."""


class Turns:
    """One page at a time, in order of arrival; the rest of a page is queued behind everybody's picture."""

    def __init__(self, patience: float = TURN_PATIENCE) -> None:
        self._patience = patience
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lock, self._taken = threading.Lock(), False
        self._pictures: deque[threading.Event] = deque()
        self._rests: deque[threading.Event] = deque()

    def use_loop(self, loop: asyncio.AbstractEventLoop) -> None:
        """Names the loop that sends the pages to the browsers; without one, as in a test, nothing is waited for."""
        self._loop = loop

    def wait_until_sent(self) -> None:
        """Waits until the server's loop has taken over all that was drawn.

        What a page has drawn is lost where the player asks for more between the page's end and the loop's taking it
        over: Streamlit then begins a new run of the script and forgets the one before.
        """
        if self._loop:
            taken = threading.Event()
            self._loop.call_soon_threadsafe(taken.set)
            taken.wait(TURN_PATIENCE)

    def wait_until_drawn(self) -> None:
        """Leaves the browser FIRST_PICTURE seconds in which it has nothing to do but the picture."""
        if self._loop:
            time.sleep(FIRST_PICTURE)

    @contextmanager
    def turn(self, *, rest: bool = False) -> Iterator[None]:
        """What is done within should wait for nothing; after ``patience`` seconds it is done without a turn."""
        has_turn = self._wait(self._rests if rest else self._pictures)
        try:
            yield
        finally:
            self.wait_until_sent()
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
            # The turn may have come just as the patience ended: only under the lock is it known which was first.
            if not called.is_set():
                queue.remove(called)
            return called.is_set()

    def _pass_on(self) -> None:
        with self._lock:
            # A visitor waits for the picture; controls that come a moment later are not missed.
            queue = self._pictures or self._rests
            if queue:
                queue.popleft().set()
            else:
                self._taken = False
