"""Lesson: The sigmoid and the quarter."""

from simulator.catalog.lessons.lesson import Lesson, ask, draw, explain, means, right, says, watch, wrong
from simulator.catalog.lessons.settings import QUICK, TANH

LESSON = Lesson(
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
        # Five layers read no more digits after 100 steps than twenty: what is told of them is the gradient alone.
        "shallow": {**QUICK, "depth": 5},
        "tanh": TANH,
    },
    screens=(
        draw(
            "What arrives at layer 1?",
            "sigmoid",
            "Twenty layers of sigmoids learn to read handwritten digits. The gradient starts at the loss, on the "
            "right, and walks back to layer 1. Draw how large you expect it to be at each layer: at layer 20 it counts "
            "as 1.",
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
                "What is lost is added up, layer by layer. But it multiplies: a quarter of a quarter, and so on for 19 "
                "steps, is about a trillionth.",
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
            "A quarter, again and again",
            "sigmoid",
            says(
                "On its way back the gradient is multiplied once in every layer, by {sigmoid.factor} here. Nineteen "
                "such steps, from layer 20 to layer 1, leave {sigmoid.spread_start} of it for layer 1.",
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
            formula=r"\sigma'(z) = \sigma(z)\,(1-\sigma(z)) \le \tfrac14 \qquad "
            r"\left(\tfrac14\right)^{19} \approx 4 \cdot 10^{-12}",
            source="Hochreiter (1991)",
            view="why",
        ),
        watch(
            "Fewer layers",
            "shallow",
            means("Five layers instead of twenty; the twenty stand beside it. Move the number of layers yourself."),
            says(
                "Now {shallow.spread_start} arrives at layer 1, a billion times as much as in the deep one.",
                ("shallow", "spread_start", "above", "sigmoid", 1e9),
                ("shallow", "spread_start", "above", 1e-3),
            ),
            beside=("sigmoid",),
            controls=("depth",),
        ),
        ask(
            "Which other function would help?",
            "tanh",
            "Here are twenty layers again, with tanh in place of the sigmoid and a smaller learning rate. Press "
            "Replay, pause within the first steps, and look at the links: what is the factor of each layer?",
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
            view="why",
        ),
    ),
)
