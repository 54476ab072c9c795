"""Remedies that change how large a step is taken, and what else pulls at the weights."""

from simulator.analysis import changes
from simulator.analysis.candidates.candidate import Candidate
from simulator.analysis.finding import Trait
from simulator.analysis.rules import NOT_LEARNING

TRAINING = (
    Candidate(
        "clipping",
        "Clipping by norm",
        "A gradient that is longer than the threshold is shortened to it before the step is taken.",
        "Pascanu, Mikolov, Bengio (2013)",
        frozenset([Trait.WILD]),
        changes.setting_to("clip", "norm", clip_at=1.0),
    ),
    Candidate(
        "smaller_rate",
        "A tenth of the learning rate",
        "Smaller steps do not overshoot, nor throw units into their flat parts.",
        "LeCun, Bottou, Orr, Müller (1998)",
        frozenset([Trait.WILD, "clipped_mostly"]) | NOT_LEARNING,
        changes.rate_times(0.1),
    ),
    Candidate(
        "much_smaller_rate",
        "A hundredth of the learning rate",
        "Smaller steps do not overshoot, nor throw units into their flat parts.",
        "LeCun, Bottou, Orr, Müller (1998)",
        frozenset([Trait.WILD]),
        changes.rate_times(0.01),
    ),
    Candidate(
        "larger_rate",
        "Ten times the learning rate",
        "Where the gradient is sound and nothing moves, larger steps get further.",
        "LeCun, Bottou, Orr, Müller (1998)",
        NOT_LEARNING,
        changes.rate_times(10.0),
    ),
    Candidate(
        "much_larger_rate",
        "A thousand times the learning rate",
        "Where the gradient is sound and nothing moves, larger steps get further.",
        "LeCun, Bottou, Orr, Müller (1998)",
        NOT_LEARNING,
        changes.rate_times(1000.0),
    ),
    Candidate(
        "adam",
        "Adam",
        "Every weight's step is divided by the size of its own gradient: a faint one moves it too, a huge one no "
        "further.",
        "Kingma, Ba (2015)",
        frozenset([Trait.IDLE, Trait.GROWING, Trait.WILD]),
        changes.setting_to("optimizer", "adam", learning_rate=0.003),
    ),
    Candidate(
        "pretraining",
        "Layer-by-layer pretraining",
        "Each layer first learns the task alone, where no gradient has far to go.",
        "Schmidhuber (1992); Bengio, Lamblin, Popovici, Larochelle (2007)",
        frozenset([Trait.FADING]) | NOT_LEARNING,
        changes.pretraining,
    ),
    Candidate(
        "no_penalty",
        "No L1 and L2",
        "A strong penalty pulls the weights to zero, and the gradient with them; where the learning rate is large, it "
        "throws them past zero.",
        "Krogh, Hertz (1991)",
        frozenset([Trait.FADING, "diverged", "penalty_overshoots"]) | NOT_LEARNING,
        changes.no_penalty,
        cause="penalty_overshoots",
    ),
    Candidate(
        "small_l2",
        "A little L2",
        "A light pull towards zero keeps weights from growing, and the gradient with them.",
        "Krogh, Hertz (1991)",
        frozenset(["exploding", "oscillating"]),
        changes.setting_to("l2", 0.001),
    ),
    Candidate(
        "looser_clipping",
        "Ten times the clipping threshold",
        "Where nearly every step is cut, the threshold is too low for this network.",
        "Pascanu, Mikolov, Bengio (2013)",
        frozenset(["clipped_mostly"]) | NOT_LEARNING,
        changes.looser_clipping(10.0),
    ),
    Candidate(
        "much_looser_clipping",
        "A hundred times the clipping threshold",
        "Where nearly every step is cut, the threshold is too low for this network.",
        "Pascanu, Mikolov, Bengio (2013)",
        frozenset(["clipped_mostly"]),
        changes.looser_clipping(100.0),
    ),
)
