"""Which link of the chain makes the gradient grow or shrink: measured, the same links that *Why?* shows."""

import numpy as np

from simulator.analysis.words import LEVEL, relative
from simulator.catalog.challenges import CAUSES
from simulator.language import _
from simulator.trace import Trace

PAST = "past"
"""What leads past slope, weights and normalization: shortcuts, and the loss where it is taken at several sites."""


def links(trace: Trace) -> dict[str, float]:
    """log10 of what each link has done to the gradient from the last site to the first, before training.

    They add up to the whole of it, g_1 / g_L.
    """
    factors = {"slope": trace.slope_factor, "weight": trace.weight_factor, "norm": trace.norm_factor}
    with np.errstate(divide="ignore"):
        # The first column leads from site 1 to the inputs, and is no part of the way between the sites.
        found = {name: float(np.log10(values[0, 1:]).sum()) for name, values in factors.items()}
    return found | {PAST: whole(trace) - sum(found.values())}


def whole(trace: Trace) -> float:
    """log10 of what arrives at the first site, relative to the last, before training."""
    first = np.log10(trace.gradient_norm[0])
    return float(first[0] - first[-1])


def causes(trace: Trace) -> dict[str, float]:
    """Each cause that there can be, and log10 of what it has done: where the gradient shrinks, and where it grows.

    Weights are too large where they do more than make up for what the slopes take away: those of He do just that.
    """
    done = links(trace)
    if whole(trace) < 0:
        return {"slope": done["slope"], "small": done["weight"]}
    return {"large": done["slope"] + done["weight"], "norm": done["norm"], "shortcut": done[PAST]}


def cause_of(trace: Trace) -> str:
    """The name of the cause: what has done most in the direction in which the gradient goes."""
    found, sign = causes(trace), np.sign(whole(trace))
    return max(found, key=lambda name: float(sign * found[name]))


def explanation(trace: Trace) -> str:
    """What arrives, which link it is, and what would arrive if that one did nothing."""
    name, whole_way = cause_of(trace), whole(trace)
    last, link = trace.network.site_label(trace.sites), CAUSES[name].note
    without = _without(trace, whole_way - causes(trace)[name], last)
    it_is = _("It is {link}: if that did nothing, {without}.", link=link, without=without)
    return f"{_arrives(trace.network.kind, whole_way, last)} {it_is}"


def _arrives(kind: str, log: float, last: str) -> str:
    holes = {"much": relative(log), "last": last}
    if log > 0 and kind == "deep":
        return _("Layer 1 receives {much} what {last} does.", **holes)
    if log > 0:
        return _("Time step 1 receives {much} what {last} does.", **holes)
    if kind == "deep":
        return _("Layer 1 receives {much} of what {last} does.", **holes)
    return _("Time step 1 receives {much} of what {last} does.", **holes)


def _without(trace: Trace, log: float, last: str) -> str:
    holes = {"first": trace.network.site_label(1), "much": relative(log), "last": last}
    if log > 0:
        return _("{first} would receive {much} what {last} does", **holes)
    return _("{first} would receive {much} of what {last} does", **holes)


def table_of(trace: Trace) -> dict[str, str]:
    """Each link by its name, with what it has done on the whole way and at each step of it."""
    names = {
        "slope": _("Slope of the activation"),
        "weight": _("Weights"),
        "norm": _("Normalization"),
        PAST: _("Past the weights"),
    }
    return {names[name]: _told(log, max(1, trace.sites - 1)) for name, log in links(trace).items()}


def _told(log: float, steps: int) -> str:
    """What a link has done; ``log`` is log10."""
    if abs(log) < LEVEL:
        return _("as it was")
    return _("{whole}, {each} a step", whole=relative(log), each=relative(log / steps))
