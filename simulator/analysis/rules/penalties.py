"""Rules about the penalties: L2 that overshoots, L1 that outweighs every gradient."""

import numpy as np

from simulator.analysis.finding import Account, Held, Steps, at_every_step
from simulator.analysis.motion import way
from simulator.analysis.progress import learns
from simulator.analysis.words import number
from simulator.catalog.thresholds import STANDING
from simulator.language import _
from simulator.settings.sizes import weights
from simulator.trace import Trace


def penalty_overshoots(trace: Trace) -> Held:
    """Learning rate times L2 is beyond what the optimizer bears, or L1 pulls harder than every gradient."""
    return at_every_step(trace, _l2_overshoots(trace)) | _l1_outweighs(trace)


def _l2_overshoots(trace: Trace) -> bool:
    return trace.network.pull > trace.network.pull_limit


def _l1_outweighs(trace: Trace) -> Held:
    """Each weight of a matrix is pulled by l1; where something is learned, or nothing moves, that does no harm."""
    if not trace.network.l1 or learns(trace) or way(trace)[-1] < STANDING:
        return at_every_step(trace, False)
    # Where there is no number, nothing is known to be too small.
    e, norms = trace.experiment, np.nan_to_num(trace.weight_gradient_norm, nan=np.inf)
    # All time steps share one matrix, and its gradient is at most as large as their shares together.
    largest = norms.max(1) if e.kind == "deep" else norms.sum(1)
    # A gradient that was nothing before the penalty had moved any weight is nothing for another reason.
    return np.asarray((e.l1 * weights(e) ** 0.5 > largest) & (largest[0] > 0))


def say_penalty_overshoots(trace: Trace, steps: Steps) -> Account:
    e = trace.experiment
    if not _l2_overshoots(trace):
        sentence = _("The penalty overshoots: L1 pulls harder at the weights of every time step than the gradient does")
        if e.kind == "deep":
            sentence = _("The penalty overshoots: L1 pulls harder at the weights of every layer than the gradient does")
        return sentence, {"l1": e.l1}, None
    limit, pull = e.pull_limit, e.pull
    sentence = _(
        "The penalty overshoots: learning rate times L2 is {pull}, and above {limit} every step throws a weight past "
        "zero to more than its own size, whatever the gradient says",
        pull=number(pull),
        limit=number(limit),
    )
    return sentence, {"rate_times_l2": pull}, None
