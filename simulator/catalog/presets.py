"""Presets: named stories to start from, in teaching order. A preset holds only what differs from the default."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator.catalog.choice import Choice, table

Settings = Mapping[str, str | int | float]


@dataclass(frozen=True)
class Preset(Choice):
    """One story: ``note`` says what to look for, ``settings`` make ``Experiment(**settings)``."""

    group: str = ""
    settings: Settings = field(default_factory=dict, hash=False)


VANISHING, EXPLODING, DEPTH, SEQUENCES, TRAINING = GROUPS = (
    "Vanishing",
    "Exploding",
    "Remedies in depth",
    "Sequences",
    "Training",
)
"""Headings under which a menu may gather the presets."""

RELU: Settings = {"activation": "relu", "init": "he_normal"}
LINEAR: Settings = {"activation": "linear", "init": "identity", "learning_rate": 1e-6}
RNN: Settings = {"kind": "sequence", "activation": "tanh", "init": "orthogonal", "optimizer": "adam", "learning_rate": 0.003}
LSTM: Settings = {**RNN, "cell": "lstm", "forget_bias": 3.0}
RECALL: Settings = {"task": "recall_first", "sequence_length": 50}

PRESETS = table(
    Preset(
        "vanishing_sigmoid",
        "The vanishing sigmoid",
        "Every layer passes on less than a quarter of the gradient, so the first of 20 layers gets next to nothing.",
        "Hochreiter (1991)",
        VANISHING,
    ),
    Preset(
        "linear_half",
        "Half of it in every layer",
        "Without activations and with weights of 0.5 times the identity the gradient halves exactly at every layer.",
        "Saxe, McClelland, Ganguli (2013)",
        VANISHING,
        {**LINEAR, "gain": 0.5},
    ),
    Preset(
        "small_weights",
        "Weights too small",
        "Tanh does no harm here: weights of half the right size shrink the gradient at every layer.",
        "Glorot, Bengio (2010)",
        VANISHING,
        {"activation": "tanh", "gain": 0.5},
    ),
    Preset(
        "zero_weights",
        "All weights zero",
        "No gradient passes a matrix of zeros: every layer but the last receives exactly nothing, and never learns.",
        "Rumelhart, Hinton, Williams (1986)",
        VANISHING,
        {"activation": "tanh", "init": "zeros"},
    ),
    Preset(
        "linear_one_and_a_half",
        "Half more in every layer",
        "Weights of 1.5 times the identity multiply the gradient by exactly 1.5 at every layer.",
        "Saxe, McClelland, Ganguli (2013)",
        EXPLODING,
        {**LINEAR, "gain": 1.5},
    ),
    Preset(
        "relu_he",
        "ReLU with He weights",
        "Slopes of 1 and weights that make up for the half that is dropped keep the gradient level; the loss falls.",
        "He, Zhang, Ren, Sun (2015)",
        DEPTH,
        RELU,
    ),
    Preset(
        "rnn_forgets",
        "A plain RNN forgets",
        "The gradient dies on the way back to the first symbol, and the accuracy stays at chance.",
        "Bengio, Simard, Frasconi (1994)",
        SEQUENCES,
        {**RNN, **RECALL, "init": "xavier_normal"},
    ),
    Preset(
        "lstm_remembers",
        "An LSTM remembers",
        "Through an open forget gate the gradient reaches the first symbol, and the accuracy climbs.",
        "Hochreiter, Schmidhuber (1997); Gers, Schmidhuber, Cummins (2000)",
        SEQUENCES,
        {**LSTM, **RECALL},
    ),
)
