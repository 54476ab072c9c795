"""Runs side by side: pin one, race the cells, and what differs and what each has reached in a table."""

from collections.abc import Iterable, Mapping

import streamlit as st

from pages.shared.glossary import marked
from pages.shared.notices import escape_markdown
from pages.shared.visit import Visit
from simulator.analysis.comparison import alike, compared, differing, named
from simulator.catalog import CELLS
from simulator.charts.theme import PINNED
from simulator.language import _
from simulator.service.run import Run
from simulator.service.service import Service
from simulator.settings.errors import SettingsError
from simulator.settings.experiment import Experiment


def display_pinning(visit: Visit, experiment: Experiment) -> None:
    """The buttons that pin the run on the page, and that race it against the other cells."""
    pinned = visit.pinned_as(experiment)
    # One button, which is never disabled: that would take the focus from whoever has just pressed it.
    st.button(
        _("Unpin") if pinned else _("Pin"),
        key="pin",
        icon=":material/keep_off:" if pinned else ":material/keep:",
        on_click=visit.unpin if pinned else visit.pin,
        args=pinned or (experiment,),
        help=_("This run is pinned: it stays on the page when a setting is changed. Press to let it go.")
        if pinned
        else _("Keeps this run on the page. Then change a setting, and both stand side by side."),
    )
    if experiment.kind == "sequence" and visit.is_free("cell", "activation"):
        st.button(
            _("Race the cells"),
            key="race",
            icon=":material/sports_score:",
            on_click=_race,
            args=(visit, experiment),
            help=_("Trains an RNN, an LSTM and a GRU on the same task, side by side."),
        )


def _race(visit: Visit, experiment: Experiment) -> None:
    """Pins the same settings with each of the other cells; a gated one brings its own activation along.

    Where there is no room for all of them there is no race, and the page says so.
    """
    others, remarks = [], []
    for name in (cell for cell in CELLS if cell != experiment.cell):
        try:
            own = CELLS[name].activation
            activation = own if own and not experiment.gated else experiment.activation
            others.append(experiment.replace(cell=name, activation=activation))
        except SettingsError as error:  # too costly with this cell
            remarks.append(_("{cell} cannot race. {reason}", cell=CELLS[name].label, reason=error))
    visit.pin(*others)
    visit.remarks += remarks


def pinned_runs(service: Service, visit: Visit, run: Run) -> dict[int, Run]:
    """The pinned runs that are compared with the one on the page, all but itself: pin_index -> run.

    The index is the place among all pins, which gives a run its numeral and its colour.
    """
    runs = ((pin_index, service.run(pin)) for pin_index, pin in enumerate(visit.pins))
    return {pin_index: pinned for pin_index, pinned in runs if pinned is not run}


def unpin(service: Service, visit: Visit, key: str) -> bool:
    """Unpins the run with this key; whether it was pinned."""
    # By the run's key: two pins that differ in what cannot matter are one run to the player, and go together.
    found = [pin for pin in visit.pins if service.run(pin).key == key]
    visit.unpin(*found)
    return bool(found)


def labels(run: Run, pinned: Mapping[int, Run]) -> dict[int, str]:
    """What sets each pinned run apart from the one on the page, by its pin_index."""
    apart = {pin_index: differing([run.experiment, one.experiment]) for pin_index, one in pinned.items()}
    return {pin_index: named(one.experiment, apart[pin_index]) for pin_index, one in pinned.items()}


def display_comparison(run: Run, pinned: Mapping[int, Run]) -> None:
    """The table of what differs and of what each run has reached so far."""
    if not pinned:
        return
    heads = [_("This run"), *(_("Pinned {numeral}", numeral=PINNED[pin_index][0]) for pin_index in pinned)]
    all_runs = [run, *pinned.values()]
    experiments = [one.experiment for one in all_runs]
    rows = compared(experiments, [one.trace for one in all_runs])
    known = set[str]()
    lines = [
        _line("th", [_("Compared"), *heads], known),
        *(_line("td", [row.label, *row.values], known) for row in rows),
    ]
    title = _("Side by side: what differs, and what each run has reached over the last fifth of its steps")
    with st.container(key="comparison"):
        st.html(
            f"<p><strong>{title}</strong></p><table>{''.join(lines)}</table><p>{marked(alike(experiments), known)}</p>"
        )
    for head, one in zip(heads, all_runs, strict=True):
        if one is not run and one.error:
            st.error(escape_markdown(f"{head}: {one.error}"), icon=":material/error:")


def _line(kind: str, cells: Iterable[str], known: set[str]) -> str:
    """A row of the table, of cells of one kind."""
    return f"<tr>{''.join(f'<{kind}>{marked(cell, known)}</{kind}>' for cell in cells)}</tr>"
