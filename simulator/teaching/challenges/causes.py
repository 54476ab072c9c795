"""Which link of the chain makes the gradient grow or shrink: measured, the same links that *Why?* shows."""

import numpy as np

from simulator.analysis.words import LEVEL, relative
from simulator.catalog.challenges import CAUSES
from simulator.trace import Trace

PAST = "past"
"""What leads past slope, weights and normalization: shortcuts, and the loss where it is taken at several sites."""


def links(trace: Trace) -> dict[str, float]:
    """log10 of what each link has done to the gradient from the last site to the first, before training.

    They add up to the whole of it, g_1 / g_L.
    """
    factors = {"slope": trace.slope_factor, "weight": trace.weight_factor, "norm": trace.norm_factor}
    with np.errstate(divide="ignore"):
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
    site, name, whole_way = trace.network.site_name, cause_of(trace), whole(trace)
    left = whole_way - causes(trace)[name]
    last = f"what {site} {trace.sites} does"
    return (
        f"{site.capitalize()} 1 receives {_of(whole_way)} {last}. It is {CAUSES[name].note}: if that did nothing, "
        f"{site} 1 would receive {_of(left)} {last}."
    )


def table_of(trace: Trace) -> dict[str, str]:
    """Each link by its name, with what it has done on the whole way and at each step of it."""
    names = {"slope": "Slope of the activation", "weight": "Weights", "norm": "Normalization", PAST: "Past the weights"}
    steps = max(1, trace.sites - 1)
    return {
        names[name]: f"{relative(log)}, {relative(log / steps)} a step" if abs(log) >= LEVEL else "as it was"
        for name, log in links(trace).items()
    }


def _of(log: float) -> str:
    return relative(log) if log > 0 else f"{relative(log)} of"
