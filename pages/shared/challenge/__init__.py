"""The challenges' own components: the word that becomes a number in the browser, a profile, and what was reached."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from pages.shared.handing import handed
from pages.shared.languages import and_language, component_name
from pages.shared.lesson import CSS as LESSON_CSS
from pages.shared.lesson import plotted
from pages.shared.scripts import script
from simulator.catalog.challenges import CHALLENGES, KINDS, Challenge
from simulator.language import _, cached_per_language
from simulator.settings.experiment import Experiment
from simulator.teaching.challenges.attempt import Attempt
from simulator.teaching.challenges.marks import FULL, Mark

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

FOLDER = Path(__file__).parent
CSS = LESSON_CSS + (FOLDER / "challenge.css").read_text("utf-8")
PAGE_CSS = (FOLDER / "page.css").read_text("utf-8")
"""Of the page around the components, beside that of the lessons."""
BOXES = {"choose": "choose list", "profile": "draw", "reached": ""}
"""The components, each with the class of the box that it fills."""


def choose(number: int) -> None:
    """The word and all challenges; ``number`` is that of the link, or 0.

    The word stays where it is typed. The page's server gets the number alone, and only with the link that is followed.
    """
    groups = [
        {
            "heading": _(heading),
            "note": _(note),
            "rows": [
                {"name": row.name, "label": row.label, "note": row.note, "counted": _counted(row)}
                for row in CHALLENGES.values()
                if row.kind == kind
            ],
        }
        for kind, (heading, note) in KINDS.items()
    ]
    _mount("choose", {"groups": groups, "number": number, "most": FULL, "language": and_language()})


def _counted(challenge: Challenge) -> str:
    """What its points are: the browser keeps the number alone, and says it in the language of whoever comes back."""
    if challenge.kind != "limbo":
        return "points"
    return "layers" if "depth" in challenge.free else "steps"


def profile(network: Experiment, measured: Sequence[float]) -> None:
    """A profile of powers of ten relative to the last site."""
    _mount("profile", plotted(network, measured))


def note_reached(attempt: Attempt, mark: Mark) -> None:
    """Lets the browser note what was reached; the server keeps nothing of it."""
    # Lessons keep theirs in the same storage of the browser, hence the word in front.
    place = f"challenge:{attempt.challenge.name}/{attempt.number}"
    _mount("reached", {"place": place, "points": mark.points})


def _mount(name: str, data: dict[str, Any]) -> None:
    _component(name)(data=handed(data), key=f"challenge_{name}")


@cached_per_language
def _component(name: str) -> "ComponentRenderer":
    box, js = f'<div class="{BOXES[name]}"></div>', script(f"challenge/js/{name}.js", "challenge/js", "lesson/js")
    return st.components.v2.component(component_name(f"challenge_{name}"), html=box, css=CSS, js=js)
