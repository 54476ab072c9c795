"""Stories: named settings to start from, in teaching order. A story holds only what differs from the default."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from simulator.catalog.choice import Choice, table
from simulator.catalog.viewing import SPEEDS

Settings = Mapping[str, str | int | float]

VANISHING, EXPLODING, DEPTH, SEQUENCES, TRAINING = GROUPS = (
    "Vanishing",
    "Exploding",
    "Remedies in depth",
    "Sequences",
    "Training",
)
"""Headings under which a menu may gather the stories."""

LEVEL = (0.1, 10.0)
"""The spread of a gradient that reaches the first site about as large as it was at the last."""
SLOW = SPEEDS["slow"]
"""A run of a dozen steps can be followed."""
FIRST = 3
"""How many of the stories are told to whoever starts here."""


@dataclass(frozen=True)
class Story(Choice):
    """One story: ``note`` says what to look for, ``settings`` make ``Experiment(**settings)``."""

    group: str = ""
    settings: Settings = field(default_factory=dict, hash=False)
    shows: str = "healthy"
    """The name of the main finding about its run; "healthy" also stands for "solved"."""
    start: tuple[float, float] | None = LEVEL
    """The range in which the spread g_1 / g_L lies before training; None where there is none, or settings do
    not decide it."""
    beside: tuple[Settings, ...] = field(default=(), hash=False)
    """The runs that its sentence compares it with, pinned beside it: of each, what differs from the story."""
    view: str = ""
    """The player's view that opens with it, where another one than the visitor's own shows it better."""
    speed: int = 0
    """Displayed steps per second with which it opens, where that is not the visitor's own."""


RELU: Settings = {"activation": "relu", "init": "he_normal"}
SELU: Settings = {"activation": "selu", "init": "lecun_normal", "depth": 30}
SMALL: Settings = {"activation": "tanh", "gain": 0.5}
LINEAR: Settings = {"activation": "linear", "init": "identity", "width": 64}
CONV: Settings = {"layer": "conv", "depth": 10, "width": 8, "batch_size": 32}
ADAM: Settings = {"optimizer": "adam", "learning_rate": 0.01}
SEQUENCE: Settings = {"kind": "sequence", "activation": "tanh", "batch_size": 32}
SINE: Settings = {**SEQUENCE, "task": "noisy_sine", "init": "orthogonal"}
WILD: Settings = {**SINE, "sequence_length": 80, "gain": 1.9, "learning_rate": 0.2}
RECALL: Settings = {
    **SEQUENCE,
    "task": "recall_first",
    "sequence_length": 100,
    "init": "pytorch",
    "optimizer": "adam",
    "learning_rate": 0.003,
}

STORIES = table(
    Story(
        "vanishing_sigmoid",
        "The vanishing sigmoid",
        "Each sigmoid layer passes on about a quarter of the gradient, so the first layers stand still. Beside it "
        "20 layers with ReLU, He weights and smaller steps: their gradient arrives, and they learn.",
        "Hochreiter (1991)",
        VANISHING,
        shows="vanishing",
        start=(1e-13, 1e-11),
        beside=({**RELU, "learning_rate": 0.02},),
    ),
    Story(
        "linear_half",
        "Half of it in every layer",
        "Without activations and with weights of 0.5 times the identity the gradient halves at every layer, "
        "0.5^L; beside it weights of 1 times the identity, which keep it level.",
        "Saxe, McClelland, Ganguli (2013)",
        VANISHING,
        {**LINEAR, "gain": 0.5},
        shows="vanishing",
        start=(0.5**19 * 0.999, 0.5**19 * 1.001),
        beside=({"gain": 1.0, "learning_rate": 0.01},),
    ),
    Story(
        "small_weights",
        "Weights too small",
        "Weights of half the right size shrink the gradient by half at every layer, and the surface of answers "
        "stays flat. Beside it weights of the right size: theirs bends around the inner ring.",
        "Glorot, Bengio (2010)",
        VANISHING,
        {**SMALL, "task": "circles", "learning_rate": 0.03},
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
        {"activation": "tanh", "init": "zeros"},
        shows="symmetric_units",
        start=None,
    ),
    Story(
        "dead_relu",
        "Dead ReLUs",
        "Half of a ReLU's slopes being zero is normal. Huge steps push whole layers below zero: there all of them "
        "are zero, and the gradient ends for good. Beside it small steps, which learn.",
        "Maas, Hannun, Ng (2013)",
        VANISHING,
        {**RELU, "depth": 10, "optimizer": "adam"},
        shows="dead_units",
        beside=({"learning_rate": 0.003},),
    ),
    Story(
        "linear_one_and_a_half",
        "Half more in every layer",
        "Weights of 1.5 times the identity multiply the gradient by 1.5 at every layer, 1.5^L. It can learn all "
        "the same, with steps of a millionth.",
        "Saxe, McClelland, Ganguli (2013)",
        EXPLODING,
        {**LINEAR, "gain": 1.5, "learning_rate": 1e-6},
        shows="exploding",
        start=(1.5**19 * 0.999, 1.5**19 * 1.001),
    ),
    Story(
        "large_weights",
        "Weights too large",
        "The gradient grows by nearly half at every layer, and the very first steps throw the network off; beside "
        "it weights of the right size go on.",
        "Glorot, Bengio (2010)",
        EXPLODING,
        {**RELU, "gain": 1.5},
        shows="diverged",
        start=(1e3, 1e4),
        beside=({"gain": 1.0},),
    ),
    Story(
        "saturated_tanh",
        "Exploded, then stuck",
        "The first, exploding gradient drives the tanh units into saturation; from then on it vanishes instead.",
        "Glorot, Bengio (2010)",
        EXPLODING,
        {"activation": "tanh", "init": "normal"},
        shows="exploding",
        start=(1e3, 1e6),
        view="why",
    ),
    Story(
        "batch_norm_explodes",
        "Batch normalization in fifty layers",
        "In deep ReLU networks batch normalization itself makes the gradient explode at the start; without it, "
        "beside, the gradient is level.",
        "Yang, Pennington, Rao, Sohl-Dickstein, Schoenholz (2019)",
        EXPLODING,
        {**RELU, "depth": 50, "normalization": "batch", "learning_rate": 0.01},
        shows="exploding",
        start=(1e3, 1e6),
        beside=({"normalization": "none"},),
    ),
    Story(
        "learning_rate_too_large",
        "Learning rate too large",
        "The gradient is healthy at the start, yet the steps overshoot: within a dozen of them the run breaks "
        "off. Beside it, with smaller steps, the network learns.",
        "LeCun, Bottou, Orr, Müller (1998)",
        EXPLODING,
        {**SELU, "learning_rate": 0.2},
        shows="diverged",
        beside=({"learning_rate": 0.03},),
        speed=SLOW,
    ),
    Story(
        "exploding_rnn",
        "An RNN explodes",
        "At every time step back the gradient grows. Only steps of a millionth leave it so; beside it, with "
        "larger ones, a single step throws the weights about, and nothing passes any more.",
        "Pascanu, Mikolov, Bengio (2013)",
        EXPLODING,
        {**SINE, "gain": 2.2, "learning_rate": 1e-6},
        shows="exploding",
        start=(1e3, 1e5),
        beside=({"learning_rate": 0.001},),
    ),
    Story(
        "clip_norm",
        "Clipping by norm",
        "At the start the gradient explodes, but what is used of it is cut to length 1, and the network learns; "
        "without clipping, beside, it breaks off.",
        "Pascanu, Mikolov, Bengio (2013)",
        EXPLODING,
        {**WILD, "clip": "norm"},
        shows="exploding",
        start=(1e3, 1e5),
        beside=({"clip": "none"},),
    ),
    Story(
        "clip_value",
        "Clipping by value",
        "At the start the gradient explodes, but every entry is cut off at 0.1: the direction changes, and the "
        "network learns all the same. Without clipping, beside, it breaks off.",
        "Mikolov (2012)",
        EXPLODING,
        {**WILD, "clip": "value", "clip_at": 0.1},
        shows="exploding",
        start=(1e3, 1e5),
        beside=({"clip": "none"},),
    ),
    Story(
        "relu_he",
        "ReLU with He weights",
        "Weights that make up for the half a ReLU drops keep the gradient level through 20 layers, and the loss "
        "falls; half of the slopes being zero is normal. Beside it weights that do not.",
        "He, Zhang, Ren, Sun (2015)",
        DEPTH,
        {**RELU, "width": 64, "learning_rate": 0.03},
        beside=({"init": "xavier_normal"},),
    ),
    Story(
        "prelu",
        "PReLU never dies",
        "With a slope below zero that is learned, no unit is ever dead, the gradient stays level, and the loss "
        "falls; beside it ReLUs, of which some die.",
        "He, Zhang, Ren, Sun (2015)",
        DEPTH,
        {"activation": "prelu", "init": "he_normal", "learning_rate": 0.03},
        beside=({"activation": "relu"},),
    ),
    Story(
        "selu",
        "SELU keeps itself level",
        "Without any normalization the outputs of all 30 layers keep a standard deviation near 1 at the start.",
        "Klambauer, Unterthiner, Mayr, Hochreiter (2017)",
        DEPTH,
        {**SELU, "learning_rate": 0.03},
    ),
    Story(
        "maxout",
        "Maxout",
        "The larger of two linear maps always has slope 1: nothing saturates, nothing dies, the gradient stays level.",
        "Goodfellow, Warde-Farley, Mirza, Courville, Bengio (2013)",
        DEPTH,
        {"activation": "maxout", "init": "lecun_normal", "learning_rate": 0.03},
    ),
    Story(
        "orthogonal",
        "Orthogonal weights",
        "Rotations keep every gradient's length, so each of 50 tanh layers passes on nearly all of it, and they "
        "learn faster than with the Xavier weights beside them.",
        "Saxe, McClelland, Ganguli (2013)",
        DEPTH,
        {"activation": "tanh", "init": "orthogonal", "depth": 50, "learning_rate": 0.03},
        start=(0.03, 10),
        beside=({"init": "xavier_normal"},),
    ),
    Story(
        "linear_orthogonal",
        "A hundred layers, perfectly level",
        "Linear layers that start as rotations hand the gradient back without any loss at all.",
        "Saxe, McClelland, Ganguli (2013)",
        DEPTH,
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
        {**SMALL, "normalization": "layer", "learning_rate": 0.03},
        beside=({"normalization": "none"},),
    ),
    Story(
        "rms_norm",
        "RMS normalization",
        "Dividing by the size alone does as much for the gradient as the layer normalization beside it.",
        "Zhang, Sennrich (2019)",
        DEPTH,
        {**SMALL, "normalization": "rms", "learning_rate": 0.03},
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
        "highway",
        "Highway gates",
        "Gates that start mostly open to h carry enough of the gradient for learning to begin, and soon all of "
        "it; without them, beside, it dies.",
        "Srivastava, Greff, Schmidhuber (2015)",
        DEPTH,
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
        {**CONV, **RELU, "learning_rate": 0.03, "steps": 200},
    ),
    Story(
        "rnn_forgets",
        "A plain RNN forgets",
        "The gradient dies on its way back to the first symbol, and the accuracy stays near chance, one in four.",
        "Bengio, Simard, Frasconi (1994)",
        SEQUENCES,
        RECALL,
        shows="vanishing",
        start=(0, 1e-20),
    ),
    Story(
        "lstm_remembers",
        "An LSTM remembers",
        "Through open forget gates the gradient reaches the first of 100 symbols, and the network recalls it; the "
        "plain RNN beside it does not.",
        "Hochreiter, Schmidhuber (1997); Gers, Schmidhuber, Cummins (2000)",
        SEQUENCES,
        {**RECALL, "cell": "lstm", "forget_bias": 5.0, "clip": "norm", "schedule": "cosine"},
        beside=({"cell": "rnn"},),
    ),
    Story(
        "forget_bias",
        "An LSTM with half-shut forget gates",
        "A forget-gate bias of 0 lets half of the memory through at each time step: this LSTM forgets like an "
        "RNN, and the one beside it, with a bias of 5, does not.",
        "Jozefowicz, Zaremba, Sutskever (2015)",
        SEQUENCES,
        {**RECALL, "cell": "lstm", "forget_bias": 0.0},
        shows="vanishing",
        start=(0, 1e-15),
        beside=({"forget_bias": 5.0},),
        view="why",
    ),
    Story(
        "orthogonal_rnn",
        "An RNN that starts as a rotation",
        "A plain RNN with orthogonal weights: the gradient comes through, and the first symbol is recalled; with "
        "small weights, beside, it is not.",
        "Saxe, McClelland, Ganguli (2013); Arjovsky, Shah, Bengio (2016)",
        SEQUENCES,
        {**RECALL, "init": "orthogonal"},
        start=(1e-3, 1),
        beside=({"init": "pytorch"},),
    ),
    Story(
        "identity_relu_rnn",
        "An RNN that starts as the identity",
        "ReLUs that copy themselves from step to step keep the gradient level and tell what came first 50 steps ago.",
        "Le, Jaitly, Hinton (2015)",
        SEQUENCES,
        {
            **SEQUENCE,
            "task": "temporal_order",
            "init": "identity",
            "activation": "relu",
            "optimizer": "adam",
            "learning_rate": 0.003,
            "clip": "norm",
        },
    ),
    Story(
        "adding_gru",
        "A GRU adds two numbers",
        "The loss rests at 1/6, the price of always answering 1, until the gradient finds its way back through the "
        "gates.",
        "Cho et al. (2014); Hochreiter, Schmidhuber (1997)",
        SEQUENCES,
        {**SEQUENCE, **ADAM, "task": "adding", "cell": "gru", "steps": 600},
        start=(0, 1e-3),
    ),
    Story(
        "pixel_digits",
        "Digits, one pixel at a time",
        "An LSTM reads 64 pixels before it answers; its gradient reaches the first of them, and the accuracy climbs.",
        "Le, Jaitly, Hinton (2015)",
        SEQUENCES,
        {**SEQUENCE, **ADAM, "cell": "lstm", "init": "pytorch", "forget_bias": 3.0, "clip": "norm"},
        start=(1e-2, 1),
    ),
    Story(
        "sgd_stalls",
        "SGD on a faint gradient",
        "Six sigmoid layers: the first receives less than a thousandth of the last's gradient and hardly moves. "
        "Beside it Adam, which learns.",
        "Robbins, Monro (1951)",
        TRAINING,
        {"depth": 6, "steps": 500},
        shows="vanishing",
        start=(1e-4, 1e-3),
        beside=(ADAM,),
    ),
    Story(
        "adam_steps",
        "Adam on the same gradient",
        "Adam makes full steps of the faint gradient as well: after some dozens of steps it is faint no more. "
        "Beside it SGD, which stalls.",
        "Kingma, Ba (2015)",
        TRAINING,
        {**ADAM, "depth": 6, "steps": 500},
        start=(1e-4, 1e-3),
        beside=({"optimizer": "sgd", "learning_rate": 0.1},),
    ),
    Story(
        "symmetric_weights",
        "All units alike",
        "Equal weights get equal gradients: each layer stays many copies of one unit, and little is learned; "
        "weights drawn at random, beside, learn.",
        "Rumelhart, Hinton, Williams (1986)",
        TRAINING,
        {"activation": "tanh", "init": "constant", "gain": 0.1, "depth": 3},
        shows="symmetric_units",
        start=None,  # before the output's weights differ, nothing arrives at all
        beside=({"init": "xavier_normal", "gain": 1.0},),
    ),
    Story(
        "warm_up",
        "Warm-up",
        "The first steps are kept small, and the network learns; with the full rate from the start on, beside, it "
        "learns little.",
        "Goyal et al. (2017); Xiong et al. (2020)",
        TRAINING,
        {**RELU, "skip": "residual", "normalization": "layer", "learning_rate": 0.4, "schedule": "warmup"},
        beside=({"schedule": "constant"},),
    ),
    Story(
        "cosine",
        "Cosine schedule",
        "The steps shrink along half a cosine to nothing: the update ratios fall, and the loss comes to rest. "
        "Beside it the steps stay as they are.",
        "Loshchilov, Hutter (2017)",
        TRAINING,
        {"normalization": "batch", "schedule": "cosine"},
        beside=({"schedule": "constant"},),
    ),
    Story(
        "dropout",
        "Dropout",
        "A fifth of the units is off at every step: the gradient stays level, and the training loss falls more "
        "slowly than without, beside. Half of a ReLU's slopes being zero is normal.",
        "Srivastava, Hinton, Krizhevsky, Sutskever, Salakhutdinov (2014)",
        TRAINING,
        {**RELU, "depth": 5, "dropout": 0.2, "learning_rate": 0.05},
        beside=({"dropout": 0.0},),
    ),
    Story(
        "too_much_l2",
        "Too much L2 penalty",
        "The penalty shrinks the weights of a healthy network until its gradient has vanished; without it, "
        "beside, the network learns.",
        "Krogh, Hertz (1991)",
        TRAINING,
        {"activation": "tanh", "init": "orthogonal", "l2": 0.1},
        shows="vanishing",
        beside=({"l2": 0.0},),
    ),
    Story(
        "l1",
        "L1 penalty",
        "Every weight is pulled towards zero by the same amount: a little of it slows learning and does no harm. "
        "Beside it no penalty.",
        "Tibshirani (1996)",
        TRAINING,
        {"activation": "tanh", "init": "orthogonal", "l1": 0.003},
        beside=({"l1": 0.0},),
    ),
)
