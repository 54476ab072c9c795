"""What keeps the gradient of a deep network level."""

from simulator.catalog.stories.story import CONV, DEPTH, RELU, SELU, SMALL, Story

STORIES = (
    Story(
        "relu_he",
        "ReLU with He weights",
        "Weights that make up for the half a ReLU drops keep the gradient level through 20 layers, and the loss "
        "falls; half of the slopes being zero is normal. Beside it weights that do not.",
        "He, Zhang, Ren, Sun (2015)",
        DEPTH,
        # Of 64 units 69 to 93 % of the digits are read, of 32 only 46 to 78 % (six seeds).
        {**RELU, "width": 64, "learning_rate": 0.03},
        # With Xavier weights five seeds in six are not surely better than a guess; the sixth reads 22 %.
        beside=({"init": "xavier_normal"},),
    ),
    Story(
        "prelu",
        "PReLU never dies",
        "With a slope below zero that is learned, no unit is ever dead, the gradient stays level, and the loss "
        "falls; beside it ReLUs, of which some die.",
        "He, Zhang, Ren, Sun (2015)",
        DEPTH,
        {"activation": "prelu", "init": "he_normal", "learning_rate": 0.03, "seed": 1},
        beside=({"activation": "relu"},),
    ),
    Story(
        "selu",
        "SELU keeps itself level",
        "Without any normalization the outputs of all 30 layers keep a standard deviation near 1 at the start.",
        "Klambauer, Unterthiner, Mayr, Hochreiter (2017)",
        DEPTH,
        # At a rate of 0.1 all of six seeds break off within 10 to 15 steps.
        {**SELU, "width": 64, "learning_rate": 0.03},
    ),
    Story(
        "maxout",
        "Maxout",
        "The larger of two linear maps always has slope 1: nothing saturates, nothing dies, the gradient stays level.",
        "Goodfellow, Warde-Farley, Mirza, Courville, Bengio (2013)",
        DEPTH,
        # At a rate of 0.1 one of six seeds breaks off, one learns nothing, and the others read 32 to 41 %.
        {"activation": "maxout", "init": "lecun_normal", "learning_rate": 0.03},
    ),
    Story(
        "orthogonal",
        "Orthogonal weights",
        "Rotations keep every gradient's length, so each of 50 tanh layers passes on nearly all of it, and they "
        "learn faster than with the Xavier weights beside them.",
        "Saxe, McClelland, Ganguli (2013)",
        DEPTH,
        # At a rate of 0.1 they read 14 to 60 % of the digits, at this one 93 to 98 (six seeds).
        {"activation": "tanh", "init": "orthogonal", "depth": 50, "learning_rate": 0.03},
        start=(0.03, 10),
        beside=({"init": "xavier_normal"},),
    ),
    Story(
        "edge_of_chaos",
        "On the edge of chaos",
        "Weights and biases balanced: signal and gradient pass 50 layers. Beside it larger biases, in whose order "
        "samples grow alike and gradients vanish, and larger weights, in whose chaos they first explode.",
        "Poole et al. (2016); Schoenholz, Gilmer, Ganguli, Sohl-Dickstein (2017)",
        DEPTH,
        {
            "activation": "tanh",
            "init": "lecun_normal",
            "gain": 1.3,
            "bias_std": 0.2,
            # Of 32 units 34 to 68 % of the digits are read, of 64 it is 70 to 96 % (six seeds).
            "depth": 50,
            "width": 64,
            "learning_rate": 0.02,
        },
        beside=({"bias_std": 1.0}, {"gain": 2.5}),
    ),
    Story(
        "linear_orthogonal",
        "A hundred layers, perfectly level",
        "Linear layers that start as rotations hand the gradient back without any loss at all.",
        "Saxe, McClelland, Ganguli (2013)",
        DEPTH,
        # At a rate of 0.03 three of six seeds break off.
        {"activation": "linear", "init": "orthogonal", "depth": 100, "learning_rate": 0.01},
        start=(0.999, 1.001),
    ),
    Story(
        "batch_norm",
        "Batch normalization",
        "The same 20 sigmoid layers as in the first story, pinned beside, now with a gradient that stays level, "
        "and they learn.",
        "Ioffe, Szegedy (2015)",
        DEPTH,
        {"normalization": "batch"},
        beside=({"normalization": "none"},),
    ),
    Story(
        "layer_norm",
        "Layer normalization",
        "Weights of half the right size no longer matter: each layer is scaled back up, and the gradient stays "
        "level. Beside it the same without normalization.",
        "Ba, Kiros, Hinton (2016)",
        DEPTH,
        # At a rate of 0.1 four of six seeds lose their gradient, and none reads more than a fifth of the digits.
        {**SMALL, "width": 64, "normalization": "layer", "learning_rate": 0.02},
        beside=({"normalization": "none"},),
    ),
    Story(
        "rms_norm",
        "RMS normalization",
        "Dividing by the size alone does as much for the gradient as the layer normalization beside it.",
        "Zhang, Sennrich (2019)",
        DEPTH,
        {**SMALL, "width": 64, "normalization": "rms", "learning_rate": 0.02},
        beside=({"normalization": "layer"},),
    ),
    Story(
        "residual",
        "Residual shortcuts",
        "The 20 sigmoid layers again: around each of them leads a road of slope 1, and the gradient takes it. "
        "Beside it the same without shortcuts.",
        "He, Zhang, Ren, Sun (2016)",
        DEPTH,
        {"skip": "residual"},
        beside=({"skip": "none"},),
    ),
    Story(
        "zero_branches",
        "Residual branches that start at zero",
        "Each of 30 ELU layers adds nothing to its shortcut at first: the gradient is exactly level, and it learns. "
        "With Xavier weights, beside, signal and gradient grow, and the run breaks off.",
        "Zhang, Dauphin, Ma (2019); Goyal et al. (2017)",
        DEPTH,
        # ELU, as ReLU has no slope at 0, and its branches would stay at zero. Of sigmoids 15 to 22 % are read.
        {"activation": "elu", "init": "zero_branches", "skip": "residual", "depth": 30, "learning_rate": 0.01},
        start=(0.999, 1.001),
        beside=({"init": "xavier_normal"},),
    ),
    Story(
        "highway",
        "Highway gates",
        "Gates that start mostly open to h carry enough of the gradient for learning to begin, and soon all of "
        "it; without them, beside, it dies.",
        "Srivastava, Greff, Schmidhuber (2015)",
        DEPTH,
        # SGD, at a rate of 0.1, learns nothing from what arrives at the start.
        {**SMALL, "skip": "highway", "optimizer": "adam", "learning_rate": 0.003},
        start=(1e-3, 1e-1),
        beside=({"skip": "none"},),
    ),
    Story(
        "pretraining",
        "Layer-by-layer pretraining",
        "Each layer has learned alone before the first step: the weights that were too small are so no more. Beside "
        "it the same network without.",
        "Schmidhuber (1992); Bengio, Lamblin, Popovici, Larochelle (2007)",
        DEPTH,
        # With 20 steps a layer the gradient still vanishes on each of six seeds; of 20 layers one learns little.
        {**SMALL, "depth": 15, "pretraining": 60},
        start=None,
        beside=({"pretraining": 0},),
    ),
    Story(
        "conv_relu",
        "Convolutions with ReLU and He weights",
        "Ten convolutional layers with a level gradient read the digits after a hundred steps or so; half of the "
        "slopes being zero is normal.",
        "He, Zhang, Ren, Sun (2015)",
        DEPTH,
        # At a rate of 0.1 one of six seeds reads no more than 68 %.
        {**CONV, **RELU, "learning_rate": 0.03, "steps": 200},
    ),
)
