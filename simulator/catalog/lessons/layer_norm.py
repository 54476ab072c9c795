"""Lesson: Layer normalization: what it can and cannot do."""

from simulator.catalog.lessons.lesson import Lesson, ask, draw, explain, predict, right, says, watch, wrong
from simulator.catalog.lessons.settings import QUICK, TANH

LESSON = Lesson(
    "layer_norm",
    "Layer normalization: what it can and cannot do",
    "It mends weights of the wrong size in one stroke, and cannot save the sigmoid.",
    "Ba, Kiros, Hinton (2016)",
    minutes=7,
    aims=(
        "say over what layer normalization takes its mean, and over what batch normalization does",
        "say which trouble it takes away",
        "name one that it leaves, and say why",
    ),
    runs={
        # The gain is divided out: with one of 1 the normalized network begins with about the same spread (six seeds).
        "small": {**TANH, "gain": 0.5},
        "normalized": {**TANH, "gain": 0.5, "normalization": "layer"},
        "sigmoid": {**QUICK, "normalization": "layer"},
        "batch": {**QUICK, "normalization": "batch"},
    },
    screens=(
        draw(
            "Half the right size, normalized",
            "normalized",
            "Weights of half the right size leave a millionth for layer 1 of 20. Now each layer is normalized: for "
            "every digit by itself, its units are shifted and scaled to mean 0 and variance 1. Draw the gradient.",
            right(
                "Nearly level: within a hundred times",
                ("normalized", "spread_start", "above", 0.01),
                ("normalized", "spread_start", "below", 100.0),
            ),
            wrong(
                "Down to a millionth, as before",
                "The normalization is thought to act on what goes forward alone. What is scaled up forward is scaled "
                "up on the way back, too.",
                ("normalized", "spread_start", "below", 1e-4),
            ),
            wrong(
                "It explodes",
                "What is scaled up in each layer is thought to grow from layer to layer. It is scaled to the same "
                "size.",
                ("normalized", "spread_start", "above", 1e4),
            ),
        ),
        watch(
            "Scaled back up",
            "normalized",
            says(
                "Layer 1 receives {normalized.spread_start} what layer 20 does; beside it, without normalization, "
                "{small.spread_start} of it.",
                ("normalized", "spread_start", "above", 1.0),
                ("normalized", "spread_start", "below", 100.0),
                ("small", "spread_start", "below", 1e-5),
            ),
            says(
                "And {normalized.accuracy} of the digits are read, beside it {small.accuracy}.",
                # Six seeds reach 44 to 62 %.
                ("normalized", "accuracy", "above", 0.3),
                ("small", "accuracy", "below", 0.2),
            ),
            beside=("small",),
            controls=("normalization", "gain"),
        ),
        explain(
            "What is divided out",
            "normalized",
            says(
                "The weights alone still leave {normalized.weights} of the gradient in each layer: half of it is lost. "
                "But the normalization divides by a deviation that is just as small, and so gives it back.",
                ("normalized", "weights", "above", 0.45),
                ("normalized", "weights", "below", 0.55),
                ("normalized", "spread_start", "above", 1.0),
            ),
            term="Layer normalization takes mean and deviation over the units of one sample; batch normalization over "
            "the samples of one unit. So it needs no batch, and is used where there is none, as in sequences.",
            formula=r"\hat a = \frac{a - \mu_{\text{units}}}{\sigma_{\text{units}}}",
            view="why",
        ),
        predict(
            "And the sigmoid?",
            "sigmoid",
            "Batch normalization has saved the 20 layers of sigmoids. Will layer normalization, too?",
            right("No: less than a millionth arrives", ("sigmoid", "spread_start", "below", 1e-6)),
            wrong(
                "Yes: it does the same",
                "Both are thought to do the same. They set the size of different things.",
                ("sigmoid", "spread_start", "above", 0.1),
            ),
            wrong(
                "By half: about a thousandth arrives",
                "Half a remedy is thought to halve the trouble. Each layer loses a little less, and there are twenty.",
                ("sigmoid", "spread_start", "above", 1e-4),
                ("sigmoid", "spread_start", "below", 0.1),
            ),
        ),
        watch(
            "All digits look alike",
            "sigmoid",
            says(
                "It vanishes: {sigmoid.spread_start}, and nothing is learned.",
                ("sigmoid", "spread_start", "below", 1e-6),
                ("sigmoid", "accuracy", "below", 0.2),
            ),
            says(
                "A sigmoid's answers lie around a half, for each digit in the same way: to the last layer the "
                "similarity of any two digits is {sigmoid.similarity}. Layer normalization looks at one digit at a "
                "time and cannot tell them apart; batch normalization, beside it, takes away what all have in common.",
                ("sigmoid", "similarity", "above", 0.99),
                ("batch", "similarity", "below", 0.9),
            ),
            beside=("batch",),
            controls=("normalization",),
        ),
        ask(
            "Factor by factor",
            "sigmoid",
            "Press Replay, pause at step 1, and read the verdict, or open Why?. How much of the gradient does "
            "each layer with layer normalization pass on?",
            right(
                "Between a third and a half",
                ("sigmoid", "factor", "above", 0.33),
                ("sigmoid", "factor", "below", 0.5),
            ),
            wrong(
                "A quarter, as without",
                "It is thought to do nothing here. It gives back a part, and not enough.",
                ("sigmoid", "factor", "below", 0.27),
            ),
            wrong(
                "Nearly all, but there are 20 layers",
                "Depth is thought to be to blame. With a factor near 1, twenty layers do no harm.",
                ("sigmoid", "factor", "above", 0.8),
            ),
            view="why",
        ),
    ),
)
