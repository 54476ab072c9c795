"""The ways through the lessons: to each screen, on and back, and onto paper."""

from collections.abc import Sequence
from html import escape
from typing import Literal

import streamlit as st

from pages.shared.languages import and_language, with_language
from pages.shared.layout import LESSONS as LESSONS_PAGE
from pages.shared.lesson_visit import LessonVisit
from simulator.catalog.lessons import KINDS, Lesson
from simulator.language import _
from simulator.settings.link import as_text
from simulator.teaching.place import Place
from simulator.teaching.sheet import ALL_SHEETS, SHEETS, sheet

KEYS = {"left": "p", "right": "n"}
"""The keys that go back and on."""


def display_where(place: Place) -> None:
    """The lesson, and a link to each of its screens."""
    links = "".join(_screen_link(place, number) for number in range(1, len(place.lesson.screens) + 1))
    label = f"<strong>{escape(place.lesson.topic)}</strong> <span class='kind'>· {_(KINDS[place.screen.kind])}</span>"
    home = f'<a href="{escape(LESSONS_PAGE + with_language(""))}" target="_self">{_("All lessons")}</a>'
    screens = f'<span class="screens">{links}</span>'
    st.html(f'<nav class="where" aria-label="{escape(_("Lesson"))}">{home}{label} {screens}</nav>')


def _screen_link(place: Place, number: int) -> str:
    heading = place.lesson.screens[number - 1].heading
    query = with_language(as_text(Place(place.lesson, number).to_query()))
    current = " aria-current=page" if number == place.number else ""
    said = escape(_("Screen {number}: {heading}", number=number, heading=heading))
    return (
        f'<a href="{escape(LESSONS_PAGE + query)}" target="_self"{current} title="{escape(heading)}"'
        f' aria-label="{said}">{number}</a>'
    )


def display_ways(visit: LessonVisit, place: Place) -> None:
    """On and back, by button and by key."""
    back, on = place.moved(-1), place.moved(1)
    label = _("Next") if on and on.lesson is place.lesson else _("Next lesson") if on else _("All lessons")
    with st.container(horizontal=True, key="ways", gap="small"):
        _display_way(visit, _("Back"), "left", back, disabled=not back)
        _display_way(visit, label, "right", on, primary=True)


def _display_way(
    visit: LessonVisit,
    label: str,
    side: Literal["left", "right"],
    to: Place | None,
    *,
    disabled: bool = False,
    primary: bool = False,
) -> None:
    st.button(
        label,
        key=f"way_{side}",
        icon=f":material/chevron_{side}:",
        icon_position=side,
        type="primary" if primary else "secondary",
        shortcut=KEYS[side],
        disabled=disabled,
        on_click=visit.go,
        args=(to,),
    )


def display_sheets(lessons: Sequence[Lesson], name: str) -> None:
    """Their sheets as files, to be printed; ``name`` is what they are called by."""
    # On paper a link has to be whole, and of the list, not of the screen that is open.
    page = (st.context.url or LESSONS_PAGE).split("?")[0]
    for kind, label in SHEETS.items():
        st.download_button(
            _(label) if len(lessons) == 1 else _(ALL_SHEETS[kind]),
            sheet(lessons, page, kind, and_language()),
            f"{name}-{kind}.html",
            "text/html",
            key=f"sheet_{kind}",
            icon=":material/print:",
            on_click="ignore",
        )
