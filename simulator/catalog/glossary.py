"""The words that a newcomer may not know, each with one plain sentence: one row for each."""

from simulator.catalog.choice import table
from simulator.catalog.term import term
from simulator.catalog.thresholds import HEALTHY_DECADES, SATURATED_SLOPE, in_english

GLOSSARY = table(
    term(
        # In the order in which The numbers lists them; the page of words has an order of its own.
        "gradient",
        "Says for every number in the network how the loss would change if that number were a little larger; training "
        "follows it downhill.",
        "gradients",
    ),
    term(
        "vanishing",
        "The gradient shrinks at each step back, until hardly anything of it reaches the first layers: they stand "
        "still.",
        "vanish",
        "vanishes",
        "vanished",
    ),
    term(
        "exploding",
        "The gradient grows at each step back, until training takes steps so large that it falls apart.",
        "explode",
        "explodes",
        "exploded",
    ),
    term(
        "diverged",
        "The numbers grew too large for the computer, and training had to end.",
        "diverges",
        "diverge",
    ),
    term(
        "healthy",
        # Half of it: that the loss must be below a guess's is added on the page of words.
        f"The gradient at the first layer is within {10**HEALTHY_DECADES:,} times of what it is at the last.",
    ),
    term(
        "norm",
        "How large something with many entries is, as one number: its length.",
        "norms",
    ),
    term(
        "layer",
        "One stage of the network: it takes numbers from the stage before, weighs and bends them, and passes them on.",
        "layers",
    ),
    term(
        "time step",
        "One place in a sequence: the network reads one symbol there and hands what it remembers to the next.",
        "time steps",
    ),
    term("sequence", "Symbols in an order, which the network reads one after the other.", "sequences"),
    term(
        "training step",
        "Once around: look at some samples, measure the loss, find the gradient, and change the weights a little.",
        "training steps",
    ),
    term(
        "batch",
        "The samples that are looked at together in one training step.",
        "batches",
        "batch size",
    ),
    term(
        "loss",
        "How wrong the answers are, as one number: training makes it smaller.",
        "losses",
    ),
    term(
        "training",
        "Showing the network samples again and again, and changing its weights a little each time.",
        "trained",
        "trains",
    ),
    term("accuracy", "The share of the answers that are right."),
    term(
        "guess",
        "What a network reaches that gives the same answer to everything: no better than this is nothing learned.",
        "chance",
        "guessing",
    ),
    term(
        "weights",
        "The numbers that training changes: how strongly each unit listens to each unit before it.",
        "weight",
    ),
    term(
        "update",
        "By how much a training step really changes the weights.",
        "updates",
    ),
    term(
        "learning rate",
        "How long a stride training takes downhill: too short and nothing happens, too long and it stumbles.",
        "learning rates",
    ),
    term(
        "activation",
        "The function that bends what a unit has added up, such as sigmoid or ReLU, before it is passed on.",
        "activations",
    ),
    term(
        "slope",
        "How steep a curve is at a place: a flat piece lets no gradient through.",
        "slopes",
    ),
    term(
        "unit",
        "One of the many small calculators of a layer, sometimes called a neuron.",
        "units",
    ),
    term(
        "saturated",
        "On a part of its curve that is nearly flat, where less than "
        f"{in_english(SATURATED_SLOPE)} of the gradient gets through.",
        "saturation",
        "saturates",
        "saturate",
    ),
    term(
        "dead",
        "On a part of its curve that is exactly flat, for all samples: nothing gets through, and it cannot learn. (For "
        "one sample, half of the ReLUs being off is normal.)",
        "dies",
        "die",
    ),
    term(
        "similarity",
        "How alike different samples look to the network at this place: at 1 it can no longer tell them apart.",
        "similar",
        "alike",
    ),
    term(
        "spread",
        "How much of the gradient that left the last layer arrives at the first.",
    ),
    term(
        "clipping",
        "Cuts a gradient that is too large down before it is used.",
        "clipped",
        "gradient clipping",
    ),
    term(
        "normalization",
        "Brings what goes into an activation back to a middling size, so that no layer gets too little or too much.",
        # Whole names, too: of words that begin alike the longest is found.
        "batch normalization",
        "layer normalization",
        "normalizations",
    ),
    term(
        "shortcut",
        "A road around a layer, which numbers and gradients take unchanged.",
        "shortcuts",
        "residual",
    ),
    term(
        "gate",
        "A valve that the network learns to open and shut: 0 lets nothing through, 1 everything.",
        "gates",
        "forget gate",
        "forget gates",
    ),
    term("cell", "What a network for sequences repeats at every time step: a plain RNN, an LSTM or a GRU.", "cells"),
    term(
        "link",
        "One of the factors by which the gradient is multiplied on a step back: a slope, weights, a normalization.",
        "links",
    ),
    term("z", "What a unit has added up, before its activation bends it."),
    term(
        "starting weights",
        "The weights before training, drawn by chance in a way that was chosen.",
        "initialization",
        "initialized",
    ),
    term(
        "optimizer",
        "The rule that makes of gradients the steps that are taken, such as SGD or Adam.",
        "optimizers",
    ),
    term("dropout", "Switches some units off by chance in every training step, so that none is relied on too much."),
    term(
        "pretraining",
        "Trains one layer after the other alone, before all of them together.",
        "pretrained",
    ),
    term(
        "orthogonal",
        "Of weights: they turn what comes in without making it longer or shorter.",
        "rotations",
        "rotation",
    ),
    term("samples", "The single examples that the network looks at: a picture, a point, a sequence.", "sample"),
    term(
        "seed",
        "A number from which everything that is left to chance is drawn: the first weights, the data and the batches. "
        "Another seed gives another run of the same settings.",
        "seeds",
    ),
    term(
        "logarithmic",
        "Of an axis: every mark stands for so many times more than the one before, so that tiny and huge fit on it.",
    ),
)
"""Every word by its name."""
