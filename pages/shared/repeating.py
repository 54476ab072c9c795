"""The run with several random seeds: the button that asks for it, and what there is of it."""

import streamlit as st

from pages.shared.notices import escape_markdown
from pages.shared.visit import Visit
from simulator.analysis.words import percent
from simulator.language import _
from simulator.repeated import Seeds
from simulator.service.run import Run
from simulator.service.seeds import Repetition
from simulator.service.service import Service
from simulator.settings.experiment import Experiment
from simulator.settings.repeating import COUNT, too_costly


def repeat_label() -> str:
    """What stands on the button."""
    return _("Repeat with {count} seeds", count=COUNT)


def display_repeating(visit: Visit) -> None:
    """One button, which asks for the seeds and lets them go."""
    alone = _("Shows this run alone again, without the band of {count} seeds.", count=COUNT)
    about = _(
        "A run begins with random weights and data: others give another run. Trains the same settings with {count} "
        "random seeds, this one among them. A band shows from the lowest to the highest, and the sentence says in how "
        "many it is so.",
        count=COUNT,
    )
    st.button(
        _("One seed") if visit.repeated else repeat_label(),
        key="repeat",
        icon=":material/looks_one:" if visit.repeated else ":material/casino:",
        on_click=visit.repeat,
        args=(not visit.repeated,),
        help=alone if visit.repeated else about,
    )


def display_too_costly(visit: Visit, experiment: Experiment) -> None:
    """Why these settings are not repeated, where they would take too long."""
    if visit.repeated and (sentence := too_costly(experiment)):
        st.info(escape_markdown(sentence), icon=":material/casino:")


def repetition(service: Service, visit: Visit, run: Run) -> Repetition | None:
    """The seeds of a run that is done, which come after it; None where nobody asks for them."""
    asked = visit.repeated and run.done and not visit.dragged and not too_costly(run.experiment)
    # After the run itself, which would otherwise share the engine with nine others of its kind.
    return service.repetitions.get(run.experiment) if asked else None


def known(service: Service, visit: Visit, run: Run) -> Seeds | None:
    """What is known of the seeds of a run by now."""
    found = repetition(service, visit, run)
    return found.seeds if found else None


def is_coming(found: Repetition | None) -> bool:
    """Whether the seeds are in training."""
    return found is not None and not found.seeds and not found.error


def waits_for(found: Repetition | None) -> str:
    """How far the seeds are, where they are in training."""
    if not found or not is_coming(found):
        return ""
    return _("{count} seeds: {share} trained", count=COUNT, share=percent(found.progress))
