"""Lesson: Dying units, and functions that cannot die."""

from simulator.catalog.lessons.lesson import Lesson, ask, explain, means, predict, right, says, watch, wrong
from simulator.catalog.lessons.settings import QUICK
from simulator.catalog.stories.story import Settings

STEEP: Settings = {**QUICK, "depth": 10, "optimizer": "adam"}

LESSON = Lesson(
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
        # At half of that rate two of six seeds still learn.
        "huge": {**STEEP, "activation": "relu", "init": "he_normal", "learning_rate": 0.2},
        "calm": {**STEEP, "activation": "relu", "init": "he_normal", "learning_rate": 0.003},
        "leaky": {**STEEP, "activation": "leaky_relu", "init": "he_normal", "learning_rate": 0.2},
        # At the rate of the dead ones ELU learns nothing either: its gradient vanishes on each of six seeds.
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
                "Vanished and dead are taken for the same. A small gradient can grow again; zero times anything is "
                "zero.",
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
                # Not "in all layers": of six seeds 90 to 96 % of the units are dead.
                "In one layer at least all of them are dead: there the gradient ends. Nothing is learned.",
                ("huge", "dead_most", "above", 0.99),
                ("huge", "accuracy", "below", 0.2),
            ),
        ),
        explain(
            "Why it never comes back",
            "huge",
            means(
                "One huge step can push a unit's sum below zero for every digit. Then its slope is zero for every "
                "digit, so its weights get no gradient, so they never change again."
            ),
            term="Such a unit is called dead. That half of a ReLU's slopes are zero at any moment is normal: another "
            "half at the next digit.",
            formula=r"f(z) = \max(0, z) \qquad f'(z) = 0 \quad (z < 0)",
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
                ("calm", "dead", "below", 0.35),
            ),
            means(
                "Try the other functions: leaky ReLU, PReLU (its leak is learned), ELU and SELU (a soft floor), swish "
                "(a dent instead of a corner), maxout (the larger of two lines)."
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
