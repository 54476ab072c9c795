"""Looks into a run: one training step from within, taken in an engine process and shared by all who ask for it."""

import threading
from collections import OrderedDict
from concurrent.futures import CancelledError, Future

from simulator import runs
from simulator.experiment import Experiment
from simulator.pool import EngineError
from simulator.runs import Run
from simulator.snapshot import Snapshot
from simulator.trace import State

KEPT = 8
"""Snapshots that are kept for the next visitor."""


def snapshot_slice(experiment: Experiment, state: State | None, step: int) -> Snapshot:
    """The engine's ``snapshot``, loaded where it runs: in an engine process."""
    from simulator.engine.snapshot import snapshot

    return snapshot(experiment, state, step)


_LOCK = threading.Lock()
_KEPT: "OrderedDict[tuple[str, int], Future[Snapshot]]" = OrderedDict()


def shared_snapshot(run: Run, step: int, patience: float = 0.0) -> Snapshot | None:
    """Training step ``step`` of a run from within, of those recorded the nearest; asked for at the first call.

    None where it is not there within so many seconds, or nothing is recorded yet. Raises EngineError with a sentence
    where it could not be computed; asking anew tries again.
    """
    trace = run.trace
    if trace is None:
        return None
    asked = _asked(run, max(0, min(step, trace.steps - 1)))
    try:
        return asked.result(patience)
    except (TimeoutError, CancelledError):
        return None
    except Exception as error:
        raise EngineError(runs.sentence(error)) from error


def _asked(run: Run, step: int) -> "Future[Snapshot]":
    with _LOCK:
        known = _KEPT.get((run.key, step))
        if known is None or _failed(known):
            _KEPT[run.key, step] = runs.submit(snapshot_slice, run.experiment, run.checkpoint(step), step)
        _KEPT.move_to_end((run.key, step))
        while len(_KEPT) > KEPT:
            _KEPT.popitem(last=False)[1].cancel()  # one that still waits is not computed
        return _KEPT[run.key, step]


def _failed(asked: "Future[Snapshot]") -> bool:
    return asked.cancelled() or (asked.done() and asked.exception() is not None)
