"""What there is of a run to show, after one more slice of its training where the player has asked for it."""

from collections.abc import Sequence

from pages.shared.tab import interrupted
from pages.shared.visit import Visit
from simulator.service.answers import reason
from simulator.service.run import Run
from simulator.service.service import Service
from simulator.settings.errors import SettingsError
from simulator.trace import Trace

PAGE_SLICE = 0.5
"""Seconds of training between two answers of the page; a run's first slice is shorter."""
PINNED_SLICE = 0.1
"""Seconds more for each pinned run: with it an answer costs the browser more, and pictures are missed."""


def is_unfinished(run: Run) -> bool:
    return not (run.done or run.error)


def trace_to_show(
    service: Service, visit: Visit, run: Run, pinned: Sequence[Run]
) -> tuple[Trace | None, SettingsError | str]:
    """The trace to show, and what went wrong.

    If this visitor has already seen its beginning, the run of which the least is done is advanced by a slice.
    """
    try:
        if visit.dragged or visit.seen != run.key:
            return _first_trace(service, visit, run), ""
        if visit.stopped != run.key:
            next_one = run if run.error else min(filter(is_unfinished, (run, *pinned)), key=_progress, default=run)
            next_one.advance(PAGE_SLICE + PINNED_SLICE * len(pinned), should_stop=interrupted)
        return run.trace or run.preview(interrupted), run.error
    except SettingsError as error:  # found out only where the network is computed: there is no such device
        return run.trace, error
    except Exception as error:  # a visitor is told a sentence, whatever went wrong; the rest of the page stays usable
        return run.trace, reason(error)


def _progress(run: Run) -> float:
    """The fraction of its steps that is done."""
    return run.trace.steps / run.experiment.steps if run.trace else 0.0


def _first_trace(service: Service, visit: Visit, run: Run) -> Trace | None:
    """What is there already, else the network at initialization; nothing while the engine is being started."""
    visit.seen = None if visit.dragged else run.key
    if run.trace and not visit.dragged:
        return run.trace
    return run.preview(interrupted) if service.pool.status == "ready" else None
