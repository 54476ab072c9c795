"""Words of what a network is made of, in the order in which they are learned."""

from simulator.teaching.glossary.entry import CURVE, LOSS, Picture
from simulator.teaching.glossary.networks import RELU, SIGMOID, WIDE_SIGMOID, WIDE_TANH, along, beside
from simulator.teaching.glossary.word import FIRST, RUMELHART, of_both, word

PARTS = (
    word(
        "layer",
        FIRST,
        along(SIGMOID, "depth", (2, 3, 4, 5, 6, 8, 10)),
        "Those between input and output are the hidden layers, from 1, nearest the input, to L. The more there are, "
        "the deeper is the network.",
        r"h_l = f(W_l\,h_{l-1} + b_l)",
        RUMELHART,
    ),
    word(
        "unit",
        FIRST,
        of_both("activation_mean"),
        "A unit, or neuron, adds up what comes in, each part times its weight, and passes the sum through the "
        "activation. The width is the number of units in a layer.",
        r"h_i = f\left(\sum_j w_{ij}\,x_j + b_i\right)",
        "McCulloch, Pitts (1943); Rosenblatt (1958)",
        also=("neuron",),
    ),
    word(
        "weights",
        FIRST,
        of_both("weight_factor"),
        "The weights of a layer are a matrix W: a row for each unit, a column for each unit before it. With the biases "
        "they are the parameters. On the way back the gradient is multiplied by the same matrix.",
        r"z = W h + b",
        RUMELHART,
        also=("parameters",),
    ),
    word(
        "z",
        FIRST,
        Picture({"tanh": WIDE_TANH}, CURVE),
        "z is called the pre-activation. Where it lies on the activation's curve decides how much gradient gets "
        "through.",
        r"z = W h + b,\quad h = f(z)",
        also=("pre-activation",),
    ),
    word(
        "activation",
        FIRST,
        Picture({"sigmoid": WIDE_SIGMOID}, CURVE),
        "Without one, layers in a row could do no more than a single one. The gradient is multiplied by its slope in "
        "every layer.",
        r"h = f(z), \qquad \frac{\partial \mathcal{L}}{\partial z} = f'(z)\,\frac{\partial \mathcal{L}}{\partial h}",
        RUMELHART,
    ),
    word(
        "slope",
        FIRST,
        Picture({"sigmoid": WIDE_SIGMOID}, CURVE),
        "The slope at z is the derivative f'(z): 1/4 at most for a sigmoid, 1 at most for tanh, 0 or 1 for a ReLU.",
        r"f'(z) = \frac{df}{dz}",
        also=("derivative",),
    ),
    word(
        "samples",
        FIRST,
        of_both("learned"),
        "Training shows samples with their right answers; what was learned is tried on samples that were never shown.",
        r"(x_b,\, y_b), \quad b = 1, \dots, B",
    ),
    word(
        "batch",
        FIRST,
        beside(RELU, "64 samples", LOSS, **{"4 samples": {"batch_size": 4}}),
        "A small batch is quick but noisy: its gradient is an estimate of that of all samples.",
        r"\mathcal{L} = \frac{1}{B}\sum_b \ell_b",
        "Robbins, Monro (1951)",
    ),
    word(
        "loss",
        FIRST,
        of_both(LOSS),
        "For classes it is the cross entropy, for numbers the mean squared error. The gradient is taken of it.",
        number="loss",
    ),
    word(
        "guess",
        FIRST,
        Picture({"ReLU, He": RELU}, "chance_loss"),
        "The best answer that does not look at its sample: the shares of the classes, or the mean of the targets.",
        number="chance_loss",
    ),
    word(
        "accuracy",
        FIRST,
        of_both("accuracy"),
        "It counts what is right, but has no slope, so training follows the loss instead.",
        number="accuracy",
    ),
)
