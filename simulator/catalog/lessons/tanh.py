"""Lesson: Tanh, and its flat ends."""

from simulator.catalog.lessons.lesson import Lesson, ask, draw, explain, means, right, says, watch, wrong
from simulator.catalog.lessons.settings import QUICK, TANH

LESSON = Lesson(
    "tanh",
    "Tanh, and its flat ends",
    "Four times as steep in the middle as the sigmoid; and just as flat where it is driven to its ends.",
    "Glorot, Bengio (2010); LeCun, Bottou, Orr, Müller (1998)",
    minutes=8,
    aims=(
        "say why tanh passes on more of the gradient than the sigmoid",
        "recognize saturated units, and say what they do to the gradient",
        "say how large starting weights make a gradient explode first and vanish afterwards",
    ),
    # A gain of 1 is here the deviation itself, the root of 32 times Xavier's: the "nearly six times" of the text.
    runs={"tanh": TANH, "sigmoid": QUICK, "wild": {**QUICK, "activation": "tanh", "init": "normal"}},
    screens=(
        draw(
            "The same network with tanh",
            "tanh",
            "Twenty layers again, now with tanh. Its curve looks like the sigmoid's, but in the middle it is as steep "
            "as a line of slope 1. Draw what arrives at each layer; at layer 20 it counts as 1.",
            right(
                "Nearly level: between a tenth and a half at layer 1",
                ("tanh", "spread_start", "above", 0.1),
                ("tanh", "spread_start", "below", 0.5),
            ),
            wrong(
                "As steep as with the sigmoid, to a trillionth",
                "What looks alike is thought to act alike. A slope of 1 and one of a quarter differ by a trillion "
                "after twenty layers.",
                ("tanh", "spread_start", "below", 1e-6),
            ),
            wrong(
                "Steeply up",
                "What does not vanish is thought to explode. Between both lies a factor near 1.",
                ("tanh", "spread_start", "above", 10.0),
            ),
        ),
        watch(
            "Beside the sigmoid",
            "tanh",
            says(
                "Here {tanh.spread_start} of the gradient arrives at layer 1; beside it, in the sigmoids, next to "
                "none.",
                ("tanh", "spread_start", "above", 0.1),
                ("sigmoid", "spread_start", "below", 1e-10),
            ),
            says(
                "And it learns: {tanh.accuracy} of the digits are read, beside it {sigmoid.accuracy}.",
                ("tanh", "accuracy", "above", 0.4),
                ("sigmoid", "accuracy", "below", 0.2),
            ),
            beside=("sigmoid",),
            controls=("activation",),
        ),
        explain(
            "Steep in the middle, flat at the ends",
            "tanh",
            says(
                "Here nearly all units stay in the middle of the curve, where it is steep: each layer passes on "
                "{tanh.factor}.",
                ("tanh", "factor", "above", 0.9),
                ("tanh", "factor", "below", 0.95),
                ("tanh", "saturated_start", "below", 0.02),
            ),
            means(
                "Far from the middle the curve is flat: what comes in may change as it likes, and nothing comes out."
            ),
            term="A unit on the flat part is called saturated: it passes on less than a twentieth of the gradient.",
            formula=r"\tanh'(z) = 1 - \tanh^2(z) \le 1",
            view="why",
        ),
        watch(
            "Driven to the ends",
            "wild",
            means("The same network, its weights nearly six times as large."),
            says(
                "At the start {wild.saturated_start} of its units are saturated. Yet the large weights more than make "
                "up for that: the gradient explodes, and at layer 1 is {wild.spread_start} that of layer 20.",
                ("wild", "saturated_start", "above", 0.6),
                ("wild", "saturated_start", "below", 0.75),
                ("wild", "spread_start", "above", 1e4),
            ),
            says(
                "The first steps are huge, and after them nothing arrives any more: {wild.spread_end}.",
                ("wild", "spread_end", "below", 1e-6),
            ),
            beside=("tanh",),
            controls=("gain",),
            view="why",
        ),
        ask(
            "Where did they go?",
            "wild",
            "Go to the last step of this run. How many of its units are saturated now?",
            right("More than nine in ten", ("wild", "saturated", "above", 0.9)),
            wrong(
                "About two in three, as at the start",
                "Saturation is thought to come from the start alone. The first, exploding steps drive the rest to the "
                "ends as well.",
                ("wild", "saturated", "above", 0.5),
                ("wild", "saturated", "below", 0.8),
            ),
            wrong(
                "Hardly any: training has brought them back",
                "Training is thought to mend whatever is wrong. It has only the gradient to do so, and none arrives.",
                ("wild", "saturated", "below", 0.2),
            ),
        ),
    ),
)
