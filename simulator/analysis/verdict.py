"""Does the gradient arrive, and is anything learned? In a word and a sentence, read off what was recorded."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from simulator.analysis.progress import Learned, State, learned
from simulator.analysis.words import LEVEL, part, percent, scientific, times
from simulator.catalog.thresholds import HEALTHY_DECADES, MOST_DISPLAYED
from simulator.trace import Array, Trace

VANISHING, EXPLODING = -HEALTHY_DECADES, HEALTHY_DECADES
"""log10 of the spread g_1 / g_L below which a gradient is called vanishing, and above which exploding."""
SPOKEN = 4
"""Decades from which on a spread is said in words."""
SLIGHT = 0.04
"""log10 of a factor that is better read as what it adds: 1.1."""
ALTHOUGH = {
    "vanishing": "the gradient vanishes",
    "exploding": "the gradient explodes",
    "zero": "no gradient is left",
    "symmetric_units": "its units are all alike",
}
"""What is said of a trouble in a run that has solved its task."""

VerdictName = Literal[
    "vanishing", "exploding", "healthy", "zero", "diverged", "symmetric_units", "solved", "not_learning", "early"
]
VERDICTS: dict[VerdictName, str] = {
    "vanishing": "Vanishing",
    "exploding": "Exploding",
    "healthy": "Healthy",
    "zero": "No gradient",
    "diverged": "Diverged",
    "symmetric_units": "All units alike",
    "solved": "Solved",
    "not_learning": "Little or nothing learned",
    "early": "Too early to tell",
}
"""Each verdict in a word or two, for a table."""


@dataclass(frozen=True)
class Verdict:
    """``written`` is the sentence's smallest or largest number as a power of ten, where it is said in words."""

    name: VerdictName
    sentence: str
    written: str = ""


@dataclass(frozen=True)
class Caption(Verdict):
    """The verdict that holds from a displayed row on."""

    row: int = 0


def log_spread(trace: Trace) -> Array:
    """(steps,) log10 of the spread g_1 / g_L: -inf where site 1 gets nothing, NaN where site L gets nothing."""
    # A difference of logarithms, because the quotient of two norms may be beyond all floating-point numbers.
    with np.errstate(divide="ignore", invalid="ignore"):
        logs: Array = np.log10(trace.gradient_norm[:, 0]) - np.log10(trace.gradient_norm[:, -1])
    return np.where(trace.gradient_norm[:, -1] == 0, np.nan, logs)


def log_factor(trace: Trace) -> Array:
    """(steps,) log10 of the factor per site (g_1 / g_L) ** (1 / (L - 1)); 0 for a single site."""
    return log_spread(trace) / max(trace.sites - 1, 1)


def verdict(trace: Trace, row: int = -1) -> Verdict:
    """The verdict on one training step; the last row of a run that diverged is about its end."""
    if trace.outcome.name == "diverged" and row in (-1, trace.steps - 1):
        return _diverged(trace)
    found = gradient_verdict(trace, row)
    if found.name == "healthy" and units_alike(trace):
        found = _alike(trace, found)
    return found if found.name == "diverged" else _with_learning(found, learned(trace, row))


def name_of(gradient: VerdictName, state: State) -> VerdictName:
    """The name of the verdict on a gradient, with what is learned by then."""
    if gradient == "diverged":
        return gradient
    if state == "solved":
        return "solved"
    by_state: dict[State, VerdictName] = {"early": "early", "nothing": "not_learning"}
    return by_state.get(state, gradient) if gradient == "healthy" else gradient


def units_alike(trace: Trace) -> bool:
    """Whether all units of a site are one and the same through the whole run.

    Equal weights get equal gradients (Rumelhart, Hinton, Williams, 1986). Dropout tells the units apart, as it gives
    each another gradient, if any.
    """
    return trace.network.starts_alike and (not trace.experiment.dropout or bool(trace.exactly_zero.all()))


def gradient_verdict(trace: Trace, row: int) -> Verdict:
    """The verdict on the gradient of one training step alone, whatever is learned."""
    norms, site = trace.gradient_norm[row], trace.network.site_name
    # Infinities come first: beside one of them neither zeros nor the spread say anything.
    if not np.isfinite(norms).all():
        worst = int(np.flatnonzero(~np.isfinite(norms))[-1]) + 1
        return Verdict("diverged", f"Diverged: the gradient at {site} {worst} is too large to be computed")
    if norms[0] == 0:
        exactly = bool(trace.exactly_zero[row, 0])
        return _zero(norms, site, None if exactly else trace.network.smallest)
    if trace.sites == 1:
        return Verdict("healthy", f"Healthy: with a single {site} the gradient has no way to go")
    if norms[-1] == 0:  # of several readouts the last one may have nothing to mend
        heard = f"{site} 1 receives a gradient, although {site} {trace.sites} receives none"
        return Verdict("healthy", f"Healthy: {heard}")
    return _chain(float(np.log10(norms[0]) - np.log10(norms[-1])), trace.sites, site)


def _with_learning(found: Verdict, now: Learned) -> Verdict:
    """The verdict on the gradient, and on what is learned with it."""
    _, _, measured = found.sentence.partition(": ")
    if found.name != "healthy":
        return _unsound(found, now, measured)
    if now.state == "early":
        early = f"The gradient is healthy: {measured}; too early to tell whether it learns"
        return Verdict("early", early, found.written)
    if now.state == "nothing":
        yet = f"The gradient is healthy, yet {now.amount} is learned"
        return Verdict("not_learning", f"{yet}: {now.words}; {measured}", found.written)
    if now.state == "solved":
        return Verdict("solved", f"Solved: {now.words}; {measured}", found.written)
    learns = f"; it learns: {now.words}" if now.state == "learning" else ""
    return Verdict("healthy", found.sentence + learns, found.written)


def _alike(trace: Trace, found: Verdict) -> Verdict:
    """A gradient that is sound, and yet makes of every site no more than one unit."""
    _, _, measured = found.sentence.partition(": ")
    one = f"the {trace.experiment.width} units of a {trace.network.site_name} act as one"
    return Verdict("symmetric_units", f"All units alike: {one}; {measured}", found.written)


def _unsound(found: Verdict, now: Learned, measured: str) -> Verdict:
    if now.state == "solved":
        return Verdict("solved", f"Solved: {now.words}, although {ALTHOUGH[found.name]}; {measured}", found.written)
    return Verdict(found.name, found.sentence + now.told, found.written)


def _chain(spread: float, sites: int, site: str) -> Verdict:
    name: VerdictName = "vanishing" if spread < VANISHING else "exploding" if spread > EXPLODING else "healthy"
    received = f"{site} 1 receives {_received(spread)} {site} {sites} does"
    # Where little changes from end to end, what a single site does to it need not be told.
    each = "" if name == "healthy" else f"each {site} {_each(spread / (sites - 1))}, so "
    sentence = f"{name.capitalize()}: {each}{received}"
    return Verdict(name, sentence, scientific(spread) if abs(spread) >= SPOKEN else "")


def _each(factor: float) -> str:
    """What one site does to the gradient, on average; ``factor`` is log10."""
    if factor < 0:
        return f"passes on {part(factor)} of the gradient"
    if factor < SLIGHT:
        return f"adds {percent(10**factor - 1)} to the gradient"
    return f"multiplies the gradient by {times(factor)}"


def _received(spread: float) -> str:
    if abs(spread) < LEVEL:
        return "as much as"
    return f"{part(spread)} of what" if spread < 0 else f"{times(spread)} times what"


def _zero(norms: Array, site: str, below: float | None) -> Verdict:
    """``below``: the size below which it may only have been rounded to zero; None where it is exactly zero."""
    # Zeros begin at site 1, as nothing passes a site at which the gradient has ended; argmax finds the first other one.
    silent = int(np.argmax(norms > 0)) if norms.any() else len(norms)
    where = f"{site} 1 receives" if silent == 1 else f"{site}s 1 to {silent} receive"
    if silent == len(norms):
        where = f"every {site} receives"
    if below is not None:
        return Verdict("vanishing", f"Vanishing: {where} less than {below:.0e}, too little to be computed")
    ends = "" if silent == len(norms) else f"it ends at {site} {silent + 1}, and "
    return Verdict("zero", f"No gradient: {ends}{where} exactly zero")


def _diverged(trace: Trace) -> Verdict:
    site, end = trace.network.site_name, trace.outcome
    where = f" at {site} {end.site}" if end.site else ""
    what = f"in training step {end.step} the numbers{where} grew too large to compute with"
    return Verdict("diverged", f"Diverged: {what}, and training ended")


def captions(verdicts: Sequence[Verdict], rows: Sequence[int], steps: int) -> list[Caption]:
    """What to say from which displayed row on while a run plays; ``rows`` are the training steps that are displayed.

    A new name is taken over where it begins to hold for a fiftieth of the displayed rows; new numbers of the same name
    at most every tenth of the run, which has ``steps`` training steps.
    """
    # Without patience a spread that wavers about a limit would change its name at every step.
    said: list[Caption] = []
    last, pause, patience = 0, steps / 10, 1 + min(steps, MOST_DISPLAYED) // 50
    for i, (row, now) in enumerate(zip(rows, verdicts, strict=True)):
        renamed = not said or (now.name != said[-1].name and _lasts(verdicts[i : i + patience], patience))
        updated = said and now.name == said[-1].name and now.sentence != said[-1].sentence and row - last >= pause
        if renamed or updated:
            said.append(Caption(now.name, now.sentence, now.written, i))
            last = row
    return said


def exact(verdicts: Sequence[Verdict]) -> list[Caption]:
    """What to say of each displayed row by itself, where a run stands still; one entry for equal rows that follow."""
    said: list[Caption] = []
    for i, now in enumerate(verdicts):
        if not said or now.sentence != said[-1].sentence:
            said.append(Caption(now.name, now.sentence, now.written, i))
    return said


def _lasts(ahead: Sequence[Verdict], patience: int) -> bool:
    """Whether a new name holds for a while; the end of a diverged run is said at once."""
    name = ahead[0].name
    return name == "diverged" or (len(ahead) == patience and all(v.name == name for v in ahead))
