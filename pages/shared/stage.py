"""The picture: asks the shared run for its next slice as often as the player wants one."""

import logging
import struct
from collections.abc import Iterable, Mapping
from typing import Any

import streamlit as st

from pages.shared import settings as chosen
from pages.shared.compare import beside, display_comparison, labels, let_go
from pages.shared.notices import plain
from pages.shared.player import feed, player
from simulator import runs
from simulator.analysis.verdict import captions
from simulator.catalog import menu
from simulator.charts.inside import pack_snapshot
from simulator.charts.payload import Beside, displayed, pack, pack_waiting
from simulator.errors import SettingsError
from simulator.experiment import FIELDS, Experiment
from simulator.looks import shared_snapshot
from simulator.pool import EngineError
from simulator.runs import Run
from simulator.trace import Trace
from simulator.trials import shared_prediction

PLAYER = "player"
SLICE = 0.25
"""Seconds of training between two pictures; a run's first slice is shorter."""


PATIENCE = 0.5
"""Seconds that the last picture of a run waits for the theory's line."""
SOON = 0.2
"""Seconds that a picture waits for a look inside its step; if it takes longer, the player asks again."""


@st.fragment
def display_stage(experiment: Experiment, dragged: bool) -> None:
    """The player with what there is of the run; while a slider moves, the network at initialization alone.

    The pinned runs stand beside it.
    """
    run = runs.shared_run(experiment)
    _obey(run)
    others = beside(run)
    trace, error = _look(run, others.values(), dragged)
    if error:
        _display_error(error)
    waiting = any(_waits(one) for one in (run, *others.values()))
    pull = waiting and not (dragged or error or _stopped(run))
    inside = _look_inside(run)
    _feed(others.values(), inside)
    player(_frames(run, others, trace, dragged, pull, inside is None) + _stamp(), key=PLAYER)
    display_comparison(run, others)


def _waits(run: Run) -> bool:
    return not (run.done or run.error)


def _look_inside(run: Run) -> bytes | None:
    """What a view asked to see of a single step: empty where none does, None while it is on its way."""
    key, _, row = str(st.session_state.get(PLAYER, {}).get("look") or "").partition(":")
    if key != run.key or not run.trace or not (row.isdecimal() and len(row) < 6):
        return b""
    rows = displayed(run.trace, run.experiment.steps)
    shown = min(int(row), len(rows) - 1)
    try:
        snapshot = shared_snapshot(run, rows[shown], SOON)
    except EngineError as error:
        _display_error(str(error))
        return b""
    return pack_snapshot(snapshot, run=run.key, row=shown) if snapshot else None


def _feed(others: Iterable[Run], inside: bytes | None) -> None:
    """Hands over the pinned runs as they are now, and what is to be seen inside a step."""
    with st.container(key="feeds"):
        for other in others:
            if other.trace:
                total = other.experiment.steps
                feed(pack(other.trace, run=other.key, total=total, pull=False), key=f"feed-{other.key}")
        if inside:
            feed(inside, key="feed-inside")


def _stamp() -> bytes:
    """Four bytes that are never the same: the browser passes over what it already has, and would not ask again.

    A slice may bring no new row, as while layers are trained one by one.
    """
    st.session_state["delivery"] = st.session_state.get("delivery", 0) + 1
    return struct.pack("<I", st.session_state["delivery"])


def _display_error(error: SettingsError | str) -> None:
    """What went wrong, and what can be done with one click."""
    st.error(plain(str(error)), icon=":material/error:")
    if not isinstance(error, SettingsError):
        st.button("Try again", icon=":material/refresh:")
        return
    for name in error.fields:
        default = chosen.DEFAULTS[name]
        label = menu(name, chosen.settings()["kind"])[default].label if isinstance(default, str) else f"{default:g}"
        if st.button(f"{FIELDS[name].title}: {label}"):
            chosen.choose_all({**chosen.settings(), name: default}, st.session_state["story"])
            st.rerun()


def _obey(run: Run) -> None:
    """Stops or goes on where the player's button was pressed; the run waits as it is, for whoever else watches it."""
    pressed = st.session_state.get(PLAYER, {})
    if pressed.get("stop") == run.key:
        st.session_state["stopped"] = run.key
    elif pressed.get("go") == run.key:
        st.session_state["stopped"] = None
    elif pressed.get("unpin"):
        let_go(pressed["unpin"])
        st.rerun()


def _frames(
    run: Run, others: Mapping[int, Run], trace: Trace | None, dragged: bool, pull: bool, looking: bool
) -> bytes:
    """What the player gets; a preview has a name of its own, so that the run after it starts afresh."""
    total = run.experiment.steps
    if not trace:
        note = "Starting the engine, a few seconds" if pull else "Nothing to show"
        return pack_waiting(run.experiment, run=run.key, total=total, note=note, pull=pull)
    key, said = f"preview-{run.key}" if dragged else run.key, captions(trace, displayed(trace, total))
    expected = None if dragged else shared_prediction(run, PATIENCE if run.done else 0.0)
    look: dict[str, Any] = {"preview": dragged, "note": run.note, "expected": expected, "beside": _beside(run, others)}
    look["looking"] = looking
    return pack(trace, run=key, total=total, pull=pull, captions=said, **look)


def _beside(run: Run, others: Mapping[int, Run]) -> list[Beside]:
    said = labels(run, others)
    return [
        Beside(other.key, place, said[place], other.trace.steps if other.trace else 0)
        for place, other in others.items()
    ]


def _look(run: Run, others: Iterable[Run], dragged: bool) -> tuple[Trace | None, SettingsError | str]:
    """The trace to show, and what went wrong.

    If this visitor has already seen its beginning, the run that has got least far is grown by a slice.
    """
    state = st.session_state
    try:
        if dragged or state.get("seen") != run.key:
            return _first_look(run, dragged), ""
        if not _stopped(run):
            next_one = min(filter(_waits, (run, *others)), key=_progress, default=run)
            next_one.advance(SLICE, should_stop=lambda: _stopped(run))
        return run.trace or runs.preview_trace(run.experiment), run.error
    except SettingsError as error:  # found out only where the network is computed: there is no such device
        return run.trace, error
    except EngineError as error:
        return run.trace, str(error)
    except Exception:
        logging.getLogger(__name__).exception("A picture could not be made.")
        return run.trace, "The engine could not compute this run. Change a setting, or try again."


def _progress(run: Run) -> float:
    """The share of its steps that is done."""
    return run.trace.steps / run.experiment.steps if run.trace else 0.0


def _first_look(run: Run, dragged: bool) -> Trace | None:
    """What is there already, else the network at initialization; nothing while the engine is being started."""
    st.session_state["seen"] = None if dragged else run.key
    if run.trace and not dragged:
        return run.trace
    return runs.preview_trace(run.experiment) if runs.status() == "ready" else None


def _stopped(run: Run) -> bool:
    return bool(st.session_state.get("stopped") == run.key)
