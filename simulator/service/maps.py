"""Maps as visitors share them: computed cell by cell behind all runs, coarse cells first, while somebody looks."""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from simulator.analysis.verdict import verdict
from simulator.prediction import Border
from simulator.service.answers import awaited, reason
from simulator.service.cache import LRUCache, weight
from simulator.service.memory import PROCESSES
from simulator.service.pool import TRIAL, Pool
from simulator.service.run import MOST_DELAY
from simulator.settings.errors import SettingsError
from simulator.settings.experiment import FIELDS, Experiment
from simulator.settings.limits import building, seconds
from simulator.sweeps.plan import Plan, Step, steps
from simulator.sweeps.questions import QUESTIONS
from simulator.trace import Trace, evenly_spaced

MAPS_BYTES, BORDERS_BYTES = 20_000_000, 1_000_000
"""Memory of the maps that are kept for the next visitor, and of what theory says of them."""
CELL_BYTES = 1200
"""Memory of a cell (measured: 0.9 to 1.1 kB)."""
MAP = TRIAL + MOST_DELAY
"""Delay in seconds of a map's cells: behind all previews, runs and trials."""
CHUNK = 0.05
"""Seconds of an ordinary core that a call takes at most, if a cell does not take longer: a preview may wait for it."""
STACKED = 0.2
"""Part of the estimated time that a network takes in a stack, on the machine on which all was measured."""
PATIENCE = 2.5
"""Seconds after which nothing more is computed where nobody has asked."""
POINTS = 24
"""Sites of a cell's profile that are kept, at most."""


@dataclass(frozen=True)
class Answer:
    """What one network says: of each question the answer, its verdict, and its profile."""

    values: dict[str, float | str]
    says: str
    profile: tuple[float, ...] = ()
    """log10 of the gradient norm relative to the last site's, at up to POINTS sites; -inf for zero, else NaN."""
    sites: int = 0


@dataclass(frozen=True)
class Cell:
    """A cell that is known: an answer for each seed; none, with the reason, where it cannot be trained."""

    step: Step
    answers: tuple[Answer, ...]
    refused: str = ""

    def middle(self, asks: str) -> Answer | None:
        """The network whose answer lies in the middle; of words one that says what most say."""
        if not self.answers:
            return None
        values = [answer.values[asks] for answer in self.answers]
        if isinstance(values[0], str):
            most = max(values, key=values.count)
            return self.answers[values.index(most)]
        known = sorted(range(len(values)), key=lambda i: (np.isnan(values[i]), values[i]))
        return self.answers[known[len(known) // 2]]


def answered_slice(experiments: Sequence[Experiment], trained: bool) -> list[Answer]:
    """The answers of some networks to all questions of their kind, loaded where they run: in an engine process."""
    each = partial(answer, trained=trained)
    if trained:
        from simulator.engine.stack import simulate_many

        return simulate_many(experiments, each, examined=False)
    from simulator.engine.previews import preview_many

    return preview_many(experiments, each)


def answer(trace: Trace, trained: bool) -> Answer:
    """What is kept of a trace: the questions that are about its training, or about its start."""
    values = {name: row.of(trace) for name, row in QUESTIONS.items() if row.trained == trained}
    row = -1 if trained else 0
    return Answer(values, verdict(trace, row).sentence, tuple(_profile(trace, row)), trace.sites)


def _profile(trace: Trace, row: int) -> Iterator[float]:
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log10(trace.gradient_norm[row]) - np.log10(trace.gradient_norm[row, -1])
    return (round(float(logs[site]), 2) for site in evenly_spaced(trace.sites, POINTS))


def border_slice(experiments: Sequence[Experiment]) -> Border:
    """The engine's ``border``, loaded where it runs: in an engine process."""
    from simulator.engine.border import border

    return border(experiments)


@dataclass
class _Work:
    """Some cells that one call computes."""

    steps: list[Step] = field(default_factory=list)
    experiments: list[Experiment] = field(default_factory=list)
    cost: float = 0.0


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
        self.error = ""
        """Why the last cells could not be computed, in a sentence; asking anew tries again."""
        self._todo: deque[_Work] = deque()
        self._sent: dict[Future[list[Answer]], _Work] = {}
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
    def nbytes(self) -> int:
        """Memory that the map holds."""
        return CELL_BYTES * len(self.cells) * self.plan.seeds

    def ask(self) -> None:
        """To be called now and then by whoever looks: what nobody looks at is not computed."""
        with self._changed:
            self._asked_at, self.error = time.monotonic(), ""
            self._send()

    def leave(self) -> None:
        """Somebody looks no more; whoever else does will soon ask again."""
        with self._changed:
            self._asked_at = 0.0
            for future in list(self._sent):
                future.cancel()

    def more(self, known: int, seconds: float, should_stop: Callable[[], object] = lambda: False) -> list[Cell]:
        """All cells, as soon as there are more than those that are known, and after so many seconds in any case.

        ``should_stop`` is asked meanwhile, and may leave by raising.
        """
        deadline = time.monotonic() + seconds
        self.ask()
        with self._changed:
            while len(self.cells) <= known and not (self.done or self.error) and time.monotonic() < deadline:
                self._changed.wait(0.05)
                should_stop()
            return list(self.cells)

    def _plan(self) -> None:
        """Cells of one level and shape together, as many as a call has time for; what is refused is known already."""
        shapes = [span for span in (self.plan.up, self.plan.across) if FIELDS[span.name].annotation is not float]
        for level in range(len({step.level for step in self.steps}) + 2):
            some = [step for step in self.steps if step.level == level]
            # Networks of one shape train as a stack: those that differ in numbers alone.
            some.sort(key=lambda step: (tuple(self._value(step, span.name) for span in shapes), step.place))
            shape = None
            for step in some:
                try:
                    experiments = self.plan.at(step.place)
                except SettingsError as error:
                    self.cells.append(Cell(step, (), str(error)))
                    continue
                new = tuple(self._value(step, span.name) for span in shapes)
                cost = (
                    STACKED * sum(map(seconds, experiments)) if self.plan.trained else sum(map(building, experiments))
                )
                if new != shape or self._todo[-1].cost + cost > CHUNK:
                    self._todo.append(_Work())
                shape, work = new, self._todo[-1]
                work.steps.append(step)
                work.experiments += experiments
                work.cost += cost

    def _value(self, step: Step, name: str) -> int:
        return step.place[0] if name == self.plan.across.name else step.place[1]

    def _send(self) -> None:
        """Keeps every process busy with one call, while somebody looks."""
        while self._todo and len(self._sent) <= PROCESSES and time.monotonic() - self._asked_at < PATIENCE:
            work = self._todo.popleft()
            delay = MAP + min(self._granted, MOST_DELAY)
            self._granted += work.cost
            future = self._pool.submit(delay, answered_slice, work.experiments, self.plan.trained)
            self._sent[future] = work
            future.add_done_callback(self._store)

    def _store(self, future: "Future[list[Answer]]") -> None:
        with self._changed:
            work = self._sent.pop(future)
            if future.cancelled() or future.exception():
                self._todo.appendleft(work)
                if not future.cancelled():
                    self.error, self._asked_at = reason(future.exception() or RuntimeError()), 0.0
            else:
                answers, seeds = future.result(), self.plan.seeds
                for number, step in enumerate(work.steps):
                    self.cells.append(Cell(step, tuple(answers[number * seeds : (number + 1) * seeds])))
            self._send()
            self._changed.notify_all()


class Maps:
    """The maps that are kept, and what theory says of each."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self.kept: LRUCache[str, GrowingMap] = LRUCache(MAPS_BYTES, lambda one: one.nbytes, 4, GrowingMap.leave)
        self.borders: LRUCache[str, Future[Border]] = LRUCache(BORDERS_BYTES, weight)

    def get(self, plan: Plan) -> GrowingMap:
        """The map of a plan, which all who ask for it share, whatever they ask of its networks."""
        return self.kept.get(plan.key, lambda: GrowingMap(plan, self._pool))

    def border(
        self, plan: Plan, patience: float = 0.0, should_stop: Callable[[], Any] = lambda: False
    ) -> Border | None:
        """What theory says; None where it is not there within ``patience`` seconds, or could not be computed."""
        try:
            return awaited(self.borders.get(plan.key, lambda: self._ask(plan)), patience, should_stop)
        except TimeoutError:
            return None
        except Exception as error:
            reason(error)  # theory is an extra line in the picture: a failure is for the log
            return Border()

    def _ask(self, plan: Plan) -> "Future[Border]":
        columns, rows = plan.size
        try:
            experiments = [plan.at((column, row))[0] for row in range(rows) for column in range(columns)]
        except SettingsError:  # a line over a part of the map would say something of the rest
            nothing: Future[Border] = Future()
            nothing.set_result(Border())
            return nothing
        return self._pool.submit(MAP, border_slice, experiments)
