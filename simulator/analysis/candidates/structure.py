"""Remedies that change what the network is made of."""

from simulator.analysis import changes
from simulator.analysis.candidates.candidate import Candidate
from simulator.analysis.changes import SHALLOW
from simulator.analysis.finding import Trait
from simulator.analysis.rules import NOT_LEARNING

STRUCTURE = (
    Candidate(
        "batch_norm",
        "Batch normalization",
        "Every unit is brought to mean 0 and variance 1 over the batch, where the activation is steep.",
        "Ioffe, Szegedy (2015)",
        frozenset([Trait.FADING, Trait.GROWING, "alike_samples"]) | NOT_LEARNING,
        changes.setting_to("normalization", "batch"),
    ),
    Candidate(
        "layer_norm",
        "Layer normalization",
        "Each sample's units are brought to mean 0 and variance 1, whatever the weights do.",
        "Ba, Kiros, Hinton (2016)",
        frozenset([Trait.FADING, Trait.GROWING, "dead_units", "alike_samples"]),
        changes.setting_to("normalization", "layer"),
    ),
    Candidate(
        "residual",
        "Residual shortcuts",
        "The gradient has a road of slope 1 past every layer.",
        "He, Zhang, Ren, Sun (2016)",
        frozenset([Trait.FADING, "dead_units", "alike_samples"]) | NOT_LEARNING,
        changes.setting_to("skip", "residual"),
    ),
    Candidate(
        "zero_branches",
        "Residual branches that start at zero",
        "A branch that adds nothing at first hands signal and gradient on unchanged, however many there are.",
        "Zhang, Dauphin, Ma (2019); Goyal et al. (2017)",
        frozenset([Trait.GROWING, Trait.WILD]),
        changes.zero_branches,
    ),
    Candidate(
        "highway",
        "Highway shortcuts",
        "A gate that starts mostly open to h carries the gradient past the layers.",
        "Srivastava, Greff, Schmidhuber (2015)",
        frozenset([Trait.FADING]),
        changes.setting_to("skip", "highway"),
    ),
    Candidate(
        "lstm",
        "LSTM",
        "The memory cell passes the gradient on through the forget gate alone, which starts wide open.",
        "Hochreiter, Schmidhuber (1997); Gers, Schmidhuber, Cummins (2000)",
        frozenset([Trait.FADING, Trait.GROWING, "oscillating"]) | NOT_LEARNING,
        changes.cell("lstm"),
    ),
    Candidate(
        "gru",
        "GRU",
        "The update gate keeps part of the old state, and with it of the gradient.",
        "Cho et al. (2014)",
        frozenset([Trait.FADING, Trait.GROWING, "oscillating"]) | NOT_LEARNING,
        changes.cell("gru"),
    ),
    Candidate(
        "own_activation",
        "The cell's own tanh",
        "Bounded on both sides, it keeps what is written to the state, and read from a memory, from growing.",
        "Hochreiter, Schmidhuber (1997); Cho et al. (2014)",
        frozenset([Trait.FADING, Trait.GROWING, Trait.WILD, "dead_units"]),
        changes.own_activation,
    ),
    Candidate(
        "forget_bias",
        "Open the forget gate",
        "What the forget gate lets through at each time step multiplies up; a larger bias opens it until the memory "
        "lasts as long as the sequence.",
        "Jozefowicz, Zaremba, Sutskever (2015); Tallec, Ollivier (2018)",
        frozenset([Trait.FADING]),
        changes.open_forget_gate,
    ),
    Candidate(
        "leaky_relu",
        "Leaky ReLU",
        "A small slope below zero lets units come back to life.",
        "Maas, Hannun, Ng (2013)",
        frozenset(["dead_units"]),
        changes.leaky_relu,
    ),
    Candidate(
        "fewer_layers",
        f"Only {SHALLOW} layers",
        "What every layer does to the gradient multiplies up: fewer layers, fewer factors.",
        "Bengio, Simard, Frasconi (1994)",
        frozenset([Trait.FADING, Trait.GROWING, "alike_samples"]),
        changes.fewer_layers,
    ),
)
