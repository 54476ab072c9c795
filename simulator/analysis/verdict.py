"""Does the gradient arrive, and is anything learned? In a word and a sentence, read off what was recorded."""

from dataclasses import dataclass, replace
from typing import Literal, cast

import numpy as np

from simulator.analysis.progress import Learned, State, learned
from simulator.analysis.why import although, arrives, broke_off, each, exactly_zero, too_little
from simulator.analysis.words import scientific
from simulator.catalog.thresholds import HEALTHY_DECADES
from simulator.language import _, mark
from simulator.trace import Array, Trace

VANISHING, EXPLODING = -HEALTHY_DECADES, HEALTHY_DECADES
"""log10 of the spread g_1 / g_L below which a gradient is called vanishing, and above which exploding."""
SPOKEN = 4
"""Decades from which on a spread is said in words."""
VerdictName = Literal[
    "vanishing", "exploding", "healthy", "zero", "diverged", "symmetric_units", "solved", "not_learning", "early"
]
VERDICTS: dict[VerdictName, str] = {
    "vanishing": mark("Vanishing"),
    "exploding": mark("Exploding"),
    "healthy": mark("Healthy"),
    "zero": mark("No gradient"),
    "diverged": mark("Diverged"),
    "symmetric_units": mark("All units alike"),
    "solved": mark("Solved"),
    "not_learning": mark("Little or nothing learned"),
    "early": mark("Too early to tell"),
}
"""Each verdict in a word or two; ``verdict_label`` tells them."""


def verdict_label(name: str) -> str:
    """A verdict in a word or two, such as "No gradient"."""
    return _(VERDICTS[cast(VerdictName, name)])


@dataclass(frozen=True)
class Verdict:
    """``written`` is the sentence's smallest or largest number as a power of ten, where it is said in words."""

    name: VerdictName
    head: str
    """What is so, such as "Vanishing"; it stands in front of the colon."""
    why: str
    """What shows it."""
    written: str = ""

    @property
    def sentence(self) -> str:
        """Both together."""
        return _("{verdict}: {why}", verdict=self.head, why=self.why)


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
        return _verdict("diverged", broke_off(trace.network, trace.outcome))
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
    norms, network = trace.gradient_norm[row], trace.network
    # Infinities come first: beside one of them neither zeros nor the spread say anything.
    if not np.isfinite(norms).all():
        worst = network.site_label(int(np.flatnonzero(~np.isfinite(norms))[-1]) + 1)
        return _verdict("diverged", _("the gradient at {site} is too large to be computed", site=worst))
    if norms[0] == 0:
        # Zeros begin at site 1, as nothing passes a site at which the gradient has ended.
        silent = int(np.argmax(norms > 0)) if norms.any() else len(norms)
        if trace.exactly_zero[row, 0]:
            return _verdict("zero", exactly_zero(network, silent, len(norms)))
        return _verdict("vanishing", too_little(network, silent, len(norms)))
    if trace.sites == 1 and network.kind == "deep":
        return _verdict("healthy", _("with a single layer the gradient has no way to go"))
    if trace.sites == 1:
        return _verdict("healthy", _("with a single time step the gradient has no way to go"))
    if norms[-1] == 0:  # of several readouts the last one may have nothing to mend
        first, last = network.site_label(1), network.site_label(trace.sites)
        heard = _("{first} receives a gradient, although {last} receives none", first=first, last=last)
        return _verdict("healthy", heard)
    return _chain(float(np.log10(norms[0]) - np.log10(norms[-1])), trace)


def _verdict(name: VerdictName, why: str, written: str = "") -> Verdict:
    return Verdict(name, verdict_label(name), why, written)


def _with_learning(found: Verdict, now: Learned) -> Verdict:
    """The verdict on the gradient, and on what is learned with it."""
    measured, words = found.why, now.words
    if found.name != "healthy":
        return _unsound(found, now)
    if now.state == "early":
        early = _("{measured}; too early to tell whether it learns", measured=measured)
        return Verdict("early", _("The gradient is healthy"), early, found.written)
    if now.state == "nothing":
        little = now.amount == "little"
        yet = _("The gradient is healthy, yet nothing is learned")
        head = _("The gradient is healthy, yet little is learned") if little else yet
        return Verdict("not_learning", head, f"{words}; {measured}", found.written)
    if now.state == "solved":
        return _verdict("solved", f"{words}; {measured}", found.written)
    if now.state == "learning":
        return replace(found, why=_("{measured}; it learns: {words}", measured=measured, words=words))
    return found


def _alike(trace: Trace, found: Verdict) -> Verdict:
    """A gradient that is sound, and yet makes of every site no more than one unit."""
    width = trace.experiment.width
    one = _("the {width} units of a time step act as one", width=width)
    if trace.network.kind == "deep":
        one = _("the {width} units of a layer act as one", width=width)
    return _verdict("symmetric_units", f"{one}; {found.why}", found.written)


def _unsound(found: Verdict, now: Learned) -> Verdict:
    if now.state == "solved":
        return _verdict("solved", f"{although(found.name, now.words)}; {found.why}", found.written)
    return replace(found, why=found.why + now.told)


def _chain(spread: float, trace: Trace) -> Verdict:
    """``spread`` is log10."""
    name: VerdictName = "vanishing" if spread < VANISHING else "exploding" if spread > EXPLODING else "healthy"
    site = trace.network.site_label
    why = arrives(spread, site(1), site(trace.sites))
    # Where little changes from end to end, what a single site does to it need not be told.
    if name != "healthy":
        why = each(trace.network.kind, spread / (trace.sites - 1), why)
    return _verdict(name, why, scientific(spread) if abs(spread) >= SPOKEN else "")
