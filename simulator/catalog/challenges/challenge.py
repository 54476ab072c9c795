"""What a challenge is made of: its settings, those that a number chooses among, and what may be changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from simulator.catalog.choice import Choice
from simulator.catalog.stories.story import Settings
from simulator.language import mark, translated

Kind = Literal["rescue", "wrong", "limbo"]
KINDS: dict[Kind, tuple[str, str]] = {
    "rescue": (
        mark("Rescue this network"),
        mark(
            "Something is wrong with each of these. Change as few settings as you can until it learns. Any rescue "
            "counts."
        ),
    ),
    "wrong": (
        mark("What is wrong here?"),
        mark(
            "The gradient of a network, layer by layer, and no word on how it was made. Which link of the chain is it?"
        ),
    ),
    "limbo": (
        mark("Limbo"),
        mark("How deep can you go, and the network still learns? What counts is what a run has really shown."),
    ),
}
"""Each kind of challenge: what it is called, and what is to be done; ``_`` tells both."""
HINTS = 3
"""Hints of each network that is to be rescued; each costs a point."""


@translated("hints")
@dataclass(frozen=True)
class Challenge(Choice):
    """One challenge; ``note`` says what is to be seen of it, and never which setting it is."""

    kind: Kind = "rescue"
    settings: Settings = field(default_factory=dict, hash=False)
    varies: Mapping[str, Sequence[Any]] = field(default_factory=dict, hash=False)
    """Setting -> the values among which a number chooses, beside the random seed; stops of its control."""
    free: tuple[str, ...] = ()
    """What can be changed."""
    hints: tuple[str, ...] = ()
    """Each says more than the one before it: where to look, what happens there, what kind of thing would help."""


@dataclass(frozen=True)
class Case(Choice):
    """A network of which only the profile is seen: which link does it is measured, and stands nowhere."""

    settings: Settings = field(default_factory=dict, hash=False)
    varies: Mapping[str, Sequence[Any]] = field(default_factory=dict, hash=False)
