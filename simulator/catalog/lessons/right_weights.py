"""Lesson: Xavier, He and orthogonal weights."""

from simulator.catalog.lessons.lesson import Lesson, ask, explain, means, predict, right, says, watch, wrong
from simulator.catalog.lessons.settings import RELU, TANH

LESSON = Lesson(
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
        # Of 20 layers more than a thousandth arrives on four of six seeds, here and where ReLUs are rotated below.
        "xavier": {**RELU, "init": "xavier_normal", "depth": 30},
        "he": {**RELU, "depth": 30},
        # Of 20 layers Xavier's read 46 to 66 %, half of six seeds more than the claim allows; of 50 it is 18 to 43 %.
        "rotation": {**TANH, "init": "orthogonal", "depth": 50},
        "drawn": {**TANH, "depth": 50},
        "rotated_relu": {**RELU, "init": "orthogonal", "depth": 30},
    },
    screens=(
        predict(
            "Made for tanh",
            "xavier",
            "Xavier weights keep the gradient level where the slope is near 1, as in the middle of tanh. Here they "
            "meet 30 layers of ReLU, whose slope is 0 for half of what comes and 1 for the rest. What arrives at layer "
            "1?",
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
                "At the start each layer passes on {xavier.factor}, and layer 1 gets {xavier.spread_start}.",
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
                "they make it {he.weights} as long.",
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
            means(
                "Fifty tanh layers. Orthogonal weights turn what they get, and change no length; beside it Xavier's."
            ),
            says(
                "The rotations learn faster: {rotation.accuracy} of the digits are read, and beside it "
                "{drawn.accuracy}.",
                ("rotation", "accuracy", "above", 0.7),
                ("drawn", "accuracy", "below", 0.6),
            ),
            says(
                "Their weights alone pass on {rotation.weights} of the gradient in each layer.",
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
