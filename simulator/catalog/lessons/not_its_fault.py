"""Lesson: What is not the gradient's fault."""

from simulator.catalog.lessons.lesson import Lesson, ask, explain, means, predict, right, says, watch, wrong
from simulator.catalog.lessons.settings import RELU
from simulator.catalog.stories.story import Settings

# At 0.01 it reads 41 to 61 % after 100 steps, and "about half" would be the right answer.
SOUND: Settings = {**RELU, "depth": 3, "learning_rate": 0.001}

LESSON = Lesson(
    "not_its_fault",
    "What is not the gradient's fault",
    "It arrives, and still the network is no good: too few steps, units that are all alike, learning by heart.",
    "Bengio, Simard, Frasconi (1994); Zhang, Bengio, Hardt, Recht, Vinyals (2017)",
    minutes=8,
    aims=(
        "look at gradient and loss separately before naming a cause",
        "tell two ways to fail apart by their curves",
        "say what helps against each",
    ),
    runs={
        "few": SOUND,
        "many": {**SOUND, "steps": 800},
        "larger": {**SOUND, "learning_rate": 0.1},
        "heart": {
            "activation": "tanh",
            "depth": 4,
            # Of 32 units 65 to 72 % of the known digits are learned, of 96 it is 98 and more (six seeds).
            "width": 96,
            # With 3 it reads 92 to 94 % of the new digits, with 1 it is 95 to 98, with 5 only 73 to 78 (six seeds).
            "gain": 5.0,
            "optimizer": "adam",
            "learning_rate": 0.003,
            "steps": 200,
        },
    },
    screens=(
        predict(
            "A level gradient",
            "few",
            "Three ReLU layers with He weights: the gradient is level from end to end. After a hundred steps with a "
            "learning rate of 0.001, what has been learned?",
            right("Nothing yet: it is no better than a guess", ("few", "accuracy", "below", 0.3)),
            wrong(
                "Most digits: the gradient is sound",
                "A sound gradient is taken for learning. It says which way; somebody still has to go.",
                ("few", "accuracy", "above", 0.7),
            ),
            wrong(
                "About half of them",
                "A sound gradient is thought to do at least half of the work.",
                ("few", "accuracy", "above", 0.35),
                ("few", "accuracy", "below", 0.65),
            ),
        ),
        watch(
            "Too few steps",
            "few",
            says(
                "The gradient arrives: {few.spread_start} of it at layer 1. The loss goes down, from {few.loss_start} "
                "to {few.loss}, and is still above that of a guess.",
                ("few", "spread_start", "above", 0.5),
                ("few", "spread_start", "below", 2.0),
                ("few", "loss", "above", "many"),
                ("few", "loss", "above", 2.3),
            ),
            says(
                "The verdict is: little or nothing learned.",
                ("few", "verdict", "is", "not_learning"),
            ),
            controls=("steps", "learning_rate"),
        ),
        watch(
            "More steps, or larger ones",
            "larger",
            says(
                "Eight times as many steps, beside it, read {many.accuracy} of the digits; steps a hundred times as "
                "large read {larger.accuracy} in the same hundred.",
                ("many", "accuracy", "above", 0.3),
                ("larger", "accuracy", "above", 0.8),
            ),
            beside=("many",),
            controls=("steps", "learning_rate"),
        ),
        explain(
            "Two questions",
            "larger",
            means(
                "Ask of every run: does the gradient arrive? And is anything learned? Only where the first answer is "
                "no is the gradient to blame."
            ),
            term="A network whose gradient arrives and whose loss does not fall has stalled, or has had too few steps; "
            "one that knows only what it was trained on has learned by heart, which is called overfitting.",
            source="Zhang, Bengio, Hardt, Recht, Vinyals (2017)",
        ),
        predict(
            "Digits that it never saw",
            "heart",
            "A wide network begins with weights five times too large, so that digits which look alike to us look "
            "different to it. With Adam it learns 1500 digits. How does it do on others that it never saw?",
            right(
                "Much worse than on those that it was trained on",
                ("heart", "seen_accuracy", "above", 0.95),
                ("heart", "unseen_accuracy", "below", 0.88),
            ),
            wrong(
                "As well",
                "What is learned is thought to be understood. It may also be kept by heart.",
                ("heart", "unseen_accuracy", "above", 0.9),
            ),
            wrong(
                "It learns neither",
                "Large weights are thought to end in a gradient that is of no use. Here it is put to use, in the wrong "
                "way.",
                ("heart", "seen_accuracy", "below", 0.5),
            ),
        ),
        watch(
            "Known and new",
            "heart",
            says(
                "Of the digits it was trained on it reads {heart.seen_accuracy}, of others {heart.unseen_accuracy}.",
                ("heart", "seen_accuracy", "above", 0.95),
                ("heart", "unseen_accuracy", "below", 0.88),
            ),
            means("The loss alone does not tell: it is that of the digits that are known."),
            controls=("gain", "width", "dropout"),
            view="learns",
        ),
        ask(
            "Did the gradient arrive?",
            "heart",
            "In the run that learned by heart: what of the gradient arrives at layer 1 after training?",
            right(
                "It is there: within a thousand times of the last layer's",
                ("heart", "spread_end", "above", 1e-3),
                ("heart", "spread_end", "below", 1e3),
            ),
            wrong(
                "It has vanished",
                "What is no good is thought to lack a gradient. It had one, and followed it.",
                ("heart", "spread_end", "below", 1e-3),
            ),
            wrong(
                "It has exploded",
                "Large weights are thought to explode it. In four layers they make it larger, and not wild.",
                ("heart", "spread_end", "above", 1e3),
            ),
        ),
    ),
)
