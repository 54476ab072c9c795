"""What there is of the runs to show: at hand, or after one more slice of training where the player asks for it."""

from collections.abc import Iterable, Iterator

from pages.shared.tab import interrupted
from simulator.service.answers import reason
from simulator.service.run import Run
from simulator.service.service import Service
from simulator.settings.errors import SettingsError
from simulator.trace import Trace

PAGE_SLICE = 0.5
"""Seconds of training between two answers of the page; a run's first slice is shorter."""


def is_unfinished(run: Run) -> bool:
    return not (run.done or run.error)


def pinned_after_slices(run: Run, pinned: Iterable[Run]) -> Iterator[Run]:
    """The pinned runs, each after a slice of its training where it is behind the run.

    All in one answer: for each answer the browser draws the whole page anew.
    """
    for one in pinned:
        if _is_behind(one, run):
            one.advance(PAGE_SLICE, should_stop=interrupted)
        yield one


def trace_after_slice(run: Run, pinned: Iterable[Run]) -> tuple[Trace | None, SettingsError | str]:
    """The trace to show after one more slice, and what went wrong; pinned runs that are behind come first."""
    try:
        if not any(_is_behind(one, run) for one in pinned):
            run.advance(PAGE_SLICE, should_stop=interrupted)
        return run.trace or run.preview(interrupted), run.error
    except Exception as error:
        return run.trace, _said(error)


def trace_at_hand(service: Service, run: Run, *, dragged: bool) -> tuple[Trace | None, SettingsError | str]:
    """What is there already, else the network at initialization, and what went wrong.

    Nothing while the engine is being started. While a slider is ``dragged`` it is always the network at initialization.
    """
    error = "" if dragged else run.error
    try:
        if run.trace and not dragged:
            return run.trace, error
        return (run.preview(interrupted) if service.pool.status == "ready" else None), error
    except Exception as error:
        return run.trace, _said(error)


def _said(error: Exception) -> SettingsError | str:
    """What a visitor is told, whatever went wrong: the rest of the page stays usable."""
    # Some settings are found out only where the network is computed: there is no such device.
    return error if isinstance(error, SettingsError) else reason(error)


def _is_behind(one: Run, run: Run) -> bool:
    """Whether less of a pinned run is done than of the run beside it, which comes first where both have as much."""
    return is_unfinished(one) and (run.done or _progress(one) < _progress(run))


def _progress(run: Run) -> float:
    """The fraction of its steps that is done."""
    return run.trace.steps / run.experiment.steps if run.trace else 0.0
