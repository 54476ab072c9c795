"""Lesson: ReLU: all or nothing."""

from simulator.catalog.lessons.lesson import Lesson, ask, explain, predict, right, says, watch, wrong
from simulator.catalog.lessons.settings import RELU
from simulator.catalog.stories.story import Settings

# Between six seeds what arrives in the end differs twofold with 64 units, fivefold with 32.
WIDE: Settings = {**RELU, "width": 64}

LESSON = Lesson(
    "relu",
    "ReLU: all or nothing",
    "A function that throws half of everything away, and for that keeps the gradient alive.",
    "Nair, Hinton (2010); Glorot, Bordes, Bengio (2011); He, Zhang, Ren, Sun (2015)",
    minutes=8,
    aims=(
        "say what a ReLU does to a gradient: all or nothing",
        "say how many slopes are zero, and why that is no trouble",
        "say why ReLUs need larger starting weights than tanh",
    ),
    runs={
        "relu": WIDE,
        "small": {**WIDE, "init": "xavier_normal"},
        # With 25 layers 1 to 4 ten-thousandths arrive, and the right answer hangs on the seed.
        "deeper": {**WIDE, "init": "xavier_normal", "depth": 30},
    },
    screens=(
        predict(
            "All or nothing",
            "relu",
            "A ReLU hands on what is above zero as it is, and of the rest nothing: its slope is 1 or 0. In a network "
            "of 20 such layers that is about to begin, how many of all slopes are zero?",
            right("About half", ("relu", "saturated_start", "above", 0.4), ("relu", "saturated_start", "below", 0.6)),
            wrong(
                "Hardly any, or nothing would arrive",
                "A slope of zero is thought to end the gradient. It ends it in one unit, for one digit; beside it "
                "others pass all of theirs.",
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
                "Of all slopes {relu.saturated_start} are zero, and yet the gradient is level from layer 20 to layer "
                "1.",
                ("relu", "saturated_start", "above", 0.4),
                ("relu", "saturated_start", "below", 0.6),
                ("relu", "spread_start", "above", 0.1),
                ("relu", "spread_start", "below", 10.0),
            ),
            says(
                "After a hundred steps {relu.accuracy} of the digits are read; the sigmoids of this depth had learned "
                "nothing by then.",
                # Six seeds reach 22 to 49 %, and that which is shown the least of them.
                ("relu", "accuracy", "above", 0.17),
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
                "The weights are larger by just that, and make it {relu.weights} as long again. Together that is about "
                "1.",
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
                "Without that, each layer passes on {small.factor} at the start, and layer 1 gets "
                "{small.spread_start}.",
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
