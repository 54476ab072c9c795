"""Gradients that vanish."""

from simulator.catalog.stories.story import CONV, LINEAR, RELU, SMALL, VANISHING, Story

STORIES = (
    Story(
        "vanishing_sigmoid",
        "The vanishing sigmoid",
        "Each sigmoid layer passes on about a quarter of the gradient, so the first layers stand still. Beside it "
        "20 layers with ReLU, He weights and smaller steps: their gradient arrives, and they learn.",
        "Hochreiter (1991)",
        VANISHING,
        shows="vanishing",
        start=(1e-13, 1e-11),
        # At the sigmoid's rate of 0.1 these read 21 to 54 % of the digits, at this one 62 to 75 % (six seeds).
        beside=({**RELU, "learning_rate": 0.02},),
    ),
    Story(
        "linear_half",
        "Half of it in every layer",
        "Without activations and with weights of 0.5 times the identity the gradient halves at every layer: the first "
        "receives 2 millionths. Beside it weights of 1 times the identity, which keep it level.",
        "Saxe, McClelland, Ganguli (2013)",
        VANISHING,
        {**LINEAR, "gain": 0.5},
        shows="vanishing",
        # Identities multiply up exactly, but for the rounding of float32.
        start=(0.5**19 * 0.999, 0.5**19 * 1.001),
        # At a rate of 0.1 this one breaks off within 8 to 14 steps.
        beside=({"gain": 1.0, "learning_rate": 0.01},),
    ),
    Story(
        "small_weights",
        "Weights too small",
        "Weights of half the right size shrink the gradient by half at every layer, and the surface of answers "
        "stays flat. Beside it weights of the right size: theirs bends around the inner ring.",
        "Glorot, Bengio (2010)",
        VANISHING,
        {**SMALL, "task": "circles", "learning_rate": 0.03, "schedule": "cosine"},
        shows="vanishing",
        start=(1e-7, 1e-5),
        beside=({"gain": 1.0},),
        view="learns",
    ),
    Story(
        "conv_vanishing",
        "Convolutions vanish too",
        "Ten convolutional sigmoid layers lose the gradient just as the ten dense ones beside them do.",
        "LeCun, Boser, Denker et al. (1989)",
        VANISHING,
        {**CONV, "steps": 100},
        shows="vanishing",
        start=(1e-7, 1e-5),
        beside=({"layer": "dense"},),
    ),
    Story(
        "zero_weights",
        "All weights zero",
        "No gradient passes a matrix of zeros: every layer receives exactly nothing, and none ever learns.",
        "Rumelhart, Hinton, Williams (1986)",
        VANISHING,
        # Tanh, which answers 0. Sigmoids of 0 answer a half: the output learns of it, and then the last layers receive
        # something.
        {"activation": "tanh", "init": "zeros"},
        shows="symmetric_units",
        start=None,  # nothing over nothing is no number
    ),
    Story(
        "dead_relu",
        "Dead ReLUs",
        "Half of a ReLU's slopes being zero is normal. Huge steps push whole layers below zero: there all of them "
        "are zero, and the gradient ends for good. Beside it small steps, which learn.",
        "Maas, Hannun, Ng (2013)",
        VANISHING,
        # At a rate of 0.01 Adam learns the task on each of six seeds; at 0.1 all die, too.
        {**RELU, "depth": 10, "optimizer": "adam", "learning_rate": 0.2},
        shows="dead_units",
        beside=({"learning_rate": 0.003},),
    ),
)
