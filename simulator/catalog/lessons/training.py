"""Lessons on what goes on around the gradient: pretraining, faster hardware, and what is not its fault."""

from simulator.catalog.lessons.lesson import (
    QUICK,
    RELU,
    TANH,
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

BARE: Settings = {**QUICK, "activation": "tanh", "gain": 0.5, "depth": 15}
FAINT: Settings = {**TANH, "gain": 0.7, "depth": 10}
SOUND: Settings = {**RELU, "depth": 3, "learning_rate": 0.001}

PRETRAINING = Lesson(
    "pretraining",
    "Layer by layer: pretraining",
    "One layer at a time has no long way back. So deep networks first learned, in 1992 and again in 2006.",
    "Schmidhuber (1992); Hinton, Osindero, Teh (2006); Bengio, Lamblin, Popovici, Larochelle (2007)",
    minutes=6,
    aims=(
        "say why a single layer can be trained where twenty cannot",
        "say what pretraining leaves behind for the training of all layers",
        "say what has taken its place",
    ),
    runs={"bare": BARE, "trained": {**BARE, "pretraining": 60}, "right": {**BARE, "gain": 1.0}},
    screens=(
        predict(
            "One after the other",
            "trained",
            "Fifteen tanh layers with weights of half the right size learn nothing. Now each layer, from the first on, "
            "first learns alone for 60 steps, with an output of its own; then all are trained together. What arrives "
            "at layer 1 when that begins?",
            right(
                "About as much as at layer 15",
                ("trained", "spread_start", "above", 0.5),
                ("trained", "spread_start", "below", 2.0),
            ),
            wrong(
                "A ten-thousandth, as before: there are still 15 layers",
                "Depth is thought to be the trouble. It is the factor of each layer, and that has been learned.",
                ("trained", "spread_start", "below", 1e-3),
            ),
            wrong(
                "Nothing: what is learned needs no gradient any more",
                "Pretraining is thought to do all of the work. It makes a start; the loss still has something to say.",
                ("trained", "gradient_first", "below", 1e-6),
            ),
        ),
        watch(
            "With and without",
            "trained",
            says(
                "After pretraining each layer passes on {trained.factor}, and {trained.accuracy} of the digits are read.",
                ("trained", "factor", "above", 0.95),
                ("trained", "factor", "below", 1.05),
                ("trained", "accuracy", "above", 0.7),
            ),
            says(
                "Without it, beside, a layer passes on {bare.factor}, and nothing is learned.",
                ("bare", "factor", "below", 0.52),
                ("bare", "accuracy", "below", 0.15),
            ),
            beside=("bare",),
            controls=("pretraining",),
        ),
        explain(
            "No long way",
            "trained",
            means(
                "A layer that learns alone sits right below an output: its gradient has one step to go. When it is done, "
                "its answers are the inputs of the next one."
            ),
            says(
                "What is left are weights that are no longer too small: they multiply the gradient by "
                "{trained.weights}, where at first it was a half.",
                ("trained", "weights", "above", 1.0),
                ("bare", "weights", "below", 0.52),
            ),
            term="This is called greedy layer-wise pretraining, or a multi-level hierarchy.",
            source="Schmidhuber (1992); Bengio, Lamblin, Popovici, Larochelle (2007)",
        ),
        ask(
            "Is it needed today?",
            "right",
            "The same network without pretraining, but with starting weights of the right size (a gain of 1). How many "
            "of the digits does it read?",
            right("More than seven in ten, too", ("right", "accuracy", "above", 0.7)),
            wrong(
                "About one in ten",
                "Pretraining is thought to be the only way. It was the first; weights of the right size are a shorter "
                "one.",
                ("right", "accuracy", "below", 0.2),
            ),
            wrong(
                "About four in ten",
                "The shorter way is thought to cost half. Here it costs next to nothing.",
                ("right", "accuracy", "above", 0.25),
                ("right", "accuracy", "below", 0.55),
            ),
            beside=("trained",),
        ),
    ),
)

HARDWARE = Lesson(
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
        "vanished": {**QUICK, "steps": 1000},
        "mended": {**FAINT, "gain": 1.0},
    },
    screens=(
        predict(
            "Ten times as fast",
            "long",
            "Ten layers whose weights are a bit too small: layer 1 gets 3 % of the gradient, and after 100 steps hardly "
            "anything is learned. A machine that is ten times as fast takes 1000 steps in the same time. What then?",
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
                "They are the same, step by step: at step 50 both have a loss of {short.loss_50}. Only the long one goes "
                "on, to {long.accuracy} of the digits.",
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
            term="In 2010 plain deep networks, trained on graphics cards for weeks' worth of steps, read digits better "
            "than all before, with no remedy but patience.",
            source="Ciresan, Meier, Gambardella, Schmidhuber (2010)",
        ),
        watch(
            "Where patience is in vain",
            "vanished",
            says(
                "Twenty layers of sigmoids, with 1000 steps as well: the loss is still {vanished.loss}, that of a guess.",
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
            "The ten layers again with weights of the right size, and only 100 steps. Which loss is lower: this one, or "
            "that of the faster machine, {long.loss}?",
            right(
                "The faster machine's; yet this one reads twice as many digits as without the remedy",
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

NOT_ITS_FAULT = Lesson(
    "not_its_fault",
    "What is not the gradient's fault",
    "It arrives, and still the network is no good: too few steps, units that are all alike, learning by heart.",
    "Bengio, Simard, Frasconi (1994); Zhang, Bengio, Hardt, Recht, Vinyals (2017)",
    minutes=8,
    aims=(
        "look at gradient and loss separately before naming a cause",
        "recognize too few steps, and learning by heart",
        "say what helps against each",
    ),
    runs={
        "few": SOUND,
        "many": {**SOUND, "steps": 1000},
        "larger": {**SOUND, "learning_rate": 0.1},
        "heart": {
            "activation": "tanh",
            "depth": 4,
            "width": 128,
            "gain": 3.0,
            "optimizer": "adam",
            "learning_rate": 0.003,
            "steps": 300,
        },
    },
    screens=(
        predict(
            "A level gradient",
            "few",
            "Three ReLU layers with He weights: the gradient is level from end to end. After a hundred steps with a "
            "learning rate of 0.001, what has been learned?",
            right("Nothing yet: it is no better than a guess", ("few", "accuracy", "below", 0.2)),
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
                "The gradient arrives: {few.spread_start} of it at layer 1. The loss goes down, from {few.loss_start} to "
                "{few.loss}, and is still above that of a guess.",
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
                "Ten times as many steps, beside it, read {many.accuracy} of the digits; steps a hundred times as large "
                "read {larger.accuracy} in the same hundred.",
                ("many", "accuracy", "above", 0.4),
                ("larger", "accuracy", "above", 0.8),
            ),
            beside=("many",),
            controls=("steps", "learning_rate"),
        ),
        explain(
            "Two questions",
            "larger",
            means(
                "Ask of every run: does the gradient arrive? And is anything learned? Only where the first answer is no "
                "is the gradient to blame."
            ),
            term="A network whose gradient arrives and whose loss does not fall has stalled, or has had too few steps; "
            "one that knows only what it was trained on has learned by heart, which is called overfitting.",
            source="Zhang, Bengio, Hardt, Recht, Vinyals (2017)",
        ),
        predict(
            "By heart",
            "heart",
            "A wide network begins with weights three times too large, so that digits which look alike to us look "
            "different to it. With Adam it learns 1500 digits. How does it do on others that it never saw?",
            right(
                "Much worse than on those that it was trained on",
                ("heart", "seen_accuracy", "above", 0.9),
                ("heart", "unseen_accuracy", "below", 0.8),
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
                ("heart", "seen_accuracy", "above", 0.9),
                ("heart", "unseen_accuracy", "below", 0.8),
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

LESSONS = (PRETRAINING, HARDWARE, NOT_ITS_FAULT)
