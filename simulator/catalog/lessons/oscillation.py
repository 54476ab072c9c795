"""Lesson: Oscillation, smaller rates, penalties."""

from simulator.catalog.lessons.lesson import Lesson, ask, explain, means, predict, right, says, watch, wrong
from simulator.catalog.lessons.settings import QUICK, RELU
from simulator.catalog.stories.story import Settings

TANH: Settings = {**QUICK, "activation": "tanh", "depth": 3}
# At a gain of 1.6 five of six seeds break off before a penalty could show anything.
# At a rate of 0.001 the penalty below makes the gradient vanish; after 100 steps it has not yet done enough.
LARGE: Settings = {**RELU, "gain": 1.3, "learning_rate": 1e-4, "steps": 300}

LESSON = Lesson(
    "oscillation",
    "Oscillation, smaller rates, penalties",
    "Steps that leap to and fro; and what pulls weights back, in doses that heal or harm.",
    "LeCun, Bottou, Orr, Müller (1998); Krogh, Hertz (1991); Tibshirani (1996)",
    minutes=9,
    aims=(
        "recognize oscillation in the loss",
        "say why a bounded activation oscillates where another overflows",
        "say what L1 and L2 do to the weights, and what too much of it does to the gradient",
    ),
    runs={
        # At 1 it still learns, to a loss of 0.1 to 0.8 (six seeds).
        "wild": {**TANH, "learning_rate": 3.0},
        "calm": {**TANH, "learning_rate": 0.1},
        "large": LARGE,
        # With a penalty of 1 the spread falls to 5 to 9 only, without one to 9 to 16 (six seeds).
        "pulled": {**LARGE, "l2": 10.0},
        "free": {**QUICK, "steps": 200, "activation": "tanh", "init": "orthogonal"},
        # With 0.03 it still reads 63 to 75 % of the digits (six seeds).
        "too_much": {**QUICK, "steps": 200, "activation": "tanh", "init": "orthogonal", "l2": 0.1},
        # With 0.01 only 22 to 41 % are read, with 0.001 it is 90 to 96, which is hardly less than without.
        "little": {**QUICK, "steps": 200, "activation": "tanh", "init": "orthogonal", "l1": 0.003},
    },
    screens=(
        predict(
            "Thirty times too fast",
            "wild",
            "Three layers of tanh, whose answers always lie between -1 and 1, and a learning rate of 3 where 0.1 would "
            "do. What does the loss do?",
            right(
                "It leaps up and down, far above that of a guess",
                ("wild", "jump", "above", 0.3),
                ("wild", "loss", "above", 5.0),
            ),
            wrong(
                "It grows until the numbers overflow",
                "Large steps are thought to end in large numbers. Tanh answers between -1 and 1, however large the "
                "weights are.",
                ("wild", "outcome", "is", "diverged"),
            ),
            wrong(
                "It falls thirty times as fast",
                "A larger step is thought to go further downhill. It leaps over the valley.",
                ("wild", "loss", "below", 1.0),
            ),
        ),
        watch(
            "To and fro",
            "wild",
            says(
                "The loss ends at {wild.loss}, where a guess costs {wild.guess}; beside it, with 0.1, at {calm.loss}.",
                ("wild", "loss", "above", 5.0),
                ("calm", "loss", "below", 1.0),
            ),
            says(
                "In the end {wild.saturated} of the units are saturated: the leaps have driven them to their ends.",
                ("wild", "saturated", "above", 0.7),
            ),
            beside=("calm",),
            controls=("learning_rate",),
        ),
        explain(
            "Over the valley",
            "wild",
            means(
                "In a narrow valley a step that is too long lands on the other slope, higher up. From there the next "
                "one leaps back."
            ),
            term="The loss oscillates. The remedy is a smaller learning rate, or one that shrinks on the way.",
            formula=r"w - \eta\,\lambda\,w = (1 - \eta\lambda)\,w, \qquad |1 - \eta\lambda| < 1",
            source="LeCun, Bottou, Orr, Müller (1998)",
        ),
        watch(
            "Pulled back",
            "pulled",
            says(
                "Weights that are too large can be pulled back. Here a strong L2 penalty does so at every step: the "
                "gradient at layer 1 was {pulled.spread_start} that of layer 20, and becomes {pulled.spread_end}.",
                ("pulled", "spread_start", "above", 50),
                ("pulled", "spread_end", "below", 2.0),
            ),
            says(
                "Without it, beside, it stays at {large.spread_end}.",
                ("large", "spread_end", "above", 5.0),
            ),
            beside=("large",),
            controls=("l2",),
        ),
        watch(
            "Too much of it",
            "too_much",
            says(
                "The same medicine in a network that was well: the penalty shrinks its weights until nothing arrives, "
                "{too_much.spread_end}, and it learns nothing; without, beside, it reads {free.accuracy}.",
                ("too_much", "spread_end", "below", 1e-10),
                ("too_much", "accuracy", "below", 0.2),
                ("free", "accuracy", "above", 0.85),
            ),
            means(
                "L2 pulls each weight in proportion to its size, L1 all by the same amount, and the smallest to zero."
            ),
            beside=("free",),
            controls=("l1", "l2"),
        ),
        ask(
            "A little of it",
            "little",
            "The same network with a small L1 penalty of 0.003. What does it cost?",
            right(
                "A few of the digits: it still reads about seven in ten or more",
                ("little", "accuracy", "above", 0.65),
                ("little", "accuracy", "below", "free"),
            ),
            wrong(
                "Nothing at all: it reads more than without",
                "A penalty is thought to help always. It can help against learning by heart; here there is none.",
                ("little", "accuracy", "above", "free"),
            ),
            wrong(
                "Everything: the gradient vanishes",
                "A penalty is thought to harm always. It is a matter of the dose.",
                ("little", "accuracy", "below", 0.3),
            ),
            beside=("free",),
        ),
    ),
)
