"""The lessons: predict, watch, see why, answer; one screen at a time, each with a link of its own."""

from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shared.controls import display_control
from pages.shared.glossary import display_script, marked
from pages.shared.layout import LESSONS, display_links, open_page
from pages.shared.lesson import drawing, lesson_list, note_seen, quiz, recall
from pages.shared.lesson_visit import LessonVisit, arrive_at_lessons
from pages.shared.notices import display_ignored, display_remarks, valid_experiment
from pages.shared.stage import display_stage, display_title
from pages.shared.visit import interrupted
from simulator.catalog.lessons import KINDS
from simulator.service.service import Service, shared_service
from simulator.settings.link import to_text
from simulator.teaching.place import Place
from simulator.teaching.profile import measured
from simulator.teaching.runs import shown
from simulator.teaching.words import filled

OPENING = (
    "Each lesson takes five to ten minutes. First predict, then watch a real network train, then see why. "
    "What you answer stays in this browser; where you left off, you can go on."
)
STYLE = """<style>
.lesson { font-size: 1.1rem; line-height: 1.45; max-width: 44rem; margin: 0; }
.lesson p { margin: 0 0 .6rem; }
.where { margin: 0; display: flex; flex-wrap: wrap; gap: .3rem .5rem; align-items: baseline; font-size: 1rem; }
.where a { color: inherit; padding: .1rem .5rem; border-radius: .4rem; text-decoration: none; border: 1px solid #8886; }
.where a:hover { text-decoration: underline; }
.where a[aria-current] { background: rgba(128, 128, 128, 0.18); font-weight: 600; }
.st-key-lesson_text h2 { font-size: 1.5rem; padding: .2rem 0 .4rem; }
.st-key-ways { position: sticky; bottom: 0; z-index: 80; padding: .4rem 0; background: canvas; flex-wrap: nowrap; }
.st-key-ways button { white-space: nowrap; }
</style>"""


def display_lessons() -> None:
    """The list of the lessons, or the screen that the address names."""
    visit = arrive_at_lessons()
    open_page()
    st.html(STYLE)
    sidebar = st.sidebar.container()
    display_ignored(visit)
    if visit.place:
        display_screen(shared_service(), visit, visit.place)
    else:
        display_list(visit)
    with sidebar:
        display_links(LESSONS, to_text(visit.lock.run, visit.pins) if visit.place and visit.lock else "")
        display_script()


def display_list(visit: LessonVisit) -> None:
    """All lessons, each with what is done of it."""
    visit.mirror_place()
    st.title("Lessons", anchor=False)
    st.html(f'<p class="lesson">{marked(OPENING, set())}</p>')
    lesson_list()


def display_screen(service: Service, visit: LessonVisit, place: Place) -> None:
    """One screen: what is said or asked on the left, the run on the right."""
    display_where(place)
    screen, lesson = place.screen, place.lesson
    note_seen(place)
    left, right = st.columns([5, 8], gap="medium")
    with left.container(key="lesson_text", gap="small"):
        st.header(screen.heading, anchor=False)
        text = st.empty()
        tell_text(service, place, text)
        if screen.formula:
            st.latex(screen.formula)
        source = screen.source or (lesson.source if screen.kind == "explain" else "")
        if source:
            st.caption(source)
    with left:
        if screen.kind in ("predict", "ask"):
            quiz(place, asks=screen.kind == "ask")
        if screen.kind == "explain":
            display_recall(service, place)
    if screen.kind in ("run", "explain", "ask"):
        with left:
            display_own_controls(visit)
        experiment = valid_experiment(visit)
        visit.mirror(experiment)
        with right:
            header = st.container(key="header")
            title = header.empty()
            display_title(title, experiment, None)
            display_stage(service, visit, experiment, title, lambda: tell_text(service, place, text))
    else:
        visit.mirror(valid_experiment(visit))
        if screen.kind == "draw":
            with right:
                display_drawing(service, place)
    display_remarks(visit)
    with left:
        display_ways(visit, place)


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


def display_own_controls(visit: LessonVisit) -> None:
    """The controls that matter here, and the way back to where they stood."""
    relevant = visit.relevant_settings()
    for name in (name for name in visit.place.screen.controls if name in relevant):
        display_control(visit, name)
    if visit.is_changed:
        st.button("As the lesson has it", key="again", icon=":material/undo:", on_click=visit.again)


def display_recall(service: Service, place: Place) -> None:
    """What was predicted on the last screen that asked for it."""
    before = [
        number for number in range(1, place.number) if Place(place.lesson, number).screen.kind in ("predict", "draw")
    ]
    if not before:
        return
    asked = Place(place.lesson, before[-1])
    drawn = asked.screen.kind == "draw"
    recall(asked, display_profile(service, asked) if drawn else [])


def display_profile(service: Service, place: Place) -> list[float]:
    """The profile of the first training step of the screen's run."""
    run = service.run(shown(place.lesson, place.screen)[place.screen.run])
    with st.spinner("Starting the engine, a few seconds", show_time=False):
        return measured(run.trace or run.preview(interrupted))


def display_drawing(service: Service, place: Place) -> None:
    """The profile to be drawn."""
    experiment = shown(place.lesson, place.screen)[place.screen.run]
    drawing(place, experiment.site_name, display_profile(service, place))


def display_ways(visit: LessonVisit, place: Place) -> None:
    """On and back, by button and by key."""
    back, on = place.moved(-1), place.moved(1)
    with st.container(horizontal=True, key="ways", gap="small"):
        st.button(
            "Back",
            key="lesson_back",
            icon=":material/chevron_left:",
            shortcut="p",
            disabled=not back,
            on_click=visit.go,
            args=(back,),
        )
        label = "Next" if on and on.lesson == place.lesson else "Next lesson" if on else "All lessons"
        st.button(
            label,
            key="lesson_next",
            icon=":material/chevron_right:",
            icon_position="right",
            type="primary",
            shortcut="n",
            on_click=visit.go,
            args=(on,),
        )
