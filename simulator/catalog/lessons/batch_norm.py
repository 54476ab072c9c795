"""Lesson: Batch normalization: what it allows, and what it breaks."""

from simulator.catalog.lessons.lesson import Lesson, ask, draw, explain, means, predict, right, says, watch, wrong
from simulator.catalog.lessons.settings import QUICK, RELU, TEN
from simulator.catalog.stories.story import Settings

# Of 30 layers layer 1 receives 330 to 730 times as much; of 50 more than the ten thousand of the answer.
FIFTY: Settings = {**RELU, "depth": 50, "learning_rate": 0.01, "steps": 40}

LESSON = Lesson(
    "batch_norm",
    "Batch normalization: what it allows, and what it breaks",
    "It bears steps ten times as large; and by itself it makes the gradient of a deep network explode.",
    "Ioffe, Szegedy (2015); Bjorck, Gomes, Selman, Weinberger (2018)",
    minutes=10,
    aims=(
        "say what batch normalization does to the numbers in a layer",
        "say which learning rates it bears, and why",
        "say where it does good, and where it does not",
    ),
    runs={
        "fast": {**TEN, "normalization": "batch", "learning_rate": 0.3},
        "slow": {**TEN, "normalization": "batch"},
        # "Breaks off or learns next to nothing", says the text: five of six seeds break off, of the sixth a layer dies.
        "plain": {**TEN, "learning_rate": 1.0},
        "fastest": {**TEN, "normalization": "batch", "learning_rate": 1.0},
        "sigmoid": QUICK,
        "normalized": {**QUICK, "normalization": "batch"},
        "deep": {**FIFTY, "normalization": "batch"},
        "bare": FIFTY,
        "shortcuts": {**FIFTY, "normalization": "batch", "skip": "residual"},
    },
    screens=(
        predict(
            "Ten times as fast",
            "fast",
            "Ten layers with batch normalization: in each, every unit is shifted and scaled so that over the batch it "
            "has mean 0 and variance 1. It learns with a learning rate of 0.03. What happens with 0.3?",
            right(
                "It learns well, and faster",
                ("fast", "accuracy", "above", "slow", 1.1),
                ("fast", "accuracy", "above", 0.7),
            ),
            wrong(
                "It falls apart",
                "A learning rate is thought to be too large by itself. How large it may be depends on the network.",
                ("fast", "outcome", "is", "diverged"),
            ),
            wrong(
                "It learns nothing",
                "The larger steps are thought to leap over everything. The normalization takes their size out again.",
                ("fast", "accuracy", "below", 0.3),
            ),
        ),
        watch(
            "Faster, and faster still",
            "fastest",
            says(
                "Even with a learning rate of 1 it reads {fastest.accuracy} of the digits; the same network without "
                "normalization, beside it, breaks off or learns next to nothing: {plain.accuracy}.",
                ("fastest", "accuracy", "above", 0.55),
                ("plain", "accuracy", "below", 0.35),
            ),
            beside=("plain", "slow"),
            controls=("normalization", "learning_rate"),
        ),
        explain(
            "Size no longer counts",
            "fastest",
            means(
                "Make all weights of a layer twice as large: the normalization divides it out, and what comes after "
                "sees nothing of it. The gradient of these weights becomes half as large, so the next step is smaller."
            ),
            term="Large steps make large weights, and large weights make small steps: so batch normalization keeps "
            "itself in check.",
            formula=r"\hat a = \frac{a - \mu_{\text{batch}}}{\sigma_{\text{batch}}} \qquad z = \gamma\,\hat a + \beta",
            source="Ioffe, Szegedy (2015); Bjorck, Gomes, Selman, Weinberger (2018)",
        ),
        watch(
            "The sigmoids, saved",
            "normalized",
            says(
                "Twenty layers of sigmoids, whose gradient vanished: with batch normalization the gradient at layer 1 "
                "is {normalized.spread_start} that of layer 20, and {normalized.accuracy} of the digits are read.",
                ("normalized", "spread_start", "above", 0.5),
                ("normalized", "spread_start", "below", 10.0),
                ("normalized", "accuracy", "above", 0.7),
                ("sigmoid", "spread_start", "below", 1e-10),
            ),
            beside=("sigmoid",),
            controls=("normalization",),
        ),
        draw(
            "Fifty layers",
            "deep",
            "Fifty layers of ReLU with He weights, which keep the gradient level by themselves, and batch "
            "normalization in each of them. Draw what arrives at each layer.",
            right("It explodes: more than ten thousand times", ("deep", "spread_start", "above", 1e4)),
            wrong(
                "A level line",
                "A remedy is thought to help everywhere. What it divides by is smaller than it seems, a little in each "
                "layer.",
                ("deep", "spread_start", "above", 0.1),
                ("deep", "spread_start", "below", 10.0),
            ),
            wrong(
                "A line down",
                "Depth is thought to mean vanishing. It repeats the factor, whatever that is.",
                ("deep", "spread_start", "below", 0.01),
            ),
        ),
        watch(
            "The remedy is the cause",
            "deep",
            says(
                "With batch normalization layer 1 receives {deep.spread_start} what layer 50 does; without, beside it, "
                "it is of the same size.",
                ("deep", "spread_start", "above", 1e4),
                ("bare", "spread_start", "above", 0.02),
                ("bare", "spread_start", "below", 50.0),
            ),
            says(
                "Each layer makes it {deep.factor} as large, and theory says 1.21 times for ReLU. Nothing is learned "
                "in forty steps.",
                ("deep", "factor", "above", 1.18),
                ("deep", "factor", "below", 1.28),
                ("deep", "accuracy", "below", 0.3),
            ),
            means("Source: Yang, Pennington, Rao, Sohl-Dickstein, Schoenholz (2019), square root of π / (π − 1)."),
            beside=("bare",),
            controls=("depth", "normalization"),
        ),
        ask(
            "And with shortcuts?",
            "shortcuts",
            "Networks of a hundred layers are trained with batch normalization every day; they have shortcuts around "
            "their layers. What do these do here?",
            right(
                "The gradient is near level: less than 100 times",
                ("shortcuts", "spread_start", "below", 100.0),
            ),
            wrong(
                "It explodes as before",
                "The shortcut is thought of as one more thing that multiplies. It adds a road past the normalization.",
                ("shortcuts", "spread_start", "above", 1e4),
            ),
            wrong(
                "It vanishes",
                "A second remedy is thought to overdo it. The road has slope 1, no less.",
                ("shortcuts", "spread_start", "below", 1e-3),
            ),
            beside=("deep",),
        ),
    ),
)
