"""What a file of a run needs beyond what its viewers have been shown: the run to its end, and snapshots along it."""

from collections.abc import Sequence

from simulator.service.pool import TRIAL, EngineError, Pool
from simulator.service.run import Run
from simulator.settings.experiment import Experiment
from simulator.snapshot import Snapshot
from simulator.trace import Trace

SLICE = 1.0
"""Seconds of training that are asked for at once."""


def snapshots_slice(experiment: Experiment, rows: Sequence[int]) -> list[Snapshot]:
    """The engine's ``snapshots``, loaded where it runs: in an engine process."""
    from simulator.engine.snapshot import snapshots

    return snapshots(experiment, rows)


def finished(run: Run) -> Trace:
    """The whole run, trained to its end where it is not there yet. Raises EngineError where it cannot be."""
    while not run.done and not run.error:
        run.advance(SLICE)
    if run.trace is None or not run.done:
        raise EngineError(str(run.error) or "There is nothing of this run.")
    return run.trace


def snapshots_along(pool: Pool, trace: Trace, rows: Sequence[int]) -> list[Snapshot]:
    """Snapshots of these rows, ascending: the run is trained once more for them, behind what others wait for."""
    return pool.submit(TRIAL, snapshots_slice, trace.experiment, rows).result()
