"""One map while it grows: computed cell by cell behind all runs, coarse cells first, while somebody looks."""

import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future

from simulator.language import language, using
from simulator.service.answers import foreseen
from simulator.service.cells import Cell, Known, started_slice, trained_slice
from simulator.service.map_work import CHUNK, Work, divided
from simulator.service.memory import PROCESSES
from simulator.service.pool import TRIAL, EngineError, Pool
from simulator.service.run import MOST_DELAY, longest_slice
from simulator.settings.errors import SettingsError
from simulator.sweeps.plan import Plan, steps

CELL_BYTES = 1200
"""Memory of a cell (measured: 0.9 to 1.1 kB)."""
MAP = TRIAL + MOST_DELAY
"""Delay in seconds of a map's cells: behind all previews, runs and trials."""
SLICE = 0.1
"""Seconds of training in one call, since a preview may wait for it; each ends by writing down where its networks
stand."""
PATIENCE = 2.5
"""Seconds after which nothing more is computed where nobody has asked."""
_Found = tuple[bytes, Known]


class GrowingMap:
    """One map: ``cells`` grows while somebody asks for more, and is not changed otherwise."""

    def __init__(self, plan: Plan, pool: Pool) -> None:
        self.plan, self._pool = plan, pool
        columns, rows = plan.size
        menus = bool(plan.across.rows), bool(plan.up.rows)
        self.steps = list(steps(columns, rows, menus))
        self.coarse = sum(step.level == 0 for step in self.steps)
        """Cells after which the whole map is covered."""
        works, self.cells = divided(plan, self.steps)
        self.failure: SettingsError | EngineError | None = None
        """Why the last cells could not be computed; asking anew tries again."""
        self._language = language()
        """That of the cells' sentences."""
        self._todo = deque(works)
        self._sent: dict[Future[_Found], Work] = {}
        self._granted = 0.0
        self._asked_at = 0.0
        self._changed = threading.Condition(threading.RLock())

    @property
    def all(self) -> int:
        """How many cells there will be."""
        return len(self.steps)

    @property
    def done(self) -> bool:
        """Whether all cells are known."""
        return len(self.cells) == self.all

    @property
    def error(self) -> str:
        """Why the last cells could not be computed, in a sentence; else empty."""
        return str(self.failure or "")

    @property
    def nbytes(self) -> int:
        """Memory that the map holds."""
        with self._changed:
            halfway = sum(len(work.blob) for work in (*self._todo, *self._sent.values()))
            return CELL_BYTES * len(self.cells) * self.plan.seeds + halfway

    def ask(self) -> None:
        """To be called now and then by whoever looks: what nobody looks at is not computed."""
        with self._changed:
            self._asked_at, self.failure = time.monotonic(), None
            self._send()

    def leave(self) -> None:
        """Somebody looks no more; whoever else does will soon ask again."""
        with self._changed:
            self._asked_at = 0.0
            for future in list(self._sent):
                future.cancel()

    def more(self, known: int, seconds: float, should_stop: Callable[[], object] = lambda: False) -> list[Cell]:
        """All cells, as soon as there are more than those that are known, and after ``seconds`` in any case.

        ``should_stop`` is asked meanwhile, and may leave by raising.
        """
        deadline = time.monotonic() + seconds
        self.ask()
        with self._changed:
            while len(self.cells) <= known and not (self.done or self.failure) and time.monotonic() < deadline:
                self._changed.wait(0.05)
                should_stop()
            return list(self.cells)

    def _send(self) -> None:
        """Keeps every process busy with one call, while somebody looks."""
        # Slices are long enough for none to wait behind them; one more would share the time of those begun before.
        most = PROCESSES if self.plan.trained else PROCESSES + 1
        while self._todo and len(self._sent) < most and time.monotonic() - self._asked_at < PATIENCE:
            work = self._todo.popleft()
            delay = MAP + min(self._granted, MOST_DELAY)
            future: Future[_Found]
            if self.plan.trained:
                seconds = longest_slice(work.blob, SLICE)
                future = self._pool.submit(delay, trained_slice, work.experiments, work.blob, seconds)
            else:
                seconds = work.share * CHUNK
                future = self._pool.submit(delay, started_slice, work.experiments)
            self._granted += seconds
            self._sent[future] = work
            future.add_done_callback(self._store)

    def _store(self, future: "Future[_Found]") -> None:
        with self._changed, using(self._language):
            work = self._sent.pop(future)
            if future.cancelled() or future.exception():
                self._todo.appendleft(work)
                if not future.cancelled():
                    self.failure, self._asked_at = foreseen(future.exception() or RuntimeError()), 0.0
            else:
                work.blob, known = future.result()
                work.answers.update(known)
                if work.blob:
                    self._todo.appendleft(work)
                self._show(work)
            self._send()
            self._changed.notify_all()

    def _show(self, work: Work) -> None:
        """Takes the cells that are known by now."""
        seeds = self.plan.seeds
        for number, step in enumerate(work.steps):
            networks = range(number * seeds, (number + 1) * seeds)
            if all(network in work.answers for network in networks):
                self.cells.append(Cell(step, tuple(work.answers.pop(network) for network in networks)))
