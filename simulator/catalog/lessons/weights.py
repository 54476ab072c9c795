"""Lesson: Weights too small, too large, all alike."""

from simulator.catalog.lessons.lesson import Lesson, ask, draw, explain, means, predict, right, says, watch, wrong
from simulator.catalog.lessons.settings import QUICK, RELU, TANH

LESSON = Lesson(
    "weights",
    "Weights too small, too large, all alike",
    "Three ways to begin so badly that no training step can mend it.",
    "Glorot, Bengio (2010); Rumelhart, Hinton, Williams (1986)",
    minutes=9,
    aims=(
        "say what weights of half and of 1.6 times the right size do to the gradient",
        "say why weights must not all be equal",
        "recognize each of the three by its picture",
    ),
    runs={
        "small": {**TANH, "gain": 0.5},
        "right": TANH,
        # With a gain of 1.5 one of six seeds begins with less than a thousandfold.
        "large": {**RELU, "gain": 1.6},
        # With a gain of 1 the gradient vanishes as well, and the last question would have another answer.
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
                "Weights are learned anyway, so their start is thought not to matter. They are learned by the "
                "gradient, which has to arrive first.",
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
                "At the start each layer passes on {small.factor}, and so layer 1 gets {small.spread_start}.",
                ("small", "factor", "above", 0.48),
                ("small", "factor", "below", 0.52),
                ("small", "spread_start", "below", 1e-5),
            ),
            says(
                "The loss stays at that of a guess, {small.guess}; beside it weights of the right size learn.",
                ("small", "loss", "above", 2.25),
                ("right", "accuracy", "above", 0.4),
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
                "In the end the similarity of any two digits is {small.similarity_end}, that of a digit with itself.",
                ("small", "similarity_end", "above", 0.99),
            ),
            term="Signal and gradient vanish together.",
            formula=r"0.5^{19} \approx 2 \cdot 10^{-6}",
            source="Glorot, Bengio (2010)",
        ),
        watch(
            "Too large",
            "large",
            says(
                "Twenty ReLU layers, and weights of 1.6 times the right size: layer 1 receives {large.spread_start} "
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
