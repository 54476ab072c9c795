"""The rule about what comes in: inputs of another size than about 1 around 0, where the first site suffers from it."""

import numpy as np

from simulator.analysis.finding import Account, Held, Steps, at_every_step
from simulator.analysis.progress import at_the_end
from simulator.analysis.rules.units import ALIKE, DEAD, SATURATED
from simulator.analysis.words import number, percent
from simulator.language import _
from simulator.settings.experiment import Experiment
from simulator.trace import Trace

FAR = 3.0
"""Inputs this many times larger or smaller than normalized ones are not normalized."""
LOUD, FAINT = 3.0, 0.1
"""Size of what the first site passes on above which it is large, and its spread below which it tells little."""


def size(e: Experiment) -> float:
    """Root mean square of the inputs, relative to normalized ones, whose mean is about 0 and whose size about 1."""
    return float(np.hypot(e.input_scale, e.input_offset))


def raw_inputs(trace: Trace) -> Held:
    """The inputs are far from normalized, it is seen at the first site, and the run diverged or learned nothing."""
    e = trace.network
    far = isinstance(e, Experiment) and not 1 / FAR < size(e) < FAR
    failed = far and (trace.outcome.name == "diverged" or at_the_end(trace).state == "nothing")
    return at_every_step(trace, bool(failed and _effect(trace)))


def _effect(trace: Trace) -> str:
    """What inputs of this size do at the first site in the first training step; empty where nothing is seen."""
    mean, spread = float(trace.activation_mean[0, 0]), float(trace.activation_std[0, 0])
    loud, saturated = float(np.hypot(mean, spread)), float(trace.saturated[0, 0])
    large, dead, site = size(trace.experiment) > 1, float(trace.dead[0, 0]), trace.experiment.site_label(1)
    # One is told, and the plainest is asked for first. Not `loud >= LOUD`: what is not a number is loud, too.
    if large and trace.network.bounded and saturated >= SATURATED:
        return _("{site} has {part} of its units saturated", site=site, part=percent(saturated))
    if large and not loud < LOUD:
        return _("{site} passes on numbers of size {size}", site=site, size=number(loud))
    if trace.similarity[0, 0] >= ALIKE:
        return _("{site} makes nearly the same of every sample", site=site)
    if large and dead >= DEAD:
        return _("{site} has {part} of its units dead", site=site, part=percent(dead))
    if not large and spread < FAINT:
        return _("{site} passes on numbers that differ by {spread} alone", site=site, spread=number(spread))
    return ""


def say_raw_inputs(trace: Trace, steps: Steps) -> Account:
    e = trace.experiment
    holes = {"size": number(size(e)), "offset": number(e.input_offset), "effect": _effect(trace)}
    sentence = _(
        "Inputs not normalized: they are of size {size}, where 1 around 0 is usual, so that in the first step {effect}",
        **holes,
    )
    if e.input_offset:
        sentence = _(
            "Inputs not normalized: they are of size {size} around {offset}, where 1 around 0 is usual, so that in the "
            "first step {effect}",
            **holes,
        )
    return sentence, {"size_of_inputs": size(e)}, (1, 1)
