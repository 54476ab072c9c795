"""Lesson: Memory: a plain RNN forgets."""

from simulator.catalog.lessons.lesson import Lesson, ask, draw, explain, means, right, says, watch, wrong
from simulator.catalog.lessons.settings import PLAIN, ROTATED

LESSON = Lesson(
    "memory",
    "Memory: a plain RNN forgets",
    "A network that reads one symbol after another has to carry the first one through all that follow.",
    "Hochreiter (1991); Bengio, Simard, Frasconi (1994); Le, Jaitly, Hinton (2015)",
    minutes=8,
    aims=(
        "say why a time step of a sequence acts as a layer",
        "say which symbols are kept in mind, and why",
        "name a remedy that needs no other cell",
    ),
    runs={
        "plain": PLAIN,
        # Of eight symbols one of six seeds still recalls only half after 100 steps; of six all recall them.
        "brief": {**PLAIN, "sequence_length": 6},
        "rotation": ROTATED,
        # Only asked how it begins, so it is not trained. With a gain of 1.5 it grows 4 to 25 times only (six seeds).
        "loud": {
            "kind": "sequence",
            "activation": "tanh",
            "task": "noisy_sine",
            "init": "orthogonal",
            "gain": 2.2,
            "learning_rate": 1e-6,
            "batch_size": 32,
            "steps": 60,
        },
    },
    screens=(
        draw(
            "Back to the first symbol",
            "plain",
            "A recurrent network reads 30 symbols, and is then asked which was the first. Its state goes from one time "
            "step to the next through always the same weights. The gradient starts at the last step, 30, where it "
            "counts as 1. Draw what arrives at each step on the way back to the first.",
            right(
                "A straight line down, below a ten-thousandth",
                ("plain", "spread_start", "below", 1e-4),
                ("plain", "spread_start", "above", 1e-10),
            ),
            wrong(
                "A level line: it is one layer, used again",
                "The same weights are taken for one step. The gradient passes them 29 times.",
                ("plain", "spread_start", "above", 0.1),
            ),
            wrong(
                "It grows towards the first symbol, which is asked for",
                "What matters is thought to be sent more. The network does not know yet what matters; the gradient is "
                "what would tell it.",
                ("plain", "spread_start", "above", 1.0),
            ),
        ),
        watch(
            "One in four",
            "plain",
            says(
                "Of four possible symbols it names the right one in {plain.accuracy} of the cases: a guess.",
                ("plain", "accuracy", "below", 0.4),
            ),
            says(
                "Each step back leaves {plain.factor} of the gradient, and so what arrives at the first symbol is "
                "{plain.spread_start}.",
                ("plain", "factor", "above", 0.5),
                ("plain", "factor", "below", 0.7),
                ("plain", "spread_start", "below", 1e-4),
            ),
        ),
        watch(
            "Fewer steps",
            "brief",
            says(
                "Six symbols instead of 30: now {brief.spread_start} arrives, and {brief.accuracy} of the answers "
                "are right.",
                ("brief", "spread_start", "above", 0.005),
                ("brief", "accuracy", "above", 0.95),
            ),
            means("Move the number of time steps, and find where it begins to forget."),
            beside=("plain",),
            controls=("sequence_length",),
        ),
        explain(
            "A layer for every step",
            "plain",
            means(
                "Written out, a sequence of 30 steps is a network of 30 layers, all with the same weights. What these "
                "do to the gradient once, they do 29 times; so it shrinks, or it grows, and seldom stays."
            ),
            says(
                "Here weights and slopes together leave {plain.factor} in each step.",
                ("plain", "factor", "below", 0.7),
            ),
            term="To carry the gradient back through the steps is called backpropagation through time.",
            formula=r"\frac{\partial \mathcal{L}}{\partial h_1} = \prod_{t=2}^{T} "
            r"\left(\frac{\partial h_t}{\partial h_{t-1}}\right)^{\!\top} \frac{\partial \mathcal{L}}{\partial h_T}",
            source="Bengio, Simard, Frasconi (1994)",
            view="why",
        ),
        watch(
            "Start as a rotation",
            "rotation",
            says(
                "The same plain cell, its weights a rotation at first: {rotation.spread_start} of the gradient "
                "arrives, and {rotation.accuracy} of the answers are right.",
                ("rotation", "spread_start", "above", 0.1),
                ("rotation", "accuracy", "above", 0.95),
            ),
            beside=("plain",),
            controls=("init",),
        ),
        ask(
            "And the other way round?",
            "loud",
            "Another plain RNN, with weights 2.2 times a rotation, before it has learned anything. What arrives at the "
            "first of its 50 steps?",
            right("More than a thousand times what the last has", ("loud", "spread_start", "above", 1e3)),
            wrong(
                "About as much as at the last",
                "The flat ends of tanh are thought to hold it back. They do so in part; the weights are stronger.",
                ("loud", "spread_start", "above", 0.1),
                ("loud", "spread_start", "below", 10.0),
            ),
            wrong(
                "Next to nothing, as in every RNN",
                "RNNs are thought to vanish always. With larger weights the same product explodes.",
                ("loud", "spread_start", "below", 1e-3),
            ),
        ),
    ),
)
