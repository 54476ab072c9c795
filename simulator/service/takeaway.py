"""What a file of a run needs beyond what its viewers have been shown: the run to its end, and snapshots along it.

Both are generators, which say after each slice how far they are, so that nobody waits long for anybody's file.
"""

from collections.abc import Generator, Sequence
from typing import Any, TypeVar

from simulator.language import mark
from simulator.outcome import State
from simulator.service.pool import TRIAL, EngineError, Pool
from simulator.service.run import Run
from simulator.settings.experiment import Experiment
from simulator.snapshot import Snapshot
from simulator.trace import Trace

SLICE = 0.2
"""Seconds of training that are asked for at once."""
T = TypeVar("T")


def at_once(parts: Generator[Any, None, T]) -> T:
    """What comes of the parts, however far they are."""
    while True:
        try:
            next(parts)
        except StopIteration as end:
            found: T = end.value
            return found


def snapshots_slice(
    experiment: Experiment, state: State | None, rows: Sequence[int], seconds: float
) -> tuple[State, list[Snapshot]]:
    """The engine's ``along``, loaded where it runs: in an engine process."""
    from simulator.engine.snapshot import along

    return along(experiment, state, rows, seconds)


def finished(run: Run) -> Generator[int, None, Trace]:
    """The whole run, trained to its end where it is not there yet; tells the rows so far.

    Raises EngineError or SettingsError where it cannot be.
    """
    while not run.done and not run.error:
        run.advance(SLICE)
        yield run.trace.steps if run.trace else 0
    if run.trace is None or not run.done:
        raise run.failure or EngineError(mark("There is nothing of this run."))
    return run.trace


def snapshots_along(pool: Pool, experiment: Experiment, rows: Sequence[int]) -> Generator[int, None, list[Snapshot]]:
    """Snapshots of these rows, ascending; tells the row that is reached.

    The run is trained once more for them, behind what others wait for.
    """
    state, taken = None, list[Snapshot]()
    while len(taken) < len(rows):
        state, more = pool.submit(TRIAL, snapshots_slice, experiment, state, rows[len(taken) :], SLICE).result()
        taken += more
        yield state.step
    return taken
