"""Rules about the units: all alike, dead, or saturated."""

import numpy as np

from simulator.analysis.finding import Account, Held, Steps, at_every_step
from simulator.analysis.progress import at_the_end
from simulator.analysis.verdict import units_alike
from simulator.analysis.words import part, percent
from simulator.catalog.answers import OUTPUTS
from simulator.catalog.thresholds import SATURATED_SLOPE, in_words
from simulator.language import _, inside, ngettext, signs
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
    zero = e.init == "zeros" or e.gain == 0
    if trace.exactly_zero.all():
        start = _("All weights alike: every weight starts as the same number")
        if zero:
            start = _("All weights alike: every weight starts as zero")
        # A matrix of zeros that moves has moved by infinitely much of its size.
        return f"{start}, {_nothing_but_outputs(e.kind, bool(trace.update_ratio.any()))}", evidence, None
    start = _("All units alike: every weight starts as the same number")
    if zero:
        start = _("All units alike: every weight starts as zero")
    follows = _(
        "so all {width} units of a time step compute the same, receive the same gradient and act as one", width=e.width
    )
    if e.kind == "deep":
        follows = _(
            "so all {width} units of a layer compute the same, receive the same gradient and act as one", width=e.width
        )
    return f"{start}, {follows}", evidence, None


def _nothing_but_outputs(kind: str, matrix: bool) -> str:
    """What follows where no gradient is left at any site; ``matrix``: whether the output's weights move."""
    if kind == "deep" and matrix:
        return _("so the gradient at every layer is exactly zero, and only the output layer learns")
    if kind == "deep":
        return _("so the gradient at every layer is exactly zero, and only the output's bias learns")
    if matrix:
        return _("so the gradient at every time step is exactly zero, and only the output layer learns")
    return _("so the gradient at every time step is exactly zero, and only the output's bias learns")


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
    share, mean = trace.dead[steps[-1]], float(trace.dead[steps[-1]].mean())
    evidence = {"dead_share_at_worst": float(share.max()), "dead_share": mean}
    blocked = np.flatnonzero(share == 1) + 1
    why = _("their slope is zero for every sample, so they pass no gradient back and cannot recover")
    if _has_detour(trace) and trace.network.gated:
        why = _("their slope is zero for every sample: the gates still pass the gradient back, but they learn nothing")
    elif _has_detour(trace):
        why = _(
            "their slope is zero for every sample: the shortcuts still pass the gradient back, but they learn nothing"
        )
    if not len(blocked) or _has_detour(trace):
        return _("Dead units: {part} of all units; {why}", part=percent(mean), why=why), evidence, None
    holes = {"site": trace.network.site_label(int(blocked[-1])), "why": why}
    sentence = _("Dead units: all units of {site}; {why}", **holes)
    if len(blocked) > 1:
        sentence = ngettext(
            "Dead units: all units of {site} and {number} more; {why}",
            "Dead units: all units of {site} and {number} more; {why}",
            len(blocked) - 1,
            **holes,
        )
    return sentence, evidence, (int(blocked[0]), int(blocked[-1]))


def saturated(trace: Trace) -> Held:
    """Most units of a bounded activation sit where it is flat."""
    return np.asarray(trace.saturated.mean(1) >= SATURATED) & at_every_step(trace, _bounded(trace))


def say_saturated(trace: Trace, steps: Steps) -> Account:
    share = float(np.median(trace.saturated[steps].mean(1)))
    holes = {"share": percent(share), "part": in_words(SATURATED_SLOPE)}
    sentence = _(
        "Saturated units: {share} of them sit where the activation is flat, and let less than {part} of the gradient "
        "through",
        **holes,
    )
    if _has_detour(trace):
        sentence = _(
            "Saturated units: {share} of them sit where the activation is flat, and let less than {part} of the "
            "gradient through, but for what goes past it",
            **holes,
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
    holes = {"part": part(float(np.log10(kept))) if kept else _("nothing"), "output": inside(row.label)}
    sentence = _(
        "Flat output: the {output} at the output lets {part} of the loss's gradient through, as all answers are 0",
        **holes,
    )
    if row.high < np.inf:
        # A sigmoid is nowhere quite flat.
        holes |= {} if kept else {"part": _("next to nothing")}
        sentence = _(
            "Flat output: the {output} at the output lets {part} of the loss's gradient through, whether the answers "
            "are right or wrong",
            **holes,
        )
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
    first, last = alike_from(trace), float(np.median(trace.similarity[steps, -1]))
    sentence = _(
        "Samples look alike: from {site} on the network makes nearly the same of every sample (cosine {cosine} at the "
        "last), which leaves the output little to tell them apart by",
        site=trace.network.site_label(first),
        cosine=signs(f"{last:.2f}"),
    )
    return sentence, {"similarity": last}, (first, trace.sites)
