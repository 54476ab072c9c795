"""Twelve networks to be rescued: small and short, for each change trains one anew."""

from collections.abc import Mapping, Sequence
from typing import Any

from simulator.catalog.challenges.challenge import Challenge
from simulator.catalog.choice import table
from simulator.catalog.stories.story import Settings

# 40 ms a run on one core. With 32 units six ReLU layers read 73 to 84 % in these steps, with 16 it is 24 to 62:
# they need to be better than a guess, no more.
QUICK: Settings = {"steps": 100, "batch_size": 32, "width": 16}
RELU: Settings = {**QUICK, "activation": "relu", "init": "he_normal", "learning_rate": 0.03}
TANH: Settings = {**QUICK, "activation": "tanh", "learning_rate": 0.03}
RECALL: Settings = {
    **QUICK,
    "kind": "sequence",
    "task": "recall_first",
    "activation": "tanh",
    "init": "orthogonal",
    "optimizer": "adam",
    "clip": "norm",
    "learning_rate": 0.01,
}
FLAT: Mapping[str, Sequence[Any]] = {"depth": (6, 7, 8)}
MAKING = ("activation", "init", "normalization", "skip")
"""What the network is made of."""

RESCUES = table(
    Challenge(
        "sleepers",
        "The sleepers",
        "Its upper layers stir a little, its lower ones sleep, and it answers no better than a guess.",
        settings=QUICK,
        # Even four layers read nothing after 100 steps; of twelve a ten-millionth arrives at layer 1, for all to see.
        varies={"depth": (12, 13, 14, 15, 16)},
        free=(*MAKING, "learning_rate", "l2"),
        hints=(
            "Follow the gradient from right to left: it shrinks by the same part at every layer.",
            "A chain of equal factors below 1 leaves next to nothing. Open Why?: which of the links is the small one?",
            "What each unit does with its sum has a slope. Take one whose slope reaches 1, or give the gradient a way "
            "around it.",
        ),
    ),
    Challenge(
        "whisper",
        "The whisper",
        "Every layer says a little less than the one before it, and in the end there is nothing to hear.",
        settings=TANH,
        # With a gain of 0.6 two thousandths and more arrive at layer 1 of 12, and the gradient is not at fault.
        varies={"depth": (12, 13, 14, 15, 16), "gain": (0.3, 0.35, 0.4, 0.45)},
        free=("activation", "gain", "normalization", "skip", "learning_rate", "clip"),
        hints=(
            "The gradient shrinks on its way back, and the signal shrinks on its way forward.",
            "In Why? the slopes are near 1 here. It is the other link that is small.",
            "Each layer multiplies by its weights. Something must bring their size back to where it passes on what it "
            "gets.",
        ),
    ),
    Challenge(
        "avalanche",
        "The avalanche",
        "It begins at the last layer with nothing to speak of, and at the first one nobody can hold it.",
        settings=RELU,
        # Of six layers at 1.8, and of eight at 1.4, most seeds learn all the same.
        varies={"depth": (8, 9, 10), "gain": (1.8, 2.0, 2.2, 2.4)},
        free=("gain", "normalization", "skip", "learning_rate", "dropout", "batch_size"),
        hints=(
            "Look at the very first training step: the gradient grows from right to left before anything was learned.",
            "A chain of equal factors above 1. No step, however small, makes the factors smaller.",
            "What multiplies at every layer was drawn too large. Draw it smaller, or rescale what comes out of it.",
        ),
    ),
    Challenge(
        "clones",
        "The clones",
        "Every layer has sixteen units, and sixteen times the same one.",
        settings=TANH,
        varies={**FLAT, "init": ("zeros", "constant")},
        free=("activation", "init", "normalization", "learning_rate", "optimizer", "width"),
        hints=(
            "It is the same in all layers. It is not how large the gradient is, but that it is the same for all units.",
            "Units that start alike get the same gradient, and so stay alike for ever.",
            "Training cannot tell them apart. Chance can, before it begins.",
        ),
    ),
    Challenge(
        "gallop",
        "The gallop",
        "It sets off at once, and after a few strides it lies on the ground.",
        settings=RELU,
        # At 0.3 it still learns.
        varies={**FLAT, "learning_rate": (3.0, 10.0)},
        free=("activation", "init", "normalization", "learning_rate", "l1", "dropout"),
        hints=(
            "At training step 1 the profile is level. Step on with the right arrow: when does it break?",
            "The direction is right. Look at the chart of the updates: how far does it go there, by its own size?",
            "Each step leaps over the valley that it should go down into. Shorter ones would not.",
        ),
    ),
    Challenge(
        "snail",
        "The snail",
        "The gradient arrives in every layer, and yet nothing comes of it.",
        settings=RELU,
        # Even at 0.003 nothing is surely learned within 100 steps: a rate that is a bit larger is no rescue.
        varies={**FLAT, "learning_rate": (1e-5, 1e-4)},
        free=("init", "normalization", "skip", "learning_rate", "clip", "dropout"),
        hints=(
            "The profile is level, so no layer is at fault. Look at the chart of the updates.",
            "What arrives is right; what is made of it is tiny: the weights stand still.",
            "It needs longer strides in the same direction.",
        ),
    ),
    Challenge(
        "goldfish",
        "The goldfish",
        "It hears a symbol, then only noise, and in the end it cannot say which it was.",
        # At the 0.01 of the others two of six seeds learn something.
        settings={**RECALL, "init": "pytorch", "learning_rate": 0.003},
        # Of 30 or 35 symbols the verdict on one of six seeds is not that the gradient vanishes.
        varies={"sequence_length": (40, 42, 45)},
        free=("cell", "init", "skip", "normalization", "learning_rate", "dropout"),
        hints=(
            "Here the gradient walks back in time. How many time steps before the last does it reach?",
            "The same matrix multiplies it at every time step, and each time a little is lost.",
            "A matrix that only turns would lose nothing; and a way past it would not need it at all.",
        ),
    ),
    Challenge(
        "closed_door",
        "The closed door",
        "It has a memory made to last. All the same it forgets everything within a moment.",
        settings={**RECALL, "cell": "lstm"},
        # Of ten symbols the gradient still arrives on three of six seeds.
        varies={"sequence_length": (20, 22, 25), "forget_bias": (-6.0, -5.0, -4.0)},
        free=("cell", "forget_bias", "learning_rate", "clip", "optimizer", "dropout"),
        hints=(
            "The gradient is lost within the last few time steps. Look at the chart of the gates.",
            "What the memory keeps from one time step to the next is multiplied by a gate, and that gate is shut.",
            "The gate starts where its bias puts it.",
        ),
    ),
    Challenge(
        "burden",
        "The burden",
        "It starts well. Then its weights are taken from it, whatever it would do with them.",
        settings=RELU,
        # With 0.3 the gradient stays within the healthy range, with 0.1 four of six seeds learn.
        varies={**FLAT, "l2": (3.0, 10.0)},
        free=("init", "normalization", "learning_rate", "dropout", "l2", "pretraining"),
        hints=(
            "At training step 1 the profile is level; later it falls off ever more. Play it slowly.",
            "The weights of all layers shrink, and the gradient with them. The loss does not ask for that.",
            "Something else pulls at every weight, all the time. It is added beside the gradient.",
        ),
    ),
    Challenge(
        "leash",
        "The short leash",
        "It knows where to go, and something holds it back at every step.",
        settings={**RELU, "clip": "norm"},
        varies={**FLAT, "clip_at": (1e-4, 1e-3)},
        free=("init", "normalization", "skip", "clip", "clip_at", "dropout"),
        hints=(
            "The gradient arrives in every layer. Compare it with the chart of the updates.",
            "Of what arrives almost nothing is used: it is cut before the step is taken.",
            "The length to which it is cut was meant for a far smaller gradient.",
        ),
    ),
    Challenge(
        "far_off",
        "Far off",
        "The network is sound. What it is given to read is not.",
        settings=RELU,
        # At 3 half of the seeds learn.
        varies={**FLAT, "input_offset": (-100.0, -30.0, 30.0, 100.0)},
        free=("init", "input_offset", "normalization", "skip", "l2", "dropout"),
        hints=(
            "Look at layer 1 in the chart of dead units, and at its signal.",
            "All sums of layer 1 lie far on one side: whatever the picture, each unit says the same.",
            "Bring the data to where the units can tell them apart, or let each layer do so itself.",
        ),
    ),
    Challenge(
        "tower",
        "The tower",
        "Each storey adds what it has to what it gets. It is a fine way to build, only not like this.",
        settings={**RELU, "skip": "residual"},
        # Of 12 layers one of six seeds does not break off.
        varies={"depth": (24, 26, 28, 30)},
        free=("depth", "gain", "normalization", "skip", "l1", "dropout"),
        hints=(
            "Look at the very first training step: it doubles and doubles on the way to the left.",
            "Nothing is lost on the way past the weights, and at every layer as much comes in on top.",
            "Make what is added smaller, bring it back to size, or add it less often.",
        ),
    ),
)
