"""The poster: what makes a gradient vanish, explode or useless, one row a cause, each with what helps."""

from dataclasses import dataclass, field

from simulator.catalog.choice import Choice, table
from simulator.catalog.stories.story import Settings
from simulator.language import mark

DEEP: Settings = {"depth": 20, "width": 32, "batch_size": 64, "steps": 200, "learning_rate": 0.05}
TANH: Settings = {**DEEP, "activation": "tanh"}
SHALLOW: Settings = {**TANH, "depth": 5}
RELU: Settings = {**DEEP, "activation": "relu", "init": "he_normal", "learning_rate": 0.03}
RNN: Settings = {
    "kind": "sequence", "activation": "tanh", "task": "recall_first", "sequence_length": 40, "width": 32,
    "batch_size": 64, "steps": 200, "optimizer": "adam", "learning_rate": 0.003, "init": "pytorch",
}  # fmt: skip
VANISHES, EXPLODES = mark("Vanishing"), mark("Exploding")
UNITS, STEPS = mark("Units give up"), mark("Steps and samples")
"""Headings of the poster, in English."""


@dataclass(frozen=True)
class Cause(Choice):
    """``note`` says what one sees, with the measured numbers in its holes; ``settings`` make the run that has it."""

    heading: str = ""
    settings: Settings = field(default_factory=dict, hash=False)
    shows: str = ""
    """The name of a finding about its run."""
    remedies: tuple[str, ...] = ()
    """What helps, by the names of the remedies; each is trained, and better than the run without it."""
    at_end: bool = False
    """Whether the profile is that of the last training step; else that of the first."""


CAUSES = table(
    Cause(
        "sigmoid",
        "Sigmoids",
        "Each layer passes on {factor} of the gradient: layer 1 gets {share}.",
        "Hochreiter (1991)",
        VANISHES,
        DEEP,
        "vanishing",
        ("relu", "batch_norm"),
    ),
    Cause(
        "small_weights",
        "Weights too small",
        "Half-size weights pass on {factor} in each layer: layer 1 gets {share}.",
        "Glorot, Bengio (2010)",
        VANISHES,
        {**TANH, "gain": 0.5},
        "vanishing",
        ("proper_weights", "batch_norm"),
    ),
    Cause(
        "depth",
        "Many layers",
        "{factor} a layer sounds harmless. What is left after 50 layers: {share}.",
        "Bengio, Simard, Frasconi (1994)",
        VANISHES,
        # With a gain of 0.9 one to six thousandths arrive, which is not called vanishing; of 20 layers it is a
        # hundredth.
        {**TANH, "depth": 50, "gain": 0.8},
        "vanishing",
        ("fewer_layers", "orthogonal_weights"),
    ),
    Cause(
        "forgets",
        "Long sequences",
        "A plain RNN passes back {factor} at each time step: the first symbol gets {share}.",
        "Hochreiter (1991)",
        VANISHES,
        # Drawn is the default seed. Within these steps three of six seeds find a way to recall it all the same.
        RNN,
        "vanishing",
        ("lstm",),
    ),
    Cause(
        "large_weights",
        "Weights too large",
        "Each layer makes it {factor} as large: layer 1 gets {share} as much.",
        "Glorot, Bengio (2010)",
        EXPLODES,
        # With a gain of 1.5 layer 1 receives 900 to 7,000 times as much, with 2 it is 200 thousand and more (six
        # seeds).
        {**RELU, "gain": 2.0},
        "diverged",
        ("proper_weights", "layer_norm"),
    ),
    Cause(
        "recurrence",
        "The same matrix again",
        "Each time step makes it {factor} as large: the first gets {share} as much.",
        "Pascanu, Mikolov, Bengio (2013)",
        EXPLODES,
        # Linear, as tanh holds the run: of six seeds none breaks off.
        {**RNN, "activation": "linear", "init": "orthogonal", "gain": 1.3, "optimizer": "sgd", "learning_rate": 0.03},
        "diverged",
        ("lstm", "clipping"),
    ),
    Cause(
        "dead",
        "Dead ReLUs",
        "One step too large, and {dead} of all units are below zero for every sample. No gradient wakes them.",
        "Lu, Shin, Su, Karniadakis (2020)",
        UNITS,
        # At a rate of 0.03 about half of the units die and it learns all the same, on each of six seeds.
        {**RELU, "depth": 10, "optimizer": "adam", "learning_rate": 0.1},
        "dead_units",
        ("smaller_rate", "batch_norm"),
        at_end=True,
    ),
    Cause(
        "saturated",
        "Saturated units",
        "{saturated} of what the units do lies on the flat ends of their curve, which let next to nothing through.",
        "Glorot, Bengio (2010)",
        UNITS,
        # With a gain of 1 three units in four are saturated, and it still reads 47 to 58 % of the digits.
        {**SHALLOW, "init": "normal", "gain": 4.0},
        "saturated_units",
        ("proper_weights", "batch_norm"),
        at_end=True,
    ),
    Cause(
        "symmetric",
        "All weights alike",
        "All units of a layer get the same gradient and stay alike: they do the work of one.",
        "Rumelhart, Hinton, Williams (1986)",
        UNITS,
        {**SHALLOW, "init": "constant", "gain": 0.1},
        "symmetric_units",
        ("proper_weights", "orthogonal_weights"),
        at_end=True,
    ),
    Cause(
        "oscillating",
        "Oscillation",
        "The gradient arrives, but steps are too long: the loss jumps by {jump} times what a guess costs.",
        "LeCun, Bottou, Orr, Müller (1998)",
        STEPS,
        # At a rate of 1 the task is solved on each of six seeds.
        {**SHALLOW, "depth": 3, "learning_rate": 3.0},
        "oscillating",
        ("smaller_rate", "clipping"),
    ),
    Cause(
        "stalled",
        "Stalled",
        "The gradient arrives, but weights move by {moved} of their size a step.",
        "Bottou (2012)",
        STEPS,
        {**SHALLOW, "learning_rate": 1e-5, "init": "orthogonal"},
        "stalled",
        ("adam", "much_larger_rate"),
    ),
    Cause(
        "alike",
        "Alike samples",
        "All samples have become the same: their similarity is {similarity}. There is no difference to learn.",
        "Schoenholz et al. (2017)",
        STEPS,
        # Of eight layers the gradient vanishes, and would be the cause.
        {**DEEP, "depth": 5},
        "alike_samples",
        ("tanh", "batch_norm"),
    ),
)
"""The rows of the poster, in its order."""
