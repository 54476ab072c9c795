"""Remedies that change what goes in, and how the answer is judged."""

from simulator.analysis import changes
from simulator.analysis.candidates.candidate import Candidate
from simulator.analysis.finding import Trait
from simulator.analysis.rules import NOT_LEARNING

DATA = (
    Candidate(
        "normalize_inputs",
        "Normalize the inputs",
        "Inputs of about size 1 around 0 leave the first sums where activations are steep, and give steps of one size "
        "to all weights.",
        "LeCun, Bottou, Orr, Müller (1998)",
        frozenset([Trait.FADING, Trait.GROWING, Trait.WILD, Trait.IDLE, "alike_samples"]),
        changes.normalize_inputs,
        cause="raw_inputs",
    ),
    Candidate(
        "normalize_targets",
        "Normalize the targets",
        "The gradient grows with the targets, and so does every step; targets of about size 1 keep both in bounds. "
        "The loss is told in the units of before.",
        "LeCun, Bottou, Orr, Müller (1998)",
        frozenset([Trait.FADING, Trait.GROWING, Trait.WILD, Trait.IDLE]),
        changes.setting_to("target_scale", 1.0),
    ),
    Candidate(
        "cross_entropy",
        "Cross entropy on a linear output",
        "Through a softmax and its logarithm the gradient is the error itself, probability minus right answer, and "
        "nothing flat stands between. The loss is told in the units of before.",
        "Bridle (1990); Nielsen (2015)",
        frozenset(["flat_output", "no_gradient"]) | NOT_LEARNING,
        changes.cross_entropy,
        cause="flat_output",
    ),
    Candidate(
        "linear_output",
        "A linear output",
        "It can give any answer, and its slope is 1 everywhere.",
        "LeCun, Bottou, Orr, Müller (1998)",
        frozenset(["flat_output", "no_gradient"]) | NOT_LEARNING,
        changes.linear_output,
        cause="flat_output",
    ),
)
