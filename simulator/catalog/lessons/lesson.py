"""What a lesson is made of: runs, screens, answers, and what its sentences claim of the runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from zlib import crc32

from simulator.catalog.choice import Choice
from simulator.catalog.stories.story import Settings
from simulator.language import mark, translated

Claim = tuple[str, str, str, float | str] | tuple[str, str, str, str, float]
"""Such as ``("sigmoid", "spread_start", "below", 1e-9)``: run, reading, "above", "below" or "is", and a number or word.

In place of the number may stand another run, whose same reading is meant, and how many times it:
``("relu", "accuracy", "above", "sigmoid", 2)``.
"""
Kind = Literal["predict", "draw", "run", "explain", "ask"]
KINDS: dict[Kind, str] = {
    "predict": mark("Predict"),
    "draw": mark("Draw"),
    "run": mark("Watch"),
    "explain": mark("What happened"),
    "ask": mark("Question"),
}
"""What a screen asks of whoever sits before it, in a word or two: ``_(KINDS[kind])``."""


@translated("text")
@dataclass(frozen=True)
class Said:
    """One sentence or a few: what they say of the runs stands in ``claims``.

    ``{sigmoid.factor}`` in the text is a hole: the number that is read off that run stands there.
    """

    text: str
    claims: tuple[Claim, ...] = ()
    measured: bool = True
    """Whether it says anything of the runs; else it says what a word means, or what follows from a formula."""


def says(text: str, *claims: Claim) -> Said:
    """What is seen in the runs; every claim must hold."""
    return Said(text, claims)


def means(text: str) -> Said:
    """What a word means or what to do next: nothing that a run could show to be wrong."""
    return Said(text, measured=False)


@translated("text", "misconception")
@dataclass(frozen=True)
class Answer:
    """One answer of several: the one whose claims all hold is right, and so has no misconception behind it."""

    text: str
    claims: tuple[Claim, ...]
    misconception: str = ""
    """What somebody thinks who chooses it, and what is so instead."""


def right(text: str, *claims: Claim) -> Answer:
    """The right answer."""
    return Answer(text, claims)


def wrong(text: str, misconception: str, *claims: Claim) -> Answer:
    """A wrong one, with the misconception behind it; its claims must not all hold."""
    return Answer(text, claims, misconception)


@translated("heading", "term")
@dataclass(frozen=True)
class Screen:
    """One screen of a lesson."""

    kind: Kind
    heading: str
    run: str
    """The run that is played, or of which something is predicted."""
    text: tuple[Said, ...]
    beside: tuple[str, ...] = ()
    """The runs pinned beside it."""
    controls: tuple[str, ...] = ()
    """The settings that can be changed; all others are fixed."""
    answers: tuple[Answer, ...] = ()
    """To choose from; of a profile to be drawn, the shapes to be expected."""
    view: str = ""
    """The player's view that opens, where it is not the first."""
    term: str = ""
    """What the field calls it, in a sentence."""
    formula: str = ""
    """In LaTeX."""
    source: str = ""

    @property
    def choices(self) -> tuple[Answer, ...]:
        """The answers in an order that tells nothing: in a file the right one stands in front."""
        # By crc32, since Python's own hash of a text is another one in every process.
        return tuple(sorted(self.answers, key=lambda answer: crc32((self.heading + answer.text).encode())))


@translated("aims")
@dataclass(frozen=True)
class Lesson(Choice):
    """One lesson: ``note`` says in a sentence what it is about, ``source`` is that of all screens that name none."""

    minutes: int = 5
    aims: tuple[str, ...] = ()
    """What somebody can do afterwards, each behind "You can"."""
    runs: Mapping[str, Settings] = field(default_factory=dict, hash=False)
    """Name -> what differs from the default settings."""
    screens: tuple[Screen, ...] = ()

    @property
    def topic(self) -> str:
        """The label without what it says of the topic behind a colon, which whoever is to predict must not read."""
        return self.label.partition(":")[0]


def predict(heading: str, run: str, text: str, *answers: Answer) -> Screen:
    """A choice before the run."""
    return Screen("predict", heading, run, (means(text),), answers=answers)


def draw(heading: str, run: str, text: str, *answers: Answer) -> Screen:
    """The profile of the run's first training step, drawn before it is seen."""
    return Screen("draw", heading, run, (means(text),), answers=answers)


def watch(
    heading: str,
    run: str,
    *text: Said,
    beside: tuple[str, ...] = (),
    controls: tuple[str, ...] = (),
    view: str = "",
) -> Screen:
    """The run itself, with the controls that matter."""
    return Screen("run", heading, run, text, beside, controls, view=view)


def explain(
    heading: str,
    run: str,
    *text: Said,
    beside: tuple[str, ...] = (),
    term: str = "",
    formula: str = "",
    source: str = "",
    view: str = "",
) -> Screen:
    """What happened and why: plain words, then the term, then the formula, then the source."""
    return Screen("explain", heading, run, text, beside, view=view, term=term, formula=formula, source=source)


def ask(
    heading: str,
    run: str,
    text: str,
    *answers: Answer,
    beside: tuple[str, ...] = (),
    controls: tuple[str, ...] = (),
    view: str = "",
) -> Screen:
    """A question that only the run can answer."""
    return Screen("ask", heading, run, (means(text),), beside, controls, answers, view)
