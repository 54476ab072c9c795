"""Snapshots of a run at one training step, taken in an engine process and shared by all who ask for them."""

from concurrent.futures import CancelledError, Future
from functools import partial

from simulator.outcome import State
from simulator.service.answers import foreseen
from simulator.service.cache import LRUCache, failed, weight
from simulator.service.pool import TRIAL, EngineError, Pool
from simulator.service.run import Run
from simulator.settings.costs import seconds
from simulator.settings.experiment import Experiment
from simulator.snapshot import Snapshot

SNAPSHOTS_BYTES = 2_000_000
"""Memory of the snapshots that are kept for the next visitor."""
WAITING_BYTES = 250_000
"""What a snapshot is counted as before it is there: about the largest there is."""
MOST_RETRAINING = 2.0
"""Seconds of training, by the estimate of costs.py, from a checkpoint to the step that a snapshot shows."""


def snapshot_slice(experiment: Experiment, state: State | None, step: int) -> Snapshot:
    """The engine's ``snapshot``, loaded where it runs: in an engine process."""
    from simulator.engine.snapshot import snapshot

    return snapshot(experiment, state, step)


class Snapshots:
    """The snapshots that are kept; one that still waits for the engine when it goes is not computed."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self.kept: LRUCache[tuple[str, int], Future[Snapshot]] = LRUCache(
            SNAPSHOTS_BYTES, partial(weight, waiting=WAITING_BYTES), drop=Future.cancel
        )

    def get(self, run: Run, step: int, patience: float = 0.0) -> Snapshot | None:
        """Training step ``step`` of a run, asked for at the first call.

        Of the recorded steps the nearest that can be reached from a checkpoint in good time: of a run whose state is
        too large to be kept that may be an earlier one, as ``snapshot.step`` says. None where it is not there within
        ``patience`` seconds, or nothing is recorded yet. Raises EngineError with a sentence where it could not be
        computed; asking anew tries again.
        """
        trace = run.trace
        if trace is None:
            return None
        future = self._future_of(run, max(0, min(step, trace.steps - 1)))
        try:
            return future.result(patience)
        except (TimeoutError, CancelledError):  # cancelled: it still waited when others' snapshots took its room
            return None
        except Exception as error:
            said = foreseen(error)
            raise said if isinstance(said, EngineError) else EngineError(str(said)) from error

    def _future_of(self, run: Run, wanted: int) -> "Future[Snapshot]":
        # Trained once more from a checkpoint, a step has the very numbers that it had in the run.
        start = run.checkpoint(wanted)
        step = min(wanted, (start.step if start else 0) + _reach(run.experiment))
        make = partial(self._pool.submit, TRIAL, snapshot_slice, run.experiment, start, step)
        return self.kept.get((run.key, step), make, good=lambda future: not failed(future))


def _reach(e: Experiment) -> int:
    """Training steps that can be retrained within MOST_RETRAINING seconds."""
    return int(MOST_RETRAINING / seconds(e) * e.steps)
