"""Words of how a network learns: gradient, steps, rates."""

from simulator.teaching.glossary.entry import LOSS, Picture
from simulator.teaching.glossary.networks import RELU, SIGMOID, along, beside
from simulator.teaching.glossary.word import FIRST, LECUN, RUMELHART, of_both, word

LEARNING = (
    word(
        "gradient",
        FIRST,
        of_both("gradient_norm"),
        "The gradient holds the partial derivative of the loss with respect to each number. Backpropagation computes "
        "it from the last layer to the first, by the chain rule.",
        r"\nabla \mathcal{L} = \left(\frac{\partial \mathcal{L}}{\partial w_1}, "
        r"\frac{\partial \mathcal{L}}{\partial w_2}, \dots\right)",
        RUMELHART,
        also=("backpropagation",),
    ),
    word(
        "norm",
        FIRST,
        of_both("weight_gradient_norm"),
        "The Euclidean norm, of a matrix the Frobenius norm: the root of the sum of all squares.",
        r"\lVert v \rVert = \sqrt{\sum_i v_i^2}",
    ),
    word(
        "logarithmic",
        FIRST,
        Picture({"sigmoid": SIGMOID}, "logarithmic"),
        "Powers of ten stand at equal distances. On a plain axis everything below a hundredth lies on the floor.",
        r"\log_{10} 1000 = 3,\quad \log_{10} 0.001 = -3",
        "Napier (1614)",
    ),
    word(
        "training_step",
        FIRST,
        of_both("update_ratio"),
        "Forward pass, loss, backward pass, update. Once through all samples is an epoch.",
        r"w \leftarrow w - \eta\,\frac{\partial \mathcal{L}}{\partial w}",
        RUMELHART,
    ),
    word(
        "training",
        FIRST,
        of_both("accuracy"),
        "Stochastic gradient descent: step by step downhill on the loss, with another batch at every step.",
        r"w \leftarrow w - \eta\,\frac{\partial \mathcal{L}}{\partial w}",
        "Robbins, Monro (1951)",
    ),
    word(
        "update",
        FIRST,
        of_both("update_ratio"),
        "How much a step matters is told by its size in relation to the weights: a thousandth is a good stride.",
        r"\frac{\lVert \Delta W \rVert}{\lVert W \rVert}",
        "Bottou (2012)",
        number="update_ratio",
        also=("update relative to weights",),
    ),
    word(
        "learning_rate",
        FIRST,
        along(RELU, "learning_rate", (0.0003, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0), LOSS),
        "The factor between gradient and step. Where the loss is curved by more than 2 over it, steps overshoot.",
        r"\Delta w = -\eta\,\frac{\partial \mathcal{L}}{\partial w}, \qquad \eta < \frac{2}{\lambda_{\max}}",
        LECUN,
    ),
    word(
        "optimizer",
        FIRST,
        beside(RELU.replace(learning_rate=0.003), "SGD", LOSS, Adam={"optimizer": "adam"}),
        "Gradient descent takes the gradient as it is; momentum keeps going where it went; Adam gives each weight a "
        "step of its own size.",
        r"\Delta w = -\eta\,\frac{\hat m}{\sqrt{\hat v}}",
        "Robbins, Monro (1951); Kingma, Ba (2015)",
    ),
    word(
        "seed",
        FIRST,
        beside(RELU, "seed 0", LOSS, seed_1={"seed": 1}, seed_2={"seed": 2}),
        "The numbers come from a pseudorandom generator that the seed starts: the same seed gives the same run, digit "
        "by digit. What holds for one seed alone is luck.",
        also=("random seed",),
    ),
)
