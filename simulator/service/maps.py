"""Maps as visitors share them: computed cell by cell behind all runs, coarse cells first, while somebody looks."""

import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from simulator.language import language, using
from simulator.prediction import Border
from simulator.service.answers import awaited, foreseen, reason
from simulator.service.cache import LRUCache, weight
from simulator.service.cells import Answer, Cell, Known, border_slice, started_slice, trained_slice
from simulator.service.memory import PROCESSES
from simulator.service.pool import TRIAL, EngineError, Pool
from simulator.service.run import MOST_DELAY, longest_slice
from simulator.settings.costs import building, recorded, seconds
from simulator.settings.errors import SettingsError
from simulator.settings.experiment import FIELDS, Experiment
from simulator.sweeps.plan import Place, Plan, Step, steps

MAPS_BYTES, BORDERS_BYTES = 20_000_000, 1_000_000
"""Memory of the maps that are kept for the next visitor, and of what theory says of them."""
CELL_BYTES = 1200
"""Memory of a cell (measured: 0.9 to 1.1 kB)."""
MAP = TRIAL + MOST_DELAY
"""Delay in seconds of a map's cells: behind all previews, runs and trials."""
CHUNK = 0.05
"""Seconds of an ordinary core that the starts of some networks take at most in one call: a preview may wait for it."""
SLICE = 0.1
"""Seconds of training in one call, for the same reason; each ends by writing down where its networks stand."""
STACK_SECONDS, STACK_MEGABYTES = 1.0, 20.0
"""What cells that train together take at most, of time so that they come, and of rows, some of which travel along."""
STACKED = 0.2
"""Part of the estimated time that a network takes in a stack, on the machine on which all was measured."""
PATIENCE = 2.5
"""Seconds after which nothing more is computed where nobody has asked."""


@dataclass(eq=False)
class _Work:
    """Some cells that are computed together, in one call or in slices."""

    steps: list[Step] = field(default_factory=list)
    experiments: list[Experiment] = field(default_factory=list)
    share: float = 0.0
    """Of what may be computed together."""
    blob: bytes = b""
    """Where their training stands."""
    answers: dict[int, Answer] = field(default_factory=dict)
    """Of those networks that have ended and are not shown yet, by their places."""

    def takes(self, more: "_Work", most: int) -> bool:
        """Whether there is room for more; ``most`` cells at most."""
        return len(self.steps) < most and self.share + more.share <= 1

    def add(self, more: "_Work") -> None:
        """Computes more cells in the same go."""
        self.steps += more.steps
        self.experiments += more.experiments
        self.share += more.share


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
        self.cells: list[Cell] = []
        self.failure: SettingsError | EngineError | None = None
        """Why the last cells could not be computed; asking anew tries again."""
        self._language = language()
        """In which the cells speak."""
        self._todo: deque[_Work] = deque()
        self._sent: dict[Future[_Found], _Work] = {}
        self._granted = 0.0
        self._asked_at = 0.0
        self._changed = threading.Condition(threading.RLock())
        self._plan()

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

    def _plan(self) -> None:
        """Cells of one level and shape together, as many as are to come at once; what is refused is known already."""
        shapes = [span for span in (self.plan.up, self.plan.across) if FIELDS[span.name].annotation is not float]
        for level in range(len({step.level for step in self.steps}) + 2):
            some = [step for step in self.steps if step.level == level]
            # Networks of one shape train as a stack: those that differ in numbers alone.
            some.sort(key=lambda step: (tuple(self._value(step, span.name) for span in shapes), step.place))
            shape, most = None, -(-len(some) // PROCESSES)
            for step in some:
                try:
                    experiments = self.plan.at(step.place)
                except SettingsError as error:
                    self.cells.append(Cell(step, (), str(error)))
                    continue
                new = tuple(self._value(step, span.name) for span in shapes)
                one = self._work(step, experiments)
                if new != shape or not self._todo[-1].takes(one, most):
                    self._todo.append(one)
                else:
                    self._todo[-1].add(one)
                shape = new

    def _work(self, step: Step, experiments: list[Experiment]) -> _Work:
        if not self.plan.trained:
            return _Work([step], experiments, sum(map(building, experiments)) / CHUNK)
        time_of_all, rows = STACKED * sum(map(seconds, experiments)), sum(map(recorded, experiments))
        return _Work([step], experiments, max(time_of_all / STACK_SECONDS, rows / STACK_MEGABYTES))

    def _value(self, step: Step, name: str) -> int:
        return step.place[0] if name == self.plan.across.name else step.place[1]

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

    def _show(self, work: _Work) -> None:
        """Takes the cells that are known by now."""
        seeds = self.plan.seeds
        for number, step in enumerate(work.steps):
            networks = range(number * seeds, (number + 1) * seeds)
            if all(network in work.answers for network in networks):
                self.cells.append(Cell(step, tuple(work.answers.pop(network) for network in networks)))


class Maps:
    """The maps that are kept, and what theory says of each."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self.kept: LRUCache[tuple[str, str], GrowingMap] = LRUCache(
            MAPS_BYTES, lambda one: one.nbytes, 4, GrowingMap.leave
        )
        self.borders: LRUCache[tuple[str, str], Future[Border]] = LRUCache(BORDERS_BYTES, weight)

    def get(self, plan: Plan) -> GrowingMap:
        """The map of a plan, which all who ask for it in one language share, whatever they ask of its networks."""
        return self.kept.get((plan.key, language()), lambda: GrowingMap(plan, self._pool))

    def border(
        self, plan: Plan, patience: float = 0.0, should_stop: Callable[[], Any] = lambda: False
    ) -> Border | None:
        """What theory says; None where it is not there within ``patience`` seconds, or could not be computed."""
        try:
            return awaited(self.borders.get((plan.key, language()), lambda: self._ask(plan)), patience, should_stop)
        except TimeoutError:
            return None
        except Exception as error:
            reason(error)  # theory is an extra line in the picture: a failure is for the log
            return Border()

    def _ask(self, plan: Plan) -> "Future[Border]":
        columns, rows = plan.size
        return self._pool.submit(
            MAP, border_slice, [self._first(plan, (x, y)) for y in range(rows) for x in range(columns)]
        )

    def _first(self, plan: Plan, place: Place) -> Experiment | None:
        try:
            return plan.at(place)[0]
        except SettingsError:
            return None
