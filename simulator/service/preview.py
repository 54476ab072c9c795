"""The picture before a run's first slice: its network as initialized, which all who wait for it share."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager

from simulator.service.answers import awaited, has_answered
from simulator.service.cache import failed
from simulator.service.pool import URGENT, Pool
from simulator.settings.experiment import Experiment
from simulator.trace import Trace

PATIENCE = 0.1
"""Seconds for which a page waits for its picture before it is drawn without one."""


def preview_slice(experiment: Experiment) -> Trace:
    """The engine's ``preview``, loaded where it runs: in an engine process."""
    from simulator.engine import training

    return training.preview(experiment)


class SharedPreview:
    """The preview of one experiment: computed while somebody waits for it, and before all slices."""

    def __init__(self, experiment: Experiment, pool: Pool) -> None:
        self._experiment, self._pool = experiment, pool
        self._lock = threading.Lock()
        self._future: Future[Trace] | None = None
        self._waiting = 0
        """How many wait for it; without any it is not computed."""

    @contextmanager
    def prepared(self, should_stop: Callable[[], object]) -> Iterator[bool]:
        """Whether it is there; it is on its way for as long as the block lasts.

        Waits PATIENCE seconds for it where the engine can answer; ``should_stop`` is asked meanwhile and may leave by
        raising.
        """
        with self._expected() as future:
            # While the engine starts there is no use in waiting: the page stands and says so.
            yield has_answered(future, PATIENCE if self._pool.status == "ready" else 0.0, should_stop)

    def wait(self, should_stop: Callable[[], object]) -> Trace:
        """A trace of one row; ``should_stop`` is asked while waiting and may leave by raising.

        Raises SettingsError or EngineError.
        """
        with self._expected() as future:
            return awaited(future, should_stop=should_stop)

    def forget(self) -> None:
        """Lets go of what was computed, which whoever waits for it still gets."""
        with self._lock:
            self._future = None

    @contextmanager
    def _expected(self) -> "Iterator[Future[Trace]]":
        with self._lock:
            if self._future is None or failed(self._future):
                self._future = self._pool.submit(URGENT, preview_slice, self._experiment)
            future = self._future
            self._waiting += 1
        try:
            yield future
        finally:
            with self._lock:
                self._waiting -= 1
                if not self._waiting:
                    future.cancel()
