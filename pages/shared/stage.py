"""The picture: asks the shared run for its next slice as often as the player wants one."""

import struct
from collections.abc import Iterable, Mapping
from typing import Any

import streamlit as st

from pages.player import PLAYER, player
from pages.shared.compare import beside, display_comparison, let_go
from pages.shared.feeds import display_feeds, feeds, packed_snapshot, pinned_header
from pages.shared.notices import escape_markdown
from pages.shared.visit import DEFAULTS, Visit, interrupted
from simulator.analysis.verdict import Caption, captions
from simulator.cached import cached_per_object
from simulator.catalog import menu
from simulator.charts.payload import displayed, pack, pack_waiting
from simulator.service.answers import reason
from simulator.service.pool import EngineError
from simulator.service.run import Run
from simulator.service.service import Service
from simulator.settings.errors import SettingsError
from simulator.settings.experiment import FIELDS, Experiment
from simulator.trace import Trace

SLICE = 0.25
"""Seconds of training between two pictures; a run's first slice is shorter."""
PATIENCE = 0.5
"""Seconds that the last picture of a run waits for the theory's line."""


@st.fragment
def display_stage(service: Service, visit: Visit, experiment: Experiment) -> None:
    """The player with what there is of the run; while a slider moves, the network at initialization alone.

    The pinned runs stand beside it.
    """
    if visit.changed:
        st.rerun()
    run, pressed = service.run(experiment), st.session_state.get(PLAYER, {})
    _obey(service, visit, run, pressed)
    others = beside(service, visit, run)
    trace, error = _look(service, visit, run, others.values())
    waiting = any(_waits(one) for one in (run, *others.values()))
    ask_for_more = waiting and not (visit.dragged or error or visit.stopped == run.key)
    snapshot, error = _snapshot(service, run, str(pressed.get("snapshot") or ""), error)
    if error:
        _display_error(visit, error)
    about: dict[str, Any] = {
        "preview": visit.dragged,
        "awaits_snapshot": snapshot is None,
        "pinned": pinned_header(run, others),
    }
    handed = feeds(others.values(), snapshot)
    player(_payload(service, run, trace, ask_for_more, about) + _stamp(visit), key=PLAYER)
    display_feeds(handed)
    display_comparison(run, others)


def _waits(run: Run) -> bool:
    return not (run.done or run.error)


def _snapshot(
    service: Service, run: Run, wanted: str, error: SettingsError | str
) -> tuple[bytes | None, SettingsError | str]:
    """The snapshot of the step that the player asks for, and what went wrong by now."""
    try:
        return packed_snapshot(service.snapshots, run, wanted), error
    except EngineError as failure:
        return b"", error or str(failure)


def _stamp(visit: Visit) -> bytes:
    """Four bytes that are never the same: the browser passes over what it already has, and would not ask again.

    A slice may bring no new row, as while layers are trained one by one.
    """
    visit.deliveries += 1
    return struct.pack("<I", visit.deliveries)


def _display_error(visit: Visit, error: SettingsError | str) -> None:
    """What went wrong, and what can be done with one click."""
    st.error(escape_markdown(str(error)), icon=":material/error:")
    if not isinstance(error, SettingsError):
        st.button("Try again", icon=":material/refresh:", key="try_again")
        return
    for name in error.fields:
        default = DEFAULTS[name]
        label = menu(name, visit.settings["kind"])[default].label if isinstance(default, str) else f"{default:g}"
        if st.button(f"{FIELDS[name].title}: {label}"):
            visit.choose_all({**visit.settings, name: default}, visit.story)
            st.rerun()


def _obey(service: Service, visit: Visit, run: Run, pressed: Mapping[str, Any]) -> None:
    """Stops or goes on where the player's button was pressed; the run waits as it is, for whoever else watches it."""
    if pressed.get("stop") == run.key:
        visit.stopped = run.key
    elif pressed.get("go") == run.key:
        visit.stopped = None
    elif pressed.get("unpin") and let_go(service, visit, pressed["unpin"]):
        st.rerun()


def _payload(service: Service, run: Run, trace: Trace | None, ask_for_more: bool, about: dict[str, Any]) -> bytes:
    """What the player gets; a preview has a name of its own, so that the run after it starts afresh."""
    if not trace:
        note = "Starting the engine, a few seconds" if ask_for_more else "Nothing to show"
        return pack_waiting(run.experiment, run=run.key, note=note, ask_for_more=ask_for_more)
    preview = about["preview"]
    key = f"preview-{run.key}" if preview else run.key
    expected = None if preview else service.predictions.get(run, PATIENCE if run.done else 0.0, interrupted)
    told = {**about, "ask_for_more": ask_for_more, "note": run.note, "expected": expected}
    return pack(trace, run=key, captions=_said(trace), **told)


@cached_per_object
def _said(trace: Trace) -> list[Caption]:
    return captions(trace, displayed(trace))


def _look(service: Service, visit: Visit, run: Run, others: Iterable[Run]) -> tuple[Trace | None, SettingsError | str]:
    """The trace to show, and what went wrong.

    If this visitor has already seen its beginning, the run that has got least far is grown by a slice.
    """
    try:
        if visit.dragged or visit.seen != run.key:
            return _first_look(service, visit, run), ""
        if visit.stopped != run.key:
            next_one = run if run.error else min(filter(_waits, (run, *others)), key=_progress, default=run)
            next_one.advance(SLICE, should_stop=interrupted)
        return run.trace or run.preview(interrupted), run.error
    except SettingsError as error:  # found out only where the network is computed: there is no such device
        return run.trace, error
    except Exception as error:
        return run.trace, reason(error)


def _progress(run: Run) -> float:
    """The share of its steps that is done."""
    return run.trace.steps / run.experiment.steps if run.trace else 0.0


def _first_look(service: Service, visit: Visit, run: Run) -> Trace | None:
    """What is there already, else the network at initialization; nothing while the engine is being started."""
    visit.seen = None if visit.dragged else run.key
    if run.trace and not visit.dragged:
        return run.trace
    return run.preview(interrupted) if service.pool.status == "ready" else None
