"""Lessons on what is built around the weights: normalization and shortcuts."""

from simulator.catalog.lessons.lesson import (
    QUICK,
    RELU,
    TANH,
    Lesson,
    Settings,
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

TEN: Settings = {**RELU, "depth": 10}
FIFTY: Settings = {**RELU, "depth": 50, "learning_rate": 0.01}
BRANCHES: Settings = {**RELU, "init": "zero_branches", "skip": "residual"}

BATCH = Lesson(
    "batch_norm",
    "Batch normalization: what it allows, and what it breaks",
    "It bears steps ten times as large; and by itself it makes the gradient of a deep network explode.",
    "Ioffe, Szegedy (2015); Bjorck, Gomes, Selman, Weinberger (2018)",
    minutes=10,
    aims=(
        "say what batch normalization does to the numbers in a layer",
        "say why it bears larger learning rates",
        "name a network in which it is the cause of the trouble, and what helps there",
    ),
    runs={
        "fast": {**TEN, "normalization": "batch", "learning_rate": 0.3},
        "slow": {**TEN, "normalization": "batch"},
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
            right("It learns better", ("fast", "accuracy", "above", "slow", 1.1), ("fast", "accuracy", "above", 0.75)),
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
                "Even with a learning rate of 1 it reads {fastest.accuracy} of the digits. The same network without "
                "normalization, beside it, overflows in step {plain.diverged_at}.",
                ("fastest", "accuracy", "above", 0.7),
                ("plain", "outcome", "is", "diverged"),
            ),
            beside=("plain",),
            controls=("normalization", "learning_rate"),
        ),
        explain(
            "Size no longer counts",
            "fastest",
            means(
                "Make all weights of a layer twice as large: the normalization divides it out, and what comes after sees "
                "nothing of it. The gradient of these weights becomes half as large, so the next step is smaller."
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
                "Twenty layers of sigmoids, whose gradient vanished: with batch normalization {normalized.spread_start} "
                "of it arrives, and {normalized.accuracy} of the digits are read.",
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
            "So more of it must be better still. Fifty layers of ReLU with He weights, which keep the gradient level by "
            "themselves, and batch normalization in each of them. Draw what arrives at each layer.",
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
                "the gradient is level.",
                ("deep", "spread_start", "above", 1e4),
                ("bare", "spread_start", "above", 0.1),
                ("bare", "spread_start", "below", 10.0),
            ),
            says(
                "Each layer multiplies it by {deep.factor}, and theory says 1.21 for ReLU. Nothing is learned in a "
                "hundred steps.",
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

LAYER = Lesson(
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
                "The normalization is thought to act on what goes forward alone. What is scaled up forward is scaled up "
                "on the way back, too.",
                ("normalized", "spread_start", "below", 1e-4),
            ),
            wrong(
                "It explodes",
                "What is scaled up in each layer is thought to grow from layer to layer. It is scaled to the same size.",
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
                ("normalized", "accuracy", "above", 0.4),
                ("small", "accuracy", "below", 0.2),
            ),
            beside=("small",),
            controls=("normalization", "gain"),
        ),
        explain(
            "What is divided out",
            "normalized",
            says(
                "The weights still multiply the gradient by {normalized.weights} in each layer: half of it is lost. But "
                "the normalization divides by a deviation that is just as small, and so gives it back.",
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
                "A sigmoid's answers lie around a half, for each digit in the same way: to the last layer any two "
                "digits are {sigmoid.similarity_start} alike. Layer normalization looks at one digit at a time and "
                "cannot tell them apart; batch normalization, beside it, takes away what all have in common.",
                ("sigmoid", "similarity_start", "above", 0.99),
                ("batch", "similarity_start", "below", 0.9),
            ),
            beside=("batch",),
            controls=("normalization",),
        ),
        ask(
            "Factor by factor",
            "sigmoid",
            "Open Why?, or read the verdict at step 1. How much of the gradient does each layer with layer "
            "normalization pass on?",
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

SKIP = Lesson(
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
        "sixty": {**RELU, "depth": 60},
        "short_ten": {**BRANCHES, "depth": 10},
        "short_sixty": {**BRANCHES, "depth": 60},
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
                "Layers that are too many are thought to do nothing. A layer cannot do nothing: to hand on what it gets "
                "would have to be learned, too.",
                ("sixty", "accuracy", "above", "ten", 0.8),
                ("sixty", "accuracy", "below", "ten", 1.1),
            ),
        ),
        watch(
            "Ten and sixty",
            "sixty",
            says(
                "Ten layers, beside it, read {ten.accuracy} of the digits; sixty read {sixty.accuracy}.",
                ("ten", "accuracy", "above", 0.5),
                ("sixty", "accuracy", "below", 0.2),
            ),
            says(
                "At the start the gradient does arrive at layer 1, {sixty.spread_start} of it: weights of the right "
                "size are no longer enough.",
                ("sixty", "spread_start", "above", 0.05),
                ("sixty", "spread_start", "below", 10.0),
            ),
            beside=("ten",),
            controls=("depth",),
        ),
        watch(
            "A road past each layer",
            "short_sixty",
            means("Now each layer adds what it finds to what it got, and at first it finds nothing: it hands on all."),
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
                "On the way back, too, there are two roads: one through the layer, and one past it, on which nothing is "
                "multiplied. Whatever the layer does, the 1 stays."
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
                "and the gradient with it, by {large.factor} in each layer.",
                ("large", "factor", "above", 1.3),
                ("large", "spread_start", "above", 1e4),
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
            right(
                "They are the same, within a tenth",
                ("short_sixty", "loss", "above", "short_ten", 0.9),
                ("short_sixty", "loss", "below", "short_ten", 1.1),
            ),
            wrong(
                "That of ten: more layers always cost something",
                "What holds for plain networks is thought to hold for all. Here a layer that is not needed does nothing.",
                ("short_sixty", "loss", "above", "short_ten", 1.1),
            ),
            wrong(
                "That of sixty: now depth pays",
                "Depth is thought to be better by itself. It does not hurt any more; this task does not need it.",
                ("short_sixty", "loss", "below", "short_ten", 0.9),
            ),
            beside=("short_ten",),
        ),
    ),
)

LESSONS = (BATCH, LAYER, SKIP)
