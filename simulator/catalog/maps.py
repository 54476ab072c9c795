"""Ready-made maps: two settings, a question asked of a network at each of their values, and what there is to see."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator.catalog.choice import Choice, table
from simulator.language import translated

Settings = Mapping[str, str | int | float]

START, MATTERS, LEARNS, DIVERGES = GROUPS = (
    "Depth and weights",
    "Sequences",
    "What is learned",
    "Where training ends",
)
"""Headings under which a menu gathers the maps."""


@translated("group")
@dataclass(frozen=True)
class Map(Choice):
    """One map: ``note`` says what to look for, ``settings`` are those of all its networks.

    ``across`` and ``up`` are its axes: a setting with its first and last value, ``gain:0.5:4``, or with the rows of its
    menu, ``skip:none,residual``; ``asks`` names the question.
    """

    group: str = ""
    settings: Settings = field(default_factory=dict, hash=False)
    across: str = ""
    up: str = ""
    asks: str = "spread_start"
    seeds: int = 1
    """Networks in each cell, of which the middle value is shown."""


RELU: Settings = {"activation": "relu", "init": "he_normal"}
TANH: Settings = {"activation": "tanh"}
# Small batches here, and few steps below, since a map may have 400 networks.
RECALL: Settings = {"kind": "sequence", "task": "recall_first", "activation": "tanh", "batch_size": 16}
SINE: Settings = {**RECALL, "task": "noisy_sine", "init": "orthogonal", "learning_rate": 0.2, "steps": 100}
# A map of 20 x 20 of these, of up to 20 layers, takes 7 s on one core (benchmarks/RESULTS.md).
BRIEF: Settings = {**RELU, "steps": 100}

SCHOENHOLZ = "Schoenholz, Gilmer, Ganguli, Sohl-Dickstein (2017)"

# Ranges of numbers end where 20 values, which is what an axis has, are round: 0.2, 0.4 ... 4.
MAPS = table(
    Map(
        "gain_depth_sigmoid",
        "Sigmoid: weights and depth",
        "Nearly all of it is blue: with sigmoid layers the gradient vanishes beyond a few layers, and weights eight "
        "times as large only put that off.",
        "Hochreiter (1991)",
        START,
        {},
        "gain:0.4:8",
        "depth:2:40",
    ),
    Map(
        "gain_depth_tanh",
        "Tanh: weights and depth",
        "A pale wedge stands on a gain of 1: smaller weights lose the gradient, larger ones let it grow, and the "
        "deeper the network, the narrower the way between.",
        SCHOENHOLZ,
        START,
        TANH,
        "gain:0.2:4",
        "depth:2:40",
    ),
    Map(
        "gain_depth_relu",
        "ReLU: weights and depth",
        "The same wedge with a sharper edge: at a gain of 1 He weights keep the gradient level at any depth, at half "
        "of that it vanishes, at twice that it explodes.",
        "He, Zhang, Ren, Sun (2015)",
        START,
        RELU,
        "gain:0.1:2",
        "depth:2:40",
    ),
    Map(
        "edge_of_chaos",
        "The edge of chaos",
        "The gradient is level along one bent line: left of it inputs are forgotten and it vanishes, right of it, in "
        "chaos, it explodes. The more the biases vary, the larger the weights must be.",
        SCHOENHOLZ,
        START,
        # Wide, for theory's line is that of infinite width.
        {**TANH, "depth": 40, "width": 64},
        "gain:0.2:4",
        "bias_std:0:1.9",
    ),
    Map(
        "activation_depth",
        "Activations and depth",
        "One column for each activation, with the same weights: SELU, tanh, hard tanh and none at all keep the "
        "gradient, the sigmoid loses it first.",
        "Glorot, Bengio (2010)",
        START,
        {},
        "activation:linear,sigmoid,softplus,tanh,hard_tanh,relu,leaky_relu,elu,selu,gelu,swish",
        "depth:2:40",
    ),
    Map(
        "width_depth",
        "Narrow and deep",
        "He weights are made for wide layers. In narrow ones luck decides in each layer, and multiplies up: on the "
        "left the gradient dies on its way, the sooner the narrower they are.",
        "Hanin, Nica (2019)",
        START,
        RELU,
        "width:2:40",
        "depth:4:80",
        # The middle one of five, as it is about luck.
        seeds=5,
    ),
    Map(
        "gain_length_rnn",
        "RNN: weights and length",
        "Each time step meets the same matrix again: below a gain of 1 the gradient of the first symbol is gone after "
        "some tens of steps, above it explodes in long sequences.",
        "Pascanu, Mikolov, Bengio (2013)",
        MATTERS,
        RECALL,
        "gain:0.1:2",
        "sequence_length:5:100",
    ),
    Map(
        "gain_length_gru",
        "GRU: weights and length",
        "The gates open half at first, so the gradient of small weights halves at each step, more slowly than in an "
        "RNN. Large weights do not explode here.",
        "Cho et al. (2014)",
        MATTERS,
        {**RECALL, "cell": "gru"},
        "gain:0.1:2",
        "sequence_length:5:100",
    ),
    Map(
        "gain_length_lstm",
        "LSTM: weights and length",
        "With its forget gate open the memory carries the gradient past the weights: the pale part is the largest of "
        "the three cells, and nothing explodes.",
        "Hochreiter, Schmidhuber (1997)",
        MATTERS,
        {**RECALL, "cell": "lstm"},
        "gain:0.1:2",
        "sequence_length:5:100",
    ),
    Map(
        "forget_length",
        "The forget gate and length",
        "One number decides how far back an LSTM hears at first: with a forget-gate bias below 0 the gradient is gone "
        "after some ten steps, from 2 on it comes from a hundred steps away.",
        "Gers, Schmidhuber, Cummins (2000)",
        MATTERS,
        {**RECALL, "cell": "lstm"},
        "forget_bias:-3.5:6",
        "sequence_length:5:100",
    ),
    Map(
        "rate_depth",
        "Steps and depth, plain",
        "The island on which something is learned in 100 steps: too small steps do not get there, too large ones "
        "break the network, and the deeper it is, the narrower the island.",
        "He, Zhang, Ren, Sun (2015)",
        LEARNS,
        BRIEF,
        "learning_rate:0.001:3",
        "depth:1:20",
        "above_chance",
    ),
    Map(
        "rate_depth_batch",
        "Steps and depth, normalized",
        "The same map with batch normalization: steps that broke the plain network are now the best, and on the whole "
        "right side something is learned, at any depth.",
        "Ioffe, Szegedy (2015)",
        LEARNS,
        {**BRIEF, "normalization": "batch"},
        "learning_rate:0.001:3",
        "depth:1:20",
        "above_chance",
    ),
    Map(
        "depth_shortcuts",
        "Depth and shortcuts",
        "Sigmoid layers after 100 steps: without shortcuts nothing is learned from four layers on; with residual ones "
        "even forty layers learn. A highway's gates stand nearly shut at first and need longer.",
        "He, Zhang, Ren, Sun (2016)",
        LEARNS,
        {"steps": 100},
        "skip:none,residual,highway",
        "depth:2:40",
        "above_chance",
    ),
    Map(
        "rate_l2",
        "Steps and weight decay",
        "From a penalty of a half on next to nothing is learned, whatever the steps: it pulls the weights to zero "
        "faster than the loss can hold them. Beyond the line its own step overshoots.",
        "Krogh, Hertz (1991)",
        LEARNS,
        {**BRIEF, "depth": 5},
        "learning_rate:0.001:10",
        "l2:0.001:10",
        "above_chance",
    ),
    Map(
        "rate_gain",
        "Where training diverges",
        "Large weights bear only small steps: the border between what trains and what ends in numbers too large to "
        "compute with runs slanting from top left to bottom right.",
        "Sohl-Dickstein (2024)",
        DIVERGES,
        {**BRIEF, "depth": 10},
        "learning_rate:0.001:30",
        "gain:0.125:2.5",
        "diverged_at",
    ),
    Map(
        "clip_gain",
        "Clipping and recurrent weights",
        "An RNN learns a sine: clipped near 0.3, weights up to 1.5 times the usual size learn. From 10 on nothing "
        "holds back the explosions of those above 1; at 0.01 the steps become too small.",
        "Pascanu, Mikolov, Bengio (2013)",
        DIVERGES,
        {**SINE, "clip": "norm"},
        "clip_at:0.01:100",
        "gain:0.125:2.5",
        "loss",
    ),
)
"""All ready-made maps, in teaching order."""
