"""The runs of this server, shared by whoever watches them, and the pool of processes that computes them."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import cache
from typing import Literal, ParamSpec, TypeVar

from simulator.service.kept import Shelf
from simulator.service.pool import URGENT, Pool
from simulator.service.run import Run
from simulator.settings.experiment import Experiment

P = ParamSpec("P")
T = TypeVar("T")

TRIAL = 1.0
"""Seconds by which what is tried beside the runs lets others go first."""
KEPT_RUNS = 4
"""Runs that are kept whatever they hold: as many as one visitor compares."""
KEPT_BYTES = 100_000_000
"""Memory of the runs that are kept for the next visitor."""


class Runs:
    """The runs that are kept, the one asked for last at the end; the first ones go when they hold too much memory."""

    def __init__(self, pool: Pool, kept_bytes: int = KEPT_BYTES) -> None:
        self._pool = pool
        self.kept: Shelf[Experiment, Run] = Shelf(kept_bytes, lambda run: run.nbytes, KEPT_RUNS, Run.leave)

    def get(self, experiment: Experiment) -> Run:
        """The run of these settings, which all who ask for it share; settings that do not matter make no difference."""
        canonical = experiment.canonical()
        return self.kept.get(canonical, lambda: Run(canonical, self._pool))


_POOL = Pool()
_RUNS = Runs(_POOL)


def start() -> "Future[int]":
    """Begins to warm the engine's processes and returns at once; the answer is there when one of them is warm."""
    return _POOL.submit(URGENT, int)


def status() -> Literal["starting", "ready"]:
    """Whether the engine answers at once, or is being started."""
    return _POOL.status


def shared_run(experiment: Experiment) -> Run:
    """The run of these settings, shared by all visitors of the server; see ``Run``."""
    return _RUNS.get(experiment)


def waiting() -> int:
    """How many calls wait for the engine."""
    return _POOL.waiting


@dataclass(frozen=True)
class Usage:
    """What the server has to do: runs that are kept and shared, how many of them are done, and calls that wait."""

    device: str
    """Name of what the engine computes on."""
    runs: int
    done: int
    megabytes: float
    waiting: int


def usage() -> Usage:
    """What the server has to do right now; asks the engine once what it computes on."""
    kept = _RUNS.kept.values()
    return Usage(_device(), len(kept), sum(run.done for run in kept), _RUNS.kept.nbytes / 1e6, waiting())


@cache
def _device() -> str:
    return _POOL.submit(URGENT, device_slice).result()


def device_slice() -> str:
    """The engine's ``device_name``, loaded where it runs: in an engine process."""
    from simulator.engine import training

    return training.device_name()


def submit(call: Callable[P, T], *args: P.args, **options: P.kwargs) -> "Future[T]":
    """Queues a call for the engine's processes, behind previews and runs that have just begun."""
    return _POOL.submit(TRIAL, call, *args, **options)
