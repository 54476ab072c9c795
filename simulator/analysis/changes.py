"""Single changes of the settings that may help a run: from an experiment to what to change in it, {} where nothing."""

from collections.abc import Callable, Mapping
from math import log
from typing import Any

from simulator.catalog.activations import ACTIVATIONS
from simulator.catalog.initializers import SAME
from simulator.catalog.structure import CELLS
from simulator.settings.experiment import Experiment, bounds

Changes = Mapping[str, Any]
Change = Callable[[Experiment], Changes]

SHALLOW = 5
"""Layers of a network that is not deep."""
OPEN = 3.0
"""Smallest forget-gate bias with which the gate counts as wide open, at 95 %."""
LOOSEST = 1000.0
"""Highest clipping threshold that is tried."""
OF_TRAINING = frozenset(["optimizer", "learning_rate", "objective", "clip", "clip_at", "l1", "l2", "pretraining"])
"""Settings of how a network is trained; all others that are changed here say what the network is."""


def setting_to(name: str, value: Any, **more: Any) -> Change:
    """Sets it, with more beside it, where it is another and matters."""
    return lambda e: {name: value, **more} if e.matters(name) and getattr(e, name) != value else {}


def relu(e: Experiment) -> Changes:
    """For layers alone: through time a ReLU needs weights near the identity (Le, Jaitly, Hinton, 2015)."""
    if e.kind == "sequence" or ACTIVATIONS[e.activation].halves:
        return {}
    return {"activation": "relu", **_weights(e, "he_normal")}


def leaky_relu(e: Experiment) -> Changes:
    """In place of a ReLU, whose units can die."""
    return {"activation": "leaky_relu"} if e.activation == "relu" else {}


def tanh(e: Experiment) -> Changes:
    """In place of a sigmoid, which has a quarter of the slope, or of a ReLU, which makes deep layers' samples alike."""
    if e.gated or not (e.activation == "sigmoid" or ACTIVATIONS[e.activation].halves):
        return {}
    return {"activation": "tanh", **_weights(e, "orthogonal")}


def own_activation(e: Experiment) -> Changes:
    """That of the LSTM or the GRU, in place of another."""
    own = CELLS[e.cell].activation
    return {"activation": own} if e.gated and e.activation != own else {}


def proper_weights(e: Experiment) -> Changes:
    """Those that the activation's row names; of a gated cell, most of whose maps lead to gates, those of its own."""
    return _weights(e, ACTIVATIONS[CELLS[e.cell].activation if e.gated else e.activation].proper_init)


def orthogonal_weights(e: Experiment) -> Changes:
    """With a gain of sqrt(2) where the activation drops half of the signal's variance, as He weights have."""
    halved = ACTIVATIONS[e.activation].halves and not e.gated
    return _weights(e, "orthogonal", 2**0.5 if halved else 1.0)


def _weights(e: Experiment, init: str, gain: float = 1.0) -> Changes:
    """Weights drawn by one row, around 0; also those from the inputs, where they are drawn by another."""
    apart = {"input_init": SAME} if e.matters("input_init") and e.input_init != SAME else {}
    moved = {"weight_mean": 0.0} if e.matters("weight_mean") and e.weight_mean else {}
    return {"init": init, "gain": gain, **apart, **moved}


def centred_weights(e: Experiment) -> Changes:
    """Weights of the same size around 0."""
    return {"weight_mean": 0.0} if e.matters("weight_mean") and e.weight_mean else {}


def rate_times(factor: float) -> Change:
    """A learning rate larger by the factor, to three digits, within its range."""
    low, high = bounds("learning_rate")

    def change(e: Experiment) -> Changes:
        # To three digits, for a tenth of 0.3 would else be 0.030000000000000002 in the link.
        return {"learning_rate": float(f"{min(max(e.learning_rate * factor, low), high):.3g}")}

    return change


def cell(name: str) -> Change:
    """Another recurrent cell with the activation that it brings along; an LSTM's forget gate starts wide open."""

    def change(e: Experiment) -> Changes:
        if e.kind != "sequence" or e.cell == name:
            return {}
        own = CELLS[name].activation
        gate = {"forget_bias": open_bias(e)} if name == "lstm" else {}
        return {"cell": name, **({"activation": own} if e.activation != own else {}), **gate}

    return change


def open_bias(e: Experiment) -> float:
    """The forget-gate bias with which the memory lasts as long as the sequence: ln(T - 1) (Tallec, Ollivier, 2018)."""
    return round(max(OPEN, log(e.sites - 1)), 1)


def open_forget_gate(e: Experiment) -> Changes:
    """A forget gate that starts wide open."""
    return {"forget_bias": open_bias(e)} if e.matters("forget_bias") and e.forget_bias < OPEN else {}


def fewer_layers(e: Experiment) -> Changes:
    """So few that no gradient has far to go."""
    return {"depth": SHALLOW} if e.kind == "deep" and e.depth > SHALLOW else {}


def pretraining(e: Experiment) -> Changes:
    """Ten steps for each layer alone, before all of them together."""
    return {"pretraining": 10} if e.kind == "deep" and not e.pretraining else {}


def no_penalty(e: Experiment) -> Changes:
    """Neither L1 nor L2."""
    return {"l1": 0.0, "l2": 0.0} if e.l1 or e.l2 else {}


def zero_branches(e: Experiment) -> Changes:
    """For layers with residual shortcuts, but for ReLUs, which are flat at 0 and would stay there."""
    fits = e.kind == "deep" and e.skip == "residual" and e.activation != "relu"
    return {"init": "zero_branches", "gain": 1.0} if fits and e.init != "zero_branches" else {}


def cross_entropy(e: Experiment) -> Changes:
    """For classes, where another loss or output was chosen."""
    usual = {"objective": "cross_entropy", "output_activation": "linear"}
    changed = {name: value for name, value in usual.items() if getattr(e, name) != value}
    return changed if e.task_row.classes else {}


def linear_output(e: Experiment) -> Changes:
    """For a regression; classes have a remedy of their own."""
    return {} if e.task_row.classes or e.output_activation == "linear" else {"output_activation": "linear"}


def normalize_inputs(e: Experiment) -> Changes:
    """Of about size 1 around 0, as the task has them."""
    far = e.input_scale != 1.0 or e.input_offset != 0.0
    return {"input_scale": 1.0, "input_offset": 0.0} if far else {}


def looser_clipping(factor: float) -> Change:
    """A clipping threshold higher by the factor."""
    return lambda e: {"clip_at": min(factor * e.clip_at, LOOSEST)} if e.clip != "none" else {}
