"""A run as visitors share it: it grows slice by slice in the engine's processes while somebody watches it."""

import hashlib
import json
import logging
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager

from simulator.language import _
from simulator.outcome import State
from simulator.service.answers import STOP_POLL, foreseen
from simulator.service.kept import Checkpoints, RowStore
from simulator.service.pool import EngineError, Pool
from simulator.service.preview import SharedPreview
from simulator.settings.errors import SettingsError
from simulator.settings.experiment import Experiment
from simulator.trace import Rows, Trace

_LOG = logging.getLogger(__name__)

FIRST_SLICE = 0.06
"""Seconds of the first slice of a run, short for an immediate picture."""
SHORT_SLICE = 0.05
"""Seconds of a slice whose state is small; a preview waits for one slice at most."""
SLICE_PER_BYTE = 0.03e-6
"""Seconds that a slice grows with its state, which takes about 0.007 s per megabyte to travel (measured)."""
LONGEST_SLICE = 2.0
"""Seconds of the longest slice."""
MOST_DELAY = 5.0
"""Seconds by which the slices of a run that was granted much of the engine's time are delayed, at most."""

Advance = Callable[[Experiment, State | None, float], tuple[State, Rows]]


def longest_slice(blob: bytes, shortest: float = SHORT_SLICE) -> float:
    """Seconds of a slice that goes on from a state of this size, at most; ``shortest`` from a small one."""
    return max(shortest, min(LONGEST_SLICE, SLICE_PER_BYTE * len(blob)))


def advance_slice(
    experiment: Experiment,
    state: State | None,
    seconds: float,
    stop: int | None = None,
    *,
    asks: bool = True,
    single: bool = False,
) -> tuple[State, Rows]:
    """The engine's ``advance``, loaded where it runs: in an engine process."""
    from simulator.engine import training

    return training.advance(experiment, state, seconds, stop, asks=asks, single=single)


class Run:
    """One experiment in training: it grows while somebody asks for more, and stands still when nobody does."""

    def __init__(
        self,
        experiment: Experiment,
        pool: Pool,
        advance: Advance = advance_slice,
        ended: Callable[[], object] = lambda: None,
    ) -> None:
        """``ended`` is called when the run has all its rows."""
        self.experiment = experiment
        self._ended = ended
        # A hash, since keys stand in the log and travel with each message of the player, where settings would be long.
        self.key = hashlib.sha256(experiment.model_dump_json().encode()).hexdigest()[:12]
        self.failure: SettingsError | EngineError | None = None
        """Why the last slice could not be computed; ``advance`` tries again."""
        self._pool, self._engine = pool, advance
        self._state: State | None = None
        self._rows = RowStore(experiment)
        self._checkpoints = Checkpoints()
        self._trace: Trace | None = None
        # Viewers run in threads of their own, and answers come in by a thread of the pool: all meet at this condition.
        self._changed = threading.Condition()
        self._slice: Future[tuple[State, Rows]] | None = None
        self.viewers = 0
        """How many wait for the slice that is on its way; without any it is not computed."""
        self._preview = SharedPreview(experiment, pool)
        self._granted = 0.0
        """Seconds of the engine's time that the run has asked for."""
        self._elapsed = 0.0
        """Seconds that its slices took, with the time that they waited."""
        self._asked_at = 0.0
        """When the slice that is on its way was asked for."""

    @property
    def done(self) -> bool:
        """Whether the run has finished or diverged."""
        return self._state is not None and self._state.done

    @property
    def error(self) -> str:
        """Why the last slice could not be computed, in a sentence; else empty."""
        return str(self.failure or "")

    @property
    def note(self) -> str:
        """What goes on beside training, such as the layer that is pretrained; else empty."""
        layer = self._state.pretrains if self._state else 0
        return _("pretraining layer {layer} of {depth}", layer=layer, depth=self.experiment.depth) if layer else ""

    @property
    def trace(self) -> Trace | None:
        """The rows so far, None before the first; its arrays are read-only and shared by all viewers."""
        with self._changed:
            if self._trace is None and self._state:
                self._trace = self._rows.trace(self._state)
            return self._trace

    @property
    def nbytes(self) -> int:
        """Memory that the run holds."""
        return self._rows.nbytes + self._checkpoints.nbytes + (len(self._state.blob) if self._state else 0)

    @contextmanager
    def prepared(self, should_stop: Callable[[], object] = lambda: False) -> Iterator[bool]:
        """Whether there is something to show; else a preview is on its way for as long as the block lasts.

        Waits a moment for it where the engine can answer; ``should_stop`` is asked meanwhile and may leave by raising.
        """
        if self._state is not None:
            yield True
            return
        with self._preview.prepared(should_stop) as at_hand:
            yield at_hand

    def preview(self, should_stop: Callable[[], object] = lambda: False) -> Trace:
        """The network as initialized, a trace of one row; it goes before all slices, and all who ask for it share it.

        ``should_stop`` is asked while waiting and may leave by raising; a preview that nobody waits for any more is not
        begun. Raises SettingsError or EngineError.
        """
        return self._preview.wait(should_stop)

    def try_again(self) -> None:
        """Forgets why the last slice could not be computed: more of the run can be asked for."""
        self.failure = None

    def checkpoint(self, step: int) -> State | None:
        """The last state kept at or before training step ``step``; None where that is the start of the run."""
        with self._changed:
            return self._checkpoints.before(step)

    def advance(self, seconds: float, should_stop: Callable[[], object] = lambda: False) -> None:
        """Lets the run grow for ``seconds``, at first for FIRST_SLICE at most; returns early when it is done or failed.

        Viewers of one run share its slices. ``should_stop`` is asked while waiting, and may also leave by raising.
        """
        deadline = time.monotonic() + (seconds if self._state else min(seconds, FIRST_SLICE))
        while not self.done and self._watch(seconds, should_stop):
            if self.failure or time.monotonic() >= deadline:
                break

    def _watch(self, seconds: float, should_stop: Callable[[], object]) -> bool:
        """Waits for one slice, which another viewer may have asked for; False when this viewer left before."""
        with self._changed:
            if self.done:  # by another viewer's slice, just now
                return False
            watched = self._slice or self._next_slice(seconds)
            self.viewers += 1
        try:
            # In short intervals, because only this thread can ask whether its visitor has left.
            while not should_stop():
                with self._changed:
                    if self._changed.wait_for(lambda: self._slice is not watched, STOP_POLL):
                        return True
            return False
        finally:
            with self._changed:
                self.viewers -= 1
                if not self.viewers:
                    watched.cancel()  # nobody computes what nobody watches

    def _next_slice(self, seconds: float) -> "Future[tuple[State, Rows]]":
        state = self._state
        seconds = min(seconds, longest_slice(state.blob) if state else FIRST_SLICE)
        # Delayed by what the run was granted, so that a short run overtakes a long one, but never for ever.
        future = self._pool.submit(min(self._granted, MOST_DELAY), self._engine, self.experiment, state, seconds)
        self._granted += seconds
        self._slice, self._asked_at = future, time.monotonic()
        future.add_done_callback(self._store)
        return future

    def _store(self, answer: "Future[tuple[State, Rows]]") -> None:
        with self._changed:
            self._slice = None
            self._elapsed += time.monotonic() - self._asked_at
            failure = None if answer.cancelled() else answer.exception()
            if failure:
                self.failure = foreseen(failure)
            elif not answer.cancelled():
                self._state, rows = answer.result()
                self._rows.append(rows)
                self._checkpoints.add(self._state)
                self._trace = self.failure = None  # the trace is made anew when asked for
                self._preview.forget()  # the run has rows of its own from here on
            self._changed.notify_all()
        if failure:
            self._log("failed")
        elif self._state and self._state.done:
            self._log(self._state.outcome.name)
            self._ended()

    def leave(self) -> None:
        """To be called when the run makes room for others: one that has begun and has not ended is logged now."""
        if self._state and not self.done:
            self._log("left")

    def _log(self, outcome: str) -> None:
        """One line of JSON on how far the run came: its key, which is a hash of its settings, and nothing personal."""
        line = {"run": self.key, "outcome": outcome, "steps": self._rows.count, "seconds": round(self._elapsed, 3)}
        _LOG.info(json.dumps(line))
