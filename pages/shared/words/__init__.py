"""The glossary as a component: its words, its search, and room for a live picture of each."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from pages.shared.handing import handed
from pages.shared.languages import and_language, component_name, with_language
from pages.shared.words.formula import mathml
from pages.shared.words.pictures import picture_of
from simulator.catalog.glossary import GLOSSARY
from simulator.language import ENGLISH, _, cached_per_language, language, mark
from simulator.player.join import join
from simulator.settings.link import MOST_PINNED, to_text
from simulator.teaching.glossary import Entry, entries, lesson_of, related

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

FOLDER = Path(__file__).parent
TEXTS = {
    "search": mark("Find a word"),
    "index": mark("All words from A to Z"),
    "found": mark("{count} of {all} words"),
    "none": mark("No word here is called so. Try fewer letters."),
    "moves": mark("Pictures move by themselves"),
    "play": mark("Play the picture: {word}"),
    "frame": mark("Picture of {word}"),
    "simulator": mark("See it in the simulator"),
    "exactly": mark("Exactly, in The numbers"),
    "lesson": mark("Lesson: {label}"),
    "related": mark("See also:"),
    "waiting": mark("The networks of this picture are being trained …"),
    "failed": mark("The picture could not be made."),
}
"""What the component says beside the words, in English; ``{...}`` are holes."""


def glossary(here: Entry | None) -> None:
    """All words; ``here`` is the one that the link names."""
    about = {"here": here.name if here else "", "language": language()}
    _component()(data=handed({**_words(and_language()), **about}), key="glossary")


@cached_per_language
def _words(keeps: str) -> dict[str, Any]:
    """``keeps`` is what stands in links where the address names the language."""
    found = entries()
    texts = {name: _(text) for name, text in TEXTS.items()}
    return {"texts": texts, "keeps": keeps, "words": [_about(entry) for entry in found.values()]}


def _about(entry: Entry) -> dict[str, Any]:
    """What is told of a word; what there is not is left out."""
    picture, lesson = picture_of(entry), lesson_of(entry.name)
    run, *pins = picture.linked
    told = {
        "name": entry.name,
        # z is a letter of formulas, and Z would be another one.
        "label": entry.label[0].upper() + entry.label[1:] if entry.label != "z" else entry.label,
        "group": entry.group,
        "also": [*_also(entry)],
        "plain": entry.plain,
        "terms": [*entry.terms],
        "formula": mathml(entry.formula) if entry.formula else "",
        "source": "; ".join(entry.sources),
        "run": "./" + with_language(to_text(run, pins[:MOST_PINNED])),
        "number": entry.number and f"numbers{with_language('')}#{entry.number}",
        "lesson": lesson and {"link": f"lessons?lesson={lesson.name}&screen=1{and_language()}", "label": lesson.label},
        "related": [*related(entry.name)],
    }
    return {name: value for name, value in told.items() if value}


def _also(entry: Entry) -> Iterable[str]:
    """Other forms by which the word is found."""
    if language() == ENGLISH:
        return entry.also
    return GLOSSARY[entry.name].words if entry.name in GLOSSARY else ()


@cached_per_language
def _component() -> "ComponentRenderer":
    modules = {file.name: file.read_text("utf-8") for file in (FOLDER / "js").glob("*.js")}
    css = (FOLDER / "words.css").read_text("utf-8")
    return st.components.v2.component(
        component_name("glossary"), html='<div class="glossary"></div>', css=css, js=join(modules, "words.js")
    )
