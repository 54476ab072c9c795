"""The glossary as a component: its words, its search, and room for a live picture of each."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from pages.shared.words.formula import mathml
from pages.shared.words.pictures import picture_of
from simulator.player.join import join
from simulator.settings.link import to_text
from simulator.teaching.glossary import Entry, entries, lesson_of, related

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

FOLDER = Path(__file__).parent
TEXTS = {
    "search": "Find a word",
    "index": "All words from A to Z",
    "found": "{count} of {all} words",
    "none": "No word here is called so. Try fewer letters.",
    "moves": "Pictures move by themselves",
    "play": "Play the picture: {word}",
    "frame": "Picture of {word}",
    "simulator": "See it in the simulator",
    "exactly": "Exactly, in The numbers",
    "lesson": "Lesson: {label}",
    "related": "See also:",
    "waiting": "The networks of this picture are being trained …",
    "failed": "The picture could not be made.",
}
"""What the component says beside the words; ``{...}`` are holes."""


def glossary(here: Entry | None) -> None:
    """All words; ``here`` is the one that the link names."""
    _component()(data={**_words(), "here": here.name if here else ""}, key="glossary")


@cache
def _words() -> dict[str, Any]:
    found = entries()
    return {"texts": TEXTS, "words": [_about(entry) for entry in found.values()]}


def _about(entry: Entry) -> dict[str, Any]:
    """What is told of a word; what there is not is left out."""
    picture, lesson = picture_of(entry), lesson_of(entry.name)
    run, *pins = picture.linked
    told = {
        "name": entry.name,
        "label": entry.label[0].upper() + entry.label[1:] if entry.label != "z" else entry.label,
        "group": entry.group,
        "also": [*entry.also],
        "plain": entry.plain,
        "terms": [*entry.terms],
        "formula": mathml(entry.formula) if entry.formula else "",
        "source": "; ".join(entry.sources),
        "run": "./" + to_text(run, pins[:3]),
        "number": entry.number and f"numbers#{entry.number}",
        "lesson": lesson and {"link": f"lessons?lesson={lesson.name}&screen=1", "label": lesson.label},
        "related": [*related(entry.name)],
    }
    return {name: value for name, value in told.items() if value}


@cache
def _component() -> "ComponentRenderer":
    modules = {file.name: file.read_text("utf-8") for file in (FOLDER / "js").glob("*.js")}
    css = (FOLDER / "words.css").read_text("utf-8")
    return st.components.v2.component(
        "glossary", html='<div class="glossary"></div>', css=css, js=join(modules, "words.js")
    )
