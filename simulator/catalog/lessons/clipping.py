"""Lesson: Clipping the gradient."""

from simulator.catalog.lessons.lesson import Lesson, ask, explain, means, predict, right, says, watch, wrong
from simulator.catalog.lessons.settings import RELU, SELU

LESSON = Lesson(
    "clipping",
    "Clipping the gradient",
    "Keep the direction, limit the length: a belt for steps that are too large.",
    "Pascanu, Mikolov, Bengio (2013); Mikolov (2012)",
    minutes=7,
    aims=(
        "say what clipping by norm changes of a gradient, and what it keeps",
        "tell clipping by norm from clipping by value",
        "say what clipping does not change",
    ),
    runs={
        # At half of that rate it learns; at this one six seeds break off within 8 to 16 steps, and learn if clipped.
        "wild": {**SELU, "learning_rate": 0.2},
        "norm": {**SELU, "learning_rate": 0.2, "clip": "norm"},
        # At 0.3 only 23 to 61 % are read, and at 0.1 in one case of six 68; here 86 to 91 % (six seeds).
        "value": {**SELU, "learning_rate": 0.2, "clip": "value", "clip_at": 0.03},
        # With a gain of 1.5 one of six seeds begins with less than a thousandfold.
        "deep": {**RELU, "gain": 1.6, "clip": "norm"},
    },
    screens=(
        predict(
            "At most 1",
            "norm",
            "With a learning rate of 0.2 this network overflows within twenty steps. Now every gradient whose length "
            "is above 1 is shortened to 1 before the step is taken. What happens?",
            right("It learns well", ("norm", "accuracy", "above", 0.8)),
            wrong(
                "It overflows a little later",
                "What is cut off is thought to come back. A step is never longer than the limit allows.",
                ("norm", "outcome", "is", "diverged"),
            ),
            wrong(
                "It survives, but learns nothing: the gradient is destroyed",
                "Shorter is thought to be wrong. The direction is what counts, and it stays the same.",
                ("norm", "accuracy", "below", 0.3),
            ),
        ),
        watch(
            "Clipped",
            "norm",
            says(
                "It reads {norm.accuracy} of the digits; beside it, without clipping, the run ends in step "
                "{wild.diverged_at}.",
                ("norm", "accuracy", "above", 0.8),
                ("wild", "outcome", "is", "diverged"),
                ("wild", "diverged_at", "below", 20),
            ),
            says(
                "It was clipped in {norm.clipped} of the steps, at the most to {norm.clip_least} of the length.",
                ("norm", "clipped", "above", 0.9),
                ("norm", "clip_least", "below", 0.2),
            ),
            beside=("wild",),
            controls=("clip", "clip_at"),
        ),
        explain(
            "The direction stays",
            "norm",
            means(
                "All gradients together are one long arrow. Where it is longer than the threshold, the whole arrow is "
                "shortened: every number in it by the same factor."
            ),
            term="This is clipping by norm. Clipping by value cuts off each number by itself: it is simpler, and turns "
            "the arrow.",
            formula=r"g \leftarrow g \cdot \min\left(1, \frac{c}{\lVert g \rVert}\right)",
            source="Pascanu, Mikolov, Bengio (2013)",
        ),
        watch(
            "By value",
            "value",
            says(
                "Here no entry may be above 0.03. The direction changes, and it learns all the same: {value.accuracy}.",
                ("value", "accuracy", "above", 0.75),
                ("value", "clipped", "above", 0.9),
            ),
            beside=("wild",),
            controls=("clip", "clip_at"),
        ),
        ask(
            "What clipping does not do",
            "deep",
            "Twenty layers with weights that are too large, now with clipping. At layer 1, before the first step, the "
            "gradient is how many times that of layer 20?",
            right("More than a thousand times, as without clipping", ("deep", "spread_start", "above", 1e3)),
            wrong(
                "The same: clipping levels it",
                "Clipping is thought to level the gradient. It shortens all of it by one factor; what is uneven stays "
                "so.",
                ("deep", "spread_start", "below", 10.0),
            ),
            wrong(
                "Ten to a hundred times",
                "Clipping is thought to act in each layer. It acts once, on all of it together.",
                ("deep", "spread_start", "above", 10.0),
                ("deep", "spread_start", "below", 100.0),
            ),
            controls=("clip", "clip_at"),
        ),
    ),
)
