"""What a network is made of, beside its activation and its weights: kinds, layers, cells, normalizations, shortcuts."""

from dataclasses import dataclass

from simulator.catalog.choice import Choice, table
from simulator.language import translated


@translated("site")
@dataclass(frozen=True)
class Kind(Choice):
    """A kind of network; ``site`` is what a place on the chain of its gradient is called."""

    site: str = ""


KINDS = table(
    Kind("deep", "Deep network", "The gradient walks back layer by layer.", site="layer"),
    Kind("sequence", "Sequence", "The gradient walks back time step by time step.", site="time step"),
)

LAYERS = table(
    Choice("dense", "Dense", "Every unit sees every unit of the layer before."),
    Choice(
        "conv",
        "Convolutional",
        "3x3 filters slide over an image; the width is the number of channels.",
        "LeCun, Boser, Denker et al. (1989)",
    ),
)


@dataclass(frozen=True)
class Cell(Choice):
    """A recurrent cell; ``gates`` are recorded under these names."""

    gates: tuple[str, ...] = ()
    activation: str = ""
    """The activation that it was published with, and has unless another is asked for; empty: the setting's default."""


CELLS = table(
    Cell("rnn", "Plain RNN", "h = f(x V + h W + b): the same matrix at every time step.", "Elman (1990)"),
    Cell(
        "lstm",
        "LSTM",
        "Gates guard a memory cell along which the gradient travels almost unhindered.",
        "Hochreiter, Schmidhuber (1997); Gers, Schmidhuber, Cummins (2000)",
        # In the order of the engine's matrices: what is recorded of a gate gets its name by its place.
        ("input", "forget", "output"),
        activation="tanh",
    ),
    Cell(
        "gru",
        "GRU",
        "Two gates choose between keeping the old state and writing a new one.",
        "Cho et al. (2014)",
        ("reset", "update"),
        activation="tanh",
    ),
)

NORMALIZATIONS = table(
    Choice("none", "None", "z goes into the activation as it is."),
    Choice(
        "batch",
        "Batch normalization",
        "Each unit gets mean 0 and variance 1 over the batch, then a learned scale and shift.",
        "Ioffe, Szegedy (2015)",
    ),
    Choice(
        "layer",
        "Layer normalization",
        "Each sample gets mean 0 and variance 1 over its units, then a learned scale and shift.",
        "Ba, Kiros, Hinton (2016)",
    ),
    Choice(
        "rms",
        "RMS normalization",
        "Each sample is divided by its root mean square, then a learned scale and shift.",
        "Zhang, Sennrich (2019)",
    ),
)

SKIPS = table(
    Choice("none", "None", "The only way back is through the weights and the activation."),
    Choice(
        "residual",
        "Residual",
        "h is added to f(z): the gradient has a road of slope 1.",
        "He, Zhang, Ren, Sun (2016)",
    ),
    Choice(
        "highway",
        "Highway",
        "A learned gate mixes f(z) with the unchanged h; it starts mostly open to h.",
        "Srivastava, Greff, Schmidhuber (2015)",
    ),
)
