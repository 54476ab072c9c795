"""Theory for a map: the lines between networks whose gradient vanishes, explodes or overshoots, and those between."""

import math
from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
import torch
from torch import Tensor

from simulator.catalog.activations import ACTIVATIONS
from simulator.catalog.choice import load
from simulator.catalog.initializers import INITIALIZERS
from simulator.catalog.thresholds import HEALTHY_DECADES
from simulator.engine.law import law
from simulator.engine.network import Network
from simulator.language import _
from simulator.prediction import Border
from simulator.settings.experiment import Experiment
from simulator.trace import Array

NODES, REACH = 160, 8.0
"""Points at which a Gaussian mean is taken, and the deviations that they reach to, evenly; none at 0, where slopes may
jump."""
LAYERS, SETTLED = 1000, 1e-6
"""Layers after which the size of z is taken to be the one that no further layer changes, or once it changes by a part
of itself that is below the other: at the edge of chaos it settles slowly."""
LEAST = 1e-6
"""Difference of log10 chi below which it is the same on the whole map."""
SMALLEST, LARGEST = 1e-24, 1e12
"""Mean square of z beyond which nothing new is learned of a slope."""


def border(experiments: Sequence[Experiment]) -> Border:
    """What theory says of the networks of a map, by the first criterion that speaks of them."""
    plain = [e.canonical() for e in experiments]
    for criterion in (_pull, _mean_field, _forget_road, _recurrent):
        found = criterion(plain)
        if found.fields:
            return found
    return Border()


# ---- layers ---------------------------------------------------------------------------------------------------


def _mean_field(experiments: Sequence[Experiment]) -> Border:
    """chi, what one layer makes of the gradient's mean square, is 1 at the edge of chaos."""
    if not all(map(_is_plain, experiments)) or len({e.activation for e in experiments}) > 1:
        return Border()
    chi = log_chi(experiments)
    if np.ptp(chi) < LEAST:  # none of what it depends on is an axis
        return Border()
    decades = chi / 2 * np.array([e.depth - 1 for e in experiments])
    fields = [("χ = 1", chi)]
    note = _(
        "Theory for layers of infinite width: χ is what one layer makes of the gradient's mean square. Where χ = 1, on "
        "the edge of chaos, it stays level."
    )
    if len({e.depth for e in experiments}) > 1:
        fields += [(_("a thousandth"), decades + HEALTHY_DECADES), (_("a thousand times"), decades - HEALTHY_DECADES)]
        note = _("{level} On the dashed lines a thousandth of it arrives, or a thousand times of it.", level=note)
    return Border(tuple(fields), note, "Poole et al. (2016); Schoenholz, Gilmer, Ganguli, Sohl-Dickstein (2017)")


def _is_plain(e: Experiment) -> bool:
    """Whether it is a chain of dense layers with weights that are drawn independently, or as a rotation."""
    row, activation = INITIALIZERS[e.init], ACTIVATIONS[e.activation]
    drawn = row.variance is not None or row.random
    chain = e.kind == "deep" and e.layer == "dense" and e.skip == e.normalization == "none" and not e.dropout
    return chain and drawn and activation.pieces == 1


def log_chi(experiments: Sequence[Experiment]) -> Array:
    """log10 of chi = sigma_w^2 E[f'(sqrt(q) x)^2] with q = sigma_w^2 E[f(sqrt(q) x)^2] + sigma_b^2, x normal.

    Of dense layers that share an activation (Schoenholz et al., 2017, equations 3 and 10), (experiments,).
    """
    of_each = [(_weight_variance(e), _bias_variance(e)) for e in experiments]
    pairs = list(dict.fromkeys(of_each))
    weights, biases = torch.tensor(pairs, dtype=torch.float64).T
    x = torch.linspace(-REACH, REACH, NODES, dtype=torch.float64)
    share = torch.softmax(-x.square() / 2, 0)
    f = _function(experiments[0].activation)
    q = torch.ones(len(pairs), dtype=torch.float64)
    going = torch.arange(len(pairs))
    for _layer in range(LAYERS):
        before = q[going]
        size = weights[going] * (f(before.sqrt()[:, None] * x).square() @ share) + biases[going]
        q[going] = size.clamp(SMALLEST, LARGEST)
        going = going[(q[going] - before).abs() > SETTLED * before]
        if not len(going):
            break
    z = (q.sqrt()[:, None] * x).requires_grad_()
    (slope,) = torch.autograd.grad(f(z).sum(), z)
    with np.errstate(divide="ignore"):
        logs = np.log10((weights * (slope.square() @ share)).numpy())
    return logs[[pairs.index(pair) for pair in of_each]]


def _weight_variance(e: Experiment) -> float:
    """sigma_w^2: the variance of a weight times the number of units that it sums over."""
    size = law(e, e.width, 1).size ** 2
    return size if INITIALIZERS[e.init].variance is None else size * e.width


def _bias_variance(e: Experiment) -> float:
    """sigma_b^2; PyTorch draws biases, too, evenly within the interval of the weights."""
    return e.bias_std**2 + (e.gain**2 / e.width / 3 if INITIALIZERS[e.init].offsets else 0.0)


def _function(activation: str) -> Callable[[Tensor], Tensor]:
    row = ACTIVATIONS[activation]
    function = load(row.precise or row.function)
    return function if row.slope is None else lambda z: function(z, z.new_tensor([row.slope]))


# ---- time steps -----------------------------------------------------------------------------------------------


def _recurrent(experiments: Sequence[Experiment]) -> Border:
    """A bound: no gradient grows by more than the largest singular value times the steepest slope."""
    if not all(e.kind == "sequence" and e.cell == "rnn" and _is_simple(e) for e in experiments):
        return Border()
    bounds = [math.log10(e.gain * _norm(_shortest(e))) if e.gain else -math.inf for e in experiments]
    slopes = [math.log10(ACTIVATIONS[e.activation].steepest_slope / (1 - e.dropout)) for e in experiments]
    sites = np.array([e.sites - 1 for e in experiments])
    decades = (np.array(bounds) + np.array(slopes)) * sites + HEALTHY_DECADES
    note = _(
        "Theory: left of the line the gradient must vanish, for not even the largest singular value of the matrix "
        "times the steepest slope keeps a thousandth of it. A bound, not the border itself."
    )
    return Border(((_("must vanish"), decades),), note, "Pascanu, Mikolov, Bengio (2013)")


ONE = {"gain": 1.0, "learning_rate": 0.1, "steps": 1, "batch_size": 1, "bias_std": 0.0, "device": "cpu"}
"""Settings of the smallest network that starts with the same recurrent matrix, but for the gain."""


def _shortest(e: Experiment) -> Experiment:
    row = e.task_row
    length = e.sequence_length if row.length else max(2, row.shortest)
    return e.model_copy(update={**ONE, "sequence_length": length})


@cache
def _norm(e: Experiment) -> float:
    """The largest singular value of the matrix that a run of this kind starts with."""
    return float(np.linalg.norm(Network(e, capacity=1).parameters["hidden"].numpy().astype(np.float64), 2))


def _is_simple(e: Experiment) -> bool:
    return e.skip == e.normalization == "none" and e.task_row.readouts == 1


def _forget_road(experiments: Sequence[Experiment]) -> Border:
    """What forget gates leave of the memory's gradient that open as their bias alone says."""
    if not all(e.kind == "sequence" and e.cell == "lstm" for e in experiments):
        return Border()
    if len({e.forget_bias for e in experiments}) == 1:
        return Border()
    gates = np.array([-math.log10(1 + math.exp(-e.forget_bias)) for e in experiments])
    decades = gates * np.array([e.sites - 1 for e in experiments]) + HEALTHY_DECADES
    note = _(
        "Theory: left of the line forget gates that open as their bias alone says leave less than a thousandth of the "
        "memory's gradient; h and the weights are a second way."
    )
    return Border(((_("road of the gates"), decades),), note, "Gers, Schmidhuber, Cummins (2000)")


# ---- training -------------------------------------------------------------------------------------------------


def _pull(experiments: Sequence[Experiment]) -> Border:
    """The penalty alone: each step takes the weights times 1 - rate * L2, and from 2 on they swing and grow."""
    if len({e.l2 for e in experiments}) == 1 or len({e.learning_rate for e in experiments}) == 1:
        return Border()
    if any(e.pull_limit == math.inf for e in experiments):
        return Border()
    with np.errstate(divide="ignore"):
        decades = np.log10(np.array([e.pull / e.pull_limit for e in experiments]))
    note = _("Theory: above the line the penalty's own step throws the weights beyond zero, further each time.")
    return Border(((_("the penalty overshoots"), decades),), note, "Krogh, Hertz (1991)")
