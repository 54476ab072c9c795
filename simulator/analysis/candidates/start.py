"""Remedies that change the weights that training starts from, and the activation with them."""

from simulator.analysis import changes
from simulator.analysis.candidates.candidate import Candidate
from simulator.analysis.finding import Trait
from simulator.analysis.rules import NOT_LEARNING

START = (
    Candidate(
        "relu",
        "ReLU with He weights",
        "A ReLU's slope is 1 wherever it is not 0, and He weights make up for the half that it drops.",
        "He, Zhang, Ren, Sun (2015)",
        frozenset([Trait.FADING, "symmetric_units"]) | NOT_LEARNING,
        changes.relu,
    ),
    Candidate(
        "proper_weights",
        "Starting weights of the right size",
        "Weights whose variance fits the number of units keep the gradient's size from layer to layer, and no two "
        "units start alike.",
        "Glorot, Bengio (2010); He, Zhang, Ren, Sun (2015)",
        frozenset([Trait.FADING, Trait.GROWING, "symmetric_units", "dead_units"]) | NOT_LEARNING,
        changes.proper_weights,
    ),
    Candidate(
        "centred_weights",
        "Weights around 0",
        "Weights that are all positive, or mostly, add up: every unit sees the same large sum, and the gradient grows "
        "with the width at every site.",
        "LeCun, Bottou, Orr, Müller (1998)",
        frozenset([Trait.FADING, Trait.GROWING, Trait.WILD, Trait.IDLE, "alike_samples"]),
        changes.centred_weights,
    ),
    Candidate(
        "orthogonal_weights",
        "Orthogonal weights",
        "An orthogonal matrix turns the gradient without stretching or shrinking it.",
        "Saxe, McClelland, Ganguli (2013)",
        frozenset([Trait.FADING, Trait.GROWING, "symmetric_units"]) | NOT_LEARNING,
        changes.orthogonal_weights,
    ),
    Candidate(
        "tanh",
        "Tanh with orthogonal weights",
        "Tanh has slope 1 at zero, four times a sigmoid's, and orthogonal weights keep apart what differs.",
        "LeCun, Bottou, Orr, Müller (1998)",
        frozenset([Trait.FADING, "alike_samples", "symmetric_units"]) | NOT_LEARNING,
        changes.tanh,
    ),
)
