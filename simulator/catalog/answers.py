"""What becomes of the outputs: the function behind the output layer, and the loss that training lowers."""

from dataclasses import dataclass
from math import inf

from simulator.catalog.choice import Choice, table


@dataclass(frozen=True)
class Output(Choice):
    """What turns z of the output layer into the answers; they lie between ``low`` and ``high``."""

    # A guess is held between them, too: it is the best constant that this output can answer.
    low: float = -inf
    high: float = inf


OUTPUTS = table(
    Output("linear", "Linear", "The weighted sums themselves, as a softmax and a regression want them."),
    Output(
        "sigmoid",
        "Sigmoid",
        "Answers from 0 to 1. Where it is sure it is flat, and a squared error's gradient ends there, whether the "
        "answer is right or wrong.",
        "Rumelhart, Hinton, Williams (1986)",
        low=0.0,
        high=1.0,
    ),
    Output(
        "relu",
        "ReLU",
        "Answers from 0 up. An output that is negative for all samples answers 0 and receives no gradient.",
        "Nair, Hinton (2010)",
        low=0.0,
    ),
)


@dataclass(frozen=True)
class Objective(Choice):
    """A loss: of every answer, then its mean."""

    for_classes: bool = False
    """Whether it needs classes."""
    power: int = 0
    """The power of the targets' scale with which it grows; 0 where it does not."""


OBJECTIVES = table(
    Objective(
        "cross_entropy",
        "Cross entropy",
        "Minus the log of the probability that a softmax of the answers gives to the right class.",
        "Bridle (1990)",
        for_classes=True,  # and so without a power: classes have no scale
    ),
    Objective(
        "mse",
        "Mean squared error",
        "The square of the distance to the right answer; of classes the right one is to be 1, all others 0.",
        "Legendre (1805)",
        power=2,
    ),
    Objective(
        "mae",
        "Mean absolute error",
        "The distance to the right answer itself: its gradient has one size, however far off the answer is.",
        "Laplace (1793)",
        power=1,
    ),
)
