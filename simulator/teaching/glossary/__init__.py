"""Every word on the screen, with what it means and the small networks that show it: made of all tables, each once."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from simulator.catalog.lessons import LESSONS, Lesson
from simulator.language import ENGLISH, using
from simulator.teaching.glossary.controls import controls
from simulator.teaching.glossary.entry import CURVE, Entry, Picture
from simulator.teaching.glossary.learning import LEARNING
from simulator.teaching.glossary.parts import PARTS
from simulator.teaching.glossary.rows import rows
from simulator.teaching.glossary.taught import LESSON_OF
from simulator.teaching.glossary.troubles import troubles
from simulator.teaching.glossary.way import WAY_BACK

__all__ = ["CURVE", "Entry", "Picture", "entries", "entry_of", "lesson_of", "related"]
MOST_RELATED = 6
AMBIGUOUS = {"constant", "copy", "identity", "lecun", "linear", "normal", "output", "solved", "task", "value"}
"""Words that sentences use for much else: alone they do not tell that the row of that name is meant."""


@cache
def entries() -> dict[str, Entry]:
    """The words by name, in an order that teaches: each after those that it needs, then the tables."""
    with using(ENGLISH):  # for whoever comes first; each reads them in a language of their own
        return _entries()


def _entries() -> dict[str, Entry]:
    found = dict[str, Entry]()
    called = dict[str, str]()
    for entry in (*PARTS, *LEARNING, *WAY_BACK, *rows(), *troubles(), *controls()):
        name = called.get(entry.label.lower())
        # A word that stands in several tables is one entry; what the first of them says stays in front.
        if name:
            found[name] = found[name].with_more(entry)
        else:
            # Rows of two tables may have one name and two labels: the later one is called by its label.
            name = entry.name if entry.name not in found else re.sub(r"\W+", "_", entry.label.lower())
            found[name] = replace(entry, name=name)
        for word in entry.words:
            called.setdefault(word, name)
    return found


def entry_of(word: str) -> Entry | None:
    """The entry that a link means: by its name, or by any form of its word."""
    found = entries()
    asked = word.strip().lower()
    # By its name first: a form such as "linear" may be that of several words.
    by_form = (entry for entry in found.values() if asked.replace("_", " ") in entry.words)
    if asked in found:
        return found[asked]
    return next(by_form, None) or _entry_in_english(asked)


def _entry_in_english(asked: str) -> Entry | None:
    with using(ENGLISH):
        return next((entry for entry in entries().values() if asked.replace("_", " ") in entry.words), None)


@cache
def related(name: str) -> tuple[str, ...]:
    """The words that its own sentences use, and then those whose sentences use it; their names."""
    used_by = [other for other, uses in _uses().items() if name in uses]
    return tuple(other for other in dict.fromkeys([*_uses()[name], *used_by]) if other != name)[:MOST_RELATED]


@cache
def lesson_of(name: str) -> Lesson | None:
    """The lesson that teaches the word: that has it in its title, else the one that says it most."""
    if name in LESSON_OF:
        return LESSONS[LESSON_OF[name]]
    # Of as many mentions the first lesson, which is the easier one.
    most = max(LESSONS, key=lambda lesson: _said()[lesson][name])
    with using(ENGLISH):
        titled = (lesson for lesson in LESSONS.values() if name in words_in(lesson.label))
        return next(titled, None) or (LESSONS[most] if _said()[most][name] else None)


def words_in(text: str) -> Counter[str]:
    """The words that a text in English says, by name, and how often: of several that share letters the longest."""
    pattern, names = _forms()
    return Counter(names[found.lower()] for found in pattern.findall(text))


@cache
def _forms() -> tuple[re.Pattern[str], dict[str, str]]:
    """What finds any form of any word, and the name of each form's word."""
    names = dict[str, str]()
    with using(ENGLISH):
        called = {entry.name: entry.words for entry in entries().values()}
    for name, words in called.items():
        # In brackets stands what only tells rows apart, such as ``Xavier (normal)``.
        for form in (*words, *(word.partition(" (")[0] for word in words)):
            if form not in AMBIGUOUS:
                names.setdefault(form, name)
    longest_first = sorted(map(re.escape, names), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(longest_first)})\b(?!-)", re.IGNORECASE), names


@cache
def _uses() -> dict[str, Counter[str]]:
    """The words that the sentences of each word say."""
    with using(ENGLISH):
        return {entry.name: words_in(" ".join([entry.plain, *entry.terms])) for entry in entries().values()}


@cache
def _said() -> dict[str, Counter[str]]:
    """The words that each lesson says."""
    with using(ENGLISH):
        return {lesson.name: words_in(" ".join(_texts(lesson))) for lesson in LESSONS.values()}


def _texts(lesson: Lesson) -> Iterable[str]:
    yield f"{lesson.label} {lesson.note}"
    for screen in lesson.screens:
        yield from (screen.heading, screen.term, *(said.text for said in screen.text))
        yield from (answer.misconception for answer in screen.answers)
