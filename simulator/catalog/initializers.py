"""Starting weights: how every weight matrix is drawn before the first step; the gain multiplies it."""

from dataclasses import dataclass, field

from simulator.catalog.choice import Choice, table


@dataclass(frozen=True)
class Initializer(Choice):
    """``function`` fills a weight tensor of shape (fan out, fan in, ...) in place and takes ``options``."""

    function: str = ""
    options: tuple[tuple[str, float | str], ...] = field(default=())
    random: bool = True


def _he(nonlinearity: str) -> tuple[tuple[str, str], ...]:
    return (("nonlinearity", nonlinearity),)


GLOROT = "Glorot, Bengio (2010)"
HE = "He, Zhang, Ren, Sun (2015)"
LECUN = "LeCun, Bottou, Orr, Müller (1998)"

INITIALIZERS = table(
    Initializer(
        "xavier_normal",
        "Xavier (normal)",
        "Variance 2 / (fan in + fan out): keeps signal and gradient level where the slope is near 1.",
        GLOROT,
        "torch.nn.init:xavier_normal_",
    ),
    Initializer(
        "xavier_uniform",
        "Xavier (uniform)",
        "Like Xavier normal, drawn evenly from an interval.",
        GLOROT,
        "torch.nn.init:xavier_uniform_",
    ),
    Initializer(
        "he_normal",
        "He (normal)",
        "Variance 2 / fan in: makes up for the half of the signal that a ReLU drops.",
        HE,
        "torch.nn.init:kaiming_normal_",
        _he("relu"),
    ),
    Initializer(
        "he_uniform",
        "He (uniform)",
        "Like He normal, drawn evenly from an interval.",
        HE,
        "torch.nn.init:kaiming_uniform_",
        _he("relu"),
    ),
    Initializer(
        "lecun_normal",
        "LeCun (normal)",
        "Variance 1 / fan in: keeps the size of the signal; made for tanh and SELU.",
        LECUN,
        "torch.nn.init:kaiming_normal_",
        _he("linear"),
    ),
    Initializer(
        "lecun_uniform",
        "LeCun (uniform)",
        "Like LeCun normal, drawn evenly from an interval.",
        LECUN,
        "torch.nn.init:kaiming_uniform_",
        _he("linear"),
    ),
    Initializer(
        "orthogonal",
        "Orthogonal",
        "A rotation: keeps the length of every signal and every gradient exactly.",
        "Saxe, McClelland, Ganguli (2013)",
        "torch.nn.init:orthogonal_",
    ),
    Initializer(
        "identity",
        "Identity",
        "Hands the signal on unchanged; times the gain, the textbook's 1.5^L and 0.5^L.",
        "Le, Jaitly, Hinton (2015)",
        "simulator.engine.functions:identity_",
        random=False,
    ),
    Initializer(
        "pytorch",
        "PyTorch's default",
        "Evenly from -1/sqrt(fan in) to 1/sqrt(fan in), biases too: what nn.Linear does if nobody asks.",
        "PyTorch, torch.nn.Linear",
        "torch.nn.init:kaiming_uniform_",
        (("a", 5**0.5),),
    ),
    Initializer(
        "normal",
        "Normal, of chosen size",
        "Normal with the gain as its standard deviation, whatever the width: too small or too large is easy.",
        "",
        "torch.nn.init:normal_",
    ),
    Initializer(
        "uniform",
        "Uniform, of chosen size",
        "Evenly from minus the gain to the gain, whatever the width.",
        "",
        "torch.nn.init:uniform_",
        (("a", -1.0), ("b", 1.0)),
    ),
    Initializer(
        "constant",
        "Constant",
        "Every weight is the gain: all units of a layer stay alike and learn the same thing.",
        "",
        "torch.nn.init:ones_",
        random=False,
    ),
    Initializer(
        "zeros",
        "Zeros",
        "Every weight is zero: no gradient can pass at all.",
        "",
        "torch.nn.init:zeros_",
        random=False,
    ),
)
