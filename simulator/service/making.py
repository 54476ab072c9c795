"""Something that takes long, made beside the pages: they ask how far it is, and may give it up."""

import threading
import time
from collections.abc import Generator
from contextlib import closing

from simulator.language import language, using
from simulator.service.answers import reason
from simulator.service.heap import trim

PATIENCE = 20.0
"""Seconds after which it is given up where nobody asks any more: the visitor may have left."""


class Making:
    """``parts`` say after each part how much is done, from 0 to 1, and return what was made; runs at once.

    What is made is in the language of whoever asks.
    """

    def __init__(self, parts: Generator[float, None, bytes]) -> None:
        self.begun = time.time_ns()
        """When, in nanoseconds: no other one has the same."""
        self._parts, self._language = parts, language()
        self._share, self._given_up, self._asked_at = 0.0, False, time.monotonic()
        self._thread = threading.Thread(target=self._make, name="making", daemon=True)
        self.content = b""
        """What was made; empty until then, and where nothing was."""
        self.error = ""
        """What went wrong, in a sentence."""
        self._thread.start()

    @property
    def over(self) -> bool:
        """Whether it is made, has failed or was given up."""
        return not self._thread.is_alive()

    @property
    def share(self) -> float:
        """How much is done, from 0 to 1; as long as somebody asks, it goes on."""
        self._asked_at = time.monotonic()
        return self._share

    def give_up(self) -> None:
        """It ends after the part that it is at."""
        self._given_up = True

    def _make(self) -> None:
        try:
            with using(self._language), closing(self._parts):
                while not self._given_up and time.monotonic() < self._asked_at + PATIENCE:
                    self._share = next(self._parts)
        except StopIteration as end:
            self.content = end.value
        except Exception as error:  # a visitor is told a sentence, whatever went wrong
            with using(self._language):
                self.error = reason(error)
        finally:
            trim()
