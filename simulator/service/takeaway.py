"""What a file of a run needs beyond what its viewers have been shown: the run to its end, and snapshots along it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from simulator.service.pool import TRIAL, EngineError, Pool
from simulator.service.run import Run
from simulator.settings.experiment import Experiment
from simulator.snapshot import Snapshot
from simulator.trace import Trace

T = TypeVar("T")

SLICE = 1.0
"""Seconds of training that are asked for at once."""
PART = 6
"""Rows of which pictures are asked for at once: about a second, so that nobody's slice waits for all of them."""


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


def in_parts(pool: Pool, call: Callable[[Trace, Sequence[int]], list[T]], trace: Trace, rows: Sequence[int]) -> list[T]:
    """What the call gives for each of the rows, a few at a time, behind what others wait for."""
    plain = replace(trace, learned=None)  # answers are half of what would be sent along
    parts = (rows[i : i + PART] for i in range(0, len(rows), PART))
    return [one for part in parts for one in pool.submit(TRIAL, call, plain, part).result()]
