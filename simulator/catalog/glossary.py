"""The words that a newcomer may not know, each with one plain sentence: whoever shows a text finds them in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from simulator.catalog.choice import Choice, table
from simulator.catalog.thresholds import HEALTHY_DECADES, SATURATED_SLOPE, in_english
from simulator.language import _, cached_per_language, mark, raw


@dataclass(frozen=True)
class Term(Choice):
    """``label`` is the word itself, ``note`` the sentence that explains it."""

    forms: tuple[str, ...] = ()
    """How else the word stands on the page in English, in any case of letters."""

    def __post_init__(self) -> None:
        mark(self._words)

    @property
    def words(self) -> list[str]:
        """How the word stands on the page in the language of whoever reads it."""
        return [word.strip() for word in _(self._words).split("|")]

    @property
    def _words(self) -> str:
        """One message, as another language has other forms, and more or fewer of them."""
        return " | ".join((raw(self, "label"), *self.forms))


def _term(label: str, note: str, *forms: str) -> Term:
    return Term(label.replace(" ", "_"), label, note, forms=forms)


GLOSSARY = table(
    _term(
        "gradient",
        "Says for every number in the network how the loss would change if that number were a little larger; training "
        "follows it downhill.",
        "gradients",
    ),
    _term(
        "vanishing",
        "The gradient shrinks at each step back, until hardly anything of it reaches the first layers: they stand "
        "still.",
        "vanish",
        "vanishes",
        "vanished",
    ),
    _term(
        "exploding",
        "The gradient grows at each step back, until training takes steps so large that it falls apart.",
        "explode",
        "explodes",
        "exploded",
    ),
    _term(
        "diverged",
        "The numbers grew too large for the computer, and training had to end.",
        "diverges",
        "diverge",
    ),
    _term(
        "healthy",
        f"The gradient at the first layer is within {10**HEALTHY_DECADES:,} times of what it is at the last.",
    ),
    _term(
        "norm",
        "How large something with many entries is, as one number: its length.",
        "norms",
    ),
    _term(
        "layer",
        "One stage of the network: it takes numbers from the stage before, weighs and bends them, and passes them on.",
        "layers",
    ),
    _term(
        "time step",
        "One place in a sequence: the network reads one symbol there and hands what it remembers to the next.",
        "time steps",
    ),
    _term("sequence", "Symbols in an order, which the network reads one after the other.", "sequences"),
    _term(
        "training step",
        "Once around: look at some samples, measure the loss, find the gradient, and change the weights a little.",
        "training steps",
    ),
    _term(
        "batch",
        "The samples that are looked at together in one training step.",
        "batches",
        "batch size",
    ),
    _term(
        "loss",
        "How wrong the answers are, as one number: training makes it smaller.",
        "losses",
    ),
    _term(
        "training",
        "Showing the network samples again and again, and changing its weights a little each time.",
        "trained",
        "trains",
    ),
    _term("accuracy", "The share of the answers that are right."),
    _term(
        "guess",
        "What a network reaches that gives the same answer to everything: no better than this is nothing learned.",
        "chance",
        "guessing",
    ),
    _term(
        "weights",
        "The numbers that training changes: how strongly each unit listens to each unit before it.",
        "weight",
    ),
    _term(
        "update",
        "By how much a training step really changes the weights.",
        "updates",
    ),
    _term(
        "learning rate",
        "How long a stride training takes downhill: too short and nothing happens, too long and it stumbles.",
        "learning rates",
    ),
    _term(
        "activation",
        "The function that bends what a unit has added up, such as sigmoid or ReLU, before it is passed on.",
        "activations",
    ),
    _term(
        "slope",
        "How steep a curve is at a place: a flat piece lets no gradient through.",
        "slopes",
    ),
    _term(
        "unit",
        "One of the many small calculators of a layer, sometimes called a neuron.",
        "units",
    ),
    _term(
        "saturated",
        "On a part of its curve that is nearly flat, where less than "
        f"{in_english(SATURATED_SLOPE)} of the gradient gets through.",
        "saturation",
        "saturates",
        "saturate",
    ),
    _term(
        "dead",
        "On a part of its curve that is exactly flat, for all samples: nothing gets through, and it cannot learn. (For "
        "one sample, half of the ReLUs being off is normal.)",
        "dies",
        "die",
    ),
    _term(
        "similarity",
        "How alike different samples look to the network at this place: at 1 it can no longer tell them apart.",
        "similar",
        "alike",
    ),
    _term(
        "spread",
        "How much of the gradient that left the last layer arrives at the first.",
    ),
    _term(
        "clipping",
        "Cuts a gradient that is too large down before it is used.",
        "clipped",
        "gradient clipping",
    ),
    _term(
        "normalization",
        "Brings what goes into an activation back to a middling size, so that no layer gets too little or too much.",
        "batch normalization",
        "layer normalization",
        "normalizations",
    ),
    _term(
        "shortcut",
        "A road around a layer, which numbers and gradients take unchanged.",
        "shortcuts",
        "residual",
    ),
    _term(
        "gate",
        "A valve that the network learns to open and shut: 0 lets nothing through, 1 everything.",
        "gates",
        "forget gate",
        "forget gates",
    ),
    _term("cell", "What a network for sequences repeats at every time step: a plain RNN, an LSTM or a GRU.", "cells"),
    _term(
        "link",
        "One of the factors by which the gradient is multiplied on a step back: a slope, weights, a normalization.",
        "links",
    ),
    _term("z", "What a unit has added up, before its activation bends it."),
    _term(
        "starting weights",
        "The weights before training, drawn by chance in a way that was chosen.",
        "initialization",
        "initialized",
    ),
    _term(
        "optimizer",
        "The rule that makes of gradients the steps that are taken, such as SGD or Adam.",
        "optimizers",
    ),
    _term("dropout", "Switches some units off by chance in every training step, so that none is relied on too much."),
    _term(
        "pretraining",
        "Trains one layer after the other alone, before all of them together.",
        "pretrained",
    ),
    _term(
        "orthogonal",
        "Of weights: they turn what comes in without making it longer or shorter.",
        "rotations",
        "rotation",
    ),
    _term("samples", "The single examples that the network looks at: a picture, a point, a sequence.", "sample"),
    _term(
        "seed",
        "A number from which everything that is left to chance is drawn: the first weights, the data and the batches. "
        "Another seed gives another run of the same settings.",
        "seeds",
    ),
    _term(
        "logarithmic",
        "Of an axis: every mark stands for so many times more than the one before, so that tiny and huge fit on it.",
    ),
)
"""Every word by its name."""


@cached_per_language
def forms() -> dict[str, Term]:
    """Word -> term, for every form in which it stands on the page."""
    return {word.lower(): term for term in GLOSSARY.values() for word in term.words}


@cached_per_language
def _found() -> re.Pattern[str]:
    longest_first = sorted(map(re.escape, forms()), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(longest_first)})\b(?!-)", re.IGNORECASE)


def pieces(text: str) -> Iterator[tuple[str, Term | None]]:
    """The text in pieces; each explained word, where it comes first, is one of its own, with its term."""
    end, known = 0, set[str]()
    for found in _found().finditer(text):
        term = forms()[found[0].lower()]
        if term.name in known:
            continue
        known.add(term.name)
        yield text[end : found.start()], None
        yield found[0], term
        end = found.end()
    yield text[end:], None
