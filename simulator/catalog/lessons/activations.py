"""Lessons on activations: what each layer's slope does to the gradient."""

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

SIGMOID = Lesson(
    "sigmoid",
    "The sigmoid and the quarter",
    "Why a deep network of sigmoids stands still, although nothing in it is broken.",
    "Hochreiter (1991); Bengio, Simard, Frasconi (1994)",
    minutes=8,
    aims=(
        "say why a sigmoid passes on at most a quarter of the gradient",
        "estimate what is left of it after 5 and after 20 layers",
        "tell a network that stands still from one that has learned enough",
    ),
    runs={
        "sigmoid": QUICK,
        "shallow": {**QUICK, "depth": 5},
        "tanh": TANH,
    },
    screens=(
        draw(
            "What arrives at layer 1?",
            "sigmoid",
            "Twenty layers of sigmoids learn to read handwritten digits. The gradient starts at the loss, on the right, "
            "and walks back to layer 1. Draw how large you expect it to be at each layer: at layer 20 it counts as 1.",
            right(
                "A straight line down, to about a trillionth at layer 1",
                ("sigmoid", "spread_start", "below", 1e-10),
                ("sigmoid", "spread_start", "above", 1e-14),
            ),
            wrong(
                "A level line: the same everywhere",
                "The gradient is thought of as one number for the whole network. It is passed from layer to layer, and "
                "each changes it.",
                ("sigmoid", "spread_start", "above", 0.1),
            ),
            wrong(
                "A gentle slope, to a tenth or a hundredth",
                "Losses are added in the head, layer by layer. They multiply: twenty times a quarter is a trillionth.",
                ("sigmoid", "spread_start", "above", 1e-3),
                ("sigmoid", "spread_start", "below", 0.1),
            ),
            wrong(
                "It grows towards layer 1",
                "The first layers are thought to do the most work, and so to get the most. What arrives is decided by "
                "the way back, not by who needs it.",
                ("sigmoid", "spread_start", "above", 1.0),
            ),
        ),
        watch(
            "Watch it train",
            "sigmoid",
            means("Let it run to its end, and look at two things: the line of the gradient, and the loss."),
            says(
                "The loss stays where a guess would be: {sigmoid.loss}, and a guess costs {sigmoid.guess}.",
                ("sigmoid", "loss", "above", 2.2),
                ("sigmoid", "verdict", "is", "vanishing"),
            ),
        ),
        explain(
            "Twenty times a quarter",
            "sigmoid",
            says(
                "On its way back the gradient is multiplied once in every layer, by {sigmoid.factor} here. Twenty such "
                "steps leave {sigmoid.spread_start} of it for layer 1.",
                ("sigmoid", "factor", "above", 0.2),
                ("sigmoid", "factor", "below", 0.25),
                ("sigmoid", "spread_start", "below", 1e-10),
            ),
            says(
                "Layer 1 gets next to nothing, so its weights stand still; and what it hands on stays as random as it "
                "was at the start.",
                ("sigmoid", "moved_first", "below", 1e-6),
            ),
            means("The slope of the sigmoid is steepest in the middle, and there it is a quarter."),
            term="The field calls this the vanishing gradient.",
            formula=r"\sigma'(z) = \sigma(z)\,(1-\sigma(z)) \le \tfrac14 \qquad \tfrac14^{\,19} \approx 4 \cdot 10^{-12}",
            source="Hochreiter (1991)",
            view="why",
        ),
        watch(
            "Fewer layers",
            "shallow",
            means("Five layers instead of twenty; the twenty stand beside it. Move the number of layers yourself."),
            says(
                "Now {shallow.spread_start} arrives at layer 1, a billion times as much as in the deep one.",
                ("shallow", "spread_start", "above", "sigmoid", 1e8),
                ("shallow", "spread_start", "above", 1e-3),
            ),
            beside=("sigmoid",),
            controls=("depth",),
        ),
        ask(
            "Which other function would help?",
            "tanh",
            "Here is the same network of twenty layers with tanh in place of the sigmoid. What has become of the factor "
            "of each layer?",
            right("It is above 0.85, near 1", ("tanh", "factor", "above", 0.85), ("tanh", "factor", "below", 1.0)),
            wrong(
                "It is a quarter, too",
                "Both curves are S-shaped, so they are taken for the same. At its middle tanh has a slope of 1, four "
                "times the sigmoid's.",
                ("tanh", "factor", "below", 0.3),
            ),
            wrong(
                "It is above 1: now it explodes",
                "What does not vanish is thought to explode. Between both lies a factor near 1.",
                ("tanh", "factor", "above", 1.0),
            ),
            beside=("sigmoid",),
        ),
    ),
)

TANH_LESSON = Lesson(
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
                "What looks alike is thought to act alike. A slope of 1 and one of a quarter differ by a trillion after "
                "twenty layers.",
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
                "Here {tanh.spread_start} of the gradient arrives at layer 1; beside it, in the sigmoids, next to none.",
                ("tanh", "spread_start", "above", 0.1),
                ("sigmoid", "spread_start", "below", 1e-10),
            ),
            says(
                "And it learns: {tanh.accuracy} of the digits are read, beside it {sigmoid.accuracy}.",
                ("tanh", "accuracy", "above", 0.5),
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
            means("Far from the middle the curve is flat: what comes in may change as it likes, and nothing comes out."),
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
                "up for that: the gradient explodes, to {wild.spread_start} at layer 1.",
                ("wild", "saturated_start", "above", 0.6),
                ("wild", "saturated_start", "below", 0.75),
                ("wild", "spread_start", "above", 1e4),
            ),
            says(
                "The first steps are huge, and after them nothing arrives any more: {wild.spread_end}.",
                ("wild", "spread_end", "below", 1e-10),
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

RELU_LESSON = Lesson(
    "relu",
    "ReLU: half of it is enough",
    "A function that throws half of everything away, and for that keeps the gradient alive.",
    "Nair, Hinton (2010); Glorot, Bordes, Bengio (2011); He, Zhang, Ren, Sun (2015)",
    minutes=8,
    aims=(
        "say what a ReLU does to a gradient: all or nothing",
        "say why half of the slopes being zero is no trouble",
        "say why ReLUs need larger starting weights than tanh",
    ),
    runs={"relu": RELU, "small": {**RELU, "init": "xavier_normal"}, "deeper": {**RELU, "init": "xavier_normal", "depth": 30}},
    screens=(
        predict(
            "All or nothing",
            "relu",
            "A ReLU hands on what is above zero as it is, and of the rest nothing: its slope is 1 or 0. In a network of "
            "20 such layers that is about to begin, how many of all slopes are zero?",
            right("About half", ("relu", "saturated_start", "above", 0.4), ("relu", "saturated_start", "below", 0.6)),
            wrong(
                "Hardly any, or nothing would arrive",
                "A slope of zero is thought to end the gradient. It ends it in one unit, for one digit; beside it others "
                "pass all of theirs.",
                ("relu", "saturated_start", "below", 0.2),
            ),
            wrong(
                "Nearly all: half of a half, and so on",
                "The halves are multiplied where they are not. Each layer sees fresh sums, half of them above zero.",
                ("relu", "saturated_start", "above", 0.8),
            ),
        ),
        watch(
            "Half of them zero",
            "relu",
            says(
                "Of all slopes {relu.saturated_start} are zero, and yet the gradient is level from layer 20 to layer 1.",
                ("relu", "saturated_start", "above", 0.4),
                ("relu", "saturated_start", "below", 0.6),
                ("relu", "spread_start", "above", 0.1),
                ("relu", "spread_start", "below", 10.0),
            ),
            says(
                "After a hundred steps {relu.accuracy} of the digits are read; the sigmoids of this depth had learned "
                "nothing by then.",
                ("relu", "accuracy", "above", 0.25),
            ),
        ),
        explain(
            "What is lost, the weights bring back",
            "relu",
            says(
                "Half of the slopes are zero, so a layer's slopes alone leave {relu.slope} of the gradient's length.",
                ("relu", "slope", "above", 0.66),
                ("relu", "slope", "below", 0.75),
            ),
            says(
                "The weights are larger by just that, and multiply by {relu.weights}. Together that is about 1.",
                ("relu", "weights", "above", 1.35),
                ("relu", "weights", "below", 1.47),
            ),
            term="Starting weights that make up for the half that a ReLU drops are called He weights.",
            formula=r"\sqrt{\tfrac12} \cdot \sqrt{2} = 1",
            source="He, Zhang, Ren, Sun (2015)",
            view="why",
        ),
        watch(
            "With weights made for tanh",
            "small",
            says(
                "Without that, each layer passes on {small.factor}, and layer 1 gets {small.spread_start}.",
                ("small", "factor", "above", 0.66),
                ("small", "factor", "below", 0.75),
                ("small", "spread_start", "below", 0.005),
            ),
            says(
                "Nothing is learned: {small.accuracy}, as a guess.",
                ("small", "accuracy", "below", 0.15),
            ),
            beside=("relu",),
            controls=("init",),
        ),
        ask(
            "Ten layers more",
            "deeper",
            "The same weights, made for tanh, in 30 layers of ReLU instead of 20. What arrives at layer 1?",
            right("Less than a five-thousandth", ("deeper", "spread_start", "below", 2e-4)),
            wrong(
                "About as much as in 20 layers: a thousandth",
                "A faint gradient is thought to be as faint as it gets. Ten layers more take ten factors more.",
                ("deeper", "spread_start", "above", 5e-4),
                ("deeper", "spread_start", "below", 5e-3),
            ),
            wrong(
                "More than a tenth: ReLUs do not vanish",
                "The function is thought to decide alone. Slopes and weights go together.",
                ("deeper", "spread_start", "above", 0.1),
            ),
            controls=("init", "depth"),
        ),
    ),
)

STEEP: Settings = {**QUICK, "depth": 10, "optimizer": "adam"}

DYING = Lesson(
    "dying",
    "Dying units, and functions that cannot die",
    "Where a ReLU is pushed below zero for good, its gradient is not small: it is nothing.",
    "Maas, Hannun, Ng (2013); Lu, Shin, Su, Karniadakis (2020)",
    minutes=10,
    aims=(
        "tell a dead unit from a slope that is zero now and then",
        "say why a dead unit stays dead",
        "name functions that cannot die, and say what they do not cure",
    ),
    runs={
        "huge": {**STEEP, "activation": "relu", "init": "he_normal", "learning_rate": 0.2},
        "calm": {**STEEP, "activation": "relu", "init": "he_normal", "learning_rate": 0.003},
        "leaky": {**STEEP, "activation": "leaky_relu", "init": "he_normal", "learning_rate": 0.2},
        "elu": {**STEEP, "activation": "elu", "init": "he_normal", "learning_rate": 0.003},
        "maxout": {**STEEP, "activation": "maxout", "init": "lecun_normal", "learning_rate": 0.003},
    },
    screens=(
        predict(
            "Steps much too large",
            "huge",
            "Ten layers of ReLU, a gradient that is level at the start, and training steps that are far too large. "
            "What becomes of the gradient at layer 1?",
            right("Nothing is left: exactly zero", ("huge", "verdict", "is", "zero")),
            wrong(
                "It becomes very small, and comes back",
                "Vanished and dead are taken for the same. A small gradient can grow again; zero times anything is zero.",
                ("huge", "verdict", "is", "vanishing"),
            ),
            wrong(
                "It explodes until the numbers overflow",
                "Large steps are thought to end in large numbers. A ReLU below zero hands on nothing, and so nothing "
                "grows.",
                ("huge", "outcome", "is", "diverged"),
            ),
        ),
        watch(
            "Dead",
            "huge",
            says(
                "At the start {huge.dead_start} of the units were silent for all digits, in the end {huge.dead}.",
                ("huge", "dead_start", "below", 0.2),
                ("huge", "dead", "above", 0.85),
            ),
            says(
                "In one layer at least all of them are dead: there the gradient ends. Nothing is learned.",
                ("huge", "dead_most", "above", 0.99),
                ("huge", "accuracy", "below", 0.2),
            ),
        ),
        explain(
            "Why it never comes back",
            "huge",
            means(
                "One huge step can push a unit's sum below zero for every digit. Then its slope is zero for every digit, "
                "so its weights get no gradient, so they never change again."
            ),
            term="Such a unit is called dead. That half of a ReLU's slopes are zero at any moment is normal: another "
            "half at the next digit.",
            formula=r"f(z) = \max(0, z) \qquad f'(z) = 0 \text{ for all } z < 0",
            source="Lu, Shin, Su, Karniadakis (2020)",
        ),
        watch(
            "A leak",
            "leaky",
            means("A leaky ReLU keeps a slope of a hundredth below zero. The steps are as huge as before."),
            says(
                "Now no unit is dead, and the gradient arrives. Yet the loss is {leaky.loss}, above that of a guess: "
                "the leak keeps units alive, it does not make the steps any smaller.",
                ("leaky", "dead", "below", 0.001),
                ("leaky", "loss", "above", 2.5),
            ),
            beside=("huge",),
            controls=("activation",),
        ),
        watch(
            "Smaller steps",
            "calm",
            says(
                "The cause is taken away: with smaller steps {calm.accuracy} of the digits are read, and "
                "{calm.dead} of the units are dead, about as many as at the start.",
                ("calm", "accuracy", "above", 0.75),
                ("calm", "dead", "below", 0.2),
            ),
            means(
                "Try the other functions: leaky ReLU, PReLU (its leak is learned), ELU and SELU (a soft floor), swish (a "
                "dent instead of a corner), maxout (the larger of two lines)."
            ),
            beside=("huge",),
            controls=("activation", "learning_rate"),
        ),
        ask(
            "A soft floor",
            "elu",
            "Here is ELU, which bends into a floor below zero instead of breaking off. How many of its units die?",
            right("None", ("elu", "dead", "below", 0.001), ("elu", "accuracy", "above", 0.7)),
            wrong(
                "About as many as with ReLU",
                "The flat part is thought to kill. ELU's floor is nearly flat, but its slope is never exactly zero.",
                ("elu", "dead", "above", 0.05),
            ),
            wrong(
                "None, but it does not learn",
                "What is safe is thought to be slow. Here it learns as well as the others.",
                ("elu", "accuracy", "below", 0.4),
            ),
            beside=("maxout",),
        ),
    ),
)

LESSONS = (SIGMOID, TANH_LESSON, RELU_LESSON, DYING)
