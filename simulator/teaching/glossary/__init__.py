"""Every word on the screen, with what it means and the small networks that show it: made of all tables, each once."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from simulator.catalog.lessons import LESSONS, Lesson
from simulator.teaching.glossary.controls import controls
from simulator.teaching.glossary.entry import CURVE, Entry, Picture
from simulator.teaching.glossary.learning import LEARNING
from simulator.teaching.glossary.parts import PARTS
from simulator.teaching.glossary.rows import rows
from simulator.teaching.glossary.troubles import troubles
from simulator.teaching.glossary.way import WAY_BACK

__all__ = ["CURVE", "Entry", "Picture", "entries", "entry_of", "lesson_of", "related"]
MOST_RELATED = 6
AMBIGUOUS = {"constant", "copy", "identity", "lecun", "linear", "normal", "output", "solved", "task", "value"}
"""Words that sentences use for much else: alone they do not tell that the row of that name is meant."""


@cache
def entries() -> dict[str, Entry]:
    """The words by name, in an order that teaches: each after those that it needs, then the tables."""
    found = dict[str, Entry]()
    called = dict[str, str]()
    for entry in (*PARTS, *LEARNING, *WAY_BACK, *rows(), *troubles(), *controls()):
        name = called.get(entry.label.lower())
        if name:
            found[name] = found[name].with_more(entry)
        else:
            name = entry.name if entry.name not in found else re.sub(r"\W+", "_", entry.label.lower())
            found[name] = replace(entry, name=name)
        for word in entry.words:
            called.setdefault(word, name)
    return found


def entry_of(word: str) -> Entry | None:
    """The entry that a link means: by its name, or by any form of its word."""
    found = entries()
    asked = word.strip().lower()
    by_form = (entry for entry in found.values() if asked.replace("_", " ") in entry.words)
    return found.get(asked) or next(by_form, None)


@cache
def related(name: str) -> tuple[str, ...]:
    """The words that its own sentences use, and then those whose sentences use it; their names."""
    entry, found = entries()[name], entries()
    said = " ".join([entry.plain, *entry.terms])
    uses = [other.name for other in found.values() if other is not entry and _says(said, other)]
    used_by = [other.name for other in found.values() if other is not entry and _says(other.plain, entry)]
    return tuple(dict.fromkeys([*uses, *used_by]))[:MOST_RELATED]


@cache
def lesson_of(name: str) -> Lesson | None:
    """The lesson that teaches the word: that has it in its title, else the one that says it most."""
    entry = entries()[name]
    titled = (lesson for lesson in LESSONS.values() if _says(lesson.label, entry))
    counts = {lesson.name: len(_form(entry).findall(" ".join(_texts(lesson)))) for lesson in LESSONS.values()}
    most = max(counts, key=lambda lesson: counts[lesson])
    return next(titled, None) or (LESSONS[most] if counts[most] else None)


def _texts(lesson: Lesson) -> Iterable[str]:
    yield f"{lesson.label} {lesson.note}"
    for screen in lesson.screens:
        yield from (screen.heading, screen.term, *(said.text for said in screen.text))
        yield from (answer.misconception for answer in screen.answers)


def _says(text: str, entry: Entry) -> bool:
    return bool(_form(entry).search(text))


@cache
def _form(entry: Entry) -> re.Pattern[str]:
    """Any form of the word; in brackets stands what only tells rows apart, such as ``Xavier (normal)``."""
    forms = {word.partition(" (")[0] for word in entry.words} - AMBIGUOUS
    forms = forms or {entry.label.lower()}
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(forms, key=len, reverse=True)))})\b", re.IGNORECASE)
