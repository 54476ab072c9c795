"""Activation functions f: what turns z into h, and what multiplies the gradient by f'(z) on its way back."""

from dataclasses import dataclass

from simulator.catalog.choice import Choice, table


@dataclass(frozen=True)
class Activation(Choice):
    """``function`` takes z, and where ``slope`` is set, the learned slope too."""

    function: str = ""
    ufunc: str = ""
    """The same by NumPy, where that takes less time on a processor."""
    slope: float | None = None
    """Where the learned slope below zero starts; None where nothing is learned."""
    pieces: int = 1
    """Linear maps that compete for one unit."""
    from_output: str = ""
    """The slope as a function of h, where that is cheaper than from z."""
    precise: str = ""
    """The function in float64, where torch's own rounds to 0 what is not."""
    precise_slope: str = ""
    """Its slope as a function of z in float64, where autograd's rounds to 0 what is not."""
    bounded: bool = False
    """Whether it flattens on both sides: a slope of nothing is then called saturated, not dead."""
    flat: bool = False
    """Whether f' is exactly 0 over a whole interval, so that a unit can die; else a slope of 0 is a rounded one."""
    proper_init: str = "xavier_normal"
    """Starting weights that keep the size of the gradient best."""
    jumps: tuple[float, ...] = ()
    """The z at which f' jumps, ascending."""
    steepest_slope: float = 1.0
    """The largest f'(z), to four digits."""

    @property
    def halves(self) -> bool:
        """Whether it drops about half of the signal, which He weights make up for, as a ReLU does."""
        return self.proper_init == "he_normal"


ACTIVATIONS = table(
    Activation(
        "linear",
        "Linear",
        "No activation at all: h = z. Its slope is 1 everywhere, so only the weights act on the gradient.",
        "Saxe, McClelland, Ganguli (2013)",
        "simulator.engine.functions:linear",
    ),
    Activation(
        "sigmoid",
        "Sigmoid",
        "Squeezes z into 0 to 1. Its slope is at most 1/4, so each layer passes on a quarter at best.",
        "Rumelhart, Hinton, Williams (1986)",
        "torch:sigmoid",
        from_output="simulator.engine.functions:sigmoid_slope",
        # h (1 - h) is 0 where 1 - h rounds to 0: in float32 from z = 17 on, in float64 from 37 on.
        precise_slope="simulator.engine.functions:precise_sigmoid_slope",
        bounded=True,
        steepest_slope=0.25,
    ),
    Activation(
        "tanh",
        "Tanh",
        "Squeezes z into -1 to 1. Its slope is 1 at zero and falls to 0 where units saturate.",
        "LeCun, Bottou, Orr, Müller (1998)",
        "torch:tanh",
        "numpy:tanh",  # in a fifth of the time of torch's
        from_output="simulator.engine.functions:tanh_slope",
        # 1 - h^2 rounds to 0 from z = 9 or 10 on in float32, from 19 on in float64.
        precise_slope="simulator.engine.functions:precise_tanh_slope",
        bounded=True,
    ),
    Activation(
        "relu",
        "ReLU",
        "Passes what is positive and drops the rest. Its slope is exactly 1 or exactly 0.",
        "Nair, Hinton (2010)",
        "torch:relu",
        from_output="simulator.engine.functions:relu_slope",
        flat=True,
        proper_init="he_normal",
        jumps=(0.0,),
    ),
    Activation(
        "leaky_relu",
        "Leaky ReLU",
        "A ReLU that keeps a slope of 0.01 below zero, so no unit can die for good.",
        "Maas, Hannun, Ng (2013)",
        "torch.nn.functional:leaky_relu",  # called with z alone: the 0.01 of the note is torch's default
        proper_init="he_normal",
        jumps=(0.0,),
    ),
    Activation(
        "prelu",
        "PReLU",
        "A leaky ReLU that learns its slope below zero; it starts at 0.25.",
        "He, Zhang, Ren, Sun (2015)",
        "simulator.engine.functions:prelu",
        slope=0.25,  # as the paper starts it
        proper_init="he_normal",
        jumps=(0.0,),
    ),
    Activation(
        "elu",
        "ELU",
        "A ReLU that bends smoothly down to -1, which brings the mean of h closer to zero.",
        "Clevert, Unterthiner, Hochreiter (2016)",
        "torch.nn.functional:elu",
        # In 20 layers the gradient grows 3 to 5 times; of Xavier weights an eighth to a fifth is left (six seeds).
        proper_init="he_normal",
    ),
    Activation(
        "selu",
        "SELU",
        "An ELU scaled so that, with LeCun weights, mean 0 and variance 1 keep themselves.",
        "Klambauer, Unterthiner, Mayr, Hochreiter (2017)",
        "torch:selu",
        # With He weights the gradient grows 15 to 22 times in 20 layers, and 30 break off in step 3 or 4 (six seeds).
        proper_init="lecun_normal",
        steepest_slope=1.7581,  # just below z = 0: its scale times its alpha
        jumps=(0.0,),
    ),
    Activation(
        "gelu",
        "GELU",
        "Weighs z by the chance that a normal number is below it: a smooth ReLU.",
        "Hendrycks, Gimpel (2016)",
        "torch.nn.functional:gelu",
        # Far below 0 torch's own function rounds to 0.
        precise="simulator.engine.functions:precise_gelu",
        # With Xavier weights layer 1 of 20 gets 2 to 4 millionths, with these a third to 1.6 times (six seeds).
        proper_init="he_normal",
        steepest_slope=1.129,  # at z = sqrt(2)
    ),
    Activation(
        "swish",
        "Swish (SiLU)",
        "z times sigmoid(z): a smooth ReLU that dips slightly below zero.",
        "Ramachandran, Zoph, Le (2017)",
        "torch.nn.functional:silu",
        # Layer 1 of 20 gets only 0.4 to 3 %, but with Xavier weights 2 millionths (six seeds).
        proper_init="he_normal",
        steepest_slope=1.0998,  # near z = 2.4
    ),
    Activation(
        "mish",
        "Mish",
        "z times tanh(softplus(z)): close to swish, with a slightly deeper dip.",
        "Misra (2019)",
        "torch.nn.functional:mish",
        proper_init="he_normal",
        steepest_slope=1.0885,  # at z = 1.49
    ),
    Activation(
        "softplus",
        "Softplus",
        "log(1 + e^z): a ReLU without the corner; its slope is the sigmoid, half at zero.",
        "Dugas, Bengio, Bélisle, Nadeau, Garcia (2000)",
        "torch.nn.functional:softplus",
    ),
    Activation(
        "hard_tanh",
        "Hard tanh",
        "A straight line cut off at -1 and 1: slope exactly 1 inside, exactly 0 outside.",
        "Collobert (2004)",
        "torch.nn.functional:hardtanh",
        bounded=True,
        flat=True,
        jumps=(-1.0, 1.0),
    ),
    Activation(
        "maxout",
        "Maxout",
        "Each unit is the larger of two linear maps; the slope along the winner is always 1.",
        "Goodfellow, Warde-Farley, Mirza, Courville, Bengio (2013)",
        "simulator.engine.functions:maxout",
        pieces=2,
        # No half is dropped, so none is to be made up for: He weights let the gradient grow 700 times in 20 layers.
        proper_init="lecun_normal",
    ),
)
