"""What one server does for all its visitors: one object, made once, that the pages are handed."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cache, partial

from simulator.service.cache import LRUCache
from simulator.service.heap import trim
from simulator.service.maps import Maps
from simulator.service.pool import URGENT, Pool
from simulator.service.predictions import Predictions
from simulator.service.run import Run
from simulator.service.seeds import Repetitions
from simulator.service.snapshots import Snapshots
from simulator.service.trials import Trials
from simulator.service.turns import Turns
from simulator.settings.experiment import Experiment
from simulator.settings.link import MOST_PINNED

KEPT_RUNS = 1 + MOST_PINNED
"""Runs that are kept whatever they hold: as many as one visitor compares."""
RUNS_BYTES = 64_000_000
"""Memory of the runs that are kept for the next visitor: those of a class of 30, each with its own deep network."""


@dataclass(frozen=True)
class Usage:
    """What the server has to do: visitors, runs that are kept and shared, how many are done, and calls that wait."""

    device: str
    """Name of what the engine computes on."""
    visitors: int
    runs: int
    done: int
    megabytes: float
    waiting: int


class Visitors:
    """How many visitors are here."""

    def __init__(self) -> None:
        self._here: set[object] = set()

    def __len__(self) -> int:
        return len(self._here)

    def arrive(self) -> Callable[[], None]:
        """Counts one more; call what is returned when this visitor has left."""
        visitor = object()
        self._here.add(visitor)
        return partial(self._here.discard, visitor)


class Service:
    """Runs, their repetitions with other seeds, snapshots, trials of remedies, predictions and maps.

    Each is computed once and shared by all who ask for it, by one ``pool`` of engine processes, which starts with the
    first call.
    """

    def __init__(self, pool: Pool | None = None, runs_bytes: int = RUNS_BYTES) -> None:
        self.pool = pool or Pool()
        # Each cache weighs its own kind: a class's snapshots do not push out the runs that they were taken of.
        self.runs: LRUCache[Experiment, Run] = LRUCache(runs_bytes, lambda run: run.nbytes, KEPT_RUNS, Run.leave)
        self.snapshots = Snapshots(self.pool)
        self.trials = Trials(self.pool)
        self.predictions = Predictions(self.pool)
        self.repetitions = Repetitions(self.pool)
        self.maps = Maps(self.pool)
        self.turns = Turns()
        self.visitors = Visitors()
        self._device = ""

    def run(self, experiment: Experiment) -> Run:
        """The run of these settings, which all who ask for it share; settings that do not matter make no difference."""
        # In a canonical experiment what cannot matter has its default, so that equal networks are one key.
        canonical = experiment.canonical()
        return self.runs.get(canonical, lambda: Run(canonical, self.pool, ended=self._make_room))

    def _make_room(self) -> None:
        self.runs.shrink()
        trim()

    def ping(self) -> "Future[int]":
        """An empty call that goes before all others: answered once an engine process is warm. Returns at once."""
        return self.pool.submit(URGENT, int)

    def usage(self) -> Usage:
        """What there is to do right now; asks the engine once what it computes on. Raises EngineError."""
        if not self._device:  # it does not change while the server runs
            self._device = self.pool.submit(URGENT, device_slice).result()
        runs = self.runs.values()
        done = sum(run.done for run in runs)
        return Usage(self._device, len(self.visitors), len(runs), done, self.runs.nbytes / 1e6, self.pool.waiting)


@cache
def shared_service() -> Service:
    """The one that all visitors of this server share, made at the first call.

    For app.py alone, which is imported once by the server and then run for each visitor: it hands the object on.
    """
    return Service()


def device_slice() -> str:
    """The engine's ``device_name``, loaded where it runs: in an engine process."""
    from simulator.engine.machine import device_name

    return device_name()
