"""Starting weights: how every weight matrix is drawn before the first step; the gain multiplies it."""

from dataclasses import dataclass

from simulator.catalog.choice import Choice, table


@dataclass(frozen=True)
class Initializer(Choice):
    """Independent draws of variance ``variance`` / fan, or else what ``function`` fills in place.

    ``fan`` is "in", "average" (of fan in and fan out) or "" for 1, whatever the width; ``uniform`` draws evenly from an
    interval around 0, else from a normal distribution. ``function`` takes a tensor of shape (fan out, fan in, ...).
    """

    variance: float | None = None
    fan: str = ""
    uniform: bool = False
    function: str = ""
    random: bool = False
    """Whether ``function`` takes a generator."""
    alike: bool = False
    """Whether every weight is the same number, so that all units of a site are one and the same."""
    ends: str = ""
    """The row by which the input and output matrices are drawn, which are not square; empty where it is this one."""
    offsets: bool = False
    """Whether biases are drawn too, from the interval of the weights; else they start at 0."""

    @property
    def drawn(self) -> bool:
        """Whether some of the weights are drawn independently of each other, so that their mean can be moved."""
        return self.variance is not None or bool(self.ends)


GLOROT = "Glorot, Bengio (2010)"
HE = "He, Zhang, Ren, Sun (2015)"
LECUN = "LeCun, Bottou, Orr, Müller (1998)"

INITIALIZERS = table(
    Initializer(
        "xavier_normal",
        "Xavier (normal)",
        "Variance 2 / (fan in + fan out): keeps signal and gradient level where the slope is near 1.",
        GLOROT,
        variance=1.0,
        fan="average",
    ),
    Initializer(
        "xavier_uniform",
        "Xavier (uniform)",
        "Like Xavier normal, drawn evenly from an interval.",
        GLOROT,
        variance=1.0,
        fan="average",
        uniform=True,
    ),
    Initializer(
        "he_normal",
        "He (normal)",
        "Variance 2 / fan in: makes up for the half of the signal that a ReLU drops.",
        HE,
        variance=2.0,
        fan="in",
    ),
    Initializer(
        "he_uniform",
        "He (uniform)",
        "Like He normal, drawn evenly from an interval.",
        HE,
        variance=2.0,
        fan="in",
        uniform=True,
    ),
    Initializer(
        "lecun_normal",
        "LeCun (normal)",
        "Variance 1 / fan in: keeps the size of the signal; made for tanh and SELU.",
        LECUN,
        # Xavier's and these differ at the input and the output alone, as all layers between are of one width.
        variance=1.0,
        fan="in",
    ),
    Initializer(
        "lecun_uniform",
        "LeCun (uniform)",
        "Like LeCun normal, drawn evenly from an interval.",
        LECUN,
        variance=1.0,
        fan="in",
        uniform=True,
    ),
    Initializer(
        "orthogonal",
        "Orthogonal",
        "A rotation: keeps the length of every signal and every gradient exactly.",
        "Saxe, McClelland, Ganguli (2013)",
        function="torch.nn.init:orthogonal_",
        random=True,  # torch's ones_ and zeros_ draw nothing, and take no generator
    ),
    Initializer(
        "identity",
        "Identity",
        "Hands the signal on unchanged; times the gain, the textbook's 1.5^L and 0.5^L over L layers. "
        "Input and output are drawn as LeCun (normal).",
        "Le, Jaitly, Hinton (2015)",
        # The paper draws them with a standard deviation of 0.001, and trains for a million steps. In the 300 of a run
        # such a network hardly begins to read digits pixel by pixel: 41 % right, against 65 % with 1 / fan in.
        function="simulator.engine.functions:identity_",
        ends="lecun_normal",
    ),
    Initializer(
        "pytorch",
        "PyTorch's default",
        "Evenly within 1/sqrt(fan in) of 0, biases too, as nn.Linear; in a sequence within 1/sqrt(width), as nn.RNN.",
        "PyTorch, torch.nn.Linear, torch.nn.RNN",
        # Of an even draw from -a to a the variance is a^2 / 3.
        variance=1 / 3,
        fan="in",
        uniform=True,
        offsets=True,
    ),
    Initializer(
        "normal",
        "Normal, of chosen size",
        "Normal with the gain as its standard deviation, whatever the width: too small or too large is easy.",
        "",
        # Of 32 units a gain of 1 is 5.7 times Xavier's size, the root of the width.
        variance=1.0,
    ),
    Initializer(
        "uniform",
        "Uniform, of chosen size",
        "Evenly from minus the gain to the gain, whatever the width.",
        "",
        variance=1 / 3,
        uniform=True,
    ),
    Initializer(
        "constant",
        "Constant",
        "Every weight is the gain: all units of a layer stay alike and learn the same thing.",
        "",
        function="torch.nn.init:ones_",  # which the gain multiplies
        alike=True,
    ),
    Initializer(
        "zero_branches",
        "Zero in the branches",
        "Weights between sites are zero: with shortcuts every branch adds nothing at first. Needs a slope at 0, so no "
        "ReLU. Input and output are drawn as LeCun (normal).",
        "Zhang, Dauphin, Ma (2019); Goyal et al. (2017)",
        function="torch.nn.init:zeros_",
        # Which tell units apart, so that the weights are not alike.
        ends="lecun_normal",
    ),
    Initializer(
        "zeros",
        "Zeros",
        "Every weight is zero: at the start no gradient passes any of them.",
        "",
        function="torch.nn.init:zeros_",
        alike=True,
    ),
)

SAME = "same"
INPUT_INITIALIZERS: dict[str, Choice] = {
    SAME: Choice(SAME, "As all others", "Drawn as the weights between time steps."),
    **{name: row for name, row in INITIALIZERS.items() if not (row.ends or row.alike)},
}
"""How the weights from the inputs of a sequence are drawn, where that is by another row than all others. Rows that need
a square matrix, or tell no units apart, are not among them."""

GATE_BIASES = table(
    Choice("alike", "All alike", "Every unit's gate starts with the same bias: 0, but for the LSTM's forget gate."),
    Choice(
        "chrono",
        "Chrono",
        "Log of an even draw from 1 to T - 1 for each unit, T the time steps: some forget soon, some never. For the "
        "forget gate of an LSTM, less it for its input gate; for the update gate of a GRU.",
        "Tallec, Ollivier (2018)",
    ),
)
