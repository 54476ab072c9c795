"""Lessons on what a gradient is, and on what depth alone does to it."""

from simulator.catalog.lessons.lesson import (
    LINEAR,
    QUICK,
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

SMALL: Settings = {**QUICK, "activation": "tanh", "depth": 2}

GRADIENT = Lesson(
    "gradient",
    "What a gradient is",
    "How a network finds out from one mistake what each of its numbers has to change.",
    "Rumelhart, Hinton, Williams (1986)",
    minutes=8,
    aims=(
        "name the four parts of a training step: forward, loss, backward, update",
        "say what a gradient tells a weight",
        "say what the learning rate does, and what it does not",
    ),
    runs={"network": SMALL, "tiny": {**SMALL, "learning_rate": 1e-5}},
    screens=(
        predict(
            "A hundred mistakes",
            "network",
            "A network of two layers is shown handwritten digits, 32 at a time, a hundred times. It begins with random "
            "numbers, so at first it guesses. How many of the digits will it read in the end?",
            right("More than 8 of 10", ("network", "accuracy", "above", 0.8)),
            wrong(
                "About 1 of 10, as at first",
                "Learning is thought to need millions of examples. That depends on the task, and on how much of each "
                "mistake reaches the weights.",
                ("network", "accuracy", "below", 0.3),
            ),
            wrong(
                "About half",
                "Learning is thought to go evenly. The first steps bring the most, as then the mistakes are largest.",
                ("network", "accuracy", "above", 0.3),
                ("network", "accuracy", "below", 0.7),
            ),
        ),
        watch(
            "Walk through one step",
            "network",
            means(
                "Press Step, again and again: the digit goes forward through the layers, the loss says how wrong the "
                "answer is, that goes backward, and the weights change a little. Then press Watch and let it run."
            ),
            says(
                "In the end it reads {network.accuracy} of the digits; a guess gets {network.guessed}.",
                ("network", "accuracy", "above", 0.85),
                ("network", "guessed", "below", 0.15),
            ),
            view="walk",
        ),
        explain(
            "Four parts of every step",
            "network",
            means(
                "Forward: an answer comes out. Loss: one number says how wrong it was. Backward: each layer hands back "
                "to the one before how much that had to do with it. Update: every weight moves a little, so that the "
                "loss becomes smaller."
            ),
            says(
                "So it falls, from {network.loss_start} to {network.loss}.",
                ("network", "loss_start", "above", 2.0),
                ("network", "loss", "below", 0.6),
            ),
            term="The gradient says for every number how the loss would change if that number were a little larger. To "
            "carry it back through the layers is called backpropagation.",
            formula=r"w \leftarrow w - \eta\,\frac{\partial \mathcal{L}}{\partial w}",
        ),
        watch(
            "Steps much too small",
            "tiny",
            means("The same network, the same digits; only the learning rate is ten thousand times smaller."),
            says(
                "At the first step the gradient is exactly the same: {tiny.gradient_first} at layer 1 in both.",
                ("tiny", "gradient_first", "is", "network"),
            ),
            says(
                "Yet the loss stays at {tiny.loss}. A gradient only says which way; the learning rate says how far.",
                ("tiny", "loss", "above", 2.2),
                ("network", "loss", "below", "tiny", 0.3),
            ),
            beside=("network",),
            controls=("learning_rate",),
        ),
        ask(
            "From layer 2 to layer 1",
            "network",
            "Press Replay, pause at step 1, and read the two points. What has become of the gradient on its way from "
            "layer 2 to layer 1?",
            right(
                "It is a little smaller: about three quarters",
                ("network", "spread_start", "above", 0.6),
                ("network", "spread_start", "below", 0.9),
            ),
            wrong(
                "It is exactly the same",
                "The gradient is thought of as one number for the whole network. Each layer changes it on its way.",
                ("network", "spread_start", "above", 0.97),
                ("network", "spread_start", "below", 1.03),
            ),
            wrong(
                "It is less than a tenth",
                "Every gradient is thought to vanish. In two layers there is hardly any way to lose it.",
                ("network", "spread_start", "below", 0.1),
            ),
        ),
    ),
)

DEPTH = Lesson(
    "depth",
    "Depth itself",
    "The same small change, twenty times: why 1.5 becomes two thousand and a half becomes two millionths.",
    "Saxe, McClelland, Ganguli (2013)",
    minutes=7,
    aims=(
        "tell what is added from what is multiplied",
        "estimate what a factor per layer makes of the gradient in 20 layers",
        "say when fewer layers are a remedy",
    ),
    runs={
        "grow": {**LINEAR, "gain": 1.5, "learning_rate": 1e-6},
        "level": LINEAR,
        "half": {**LINEAR, "gain": 0.5},
        "shallow": {**LINEAR, "gain": 0.5, "depth": 5},
        "hundred": {**LINEAR, "init": "orthogonal", "depth": 100},
    },
    screens=(
        draw(
            "Half more at every layer",
            "grow",
            "Here is the plainest network there is: no activation, and every layer hands on what it gets, times 1.5. "
            "There are 20 layers. The gradient starts at layer 20, where it counts as 1, and every layer on its way "
            "back makes it 1.5 times as large. Draw what arrives at each.",
            right(
                "A straight line up, to about two thousand",
                ("grow", "spread_start", "above", 1e3),
                ("grow", "spread_start", "below", 1e4),
            ),
            wrong(
                "A line up to about 10 or 30",
                "The halves are added up: 19 times one half. Each layer takes half more of what the last one has made.",
                ("grow", "spread_start", "above", 5.0),
                ("grow", "spread_start", "below", 100.0),
            ),
            wrong(
                "A level line at 1.5",
                "The factor is thought to count once. It counts once in every layer.",
                ("grow", "spread_start", "below", 2.0),
            ),
        ),
        watch(
            "Watch it",
            "grow",
            says(
                "Layer 1 receives {grow.spread_start} what layer 20 does. Beside it runs the same network with a factor "
                "of 1, whose line is level.",
                ("grow", "spread_start", "above", 2200),
                ("grow", "spread_start", "below", 2230),
                ("level", "spread_start", "above", 0.99),
                ("level", "spread_start", "below", 1.01),
            ),
            means("Move the weight gain, and see the line turn about its right end."),
            beside=("level",),
            controls=("gain",),
        ),
        explain(
            "Nineteen times the same factor",
            "half",
            means("From layer 20 to layer 1 there are 19 steps, and each multiplies."),
            says(
                "With a factor of a half, shown here, {half.spread_start} of the gradient is left.",
                ("half", "factor", "above", 0.499),
                ("half", "factor", "below", 0.501),
                ("half", "spread_start", "below", 2e-6),
            ),
            term="What one layer makes of the gradient, on average, is called the factor per layer. Where it is not "
            "near 1, depth does the rest.",
            formula=r"1.5^{19} \approx 2217 \qquad 0.5^{19} \approx 2 \cdot 10^{-6}",
        ),
        watch(
            "Fewer layers",
            "shallow",
            says(
                "Five layers with the factor of a half: four steps, and {shallow.spread_start} arrives.",
                ("shallow", "spread_start", "above", 0.06),
                ("shallow", "spread_start", "below", 0.065),
            ),
            means("Where a task needs few layers, to take fewer is the first remedy. Move their number yourself."),
            beside=("half",),
            controls=("depth",),
        ),
        ask(
            "A hundred layers",
            "hundred",
            "Now a hundred layers whose weights are rotations: they turn what they get and keep its length. How much "
            "of the gradient arrives at layer 1?",
            right(
                "All of it",
                ("hundred", "spread_start", "above", 0.99),
                ("hundred", "spread_start", "below", 1.01),
            ),
            wrong(
                "A hundredth: one layer in a hundred",
                "The gradient is thought to be shared out among the layers. It is handed on, and nobody keeps a part.",
                ("hundred", "spread_start", "below", 0.05),
            ),
            wrong(
                "Next to nothing: a hundred layers are too deep",
                "Depth itself is thought to be the trouble. It only repeats the factor, and the factor here is 1.",
                ("hundred", "spread_start", "below", 1e-3),
            ),
        ),
    ),
)

LESSONS = (GRADIENT, DEPTH)
