"""One story, the groups that stories are in, and the settings that several of them share."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator.catalog.choice import Choice
from simulator.catalog.viewing import SPEEDS
from simulator.language import translated

Settings = Mapping[str, str | int | float]

VANISHING, EXPLODING, DEPTH, SEQUENCES, TRAINING = GROUPS = (
    "Vanishing",
    "Exploding",
    "Remedies in depth",
    "Sequences",
    "Training",
)
"""Headings under which a menu may gather the stories."""

LEVEL = (0.1, 10.0)
"""The spread of a gradient that reaches the first site about as large as it was at the last."""
SLOW = SPEEDS["slow"]
"""A run of a dozen steps can be followed."""


@translated("group")
@dataclass(frozen=True)
class Story(Choice):
    """One story: ``note`` says what to look for, ``settings`` make ``Experiment(**settings)``."""

    group: str = ""
    settings: Settings = field(default_factory=dict, hash=False)
    shows: str = "healthy"
    """The name of the main finding about its run; "healthy" also stands for "solved"."""
    start: tuple[float, float] | None = LEVEL
    """The range in which the spread g_1 / g_L lies before training; None where there is none, or settings do
    not decide it."""
    beside: tuple[Settings, ...] = field(default=(), hash=False)
    """The runs that its sentence compares it with, pinned beside it: of each, what differs from the story."""
    view: str = ""
    """The player's view that opens with it, where another one than the visitor's own shows it better."""
    speed: int = 0
    """Displayed steps per second with which it opens, where that is not the visitor's own."""


RELU: Settings = {"activation": "relu", "init": "he_normal"}
LEAKY: Settings = {"activation": "leaky_relu", "init": "he_normal"}
SELU: Settings = {"activation": "selu", "init": "lecun_normal", "depth": 30}
SMALL: Settings = {"activation": "tanh", "gain": 0.5}
# With 32 units the one that explodes reads 82 to 88 % of the digits, with 64 it is 90 to 93 % (six seeds).
LINEAR: Settings = {"activation": "linear", "init": "identity", "width": 64}
CONV: Settings = {"layer": "conv", "depth": 10, "width": 8, "batch_size": 32}
# A rate of its own: Adam makes full steps of any gradient.
ADAM: Settings = {"optimizer": "adam", "learning_rate": 0.01}
SEQUENCE: Settings = {"kind": "sequence", "activation": "tanh", "batch_size": 32}
SINE: Settings = {**SEQUENCE, "task": "noisy_sine", "init": "orthogonal"}
WILD: Settings = {**SINE, "sequence_length": 80, "learning_rate": 0.2}
# Of 50 symbols one of six seeds recalls the first after all, and at a rate of 0.003 one of six gets a gradient
# within the healthy range; at 0.01 four of six learn.
RECALL: Settings = {
    **SEQUENCE,
    "task": "recall_first",
    "sequence_length": 100,
    "init": "pytorch",
    "optimizer": "adam",
    "learning_rate": 0.001,
}
LSTM: Settings = {**RECALL, "sequence_length": 60, "cell": "lstm", "learning_rate": 0.003}
