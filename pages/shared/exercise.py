"""What lessons and challenges show of a run: the player below its sentence, or how its gradient starts out."""

from collections.abc import Callable

import streamlit as st

from pages.shared.stage import display_stage
from pages.shared.tab import interrupted
from pages.shared.visit import Visit
from simulator.language import _
from simulator.service.service import Service
from simulator.settings.experiment import Experiment
from simulator.teaching.profile import measured


def display_run(service: Service, visit: Visit, experiment: Experiment, tell: Callable[[], None]) -> None:
    """The sentence that names what is trained, and the player; ``tell`` says beside it what is known by now."""
    title = st.container(key="header").empty()
    with service.run(experiment).prepared(interrupted), service.turns.turn():
        display_stage(service, visit, experiment, title, tell)


def starting_profile(service: Service, experiment: Experiment) -> list[float]:
    """log10 of the gradient norm at every site at the first training step, relative to the last site's."""
    run = service.run(experiment)
    # The first row is all that is shown, so the run itself need not be trained.
    with st.spinner(_("Starting the engine, a few seconds")):
        return measured(run.trace or run.preview(interrupted))
