"""Lessons on starting weights: too small, too large, all alike, and of the right size."""

from simulator.catalog.lessons.lesson import (
    QUICK,
    RELU,
    TANH,
    Lesson,
    ask,
    draw,
    explain,
    means,
    predict,
    right,
    says,
    watch,
    wrong,
)

SIZE = Lesson(
    "weights",
    "Weights too small, too large, all alike",
    "Three ways to begin so badly that no training step can mend it.",
    "Glorot, Bengio (2010); Rumelhart, Hinton, Williams (1986)",
    minutes=9,
    aims=(
        "say what weights of half and of one and a half times the right size do to the gradient",
        "say why weights must not all be equal",
        "recognize each of the three by its picture",
    ),
    runs={
        "small": {**TANH, "gain": 0.5},
        "right": TANH,
        "large": {**RELU, "gain": 1.5},
        "equal": {**QUICK, "activation": "tanh", "init": "constant", "gain": 0.1, "depth": 3},
        "drawn": {**QUICK, "activation": "tanh", "depth": 3},
    },
    screens=(
        draw(
            "Half the right size",
            "small",
            "Twenty tanh layers begin with weights of half the size that would keep the gradient level. Draw what "
            "arrives at each layer; at layer 20 it counts as 1.",
            right(
                "A straight line down, to about a millionth",
                ("small", "spread_start", "above", 1e-7),
                ("small", "spread_start", "below", 1e-5),
            ),
            wrong(
                "A level line",
                "Weights are learned anyway, so their start is thought not to matter. They are learned by the gradient, "
                "which has to arrive first.",
                ("small", "spread_start", "above", 0.1),
            ),
            wrong(
                "A line down to a half",
                "The factor is thought to count once. It counts once in every layer.",
                ("small", "spread_start", "above", 0.2),
                ("small", "spread_start", "below", 0.9),
            ),
        ),
        watch(
            "Too small",
            "small",
            says(
                "Each layer passes on {small.factor}, and so layer 1 gets {small.spread_start}.",
                ("small", "factor", "above", 0.48),
                ("small", "factor", "below", 0.52),
                ("small", "spread_start", "below", 1e-5),
            ),
            says(
                "The loss stays at that of a guess, {small.guess}; beside it weights of the right size learn.",
                ("small", "loss", "above", 2.25),
                ("right", "accuracy", "above", 0.5),
                ("small", "accuracy", "below", 0.2),
            ),
            beside=("right",),
            controls=("gain",),
        ),
        explain(
            "The way forward fades, too",
            "small",
            means(
                "What goes forward is multiplied by the same small weights. The last layer receives so little of the "
                "picture that it cannot tell one digit from another."
            ),
            says(
                "In the end any two digits look {small.similarity} alike to it.",
                ("small", "similarity", "above", 0.99),
            ),
            term="Signal and gradient vanish together.",
            formula=r"0.5^{19} \approx 2 \cdot 10^{-6}",
            source="Glorot, Bengio (2010)",
        ),
        watch(
            "Too large",
            "large",
            says(
                "Twenty ReLU layers, and weights one and a half times too large: layer 1 receives {large.spread_start} "
                "what layer 20 does.",
                ("large", "spread_start", "above", 1e3),
            ),
            says(
                "The first step throws the weights so far that in step {large.diverged_at} the numbers overflow.",
                ("large", "outcome", "is", "diverged"),
                ("large", "diverged_at", "below", 4),
            ),
            controls=("gain",),
        ),
        predict(
            "All of them equal",
            "equal",
            "What if all weights begin as the same number? Three layers of 32 units each, every weight 0.1. After a "
            "hundred steps, how well does it read the digits?",
            right("Hardly better than a guess", ("equal", "accuracy", "below", 0.3)),
            wrong(
                "As well as any other: training pulls the weights apart",
                "The gradient is thought to know what each unit should become. Equal units get equal gradients, and so "
                "stay equal.",
                ("equal", "accuracy", "above", 0.7),
            ),
            wrong(
                "It falls apart",
                "What is wrong at the start is thought to grow. Here nothing grows: nothing differs.",
                ("equal", "outcome", "is", "diverged"),
            ),
        ),
        watch(
            "One unit, 32 times",
            "equal",
            says(
                "It reads {equal.accuracy} of the digits; beside it the same network, its weights drawn at random, "
                "reads {drawn.accuracy}.",
                ("equal", "accuracy", "below", 0.3),
                ("drawn", "accuracy", "above", 0.85),
            ),
            says(
                "The units of a layer act as one, from the first step to the last.",
                ("equal", "verdict", "is", "symmetric_units"),
            ),
            beside=("drawn",),
            controls=("init",),
        ),
        ask(
            "Is it the gradient?",
            "equal",
            "In the end, how does the gradient at layer 1 of this network compare with that at layer 3?",
            right(
                "It is level: within 10 times of it",
                ("equal", "spread_end", "above", 0.1),
                ("equal", "spread_end", "below", 10.0),
            ),
            wrong(
                "It has vanished",
                "What does not learn is thought to lack a gradient. Here it arrives, and says the same to all.",
                ("equal", "spread_end", "below", 1e-3),
            ),
            wrong(
                "It has exploded",
                "What does not learn is thought to lack a sound gradient. Here it arrives, and says the same to all.",
                ("equal", "spread_end", "above", 1e3),
            ),
        ),
    ),
)

START = Lesson(
    "right_weights",
    "Xavier, He and orthogonal weights",
    "The right size depends on the activation; and a rotation keeps more than a size.",
    "Glorot, Bengio (2010); He, Zhang, Ren, Sun (2015); Saxe, McClelland, Ganguli (2013)",
    minutes=8,
    aims=(
        "choose starting weights that go with the activation",
        "say where the 2 in He's formula comes from",
        "say what a rotation does better than numbers drawn one by one",
    ),
    runs={
        "xavier": {**RELU, "init": "xavier_normal", "depth": 30},
        "he": {**RELU, "depth": 30},
        "rotation": {**TANH, "init": "orthogonal", "depth": 50},
        "drawn": {**TANH, "depth": 50},
        "rotated_relu": {**RELU, "init": "orthogonal", "depth": 30},
    },
    screens=(
        predict(
            "Made for tanh",
            "xavier",
            "Xavier weights keep the gradient level where the slope is near 1, as in the middle of tanh. Here they meet "
            "30 layers of ReLU, whose slope is 0 for half of what comes and 1 for the rest. What arrives at layer 1?",
            right("Less than a thousandth", ("xavier", "spread_start", "below", 1e-3)),
            wrong(
                "About a half",
                "The half that a ReLU drops is thought to be lost once. It is lost in every layer.",
                ("xavier", "spread_start", "above", 0.2),
                ("xavier", "spread_start", "below", 0.9),
            ),
            wrong(
                "All of it: Xavier is the standard",
                "Starting weights are thought to be good or bad by themselves. They have to go with the activation.",
                ("xavier", "spread_start", "above", 0.9),
            ),
        ),
        watch(
            "Xavier, then He",
            "xavier",
            says(
                "Each layer passes on {xavier.factor}, and layer 1 gets {xavier.spread_start}.",
                ("xavier", "factor", "above", 0.66),
                ("xavier", "factor", "below", 0.75),
                ("xavier", "spread_start", "below", 1e-3),
            ),
            says(
                "He weights, beside it, are larger by the square root of 2, and each layer passes on {he.factor}.",
                ("he", "factor", "above", 0.95),
                ("he", "factor", "below", 1.05),
            ),
            beside=("he",),
            controls=("init",),
        ),
        explain(
            "Make up for the half",
            "he",
            means("A ReLU sets half of the slopes to zero, so half of the gradient's square is gone in every layer."),
            says(
                "That alone leaves {he.slope} of its length: the square root of a half. The weights bring it back: "
                "they multiply by {he.weights}.",
                ("he", "slope", "above", 0.66),
                ("he", "slope", "below", 0.75),
                ("he", "weights", "above", 1.35),
                ("he", "weights", "below", 1.47),
            ),
            term="Weights of variance 2 / n, where n is the number of inputs, are called He weights; 1 / n would do "
            "without the ReLU.",
            formula=r"\sqrt{\tfrac12} \cdot \sqrt{2} = 1",
            source="He, Zhang, Ren, Sun (2015)",
            view="why",
        ),
        watch(
            "Rotations",
            "rotation",
            means("Fifty tanh layers. Orthogonal weights turn what they get, and change no length; beside it Xavier's."),
            says(
                "The rotations learn faster: {rotation.accuracy} of the digits are read, and beside it {drawn.accuracy}.",
                ("rotation", "accuracy", "above", 0.7),
                ("drawn", "accuracy", "below", 0.45),
            ),
            says(
                "Of their weights alone, each layer passes on {rotation.weights}.",
                ("rotation", "weights", "above", 0.99),
                ("rotation", "weights", "below", 1.01),
            ),
            beside=("drawn",),
        ),
        ask(
            "Rotations for ReLU?",
            "rotated_relu",
            "A rotation keeps every length. Does it save the 30 ReLU layers?",
            right("No: less than a thousandth arrives", ("rotated_relu", "spread_start", "below", 1e-3)),
            wrong(
                "Yes: nothing is lost in a rotation",
                "The weights are thought to be all that counts. They keep the length, and the slopes halve its square.",
                ("rotated_relu", "spread_start", "above", 0.1),
            ),
            wrong(
                "It explodes",
                "What is good for tanh is thought to be too much for ReLU. It is too little.",
                ("rotated_relu", "spread_start", "above", 10.0),
            ),
            controls=("gain",),
        ),
    ),
)

LESSONS = (SIZE, START)
