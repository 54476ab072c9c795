"""Lesson: Faster hardware: the same curve, sooner."""

from simulator.catalog.lessons.lesson import Lesson, ask, explain, means, predict, right, says, watch, wrong
from simulator.catalog.lessons.settings import QUICK, TANH
from simulator.catalog.stories.story import Settings

# So faint that 100 steps teach next to nothing, and not so faint that 1000 do not: they read 75 to 89 % (six seeds).
# With a gain of 0.6 a thousand steps read 20 to 52 %, with 0.5 none; with 0.8 a hundred read up to 45 %.
FAINT: Settings = {**TANH, "gain": 0.7, "depth": 10}

LESSON = Lesson(
    "hardware",
    "Faster hardware: the same curve, sooner",
    "What a graphics card does for a faint gradient, and what it cannot do for a vanished one.",
    "Ciresan, Meier, Gambardella, Schmidhuber (2010)",
    minutes=6,
    aims=(
        "say what faster hardware changes about training, and what it leaves",
        "tell a faint gradient, which patience helps, from one that has vanished",
    ),
    runs={
        "short": FAINT,
        "long": {**FAINT, "steps": 1000},
        # Not the long one's 1,000, as a class waits for it: the loss is that of a guess after 600 as well.
        "vanished": {**QUICK, "steps": 600},
        "mended": {**FAINT, "gain": 1.0},
    },
    screens=(
        predict(
            "Ten times as fast",
            "long",
            "Ten layers whose weights are a bit too small: layer 1 gets 3 % of the gradient, and after 100 "
            "steps hardly anything is learned. A machine that is ten times as fast takes 1000 steps in the same time. "
            "What then?",
            right("It reads more than seven in ten digits", ("long", "accuracy", "above", 0.7)),
            wrong(
                "Nothing: what does not learn in 100 steps never learns",
                "Slow is taken for stuck. A faint gradient still says which way.",
                ("long", "accuracy", "below", 0.3),
            ),
            wrong(
                "It goes another way, and falls apart",
                "Faster is thought to mean larger steps. They are the same steps, sooner.",
                ("long", "outcome", "is", "diverged"),
            ),
        ),
        watch(
            "The same curve",
            "long",
            means("The short run stands beside the long one. Choose the fast speed, as the faster machine would."),
            says(
                "They are the same, step by step: at step 50 both have a loss of {short.loss_50}. Only the long one "
                "goes on, to {long.accuracy} of the digits.",
                ("long", "loss_50", "is", "short"),
                ("short", "accuracy", "below", 0.3),
                ("long", "accuracy", "above", 0.7),
            ),
            beside=("short",),
        ),
        explain(
            "What it does, and what not",
            "long",
            means(
                "A faster machine changes no number. It lets one wait: for the steps that a faint gradient needs, for "
                "more data, for larger networks."
            ),
            term="In 2010 plain deep networks, trained on graphics cards with ever new distorted digits, read "
            "handwriting better than all before them.",
            source="Ciresan, Meier, Gambardella, Schmidhuber (2010)",
        ),
        watch(
            "Where patience is in vain",
            "vanished",
            says(
                "Twenty layers of sigmoids, with 600 steps as well: the loss is still {vanished.loss}, that of a "
                "guess.",
                ("vanished", "loss", "above", 2.25),
                ("vanished", "spread_start", "below", 1e-10),
            ),
            says(
                "In all these steps the weights of layer 1 have moved by less than a millionth of their size.",
                ("vanished", "moved_first", "below", 1e-6),
            ),
            controls=("steps",),
        ),
        ask(
            "Mend or wait?",
            "mended",
            "The ten layers again with weights of the right size, and only 100 steps. Which loss is lower: this one, "
            "or that of the faster machine, {long.loss}?",
            right(
                "The faster machine's; yet this one reads several times as many digits as without the remedy",
                ("mended", "loss", "above", "long"),
                ("mended", "accuracy", "above", "short", 2.0),
            ),
            wrong(
                "This one: a remedy always beats patience",
                "It is thought to be one or the other. Both help, and best together.",
                ("mended", "loss", "below", "long"),
            ),
            wrong(
                "Neither has learned anything",
                "A faint gradient is taken for a vanished one.",
                ("mended", "accuracy", "below", 0.3),
            ),
            beside=("long",),
        ),
    ),
)
