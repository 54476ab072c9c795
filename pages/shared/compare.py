"""Runs side by side: pin one, race the cells, and what differs and what each has reached in a table."""

from collections.abc import Mapping

import streamlit as st

from pages.shared.notices import escape_markdown
from pages.shared.visit import Visit
from simulator.analysis.comparison import alike, compared, differing, named
from simulator.catalog import CELLS
from simulator.charts.theme import PINNED
from simulator.service.run import Run
from simulator.service.service import Service
from simulator.settings.errors import SettingsError
from simulator.settings.experiment import Experiment


def display_pinning(visit: Visit, experiment: Experiment) -> None:
    """The buttons that pin the run on the page, and that race it against the other cells."""
    pinned = any(pin.canonical() == experiment.canonical() for pin in visit.pins)
    st.button(
        "Pinned" if pinned else "Pin",
        key="pin",
        icon=":material/keep:",
        disabled=pinned,
        on_click=visit.pin,
        args=(experiment,),
        help="Keeps this run on the page. Then change a setting, and both stand side by side.",
    )
    if experiment.kind == "sequence":
        st.button(
            "Race the cells",
            key="race",
            icon=":material/sports_score:",
            on_click=_race,
            args=(visit, experiment),
            help="Trains an RNN, an LSTM and a GRU on the same task, side by side.",
        )


def _race(visit: Visit, experiment: Experiment) -> None:
    """Pins the same settings with each of the other cells."""
    others, remarks = [], []
    for name in (cell for cell in CELLS if cell != experiment.cell):
        try:
            others.append(experiment.replace(cell=name))
        except SettingsError as error:  # too costly with this cell
            remarks.append(f"{CELLS[name].label} cannot race. {error}")
    visit.remarks = remarks
    visit.pin(*others)


def beside(service: Service, visit: Visit, run: Run) -> dict[int, Run]:
    """The pinned runs that are compared with the one on the page, all but itself, by their place."""
    pinned = ((place, service.run(pin)) for place, pin in enumerate(visit.pins))
    return {place: other for place, other in pinned if other is not run}


def let_go(service: Service, visit: Visit, run: str) -> bool:
    """Unpins the run with this key; whether it was pinned."""
    found = [pin for pin in visit.pins if service.run(pin).key == run]
    for pin in found:
        visit.unpin(pin)
    return bool(found)


def labels(run: Run, others: Mapping[int, Run]) -> dict[int, str]:
    """What sets each pinned run apart from the one on the page, by its place."""
    apart = {place: differing([run.experiment, other.experiment]) for place, other in others.items()}
    return {place: named(other.experiment, apart[place]) for place, other in others.items()}


def display_comparison(run: Run, others: Mapping[int, Run]) -> None:
    """The table of what differs and of what each run has reached so far."""
    if not others:
        return
    heads = ["This run", *(f"Pinned {PINNED[place][0]}" for place in others)]
    all_runs = [run, *others.values()]
    experiments = [one.experiment for one in all_runs]
    rows = compared(experiments, [one.trace for one in all_runs])
    lines = [["", *heads], ["---"] * (len(heads) + 1), *([row.label, *row.values] for row in rows)]
    text = "\n".join(
        "|".join(["", *(cell if cell == "---" else escape_markdown(cell) for cell in line), ""]) for line in lines
    )
    with st.container(key="comparison"):
        st.markdown(f"**Side by side: what differs, and what each run has reached**\n\n{text}")
    st.caption(escape_markdown(alike(experiments)))
    for head, one in zip(heads, all_runs, strict=True):
        if one is not run and one.error:
            st.error(escape_markdown(f"{head}: {one.error}"), icon=":material/error:")
