"""Lesson: Layer by layer: pretraining."""

from simulator.catalog.lessons.lesson import Lesson, ask, explain, means, predict, right, says, watch, wrong
from simulator.catalog.lessons.settings import QUICK
from simulator.catalog.stories.story import Settings

# Of 10 layers 1.5 to 2.5 thousandths arrive, which is not yet called vanishing.
BARE: Settings = {**QUICK, "activation": "tanh", "gain": 0.5, "depth": 15}

LESSON = Lesson(
    "pretraining",
    "Layer by layer: pretraining",
    "One layer at a time has no long way back. So deep networks first learned, in 1992 and again in 2006.",
    "Schmidhuber (1992); Hinton, Osindero, Teh (2006); Bengio, Lamblin, Popovici, Larochelle (2007)",
    minutes=6,
    aims=(
        "say why a single layer can be trained where twenty cannot",
        "say what pretraining leaves behind for the training of all layers",
        "say what has taken its place",
    ),
    # With 20 steps a layer the gradient still vanishes, with 40 half to three quarters of the digits are read.
    runs={"bare": BARE, "trained": {**BARE, "pretraining": 60}, "right": {**BARE, "gain": 1.0}},
    screens=(
        predict(
            "One after the other",
            "trained",
            "Fifteen tanh layers with weights of half the right size learn nothing. Now each layer, from the first on, "
            "first learns alone for 60 steps, with an output of its own; then all are trained together. What arrives "
            "at layer 1 when that begins?",
            right(
                "About as much as at layer 15",
                ("trained", "spread_start", "above", 0.5),
                ("trained", "spread_start", "below", 2.0),
            ),
            wrong(
                "A ten-thousandth, as before: there are still 15 layers",
                "Depth is thought to be the trouble. It is the factor of each layer, and that has been learned.",
                ("trained", "spread_start", "below", 1e-3),
            ),
            wrong(
                "Nothing: what is learned needs no gradient any more",
                "Pretraining is thought to do all of the work. It makes a start; the loss still has something to say.",
                ("trained", "gradient_first", "below", 1e-6),
            ),
        ),
        watch(
            "With and without",
            "trained",
            says(
                "After pretraining each layer passes on {trained.factor}, and {trained.accuracy} of the digits are "
                "read.",
                ("trained", "factor", "above", 0.95),
                ("trained", "factor", "below", 1.05),
                ("trained", "accuracy", "above", 0.6),
            ),
            says(
                "Without it, beside, a layer passes on {bare.factor}, and nothing is learned.",
                ("bare", "factor", "below", 0.52),
                ("bare", "accuracy", "below", 0.15),
            ),
            beside=("bare",),
            controls=("pretraining",),
        ),
        explain(
            "No long way",
            "trained",
            means(
                "A layer that learns alone sits right below an output: its gradient has one step to go. When it is "
                "done, its answers are the inputs of the next one."
            ),
            says(
                "What is left are weights that are no longer too small: they make the gradient {trained.weights} as "
                "large in each layer, where at first a half was left.",
                ("trained", "weights", "above", 1.0),
                ("bare", "weights", "below", 0.52),
            ),
            term="This is called greedy layer-wise pretraining, or a multi-level hierarchy.",
            source="Schmidhuber (1992); Bengio, Lamblin, Popovici, Larochelle (2007)",
        ),
        ask(
            "Is it needed today?",
            "right",
            "The same network without pretraining, but with starting weights of the right size (a gain of 1). How many "
            "of the digits does it read?",
            right("More than seven in ten, too", ("right", "accuracy", "above", 0.7)),
            wrong(
                "About one in ten",
                "Pretraining is thought to be the only way. It was the first; weights of the right size are a shorter "
                "one.",
                ("right", "accuracy", "below", 0.2),
            ),
            wrong(
                "About four in ten",
                "The shorter way is thought to cost half. Here it costs next to nothing.",
                ("right", "accuracy", "above", 0.25),
                ("right", "accuracy", "below", 0.55),
            ),
            beside=("trained",),
        ),
    ),
)
