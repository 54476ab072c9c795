"""What is wrong with the run on the screen and what can be done about it, each remedy with what it did when tried."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from pages.shared.glossary import explained
from pages.shared.notices import escape_markdown
from pages.shared.repeating import known, repeat_label
from pages.shared.visit import Applied, Visit
from simulator.analysis.diagnosis import Diagnosis
from simulator.analysis.effect import Remedy
from simulator.analysis.seeds import with_seeds
from simulator.catalog import menu
from simulator.language import _, ngettext, signs
from simulator.service.run import Run
from simulator.service.service import Service
from simulator.service.trials import RunTrials
from simulator.settings.experiment import Experiment
from simulator.settings.labels import label_of

OPEN = "advice"
"""Key of the popover, under which the session knows whether it stands open."""
SHOWN = 5
"""Remedies that are shown at once."""
TRIALS_POLL = 0.7
"""Seconds between two questions how far the trials are."""


def display_advice(service: Service, visit: Visit, experiment: Experiment) -> None:
    """A button that opens the diagnosis; nothing is tried before somebody asks."""
    popover = st.popover(_("What to do?"), icon=":material/healing:", key=OPEN, on_change=visit.note_change)
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
            ngettext(
                "The diagnosis looks at the whole run: {trained} of {number} training step is done.",
                "The diagnosis looks at the whole run: {trained} of {number} training steps are done.",
                run.experiment.steps,
                trained=trained,
            )
        )
        return
    trials = service.trials.get(run)
    if trials.ended and not was_ready:
        st.rerun()
    for finding in trials.found:
        sentence = explained(_one_line(f"{finding.sentence}."))
        st.markdown(f"**{sentence}**" if finding is trials.found[0] else sentence, unsafe_allow_html=True)
    if trials.error:
        st.error(escape_markdown(trials.error), icon=":material/error:")
    seeds = known(service, visit, run)
    diagnosis = with_seeds(trials.diagnosis, seeds) if seeds else trials.diagnosis
    _display_remedies(visit, diagnosis, settled=trials.ended)
    if not trials.ended:  # below the buttons, which then stay where they are when it goes
        st.progress(trials.progress, _going_on(trials))


def _going_on(trials: RunTrials) -> str:
    """What is being tried right now."""
    if not trials.diagnosis.tried:
        return ngettext(
            "Trying {number} remedy on the first {steps} training steps",
            "Trying {number} remedies on the first {steps} training steps each",
            len(trials.search.trials),
            steps=trials.search.shortest,
        )
    return _("The best ones are being tried on more training steps")


def _display_remedies(visit: Visit, diagnosis: Diagnosis, settled: bool) -> None:
    """What helps, the best in front, and under folds what else helps and what does not."""
    remedies, rest = diagnosis.remedies, (*diagnosis.undecided, *diagnosis.rejected)
    if diagnosis.doubt:
        often = "" if visit.repeated else _("{button} says how often.", button=repeat_label())
        st.markdown(_one_line(f"{diagnosis.doubt}. {often}"))
    if remedies:
        head = _("What helps.") if settled else _("What helps so far; the order may still change.")
        about = _(
            "Each was tried on this very network, the best in front. A click applies one and pins this run beside it; "
            "Undo takes it back."
        )
        unsure = _("The trials cannot tell which of the first {count} is better.", count=diagnosis.tied)
        st.markdown(f"**{head}** {about} {unsure if diagnosis.tied > 1 else ''}")
    elif rest:
        none = _("Nothing is certain to help.") if diagnosis.undecided else _("Nothing helps.")
        head = none if settled else _("Nothing helps so far.")
        tried = ngettext(
            "{number} remedy was tried on this very network.",
            "{number} remedies were tried on this very network.",
            len(rest),
        )
        st.markdown(f"**{head}** {tried}")
    for remedy in remedies[:SHOWN]:
        _display_remedy(visit, remedy, diagnosis)
    more, undecided, rejected = remedies[SHOWN:], diagnosis.undecided, diagnosis.rejected
    _display_fold(visit, ngettext("{number} more that helps", "{number} more that help", len(more)), more, diagnosis)
    briefly = _("Tried too briefly to tell ({count})", count=len(undecided))
    _display_fold(visit, briefly, undecided, diagnosis)
    _display_fold(visit, _("Does not help ({count})", count=len(rejected)), rejected, diagnosis)


def _display_fold(visit: Visit, label: str, remedies: Sequence[Remedy], diagnosis: Diagnosis) -> None:
    if remedies:
        with st.expander(label):
            for remedy in remedies:
                _display_remedy(visit, remedy, diagnosis)


def _display_remedy(visit: Visit, remedy: Remedy, diagnosis: Diagnosis) -> None:
    free = visit.is_free(*remedy.changes)
    changes = _named(remedy.changes, visit.settings["kind"])
    about = _("{changes}. Source: {source}.", changes=changes, source=remedy.source)
    pressed = st.button(
        remedy.label,
        key=f"remedy_{remedy.name}",
        help=escape_markdown(about if free else f"{about} {_('With this link it cannot be changed.')}"),
        disabled=not free,
        icon=":material/recommend:" if remedy in diagnosis.remedies[:1] else None,
        on_click=_apply,
        args=(visit, remedy),
        width="stretch",
    )
    if pressed:
        st.rerun()  # a button in a fragment would run the fragment alone
    st.markdown(_one_line(f"{remedy.measured[0].upper()}{remedy.measured[1:]}. {remedy.sentence}"))


def _named(changes: Mapping[str, Any], kind: str) -> str:
    """Such as "Activation: ReLU, Starting weights: He normal"."""
    values = {name: menu(name, kind)[v].label if isinstance(v, str) else signs(f"{v:g}") for name, v in changes.items()}
    return ", ".join(f"{label_of(name)}: {value}" for name, value in values.items())


def _apply(visit: Visit, remedy: Remedy) -> None:
    before = Experiment(**visit.valid)
    visit.choose_all({**before.model_dump(), **remedy.changes}, visit.story)
    is_new = not visit.pinned_as(before)
    visit.pin(before)
    if visit.remarks:
        visit.remarks = [_("The run before is not pinned beside it. {reason}", reason=visit.remarks[0])]
    visit.applied = Applied(remedy.label, before, dict(visit.settings), is_new and not visit.remarks)
    # The popover lies over the picture in which the change is to be seen.
    st.session_state[OPEN] = False


def display_applied(visit: Visit) -> None:
    """What was applied, and the way back, until something else is changed."""
    applied = visit.applied
    if not applied or applied.after != visit.settings:
        return
    text = _("{remedy}: applied.", remedy=applied.label)
    if visit.pinned_as(applied.before):
        text = _("{remedy}: applied. The run before is pinned beside it.", remedy=applied.label)
    with st.container(key="applied", horizontal=True, wrap=False, vertical_alignment="center", gap="small"):
        st.success(_one_line(text), icon=":material/healing:", width="stretch")
        st.button(_("Undo"), key="undo_remedy", on_click=_undo, args=(visit, applied))


def _undo(visit: Visit, applied: Applied) -> None:
    visit.choose_all(applied.before.model_dump(), visit.story)
    if applied.has_pinned:
        visit.unpin(applied.before)


def _one_line(text: str) -> str:
    """The text as it stands, with a number such as 1e-13 kept on one line by a hyphen that does not break."""
    return escape_markdown(re.sub(r"(\de)-(\d)", "\\1\u2011\\2", text))
