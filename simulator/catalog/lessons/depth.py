"""Lesson: Depth itself."""

from simulator.catalog.lessons.lesson import Lesson, ask, draw, explain, means, right, says, watch, wrong
from simulator.catalog.lessons.settings import LINEAR

LESSON = Lesson(
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
        # Steps a hundred times as large break it off within 5 to 8 of them.
        "grow": {**LINEAR, "gain": 1.5, "learning_rate": 1e-6},
        "level": LINEAR,
        "half": {**LINEAR, "gain": 0.5},
        "shallow": {**LINEAR, "gain": 0.5, "depth": 5},
        # Only asked how it begins, so 40 steps will do; at the default rate of 0.1 it breaks off in step 4 or 5.
        "hundred": {**LINEAR, "init": "orthogonal", "depth": 100, "steps": 40},
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
                "Layer 1 receives {grow.spread_start} what layer 20 does. Beside it runs the same network with a "
                "factor of 1, whose line is level.",
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
            "Now a hundred layers whose weights are rotations: they turn what they get and keep its length. Press "
            "Replay, and pause at step 1. How much of the gradient arrives at layer 1?",
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
