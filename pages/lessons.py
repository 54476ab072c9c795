"""The lessons: predict, watch, see why, answer; one screen at a time, each with a link of its own."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shared.controls import display_control
from pages.shared.exercise import display_run, starting_profile
from pages.shared.glossary import display_script, marked
from pages.shared.layout import LESSONS as LESSONS_PAGE
from pages.shared.layout import display_links, open_page
from pages.shared.lesson import PAGE_CSS, drawing, lesson_list, note_seen, quiz, recall
from pages.shared.lesson_visit import LessonVisit
from pages.shared.lesson_ways import display_sheets, display_ways, display_where
from pages.shared.notices import display_ignored, display_remarks, escape_markdown, valid_experiment
from pages.shared.tab import arrive
from simulator.catalog.lessons import LESSONS, Kind
from simulator.language import _, mark
from simulator.service.service import Service, shared_service
from simulator.settings.link import to_text
from simulator.teaching.place import Place
from simulator.teaching.runs import shown
from simulator.teaching.words import filled

OPENING = mark(
    "Each lesson takes five to ten minutes. First predict, then watch a real network train, then see why. "
    "What you answer stays in this browser; where you left off, you can go on."
)
PLAYED = ("run", "explain", "ask")
"""Kinds of screens that show a run."""


def display_lessons() -> None:
    """The list of the lessons, or the screen that the address names."""
    visit = arrive(LessonVisit)
    open_page()
    st.html(f"<style>{PAGE_CSS}</style>")
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
    st.title(_("Lessons"), anchor=False)
    st.html(f'<p class="lesson">{marked(_(OPENING), set())}</p>')
    with st.container(horizontal=True, gap="small"):
        display_sheets([*LESSONS.values()], "lessons")
    lesson_list()


def display_screen(service: Service, visit: LessonVisit, place: Place) -> None:
    """One screen: what is said or asked on the left, the run or the drawing on the right."""
    display_where(place)
    note_seen(place)
    # Text and picture are filled in turn: which settings can be trained is known only once the controls are drawn.
    left, right = _columns(place.screen.kind)
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
        # The sheets are of the whole lesson, so its first screen offers them.
        if place.number == 1:
            with st.popover(_("To print"), icon=":material/print:", type="tertiary"):
                display_sheets([place.lesson], place.lesson.name)
    with right:
        if place.screen.kind in PLAYED:
            display_run(service, visit, experiment, lambda: tell_text(service, place, text))
        elif place.screen.kind == "draw":
            display_drawing(service, place)


def _columns(kind: Kind) -> tuple[DeltaGenerator, DeltaGenerator]:
    """Room for what is said, and for what is seen, where anything is."""
    if kind == "predict":
        return st.container(key="predicting"), st.container()
    left, right = st.columns([5, 8], gap="medium")
    return left, right


def display_text(service: Service, place: Place) -> DeltaGenerator:
    """What the screen says: plain words, the term, the formula, the source; and the place of its words."""
    screen = place.screen
    with st.container(key="lesson_text", gap="small"):
        st.header(screen.heading, anchor=False)
        text = st.empty()
        tell_text(service, place, text)
        # One under the other, as two side by side do not fit a phone.
        for formula in filter(None, screen.formula.split(r"\qquad")):
            st.latex(formula)
        # The lesson's own source is told once, where it is explained.
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


def tell_text(service: Service, place: Place, text: DeltaGenerator) -> None:
    """What the screen says, each number as soon as its run is done."""
    screen = place.screen
    runs = {name: service.run(experiment) for name, experiment in shown(place.lesson, screen).items()}
    # A number that may still change is not told.
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
        st.button(_("As the lesson has it"), key="again", icon=":material/undo:", on_click=visit.again)
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
    drawing(place, experiment, profile(service, place))


def profile(service: Service, place: Place) -> list[float]:
    """The profile of the first training step of the screen's run."""
    return starting_profile(service, shown(place.lesson, place.screen)[place.screen.run])
