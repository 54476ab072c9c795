"""The poster of causes and remedies: its runs, its sentences with what was measured in them, and the file."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from math import inf, log10

import numpy as np

from simulator.analysis.candidates import CANDIDATES, changed
from simulator.analysis.verdict import log_spread
from simulator.analysis.words import percent, relative
from simulator.catalog.poster import CAUSES, Cause
from simulator.charts.poster import Profile, Remedy, Row, drawn
from simulator.language import _, mark, signs
from simulator.settings.experiment import Experiment
from simulator.trace import Array, Trace

TITLE = mark("Why a network does not learn, and what helps")
ABOUT = mark(
    "A network learns from its gradient, which walks back from the loss to the first layer. Each picture shows, in "
    "powers of ten, how large it is at every layer: on the right the last, near the loss, on the left the first."
)
FOOT = mark(
    "Every line and every number is of a network that was really trained, {count} in all. In per cent: right answers "
    "at the end of training, without the remedy → with it. A guess gets {deep}, of sequences {sequence}."
)
SVG, PDF = "svg", "pdf"
RESULT = mark("{before} → {after} right")
LINES = (mark("as it is"), mark("with the first remedy"), mark("nothing at all"))


@cache
def runs() -> dict[tuple[str, str], Experiment]:
    """All networks by cause and remedy; those without a remedy have an empty one."""
    remedies = {row.name: row for row in CANDIDATES}
    found = dict[tuple[str, str], Experiment]()
    for cause in CAUSES.values():
        ill = found[cause.name, ""] = Experiment(**cause.settings)
        for name in cause.remedies:
            with_it = changed(ill, remedies[name].change(ill))
            if with_it is None:
                raise ValueError(f"{name} changes nothing of {cause.name}.")
            found[cause.name, name] = with_it
    return found


Progress = Callable[[int, int], None]


def poster(traces: Mapping[tuple[str, str], Trace]) -> str:
    """The poster as SVG, made of what became of ``runs()``."""
    rows = [_row(cause, traces) for cause in CAUSES.values()]
    as_it_is, remedied, zero = map(_, LINES)
    return drawn(_(TITLE), _(ABOUT), foot(traces), (as_it_is, remedied, zero), rows)


def foot(traces: Mapping[tuple[str, str], Trace]) -> str:
    """What is said of all numbers, with what a guess gets right of digits and of sequences."""
    guesses = {trace.experiment.kind: trace.chance_accuracy for trace in traces.values()}
    deep, sequence = (_whole(guesses[kind]) for kind in ("deep", "sequence"))
    return _(FOOT, count=len(traces), deep=deep, sequence=sequence)


def as_pdf(svg: str) -> bytes:
    """The same page as PDF."""
    from vl_convert import svg_to_pdf

    return bytes(svg_to_pdf(svg))


def _row(cause: Cause, traces: Mapping[tuple[str, str], Trace]) -> Row:
    ill = traces[cause.name, ""]
    labels = {row.name: row.label for row in CANDIDATES}
    before = _whole(right(ill))
    remedies = [
        Remedy(labels[name], _(RESULT, before=before, after=_whole(right(traces[cause.name, name]))))
        for name in cause.remedies
    ]
    profiles = [Profile(_norms(cause, trace)) for trace in (ill, traces[cause.name, cause.remedies[0]])]
    return Row(
        cause.heading, cause.label, said(cause, ill), cause.source, ill.experiment.site_label(1), profiles, remedies
    )


def _norms(cause: Cause, trace: Trace) -> Array:
    """Relative to the last site, but where training has changed that one too."""
    norms = trace.gradient_norm[-1 if cause.at_end else 0]
    return norms if cause.at_end else norms / norms[-1]


def said(cause: Cause, trace: Trace) -> str:
    """The cause's sentence with what was measured."""
    return cause.note.format(**dict(_measured(trace)))


def right(trace: Trace) -> float:
    """Share of right answers in the last tenth of the run; a run that broke off has guessed at best."""
    if trace.outcome.name == "diverged":
        return float(trace.chance_accuracy)
    return float(trace.accuracy[-max(1, trace.steps // 10) :].mean())


def _whole(share: float) -> str:
    """A share in whole per cent, so that those of all rows are read alike."""
    return f"{100 * share:.0f} %"


def _measured(trace: Trace) -> Iterator[tuple[str, str]]:
    spread = float(log_spread(trace)[0])
    share = spread if np.isfinite(spread) else -inf
    yield "share", relative(share)
    yield "factor", relative(share / (trace.sites - 1))
    yield "dead", percent(float(trace.dead[-1].mean()))
    yield "saturated", percent(float(trace.saturated[0].mean()))
    yield "similarity", signs(f"{trace.similarity[-1, -1]:.2f}")
    moved = float(np.nanmedian(trace.update_ratio))
    yield "moved", relative(log10(moved) if moved > 0 else -inf)
    yield "jump", signs(f"{np.abs(np.diff(trace.loss)).mean() / trace.chance_loss:.1f}")
