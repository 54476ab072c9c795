"""Lesson: Shortcuts: more layers do not hurt."""

from simulator.catalog.lessons.lesson import Lesson, ask, explain, means, predict, right, says, watch, wrong
from simulator.catalog.lessons.settings import QUICK, RELU, TEN
from simulator.catalog.stories.story import Settings

# Not of ReLU, whose slope at 0 is 0: none of these layers would ever learn, and sixty be as good as ten for that alone.
BRANCHES: Settings = {
    **QUICK,
    "activation": "elu",
    "init": "zero_branches",
    "skip": "residual",
    # At 0.03 sixty layers read a quarter of the digits on one of six seeds, and 46 to 71 % on the others.
    "learning_rate": 0.01,
}

LESSON = Lesson(
    "shortcuts",
    "Shortcuts: more layers do not hurt",
    "A road of slope 1 past every layer, and sixty layers learn as well as ten.",
    "He, Zhang, Ren, Sun (2016); Srivastava, Greff, Schmidhuber (2015)",
    minutes=8,
    aims=(
        "say why more layers can make a plain network worse, even with a level gradient",
        "say what a shortcut adds to the way back",
        "say what it takes to begin well with shortcuts",
    ),
    runs={
        "ten": TEN,
        # Of 40 layers some seeds read a little, up to 24 %; of 60 none does, not even after 1,000 steps (six seeds).
        "sixty": {**RELU, "depth": 60},
        # A hundred steps: after 300 ten layers have nearly caught up, on two of six seeds to a fifth.
        "short_ten": {**BRANCHES, "depth": 10},
        "short_sixty": {**BRANCHES, "depth": 60},
        # Of 20 layers the gradient grows 190 to 620 times only.
        "large": {**QUICK, "activation": "elu", "skip": "residual", "depth": 30, "learning_rate": 0.03},
    },
    screens=(
        predict(
            "Six times as many layers",
            "sixty",
            "Ten ReLU layers with weights of the right size learn the digits well. A deeper network can do all that a "
            "shallow one can, and more. So how well do sixty layers do?",
            right("They learn nothing", ("sixty", "accuracy", "below", 0.2)),
            wrong(
                "Better: more layers, more power",
                "What a network could do is taken for what it finds. It has to be led there by the gradient.",
                ("sixty", "accuracy", "above", "ten", 1.1),
            ),
            wrong(
                "About the same",
                "Layers that are too many are thought to do nothing. A layer cannot do nothing: to hand on what it "
                "gets would have to be learned, too.",
                ("sixty", "accuracy", "above", "ten", 0.8),
                ("sixty", "accuracy", "below", "ten", 1.1),
            ),
        ),
        watch(
            "Ten and sixty",
            "sixty",
            says(
                "Ten layers, beside it, read {ten.accuracy} of the digits; sixty read {sixty.accuracy}.",
                ("ten", "accuracy", "above", 0.4),
                ("sixty", "accuracy", "below", 0.2),
            ),
            says(
                "At the start the gradient does arrive at layer 1, {sixty.spread_start} of it: weights of the right "
                "size are no longer enough.",
                ("sixty", "spread_start", "above", 0.02),
                ("sixty", "spread_start", "below", 50.0),
            ),
            beside=("ten",),
            controls=("depth",),
        ),
        watch(
            "A road past each layer",
            "short_sixty",
            means("Now each layer adds what it finds to what it got, and at first it finds nothing: it hands on all."),
            means("The layers are ELU: a branch that begins at zero needs a slope there, and a ReLU has none."),
            says(
                "Sixty layers read {short_sixty.accuracy} of the digits, and the gradient is exactly level at the "
                "start.",
                ("short_sixty", "accuracy", "above", 0.75),
                ("short_sixty", "spread_start", "above", 0.999),
                ("short_sixty", "spread_start", "below", 1.001),
            ),
            beside=("sixty",),
            controls=("skip", "depth"),
        ),
        explain(
            "One, plus something",
            "short_sixty",
            means(
                "On the way back, too, there are two roads: one through the layer, and one past it, on which nothing "
                "is multiplied. Whatever the layer does, the 1 stays."
            ),
            term="Such a shortcut is called a residual connection; a layer learns only what is to be added. A highway "
            "network has a gate in place of the sum.",
            formula=r"h_l = h_{l-1} + f(h_{l-1}) \qquad \frac{\partial h_l}{\partial h_{l-1}} = 1 + f'(\dots)",
            source="He, Zhang, Ren, Sun (2016)",
        ),
        watch(
            "The start still counts",
            "large",
            says(
                "Thirty ELU layers whose additions begin at full size: each adds to what it gets, so the signal grows, "
                "and the gradient with it: {large.factor} in each layer.",
                ("large", "factor", "above", 1.3),
                ("large", "spread_start", "above", 3e3),
            ),
            says(
                "In step {large.diverged_at} the numbers overflow. Branches that start at zero, or a normalization, "
                "keep that from happening.",
                ("large", "outcome", "is", "diverged"),
            ),
            controls=("init", "depth"),
        ),
        ask(
            "Ten or sixty?",
            "short_sixty",
            "Both with shortcuts: ten layers, beside it, and sixty. Which loss is lower in the end?",
            right("That of sixty", ("short_sixty", "loss", "below", "short_ten", 0.8)),
            wrong(
                "They are the same: a layer that is not needed does nothing",
                "Shortcuts are thought to switch off what is not needed. But every layer adds its share in each step, "
                "so at the same rate sixty get there sooner.",
                ("short_sixty", "loss", "above", "short_ten", 0.9),
                ("short_sixty", "loss", "below", "short_ten", 1.1),
            ),
            wrong(
                "That of ten: more layers always cost something",
                "What holds for plain networks is thought to hold for all. With a road past each layer, more of them "
                "do not hurt.",
                ("short_sixty", "loss", "above", "short_ten", 1.1),
            ),
            beside=("short_ten",),
        ),
    ),
)
