"""Rules about the units: all alike, dead, or saturated."""

import numpy as np

from simulator.analysis.finding import Account, Held, Steps, at_every_step
from simulator.analysis.progress import at_the_end
from simulator.analysis.verdict import units_alike
from simulator.analysis.words import part, percent
from simulator.catalog.answers import OUTPUTS
from simulator.catalog.thresholds import SATURATED_SLOPE, in_words
from simulator.trace import Trace

DEAD, SATURATED = 0.75, 0.75
"""Shares of all units from which most of them are called dead, or saturated."""
ALIKE = 0.95
"""A site no longer tells samples apart where the cosine between what it makes of two of them is above this."""


def symmetric(trace: Trace) -> Held:
    """All weights start alike, and nothing tells the units apart."""
    return at_every_step(trace, units_alike(trace))


def say_symmetric(trace: Trace, steps: Steps) -> Account:
    e = trace.experiment
    evidence = {"gradient_norm_of_site_1": float(trace.gradient_norm[0, 0])}
    start = "zero" if e.init == "zeros" or e.gain == 0 else "the same number"
    if trace.exactly_zero.all():
        # A matrix of zeros that moves has moved by infinitely much of its size.
        learn = "the output layer learns" if trace.update_ratio.any() else "the output's bias learns"
        sentence = f"the gradient at every {e.site_name} is exactly zero, and only {learn}"
        return f"All weights alike: every weight starts as {start}, so {sentence}", evidence, None
    sentence = (
        f"All units alike: every weight starts as {start}, so all {e.width} units of a {e.site_name} compute the "
        "same, receive the same gradient and act as one"
    )
    return sentence, evidence, None


def _bounded(trace: Trace) -> bool:
    """Whether the activation flattens on both sides; a slope of zero is then called saturated, not dead."""
    return trace.network.bounded


def _has_detour(trace: Trace) -> bool:
    """Whether a gate or a shortcut leads the gradient around the activation."""
    return trace.network.has_detour


def dead(trace: Trace) -> Held:
    """A site at which all units are dead, where the gradient ends; or most units of all sites.

    In a plain sequence a unit that is dead at one time step may well be alive at the next.
    """
    e = trace.network
    most = (trace.dead.mean(1) >= DEAD) & at_every_step(trace, e.kind == "deep" or e.gated)
    ends = (trace.dead == 1).any(1) & at_every_step(trace, not _has_detour(trace))
    return np.asarray(ends | most) & at_every_step(trace, not _bounded(trace))


def say_dead(trace: Trace, steps: Steps) -> Account:
    share, site = trace.dead[steps[-1]], trace.network.site_name
    evidence = {"dead_share_at_worst": float(share.max()), "dead_share": float(share.mean())}
    blocked = np.flatnonzero(share == 1) + 1
    why = "their slope is zero for every sample, so they pass no gradient back and cannot recover"
    if _has_detour(trace):
        around = "gates" if trace.network.gated else "shortcuts"
        why = f"their slope is zero for every sample: the {around} still pass the gradient back, but they learn nothing"
    if not len(blocked) or _has_detour(trace):
        return f"Dead units: {percent(float(share.mean()))} of all units; {why}", evidence, None
    where = f"{site} {blocked[-1]}" + (f" and {len(blocked) - 1} more" if len(blocked) > 1 else "")
    return f"Dead units: all units of {where}; {why}", evidence, (int(blocked[0]), int(blocked[-1]))


def saturated(trace: Trace) -> Held:
    """Most units of a bounded activation sit where it is flat."""
    return np.asarray(trace.saturated.mean(1) >= SATURATED) & at_every_step(trace, _bounded(trace))


def say_saturated(trace: Trace, steps: Steps) -> Account:
    share = float(np.median(trace.saturated[steps].mean(1)))
    past = ", but for what goes past it" if _has_detour(trace) else ""
    sentence = (
        f"Saturated units: {percent(share)} of them sit where the activation is flat, and let less than "
        f"{in_words(SATURATED_SLOPE)} of the gradient through{past}"
    )
    return sentence, {"saturated_share": share}, None


def output_flat(trace: Trace) -> Held:
    """The output's activation is flat where the answers lie, and nothing is learned."""
    flat = trace.output_slope < SATURATED_SLOPE
    if not flat.any():
        return flat
    return np.asarray(flat & at_every_step(trace, at_the_end(trace).state == "nothing"))


def say_output_flat(trace: Trace, steps: Steps) -> Account:
    e, kept = trace.experiment, float(np.median(trace.output_slope[steps]))
    row = OUTPUTS[e.output_activation]
    # A sigmoid is nowhere quite flat.
    left = part(float(np.log10(kept))) if kept else "next to nothing" if row.high < np.inf else "nothing"
    sure = "whether the answers are right or wrong" if row.high < np.inf else "as all answers are 0"
    label = row.label if row.label.isupper() or row.name == "relu" else row.label.lower()
    sentence = f"Flat output: the {label} at the output lets {left} of the loss's gradient through, {sure}"
    return sentence, {"output_slope": kept}, (trace.sites, trace.sites)


def alike_from(trace: Trace) -> int:
    """The site (from 1) from which on all samples look alike to the end of the chain; 0 where they do not."""
    apart = np.mean(trace.similarity >= ALIKE, axis=0) < 0.5  # NaN, of a batch of one sample, is not alike
    last_apart = int(np.flatnonzero(apart)[-1]) + 1 if apart.any() else 0
    return 0 if last_apart == trace.sites else last_apart + 1


def alike_samples(trace: Trace) -> Held:
    """Nothing is learned, and at the last site all samples look alike."""
    return np.asarray((trace.similarity[:, -1] >= ALIKE) & at_every_step(trace, at_the_end(trace).state == "nothing"))


def say_alike_samples(trace: Trace, steps: Steps) -> Account:
    site, first = trace.network.site_name, alike_from(trace)
    last = float(np.median(trace.similarity[steps, -1]))
    sentence = (
        f"Samples look alike: from {site} {first} on the network makes nearly the same of every sample (cosine "
        f"{last:.2f} at the last), which leaves the output little to tell them apart by"
    )
    return sentence, {"similarity": last}, (first, trace.sites)
