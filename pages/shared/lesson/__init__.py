"""What a lesson asks of its visitor, as components: all that is answered stays in the browser."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from pages.shared.handing import handed
from pages.shared.languages import and_language, component_name
from pages.shared.scripts import script
from simulator.analysis.words import relative
from simulator.catalog.lessons import LESSONS, Answer
from simulator.charts import theme
from simulator.language import _, cached_per_language, signs
from simulator.settings.experiment import Experiment
from simulator.teaching.place import Place
from simulator.teaching.profile import limits

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

FOLDER = Path(__file__).parent
CSS = (FOLDER / "lesson.css").read_text("utf-8")
LIGHT, DARK = (theme.PAGE_COLOURS[scheme]["background-color"] for scheme in ("light", "dark"))
PAGE_CSS = (FOLDER / "page.css").read_text("utf-8").replace("PAGE_BACKGROUND", f"light-dark({LIGHT}, {DARK})")
"""Of the page around the components."""
BOXES = {"quiz": "quiz", "recall": "quiz", "draw": "draw", "list": "list", "here": "here"}
"""The components, each with the class of the box that it fills."""
ANSWERED = ("predict", "ask", "draw")
"""Kinds of screens that are done when they are answered; any other is when it was seen."""


def quiz(place: Place, *, asks: bool) -> None:
    """The answers to choose from; ``asks``: it is said at once whether the one that was chosen is right."""
    _mount("quiz", {"place": place.key, "asks": asks, **_answers(place.screen.choices)})


def recall(place: Place, measured: Sequence[float]) -> None:
    """What was predicted at a place, beside what happened; ``measured`` is the profile, where one was drawn there."""
    answers = () if measured else place.screen.choices
    _mount("recall", {"place": place.key, "measured": list(measured), **_answers(answers)})


def drawing(place: Place, network: Experiment, measured: Sequence[float]) -> None:
    """A profile to be drawn, and to be compared with the measured one: powers of ten relative to the last site."""
    _mount("draw", {"place": place.key, **plotted(network, measured)})


def plotted(network: Experiment, measured: Sequence[float]) -> dict[str, Any]:
    """What plot.js must know to draw a profile, or to let one be drawn."""
    low, high = limits(measured)
    powers = range(low, high + 1)
    sites = [network.site_label(number) for number in range(1, len(measured) + 1)]
    axis = _("time step  ← the gradient travels this way")
    if network.kind == "deep":
        axis = _("layer  ← the gradient travels this way")
    about = {"sites": sites, "axis": axis, "measured": list(measured), "low": low, "high": high}
    # Words for half powers, too: a finger draws no finer than that.
    halves = [half / 2 for half in range(2 * low, 2 * high + 1)]
    about |= {"names": [_power(power) for power in powers], "words": [relative(power) for power in halves]}
    return about | {"colours": {"measured": theme.GRADIENT, "drawn": theme.APPLIED}}


def lesson_list() -> None:
    """All lessons, each with how far this browser has come in it."""
    rows = [
        {
            "name": lesson.name,
            "label": lesson.label,
            "note": lesson.note,
            "minutes": lesson.minutes,
            "answered": [screen.kind in ANSWERED for screen in lesson.screens],
        }
        for lesson in LESSONS.values()
    ]
    _mount("list", {"rows": rows, "language": and_language()})


def note_seen(place: Place) -> None:
    """Lets the browser note that this screen was seen."""
    _mount("here", {"place": place.key})


def _answers(answers: Sequence[Answer]) -> dict[str, Any]:
    return {"answers": [answer.text for answer in answers], "says": [answer.misconception for answer in answers]}


def _power(power: int) -> str:
    """As it stands on an axis."""
    return signs(f"{10.0**power:g}") if -3 < power < 4 else f"1e{power}"


def _mount(name: str, data: dict[str, Any]) -> None:
    _component(name)(data=handed(data), key=f"lesson_{name}")


@cached_per_language
def _component(name: str) -> "ComponentRenderer":
    box, js = f'<div class="{BOXES[name]}"></div>', script(f"lesson/js/{name}.js", "lesson/js")
    return st.components.v2.component(component_name(f"lesson_{name}"), html=box, css=CSS, js=js)
