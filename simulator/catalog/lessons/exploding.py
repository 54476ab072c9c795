"""Lesson: Exploding, and the smallest remedy."""

from simulator.catalog.lessons.lesson import Lesson, ask, explain, means, predict, right, says, watch, wrong
from simulator.catalog.lessons.settings import RELU, SELU

LESSON = Lesson(
    "exploding",
    "Exploding, and the smallest remedy",
    "How a network falls apart within a dozen steps, by its weights or by its steps, and the smallest remedy.",
    "LeCun, Bottou, Orr, Müller (1998); Pascanu, Mikolov, Bengio (2013)",
    minutes=7,
    aims=(
        "tell a gradient that explodes through depth from steps that overshoot",
        "say what NaN means and where it comes from",
        "try the smallest remedy first: a smaller learning rate",
    ),
    runs={
        # On each of six seeds it breaks off in step 6.
        "fast": {**SELU, "learning_rate": 0.5},
        "calm": {**SELU, "learning_rate": 0.02},
        # With a gain of 1.5 one of six seeds begins with less than a thousandfold.
        "large": {**RELU, "gain": 1.6},
        # At 1e-4 five of six seeds break off; here all survive, with a loss some 20 to 30 times a guess's.
        "tiny": {**RELU, "gain": 1.6, "learning_rate": 1e-5},
    },
    screens=(
        predict(
            "A large learning rate",
            "fast",
            "Ten layers whose gradient is level at the start, and that learn well with a learning rate of 0.02. What "
            "happens with one of 0.5?",
            right(
                "Within a dozen steps the numbers overflow",
                ("fast", "outcome", "is", "diverged"),
                ("fast", "diverged_at", "below", 13),
            ),
            wrong(
                "It learns 25 times as fast",
                "A larger step is thought to go further downhill. Beyond the bottom it goes up on the other side.",
                ("fast", "accuracy", "above", 0.8),
            ),
            wrong(
                "It stays where it is",
                "Steps that are too large are thought to cancel out. Each makes the next one larger.",
                ("fast", "outcome", "is", "finished"),
            ),
        ),
        watch(
            "A dozen steps",
            "fast",
            means("Choose the slow speed and press Replay: watch the line rise."),
            says(
                "In step {fast.diverged_at} it is over. At the start the gradient at layer 1 was "
                "{fast.gradient_first}, in the end {fast.gradient_most}.",
                ("fast", "gradient_first", "below", 2.0),
                ("fast", "gradient_most", "above", 1e4),
            ),
            beside=("calm",),
        ),
        explain(
            "Each step makes the next one larger",
            "fast",
            means(
                "A step that overshoots leaves larger weights, larger weights make a larger gradient, and that makes a "
                "larger step. Soon a number is too large for the computer, and what is computed with it is not a "
                "number."
            ),
            term="The run has diverged; the computer says inf, and then NaN, for not a number. Once it is in the "
            "weights it never leaves them.",
            formula=r"\eta < \frac{2}{\lambda_{\max}}",
            source="LeCun, Bottou, Orr, Müller (1998)",
        ),
        watch(
            "Smaller steps",
            "calm",
            says(
                "With a learning rate of 0.02 nothing of the kind: {calm.accuracy} of the digits are read.",
                ("calm", "outcome", "is", "finished"),
                ("calm", "accuracy", "above", 0.8),
            ),
            means("Where is the border? Move the learning rate, and find the largest with which it still learns."),
            controls=("learning_rate",),
        ),
        watch(
            "Where depth explodes it",
            "large",
            says(
                "Another cause: weights too large. Here the gradient at layer 1 is {large.spread_start} that of layer "
                "20 before the first step, and in step {large.diverged_at} it is over.",
                ("large", "spread_start", "above", 1e3),
                ("large", "outcome", "is", "diverged"),
                ("large", "diverged_at", "below", 4),
            ),
            controls=("gain", "learning_rate"),
        ),
        ask(
            "Are tiny steps enough?",
            "tiny",
            "The same large weights with steps of a hundred-thousandth. Does that save it?",
            right(
                "It survives, but reads hardly any digits",
                ("tiny", "outcome", "is", "finished"),
                ("tiny", "accuracy", "below", 0.3),
            ),
            wrong(
                "It overflows all the same, only later",
                "What explodes is thought to explode whatever one does. Small enough steps change next to nothing.",
                ("tiny", "outcome", "is", "diverged"),
            ),
            wrong(
                "It learns well",
                "A remedy for the symptom is taken for one of the cause. The weights are still too large: the loss is "
                "many times that of a guess.",
                ("tiny", "accuracy", "above", 0.7),
            ),
            beside=("large",),
        ),
    ),
)
