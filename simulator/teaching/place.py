"""Where somebody is among the lessons, as parameters of a URL, and back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from simulator.catalog.lessons import LESSONS, Lesson, Screen
from simulator.language import _
from simulator.settings.digits import whole_number
from simulator.settings.errors import closest, shorten

LESSON, SCREEN = "lesson", "screen"


@dataclass(frozen=True)
class Place:
    """A screen of a lesson, from 1."""

    lesson: Lesson
    number: int = 1

    @property
    def screen(self) -> Screen:
        return self.lesson.screens[self.number - 1]

    @property
    def key(self) -> str:
        """Under which the browser keeps what was chosen here."""
        return f"{self.lesson.name}/{self.number}"

    def to_query(self) -> dict[str, list[str]]:
        return {LESSON: [self.lesson.name], SCREEN: [str(self.number)]}

    def moved(self, by: int) -> "Place | None":
        """The screen ``by`` further on, over the end of a lesson into the next; None beyond all of them."""
        number = self.number + by
        if 1 <= number <= len(self.lesson.screens):
            return Place(self.lesson, number)
        names = list(LESSONS)
        # Past the end the number is large; before the first screen it is 0.
        at = names.index(self.lesson.name) + (1 if number > 0 else -1)
        if not 0 <= at < len(names):
            return None
        lesson = LESSONS[names[at]]
        return Place(lesson, 1 if number > 0 else len(lesson.screens))


def place_of(query: Mapping[str, Sequence[str]]) -> tuple[Place | None, list[str]]:
    """The screen that a link asks for, None where it asks for the list; and a sentence for all that was ignored.

    Never raises. Of a repeated parameter the last value counts.
    """
    sentences = [
        _("{given} means nothing here and was ignored.", given=shorten(name))
        for name in query
        if name not in (LESSON, SCREEN)
    ]
    if LESSON not in query:
        lost = _("{name} was ignored: the link names no lesson.", name=SCREEN)
        return None, [*sentences, *([lost] if SCREEN in query else [])]
    name = query[LESSON][-1]
    if name not in LESSONS:
        meant, text = closest(name, LESSONS), shorten(name)
        none = _("There is no lesson {given}.", given=text)
        if meant:
            none = _("There is no lesson {given}; did you mean {name}?", given=text, name=meant)
        return None, [*sentences, none]
    lesson, text = LESSONS[name], query.get(SCREEN, ["1"])[-1]
    last = len(lesson.screens)
    number = whole_number(text, 1, last)
    if number is None:
        told = _("screen: {given} was ignored; this lesson has the screens 1 to {last}.")
        return Place(lesson), [*sentences, told.format(given=shorten(text), last=last)]
    return Place(lesson, number), sentences
