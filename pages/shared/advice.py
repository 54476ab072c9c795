"""What is wrong with the run on the screen and what can be done about it, each remedy with what it did when tried."""

import re
from collections.abc import Mapping
from typing import Any

import streamlit as st

from pages.shared.notices import escape_markdown
from pages.shared.visit import Applied, Visit
from simulator.analysis.diagnosis import Diagnosis
from simulator.analysis.effect import Remedy
from simulator.catalog import menu
from simulator.service.pool import EngineError
from simulator.service.run import Run
from simulator.service.service import Service
from simulator.service.trials import RunTrials
from simulator.settings.errors import SettingsError
from simulator.settings.experiment import FIELDS, Experiment

OPEN = "advice"
"""Key of the popover, under which the session knows whether it stands open."""
SHOWN = 5
"""Remedies that are shown at once."""
TRIALS_POLL = 0.7
"""Seconds between two questions how far the trials are."""


def display_advice(service: Service, visit: Visit, experiment: Experiment) -> None:
    """A button that opens the diagnosis; nothing is tried before somebody asks."""
    popover = st.popover("What to do?", icon=":material/healing:", key=OPEN, on_change=visit.note_change)
    if popover.open:
        run = service.run(experiment)
        with popover:
            # A fragment, which asks again by itself while trials run, and leaves the page and its player alone.
            ready = _ready(service, run)
            st.fragment(_display, run_every=None if ready else TRIALS_POLL)(service, visit, run, ready)


def _ready(service: Service, run: Run) -> bool:
    return run.done and service.trials.get(run).ended


def _display(service: Service, visit: Visit, run: Run, was_ready: bool) -> None:
    """The diagnosis, or how far it is; the whole script runs once more as soon as there is nothing left to wait for."""
    if not run.done or not run.trace:
        trained = run.trace.steps if run.trace else 0
        st.markdown(
            f"The diagnosis looks at the whole run: {trained} of {run.experiment.steps} training steps are done."
        )
        return
    trials = service.trials.get(run)
    if trials.ended and not was_ready:
        st.rerun()
    for finding in trials.found:
        sentence = _one_line(f"{finding.sentence}.")
        st.markdown(f"**{sentence}**" if finding is trials.found[0] else sentence)
    if trials.ended:
        _display_outcome(visit, trials)
    else:
        st.progress(
            trials.done / trials.total, f"Trying {len(trials.tried)} remedies on {trials.steps} training steps each"
        )


def _display_outcome(visit: Visit, trials: RunTrials) -> None:
    try:
        diagnosis = trials.diagnosis
    except (SettingsError, EngineError) as error:
        st.error(escape_markdown(str(error)), icon=":material/error:")
        return
    if diagnosis and diagnosis.doubt:
        st.markdown(_one_line(f"{diagnosis.doubt}."))
    if diagnosis and diagnosis.remedies:
        _display_remedies(visit, diagnosis, trials)


def _display_remedies(visit: Visit, diagnosis: Diagnosis, trials: RunTrials) -> None:
    st.markdown(
        f"**What helps.** Each was tried on the first {trials.steps} training steps of this very network, the best in "
        "front. A click applies one and pins this run beside it; Undo takes it back."
    )
    for remedy in diagnosis.remedies[:SHOWN]:
        _display_remedy(visit, remedy, diagnosis)
    rest = diagnosis.remedies[SHOWN:]
    if rest:
        with st.expander(f"{len(rest)} more that were tried"):
            for remedy in rest:
                _display_remedy(visit, remedy, diagnosis)


def _display_remedy(visit: Visit, remedy: Remedy, diagnosis: Diagnosis) -> None:
    first = remedy is diagnosis.remedies[0]
    pressed = st.button(
        remedy.label,
        key=f"remedy_{remedy.name}",
        help=escape_markdown(f"{_named(remedy.changes, visit.settings['kind'])}. Source: {remedy.source}."),
        icon=":material/recommend:" if first and not remedy.worse else None,
        on_click=_apply,
        args=(visit, remedy, diagnosis.findings[0].sentence),
        width="stretch",
    )
    if pressed:
        st.rerun()  # a button in a fragment would run the fragment alone
    measured = ("Makes it worse: " if remedy.worse else "") + remedy.measured
    st.markdown(_one_line(f"{measured[0].upper()}{measured[1:]}. {remedy.sentence}"))


def _named(changes: Mapping[str, Any], kind: str) -> str:
    """Such as "Activation: ReLU, Starting weights: He normal"."""
    values = {name: menu(name, kind)[v].label if isinstance(v, str) else f"{v:g}" for name, v in changes.items()}
    return ", ".join(f"{FIELDS[name].title}: {value}" for name, value in values.items())


def _apply(visit: Visit, remedy: Remedy, finding: str) -> None:
    pins, before = visit.pins, Experiment(**visit.valid)
    visit.choose_all({**before.model_dump(), **remedy.changes}, visit.story)
    visit.pin(before)
    visit.applied = Applied(remedy.label, finding, before, dict(visit.settings), pins)
    st.session_state[OPEN] = False


def display_applied(visit: Visit) -> None:
    """What was applied, and how it was before, until something else is changed."""
    applied = visit.applied
    if not applied or applied.after != visit.settings or applied.before not in visit.pins:
        return
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="small"):
        text = f"{applied.label}: applied. The run before is pinned beside it. Before: {applied.finding}."
        st.success(_one_line(text), icon=":material/healing:", width="stretch")
        st.button("Undo", key="undo_remedy", on_click=_undo, args=(visit, applied))


def _undo(visit: Visit, applied: Applied) -> None:
    visit.choose_all(applied.before.model_dump(), visit.story)
    visit.pins = applied.pins


def _one_line(text: str) -> str:
    """The text as it stands, with a number such as 1e-13 kept on one line by a hyphen that does not break."""
    return escape_markdown(re.sub(r"(\de)-(\d)", "\\1\u2011\\2", text))
