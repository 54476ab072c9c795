"""The pages and the server around them; and the first page: ask what to train, train it, show the gradient."""

if __name__ != "__main__":  # imported by the server as it starts: the engine takes longest, so it begins first
    from simulator.service.heap import share_heaps
    from simulator.service.service import shared_service

    share_heaps()
    shared_service().ping()

import streamlit as st

from pages.challenges import display_challenges
from pages.glossary import display_glossary
from pages.lessons import display_lessons
from pages.map import display_map
from pages.numbers import display_numbers
from pages.shared.about import display_about
from pages.shared.advice import display_advice, display_applied
from pages.shared.compare import display_pinning
from pages.shared.controls import display_controls
from pages.shared.glossary import display_script
from pages.shared.languages import open_language
from pages.shared.layout import ICON, display_links, open_page
from pages.shared.notices import display_ignored, display_remarks, valid_experiment
from pages.shared.repeating import display_repeating, display_too_costly
from pages.shared.server import MIDDLEWARE, lifespan, routes, words_for
from pages.shared.share import display_share
from pages.shared.stage import display_stage, display_title
from pages.shared.story import display_lead, display_story
from pages.shared.tab import arrive, interrupted
from pages.shared.visit import Visit
from simulator.language import _
from simulator.service.service import Service, shared_service
from simulator.settings.experiment import Experiment


def display() -> None:
    """The page that the address names, in its visitor's language."""
    open_language()
    simulator = st.Page(display_simulator, title=_("The gradient simulator"), icon=ICON, default=True)
    numbers = st.Page(display_numbers, title=_("The numbers"), icon=ICON, url_path="numbers")
    lessons = st.Page(display_lessons, title=_("Lessons"), icon=ICON, url_path="lessons")
    challenges = st.Page(display_challenges, title=_("Challenges"), icon=ICON, url_path="challenges")
    maps = st.Page(display_map, title=_("The map"), icon=ICON, url_path="map")
    words = st.Page(display_glossary, title=_("Words"), icon=ICON, url_path="glossary")
    st.navigation([simulator, lessons, challenges, maps, numbers, words], position="hidden").run()


def display_simulator() -> None:
    """The page: the picture first where it is at hand, and last where it has to be waited for."""
    open_page()
    service, visit = shared_service(), arrive(Visit)
    sidebar = st.sidebar.container()
    story = st.container(key="story", gap=None)
    with story:
        display_lead(crowded=len(visit.pins) > 1)
    experiment = display_notices(visit)
    header = st.container(horizontal=True, vertical_alignment="center", gap="small", key="header")
    title = header.empty()
    with service.run(experiment).prepared(interrupted) as at_hand:
        hurries = at_hand and not visit.deliveries
        with service.turns.turn():
            if at_hand:
                display_stage(service, visit, experiment, title, hurries=hurries)
            else:
                display_title(title, experiment, None)
        if hurries:
            service.turns.wait_until_drawn()
        with service.turns.turn(rest=True):
            if hurries:
                # The first picture is there some 5 % sooner without what explains the sentence.
                display_title(title, experiment, service.run(experiment).trace)
            with story:
                display_story(visit)
            with header:
                display_buttons(service, visit, experiment)
            with sidebar:
                display_lead()
                display_links("simulator", visit.link_text(experiment))
                display_controls(visit)
                display_about(service, visit)
                display_script()
        if not at_hand:
            display_stage(service, visit, experiment, title)
            service.turns.wait_until_sent()


def display_notices(visit: Visit) -> Experiment:
    """What is to be said, where anything is; and the experiment that is shown."""
    with st.container(key="notices"):
        display_ignored(visit)
        experiment = valid_experiment(visit)
    with st.container(key="answers", gap="small"):  # over the lower edge of the page, which does not move for them
        display_remarks(visit)
        display_applied(visit)
        display_too_costly(visit, experiment)
    visit.mirror(experiment)
    return experiment


def display_buttons(service: Service, visit: Visit, experiment: Experiment) -> None:
    """What can be done with the run, beside the sentence that names it."""
    display_repeating(visit)
    display_pinning(visit, experiment)
    display_advice(service, visit, experiment)
    display_share(service, visit, experiment)


if __name__ == "__main__":  # run for a visitor
    display()
else:  # imported once, by the server as it starts
    service = shared_service()
    app = st.App(
        __file__,
        lifespan=lifespan(service),
        routes=routes(service),
        middleware=MIDDLEWARE,
        on_script_error=words_for,
    )
