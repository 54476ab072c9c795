"""Profiles without their settings, the causes to choose from, and how deep one can go."""

from simulator.catalog.challenges.challenge import Case, Challenge
from simulator.catalog.challenges.rescue import QUICK, RECALL, RELU, TANH
from simulator.catalog.choice import Choice, table

CAUSES = table(
    Choice("slope", "The slope of the activation takes away too much", "the slope of the activation"),
    Choice("small", "The weights are too small", "the weights"),
    Choice("large", "The weights are too large", "the weights, by more than the slopes take away"),
    Choice("norm", "The normalization stretches it", "the normalization"),
    Choice("shortcut", "The shortcuts add too much", "what leads past the weights"),
)
"""The five answers; ``note`` names the link that is meant."""

# As deep, or as long, as it takes to leave the healthy range: of 400 numbers 6 of "large" and one of "small" stay
# inside, and what is named is the cause of theirs, too.
CASES = table(
    Case("sigmoid", "Sigmoid", "", settings=QUICK, varies={"depth": (12, 14, 16)}),
    Case("small", "Small weights", "", settings=TANH, varies={"depth": (12, 14, 16), "gain": (0.3, 0.4, 0.5)}),
    Case("large", "Large weights", "", settings=RELU, varies={"depth": (12, 14, 16), "gain": (2.0, 2.5, 3.0)}),
    # Of 40 layers one of six seeds comes as near as 1,200 times to the thousand of the healthy range.
    Case("batch", "Batch norm alone", "", settings={**RELU, "normalization": "batch"}, varies={"depth": (50, 60)}),
    # Of 16 layers one of six seeds stays below a thousand.
    Case("added", "Shortcuts that add", "", settings={**RELU, "skip": "residual"}, varies={"depth": (24, 28, 32)}),
    Case(
        "in_time", "Small weights in time", "", settings={**RECALL, "gain": 0.5}, varies={"sequence_length": (20, 25)}
    ),
)
"""What is shown without a word; a number decides in which order."""

PROFILES = table(
    *(
        Challenge(
            f"profile_{number}",
            f"Profile {number}",
            "Right is where the gradient comes in, at the loss; to the left it walks back.",
            kind="wrong",
        )
        for number in range(1, len(CASES) + 1)
    )
)

LIMBOS = table(
    Challenge(
        "limbo_sigmoid",
        "With sigmoids",
        "Sigmoid layers with Xavier weights, trained by Adam. Each one more takes three quarters of what is left.",
        kind="limbo",
        # With SGD the start would be the end: at a rate of 0.3 two layers learn, and three on none of six seeds.
        settings={**QUICK, "depth": 2, "optimizer": "adam", "learning_rate": 0.01},
        free=("depth",),
    ),
    Challenge(
        "limbo_relu",
        "With plain ReLUs",
        "ReLU layers with He weights, no normalization and no shortcuts. The gradient arrives; do the samples?",
        kind="limbo",
        # The limit hangs on the number: of 15 layers five of six seeds learn, of 20 three.
        settings={**RELU, "depth": 3},
        free=("depth",),
    ),
    Challenge(
        "limbo_tanh",
        "With tanh and Xavier weights",
        "Made for each other (Glorot, Bengio, 2010). How far does that carry?",
        kind="limbo",
        settings={**TANH, "depth": 3},
        free=("depth",),
    ),
    Challenge(
        "limbo_time",
        "A plain RNN, back in time",
        "It is to recall the first symbol. How many time steps later can it still?",
        kind="limbo",
        # Xavier's, since a rotation recalls the first of 20 on all of six seeds, and these on four.
        settings={**RECALL, "init": "xavier_normal", "sequence_length": 5},
        free=("sequence_length",),
    ),
)
"""How deep, with what; all but the depth is fixed."""
