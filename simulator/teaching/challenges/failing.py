"""Where a network fails: the layer or the time step, measured; never which setting does it."""

import numpy as np

from simulator.analysis.findings import findings
from simulator.analysis.progress import at_the_end
from simulator.analysis.words import part, times
from simulator.catalog.thresholds import HEALTHY_DECADES, in_words
from simulator.trace import Trace


def where(trace: Trace) -> str:
    """A sentence that names the site where it fails."""
    first, site = findings(trace)[0], trace.network.site_name
    if first.name in ("healthy", "solved"):
        return f"The gradient reaches {site} 1, and the network learns: {at_the_end(trace).words}."
    if first.name == "diverged":
        at = f" at {site} {trace.outcome.site}" if trace.outcome.site else ""
        return f"It breaks{at}: in training step {trace.outcome.step} the numbers there are too large to compute with."
    if first.name == "dead_units" and first.sites:
        return f"It fails at {site} {first.sites[1]}: every unit there is silent, and nothing passes."
    if first.name == "symmetric_units":
        return f"It fails from {site} 1 on: the units of each {site} are all one and the same."
    return _on_the_way(trace) or _moves(trace)


def _on_the_way(trace: Trace) -> str:
    """From where on the gradient is lost, or too large; empty where it arrives. By the middle of the run's steps."""
    site = trace.network.site_name
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.median(np.log10(trace.gradient_norm) - np.log10(trace.gradient_norm[:, -1:]), axis=0)
    if not np.isfinite(logs[-1]):
        return f"It fails at {site} {trace.sites}: no gradient leaves it."
    outside = np.flatnonzero(~(np.abs(logs) <= HEALTHY_DECADES))
    if not len(outside):
        return ""
    worst = int(outside[-1])
    much = (
        f"more than {times(HEALTHY_DECADES)} times"
        if logs[worst] > 0
        else f"less than {in_words(10**-HEALTHY_DECADES)} of"
    )
    others = "those below" if trace.network.kind == "deep" else "those before"
    return f"It fails at {site} {worst + 1}: it and {others} get {much} what {site} {trace.sites} gets."


def _moves(trace: Trace) -> str:
    """Where the gradient arrives and nothing is learned: whose weights move least."""
    ways = np.nansum(trace.update_ratio[:, : trace.sites], axis=0)
    name, way = trace.matrices[int(np.argmin(ways))], float(np.log10(max(ways.min(), 1e-300)))
    named = name.capitalize() if trace.network.kind == "deep" else f"The {name} matrix"
    moved = f"{part(way)} of" if way < 0 else f"{times(way)} times"
    words = at_the_end(trace).words
    return (
        f"The gradient reaches {trace.network.site_name} 1, yet too little is learned: {words}. {named} moves least, "
        f"in the whole run by {moved} its size."
    )
