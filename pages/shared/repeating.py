"""The run with several random seeds: the button that asks for it, and what there is of it."""

from collections.abc import Mapping

import streamlit as st

from pages.shared.notices import escape_markdown
from pages.shared.visit import Visit
from simulator.analysis.words import percent
from simulator.charts.theme import PINNED
from simulator.language import _, ngettext
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
    """Why these settings are not repeated, where they would take too long; and which pinned runs are not."""
    if not visit.repeated:
        return
    said = [too_costly(experiment), _pinned_too_costly(visit, experiment)]
    if any(said):
        st.info(escape_markdown(" ".join(filter(None, said))), icon=":material/casino:")


def _pinned_too_costly(visit: Visit, experiment: Experiment) -> str:
    """Which pinned runs stand there without a band, since ten of each would take too long; empty where none do."""
    costly = [PINNED[i][0] for i, pin in enumerate(visit.pins) if pin != experiment and too_costly(pin)]
    if not costly:
        return ""
    return ngettext(
        "The pinned run {numerals} has no band: {count} seeds of it would take too long.",
        "The pinned runs {numerals} have no bands: {count} seeds of each would take too long.",
        len(costly),
        numerals=", ".join(costly),
        count=COUNT,
    )


def repetition(service: Service, visit: Visit, run: Run) -> Repetition | None:
    """The seeds of a run that is done, which come after it; None where nobody asks for them."""
    asked = visit.repeated and run.done and not visit.dragged and not too_costly(run.experiment)
    # After the run itself, which would otherwise share the engine with nine others of its kind.
    return service.repetitions.get(run.experiment) if asked else None


def known(service: Service, visit: Visit, run: Run) -> Seeds | None:
    """What is known of the seeds of a run by now."""
    found = repetition(service, visit, run)
    return found.seeds if found else None


def pinned_next(
    service: Service, visit: Visit, found: Repetition | None, pinned: Mapping[int, Run]
) -> tuple[str, Repetition | None]:
    """Whose seeds are trained after those of the run that were ``found``: a pinned run's numeral, and they.

    One after another, so that those which are looked at are there first.
    """
    if found and (found.seeds or found.error):
        for pin_index, one in pinned.items():
            seeds = repetition(service, visit, one)
            if seeds and not (seeds.seeds or seeds.error):
                return PINNED[pin_index][0], seeds
    return "", None


def all_known(service: Service, visit: Visit, run: Run, pinned: Mapping[int, Run]) -> dict[str, Seeds]:
    """What is known by now of the seeds of a run and of those that are pinned beside it, by their keys."""
    if not visit.repeated:
        return {}
    beside = {one.key: service.repetitions.known(one.experiment) for one in pinned.values()}
    return {key: seeds for key, seeds in {run.key: known(service, visit, run), **beside}.items() if seeds}


def is_coming(found: Repetition | None) -> bool:
    """Whether the seeds are in training."""
    return found is not None and not found.seeds and not found.error


def waits_for(found: Repetition | None, numeral: str = "") -> str:
    """How far the seeds are, where they are in training; of a pinned run behind its numeral."""
    if not found or not is_coming(found):
        return ""
    return f"{numeral} {_('{count} seeds: {share} trained', count=COUNT, share=percent(found.progress))}".strip()
