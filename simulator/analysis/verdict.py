"""What happens to the gradient, in a word and a sentence: read off the recorded norms, nothing estimated."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from simulator.analysis.words import part, scientific, spelled, times
from simulator.catalog.thresholds import HEALTHY_DECADES, MOST_DISPLAYED
from simulator.trace import Array, Trace

VANISHING, EXPLODING = -HEALTHY_DECADES, HEALTHY_DECADES
"""log10 of the spread g_1 / g_L below which a gradient is called vanishing, and above which exploding."""

VerdictName = Literal["vanishing", "exploding", "healthy", "zero", "diverged"]


@dataclass(frozen=True)
class Verdict:
    """``spelled`` says the sentence's smallest or largest number in words, where there is a word for it."""

    name: VerdictName
    sentence: str
    spelled: str = ""


@dataclass(frozen=True)
class Caption(Verdict):
    """The verdict that holds from a displayed row on."""

    row: int = 0


def log_spread(trace: Trace) -> Array:
    """(steps,) log10 of the spread g_1 / g_L: -inf where site 1 gets nothing, NaN where site L gets nothing."""
    # A difference of logarithms, because the quotient of two norms may be beyond all floating-point numbers.
    with np.errstate(divide="ignore", invalid="ignore"):
        logs: Array = np.log10(trace.gradient_norm[:, 0]) - np.log10(trace.gradient_norm[:, -1])
    return logs


def log_factor(trace: Trace) -> Array:
    """(steps,) log10 of the factor per site (g_1 / g_L) ** (1 / (L - 1)); 0 for a single site."""
    return log_spread(trace) / max(trace.sites - 1, 1)


def verdict(trace: Trace, row: int = -1) -> Verdict:
    """The verdict on one training step; the last row of a run that diverged is about its end."""
    if trace.outcome.name == "diverged" and row in (-1, trace.steps - 1):
        return _diverged(trace)
    norms, site = trace.gradient_norm[row], trace.experiment.site_name
    # Infinities come first: beside one of them neither zeros nor the spread say anything.
    if not np.isfinite(norms).all():
        worst = int(np.flatnonzero(~np.isfinite(norms))[-1]) + 1
        return Verdict("diverged", f"Diverged: the gradient at {site} {worst} is too large to be computed")
    if norms[0] == 0:
        return _zero(norms, site)
    if trace.sites == 1:
        return Verdict("healthy", f"Healthy: with a single {site} the gradient has no way to go")
    return _chain(float(np.log10(norms[0]) - np.log10(norms[-1])), trace.sites, site)


def _chain(spread: float, sites: int, site: str) -> Verdict:
    name: VerdictName = "vanishing" if spread < VANISHING else "exploding" if spread > EXPLODING else "healthy"
    each, words = _each(spread / (sites - 1)), spelled(spread)
    sentence = f"{name.capitalize()}: each {site} {each}, so {site} 1 receives {_received(spread)} {site} {sites} does"
    return Verdict(name, sentence, f"{scientific(spread)}: {words}" if words else "")


def _each(factor: float) -> str:
    if _level(factor):
        return "passes on all of the gradient"
    return f"passes on {part(factor)} of the gradient" if factor < 0 else f"multiplies the gradient by {times(factor)}"


def _received(spread: float) -> str:
    if _level(spread):
        return "as much as"
    return f"{part(spread)} of what" if spread < 0 else f"{times(spread)} times what"


def _level(log10: float) -> bool:
    """Whether so small a change would be read as none."""
    return abs(log10) < 0.0005


def _zero(norms: Array, site: str) -> Verdict:
    # Zeros begin at site 1, as nothing passes a site at which the gradient has ended; argmax finds the first other one.
    silent = int(np.argmax(norms > 0)) if norms.any() else len(norms)
    if silent == len(norms):
        return Verdict("zero", f"No gradient: every {site} receives exactly zero")
    rest = f"{site} 1 receives" if silent == 1 else f"{site}s 1 to {silent} receive"
    return Verdict("zero", f"No gradient: it ends at {site} {silent + 1}, and {rest} exactly zero")


def _diverged(trace: Trace) -> Verdict:
    site, end = trace.experiment.site_name, trace.outcome
    where = f" at {site} {end.site}" if end.site else ""
    what = f"in training step {end.step} the numbers{where} grew too large to compute with"
    return Verdict("diverged", f"Diverged: {what}, and training ended")


def captions(trace: Trace, rows: Sequence[int]) -> list[Caption]:
    """What to say from which displayed row on; ``rows`` are the training steps that are displayed.

    A new name is taken over where it begins to hold for a fiftieth of the displayed rows; new numbers of the same name
    at most every tenth of the run.
    """
    # Without patience a spread that wavers about a limit would change its name at every step.
    said: list[Caption] = []
    verdicts = [verdict(trace, row) for row in rows]
    steps = trace.experiment.steps
    last, pause, patience = 0, steps / 10, 1 + min(steps, MOST_DISPLAYED) // 50
    for i, (row, now) in enumerate(zip(rows, verdicts, strict=True)):
        renamed = not said or (now.name != said[-1].name and _lasts(verdicts[i : i + patience], patience))
        updated = said and now.name == said[-1].name and now.sentence != said[-1].sentence and row - last >= pause
        if renamed or updated:
            said.append(Caption(now.name, now.sentence, now.spelled, i))
            last = row
    return said


def _lasts(ahead: Sequence[Verdict], patience: int) -> bool:
    """Whether a new name holds for a while; the end of a diverged run is said at once."""
    name = ahead[0].name
    return name == "diverged" or (len(ahead) == patience and all(v.name == name for v in ahead))
