"""Lesson: What a gradient is."""

from simulator.catalog.lessons.lesson import Lesson, ask, explain, means, predict, right, says, watch, wrong
from simulator.catalog.lessons.settings import QUICK
from simulator.catalog.stories.story import Settings

SMALL: Settings = {**QUICK, "activation": "tanh", "depth": 2}

LESSON = Lesson(
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
    # Of two layers 91 to 94 % of the digits are read (six seeds), and after a fifth of the steps already 67 to 75.
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
