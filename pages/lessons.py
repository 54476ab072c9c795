"""The lessons: predict, watch, see why, answer; one screen at a time, each with a link of its own."""

from collections.abc import Callable, Sequence
from html import escape
from typing import Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shared.controls import display_control
from pages.shared.glossary import display_script, marked
from pages.shared.layout import LESSONS as LESSONS_PAGE
from pages.shared.layout import display_links, open_page
from pages.shared.lesson import drawing, lesson_list, note_seen, quiz, recall
from pages.shared.lesson_visit import LessonVisit, arrive_at_lessons
from pages.shared.notices import display_ignored, display_remarks, escape_markdown, valid_experiment
from pages.shared.stage import display_stage
from pages.shared.visit import interrupted
from simulator.catalog.lessons import KINDS, LESSONS, Lesson
from simulator.service.service import Service, shared_service
from simulator.settings.experiment import Experiment
from simulator.settings.link import to_text
from simulator.teaching.place import Place
from simulator.teaching.profile import measured
from simulator.teaching.runs import shown
from simulator.teaching.sheet import SHEETS, sheet
from simulator.teaching.words import filled

OPENING = (
    "Each lesson takes five to ten minutes. First predict, then watch a real network train, then see why. "
    "What you answer stays in this browser; where you left off, you can go on."
)
PLAYED = ("run", "explain", "ask")
"""Kinds of screens that show a run."""
KEYS = {"left": "p", "right": "n"}
"""The keys that go back and on."""
STYLE = """<style>
.lesson { font-size: 1.1rem; line-height: 1.45; max-width: 44rem; margin: 0; }
.lesson p { margin: 0 0 .6rem; }
.where { margin: 0; display: flex; flex-wrap: wrap; gap: .3rem .5rem; align-items: baseline; font-size: 1rem; }
.where a { padding: .1rem .55rem; border-radius: .4rem; border: 1px solid #8886; }
.where a, .where a:visited { color: inherit; text-decoration: none; }
.where a:hover { text-decoration: underline; }
.where a[aria-current] { background: rgba(128, 128, 128, 0.18); font-weight: 600; }
.pages { flex-wrap: wrap; }
.st-key-lesson_text h2 { font-size: 1.5rem; padding: .2rem 0 .4rem; }
.st-key-ways { position: sticky; bottom: 0; z-index: 80; padding: .4rem 0; background: canvas; flex-wrap: nowrap; }
.st-key-ways button { white-space: nowrap; }
</style>"""


def display_lessons() -> None:
    """The list of the lessons, or the screen that the address names."""
    visit = arrive_at_lessons()
    open_page()
    st.html(STYLE)
    query = to_text(visit.lock.run, visit.pins) if visit.place and visit.lock else ""
    display_links(LESSONS_PAGE, query)
    display_ignored(visit)
    if visit.place:
        display_screen(shared_service(), visit, visit.place)
    else:
        display_list(visit)
    display_script()


def display_list(visit: LessonVisit) -> None:
    """All lessons, each with what is done of it."""
    visit.mirror_place()
    st.title("Lessons", anchor=False)
    st.html(f'<p class="lesson">{marked(OPENING, set())}</p>')
    with st.container(horizontal=True, gap="small"):
        display_sheets([*LESSONS.values()], "lessons")
    lesson_list()


def display_sheets(lessons: Sequence[Lesson], name: str) -> None:
    """Their sheets as files, to be printed; ``name`` is what they are called by."""
    page = (st.context.url or LESSONS_PAGE).split("?")[0]
    for kind, label in SHEETS.items():
        st.download_button(
            f"{label}{'s' * (len(lessons) > 1)}",
            sheet(lessons, page, kind),
            f"{name}-{kind}.html",
            "text/html",
            key=f"sheet_{kind}",
            icon=":material/print:",
            on_click="ignore",
        )


def display_screen(service: Service, visit: LessonVisit, place: Place) -> None:
    """One screen: what is said or asked on the left, the run or the drawing on the right."""
    display_where(place)
    note_seen(place)
    left, right = st.columns([5, 8], gap="medium")
    with left:
        text = display_text(service, place)
        display_answers(service, place)
    if place.screen.kind in PLAYED:
        with left:
            display_own_controls(visit, place)
    experiment = valid_experiment(visit)
    visit.mirror(experiment)
    with left:
        display_remarks(visit)
        display_ways(visit, place)
        with st.popover("To print", icon=":material/print:", type="tertiary"):
            display_sheets([place.lesson], place.lesson.name)
    with right:
        if place.screen.kind in PLAYED:
            display_run(service, visit, experiment, lambda: tell_text(service, place, text))
        elif place.screen.kind == "draw":
            display_drawing(service, place)


def display_run(service: Service, visit: LessonVisit, experiment: Experiment, tell: Callable[[], None]) -> None:
    """The sentence that names what is trained, and the player."""
    title = st.container(key="header").empty()
    with service.run(experiment).prepared(interrupted), service.turns.turn():
        display_stage(service, visit, experiment, title, tell)


def display_text(service: Service, place: Place) -> DeltaGenerator:
    """What the screen says: plain words, the term, the formula, the source; and the place of its words."""
    screen = place.screen
    with st.container(key="lesson_text", gap="small"):
        st.header(screen.heading, anchor=False)
        text = st.empty()
        tell_text(service, place, text)
        if screen.formula:
            st.latex(screen.formula)
        source = screen.source or (place.lesson.source if screen.kind == "explain" else "")
        if source:
            st.caption(escape_markdown(source))
    return text


def display_answers(service: Service, place: Place) -> None:
    """What is to be chosen; or, where it is explained, what was predicted."""
    if place.screen.kind in ("predict", "ask"):
        quiz(place, asks=place.screen.kind == "ask")
    if place.screen.kind == "explain":
        display_recall(service, place)


def display_where(place: Place) -> None:
    """The lesson, and a link to each of its screens."""
    links = "".join(
        f'<a href="lessons?lesson={place.lesson.name}&amp;screen={number}" target="_self"'
        f'{" aria-current=page" if number == place.number else ""} title="{escape(screen.heading)}"'
        f' aria-label="Screen {number}: {escape(screen.heading)}">{number}</a>'
        for number, screen in enumerate(place.lesson.screens, 1)
    )
    label = f"<strong>{escape(place.lesson.label)}</strong> · {KINDS[place.screen.kind]}"
    st.html(
        f'<nav class="where" aria-label="Lesson"><a href="lessons" target="_self">All lessons</a>{label} {links}</nav>'
    )


def tell_text(service: Service, place: Place, text: DeltaGenerator) -> None:
    """What the screen says, each number as soon as its run is done."""
    screen = place.screen
    runs = {name: service.run(experiment) for name, experiment in shown(place.lesson, screen).items()}
    traces = {name: run.trace for name, run in runs.items() if run.done and run.trace}
    known = set[str]()
    sentences = [said.text for said in screen.text] + ([screen.term] if screen.term else [])
    paragraphs = "".join(f"<p>{marked(filled(sentence, traces), known)}</p>" for sentence in sentences)
    text.html(f'<div class="lesson">{paragraphs}</div>')


def display_own_controls(visit: LessonVisit, place: Place) -> None:
    """The controls that matter here, and the way back to where they stood."""
    relevant = visit.relevant_settings()
    for name in (name for name in place.screen.controls if name in relevant):
        display_control(visit, name)
    if visit.is_changed:
        st.button("As the lesson has it", key="again", icon=":material/undo:", on_click=visit.again)
    if visit.changed:
        st.rerun()


def display_recall(service: Service, place: Place) -> None:
    """What was predicted on the last screen that asked for it."""
    before = [Place(place.lesson, number) for number in range(1, place.number)]
    asked = [earlier for earlier in before if earlier.screen.kind in ("predict", "draw")]
    if asked:
        recall(asked[-1], profile(service, asked[-1]) if asked[-1].screen.kind == "draw" else [])


def display_drawing(service: Service, place: Place) -> None:
    """The profile to be drawn."""
    experiment = shown(place.lesson, place.screen)[place.screen.run]
    drawing(place, experiment.site_name, profile(service, place))


def profile(service: Service, place: Place) -> list[float]:
    """The profile of the first training step of the screen's run."""
    run = service.run(shown(place.lesson, place.screen)[place.screen.run])
    with st.spinner("Starting the engine, a few seconds"):
        return measured(run.trace or run.preview(interrupted))


def display_ways(visit: LessonVisit, place: Place) -> None:
    """On and back, by button and by key."""
    back, on = place.moved(-1), place.moved(1)
    label = "Next" if on and on.lesson is place.lesson else "Next lesson" if on else "All lessons"
    with st.container(horizontal=True, key="ways", gap="small"):
        _display_way(visit, "Back", "left", back, disabled=not back)
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
