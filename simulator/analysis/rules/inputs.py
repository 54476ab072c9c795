"""The rule about what comes in: inputs of another size than about 1 around 0, where the first site suffers from it."""

import numpy as np

from simulator.analysis.finding import Account, Held, Steps, at_every_step
from simulator.analysis.progress import at_the_end
from simulator.analysis.rules.units import ALIKE, DEAD, SATURATED
from simulator.analysis.words import number, percent
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
    large = size(trace.experiment) > 1
    effects = {
        f"has {percent(saturated)} of its units saturated": large and trace.network.bounded and saturated >= SATURATED,
        f"passes on numbers of size {number(loud)}": large and not loud < LOUD,
        "makes nearly the same of every sample": trace.similarity[0, 0] >= ALIKE,
        f"has {percent(float(trace.dead[0, 0]))} of its units dead": large and trace.dead[0, 0] >= DEAD,
        f"passes on numbers that differ by {number(spread)} alone": not large and spread < FAINT,
    }
    return next((effect for effect, holds in effects.items() if holds), "")


def say_raw_inputs(trace: Trace, steps: Steps) -> Account:
    e = trace.experiment
    around = f" around {number(e.input_offset)}" if e.input_offset else ""
    sentence = (
        f"Inputs not normalized: they are of size {number(size(e))}{around}, where 1 around 0 is usual, so that in the "
        f"first step {e.site_name} 1 {_effect(trace)}"
    )
    return sentence, {"size_of_inputs": size(e)}, (1, 1)
