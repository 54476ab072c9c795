"""Where a network fails: the layer or the time step, measured; never which setting does it."""

import numpy as np

from simulator.analysis.findings import SOUND, findings
from simulator.analysis.progress import at_the_end
from simulator.analysis.words import part, times
from simulator.catalog.thresholds import HEALTHY_DECADES, in_words
from simulator.language import _
from simulator.trace import Trace


def where(trace: Trace) -> str:
    """A sentence that names the site where it fails."""
    first, site, end = findings(trace)[0], trace.network.site_label, trace.outcome
    if first.name in SOUND:
        words = at_the_end(trace).words
        return _("The gradient reaches {site}, and the network learns: {words}.", site=site(1), words=words)
    if first.name == "diverged" and end.site:
        told = _("It breaks at {site}: in training step {step} the numbers there are too large to compute with.")
        return told.format(site=site(end.site), step=end.step)
    if first.name == "diverged":
        told = _("It breaks: in training step {step} the numbers there are too large to compute with.")
        return told.format(step=end.step)
    if first.name == "dead_units" and first.sites:
        return _("It fails at {site}: every unit there is silent, and nothing passes.", site=site(first.sites[1]))
    if first.name == "symmetric_units" and trace.network.kind == "deep":
        return _("It fails from {site} on: the units of each layer are all one and the same.", site=site(1))
    if first.name == "symmetric_units":
        return _("It fails from {site} on: the units of each time step are all one and the same.", site=site(1))
    return _on_the_way(trace) or _moves(trace)


def _on_the_way(trace: Trace) -> str:
    """From where on the gradient is lost, or too large; empty where it arrives. By the middle of the run's steps."""
    site = trace.network.site_label
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.median(np.log10(trace.gradient_norm) - np.log10(trace.gradient_norm[:, -1:]), axis=0)
    if not np.isfinite(logs[-1]):
        return _("It fails at {site}: no gradient leaves it.", site=site(trace.sites))
    # Not `>`: where there is no number it is not in the band either.
    outside = np.flatnonzero(~(np.abs(logs) <= HEALTHY_DECADES))
    if not len(outside):
        return ""
    worst, deep = int(outside[-1]), trace.network.kind == "deep"
    holes = {"site": site(worst + 1), "last": site(trace.sites)}
    if logs[worst] > 0:
        holes["factor"] = times(HEALTHY_DECADES)
        if deep:
            return _("It fails at {site}: it and those below get more than {factor} times what {last} gets.", **holes)
        return _("It fails at {site}: it and those before get more than {factor} times what {last} gets.", **holes)
    holes["part"] = in_words(10**-HEALTHY_DECADES)
    if deep:
        return _("It fails at {site}: it and those below get less than {part} of what {last} gets.", **holes)
    return _("It fails at {site}: it and those before get less than {part} of what {last} gets.", **holes)


def _moves(trace: Trace) -> str:
    """Where the gradient arrives and nothing is learned: whose weights move least."""
    # Of layers the output's matrix is not asked: it lies behind the last one, where every gradient arrives.
    ways = np.nansum(trace.update_ratio[:, : trace.sites], axis=0)
    least, way = int(np.argmin(ways)), float(np.log10(max(ways.min(), 1e-300)))
    arrives = _(
        "The gradient reaches {site}, yet too little is learned: {words}.",
        site=trace.network.site_label(1),
        words=at_the_end(trace).words,
    )
    matrices = {
        "input": _("The input matrix"),
        "recurrent": _("The recurrent matrix"),
        "output": _("The output matrix"),
    }
    matrix = matrices.get(trace.matrices[least]) or _("Layer {number}", number=least + 1)
    if way < 0:
        moves = _("{matrix} moves least, in the whole run by {part} of its size.", matrix=matrix, part=part(way))
    else:
        moves = _(
            "{matrix} moves least, in the whole run by {factor} times its size.", matrix=matrix, factor=times(way)
        )
    return f"{arrives} {moves}"
