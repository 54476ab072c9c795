"""Lessons on gradients and steps that are too large: divergence, clipping, oscillation, penalties."""

from simulator.catalog.lessons.lesson import (
    QUICK,
    RELU,
    Lesson,
    Settings,
    ask,
    explain,
    means,
    predict,
    right,
    says,
    watch,
    wrong,
)

SELU: Settings = {**QUICK, "activation": "selu", "init": "lecun_normal", "depth": 10}
TANH: Settings = {**QUICK, "activation": "tanh", "depth": 5}
LARGE: Settings = {**RELU, "gain": 1.3, "learning_rate": 1e-4, "steps": 300}

EXPLODING = Lesson(
    "exploding",
    "Exploding: until the numbers run out",
    "How a network falls apart within a dozen steps, by its weights or by its steps, and the smallest remedy.",
    "LeCun, Bottou, Orr, Müller (1998); Pascanu, Mikolov, Bengio (2013)",
    minutes=7,
    aims=(
        "tell a gradient that explodes through depth from steps that overshoot",
        "say what NaN means and where it comes from",
        "try the smallest remedy first: a smaller learning rate",
    ),
    runs={
        "fast": {**SELU, "learning_rate": 0.5},
        "calm": {**SELU, "learning_rate": 0.02},
        "large": {**RELU, "gain": 1.5},
        "tiny": {**RELU, "gain": 1.5, "learning_rate": 1e-5},
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
                "In step {fast.diverged_at} it is over. At the start the gradient at layer 1 was {fast.gradient_first}, "
                "in the end {fast.gradient_most}.",
                ("fast", "gradient_first", "below", 2.0),
                ("fast", "gradient_most", "above", 1e6),
            ),
            beside=("calm",),
        ),
        explain(
            "Each step makes the next one larger",
            "fast",
            means(
                "A step that overshoots leaves larger weights, larger weights make a larger gradient, and that makes a "
                "larger step. Soon a number is too large for the computer, and what is computed with it is not a number."
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
                "Another cause: weights too large. Here the gradient at layer 1 is {large.spread_start} that of layer 20 "
                "before the first step, and in step {large.diverged_at} it is over.",
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

CLIPPING = Lesson(
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
        "wild": {**SELU, "learning_rate": 0.2},
        "norm": {**SELU, "learning_rate": 0.2, "clip": "norm"},
        "value": {**SELU, "learning_rate": 0.2, "clip": "value", "clip_at": 0.03},
        "deep": {**RELU, "gain": 1.5, "clip": "norm"},
    },
    screens=(
        predict(
            "At most 1",
            "norm",
            "With a learning rate of 0.2 this network overflows within twenty steps. Now every gradient whose length is "
            "above 1 is shortened to 1 before the step is taken. What happens?",
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
                "Clipping is thought to level the gradient. It shortens all of it by one factor; what is uneven stays so.",
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

OSCILLATION = Lesson(
    "oscillation",
    "Oscillation, smaller rates, penalties",
    "Steps that leap to and fro; and what pulls weights back, in doses that heal or harm.",
    "LeCun, Bottou, Orr, Müller (1998); Krogh, Hertz (1991); Tibshirani (1996)",
    minutes=9,
    aims=(
        "recognize oscillation in the loss",
        "say why a bounded activation oscillates where another overflows",
        "say what L1 and L2 do to the weights, and what too much of it does to the gradient",
    ),
    runs={
        "wild": {**TANH, "learning_rate": 2.0},
        "calm": {**TANH, "learning_rate": 0.1},
        "large": LARGE,
        "pulled": {**LARGE, "l2": 10.0},
        "free": {**QUICK, "steps": 300, "activation": "tanh", "init": "orthogonal"},
        "too_much": {**QUICK, "steps": 300, "activation": "tanh", "init": "orthogonal", "l2": 0.1},
        "little": {**QUICK, "steps": 300, "activation": "tanh", "init": "orthogonal", "l1": 0.003},
    },
    screens=(
        predict(
            "Twenty times too fast",
            "wild",
            "Five layers of tanh, whose answers always lie between -1 and 1, and a learning rate of 2 where 0.1 would "
            "do. What does the loss do?",
            right(
                "It leaps up and down, far above that of a guess",
                ("wild", "oscillating", "above", 0.5),
                ("wild", "loss", "above", 5.0),
            ),
            wrong(
                "It grows until the numbers overflow",
                "Large steps are thought to end in large numbers. Tanh answers between -1 and 1, however large the "
                "weights are.",
                ("wild", "outcome", "is", "diverged"),
            ),
            wrong(
                "It falls twenty times as fast",
                "A larger step is thought to go further downhill. It leaps over the valley.",
                ("wild", "loss", "below", 1.0),
            ),
        ),
        watch(
            "To and fro",
            "wild",
            says(
                "The loss ends at {wild.loss}, where a guess costs {wild.guess}; beside it, with 0.1, at {calm.loss}.",
                ("wild", "loss", "above", 5.0),
                ("calm", "loss", "below", 1.0),
            ),
            says(
                "In the end {wild.saturated} of the units are saturated: the leaps have driven them to their ends.",
                ("wild", "saturated", "above", 0.7),
            ),
            beside=("calm",),
            controls=("learning_rate",),
        ),
        explain(
            "Over the valley",
            "wild",
            means(
                "In a narrow valley a step that is too long lands on the other slope, higher up. From there the next one "
                "leaps back."
            ),
            term="The loss oscillates. The remedy is a smaller learning rate, or one that shrinks on the way.",
            formula=r"w - \eta\,\lambda\,w = (1 - \eta\lambda)\,w, \qquad |1 - \eta\lambda| < 1",
            source="LeCun, Bottou, Orr, Müller (1998)",
        ),
        watch(
            "Pulled back",
            "pulled",
            says(
                "Weights that are too large can be pulled back. Here a strong L2 penalty does so at every step: the "
                "gradient at layer 1 was {pulled.spread_start} that of layer 20, and becomes {pulled.spread_end}.",
                ("pulled", "spread_start", "above", 50),
                ("pulled", "spread_end", "below", 2.0),
                ("pulled", "spread_end", "above", 0.1),
            ),
            says(
                "Without it, beside, {large.spread_end} are left.",
                ("large", "spread_end", "above", 5.0),
            ),
            beside=("large",),
            controls=("l2",),
        ),
        watch(
            "Too much of it",
            "too_much",
            says(
                "The same medicine in a network that was well: the penalty shrinks its weights until nothing arrives, "
                "{too_much.spread_end}, and it learns nothing; without, beside, it reads {free.accuracy}.",
                ("too_much", "spread_end", "below", 1e-10),
                ("too_much", "accuracy", "below", 0.2),
                ("free", "accuracy", "above", 0.9),
            ),
            means("L2 pulls each weight in proportion to its size, L1 all by the same amount, and the smallest to zero."),
            beside=("free",),
            controls=("l1", "l2"),
        ),
        ask(
            "A little of it",
            "little",
            "The same network with a small L1 penalty of 0.003. What does it cost?",
            right(
                "A few of the digits: it still reads more than eight in ten",
                ("little", "accuracy", "above", 0.8),
                ("little", "accuracy", "below", "free"),
            ),
            wrong(
                "Nothing at all: it reads more than without",
                "A penalty is thought to help always. It can help against learning by heart; here there is none.",
                ("little", "accuracy", "above", "free"),
            ),
            wrong(
                "Everything: the gradient vanishes",
                "A penalty is thought to harm always. It is a matter of the dose.",
                ("little", "accuracy", "below", 0.3),
            ),
            beside=("free",),
        ),
    ),
)

LESSONS = (EXPLODING, CLIPPING, OSCILLATION)
