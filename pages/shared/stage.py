"""The picture: asks the shared run for its next slice as often as the player wants one."""

import struct
from collections.abc import Iterable, Mapping
from typing import Any

import streamlit as st

from pages.player import PLAYER, player
from pages.shared.compare import display_comparison, pinned_runs, unpin
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

PAGE_SLICE = 0.25
"""Seconds of training between two answers of the page; a run's first slice is shorter."""
THEORY_PATIENCE = 0.5
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
    pinned = pinned_runs(service, visit, run)
    trace, error = _trace_to_show(service, visit, run, pinned.values())
    unfinished = any(map(_is_unfinished, (run, *pinned.values())))
    ask_for_more = unfinished and not (visit.dragged or error or visit.stopped == run.key)
    snapshot, error = _snapshot(service, run, str(pressed.get("snapshot") or ""), error)
    if error:
        _display_error(visit, error)
    about: dict[str, Any] = {
        "preview": visit.dragged,
        "awaits_snapshot": snapshot is None,
        "pinned": pinned_header(run, pinned),
    }
    parts = feeds(pinned.values(), snapshot)  # packed before the player, so that they follow it at once
    player(_payload(service, run, trace, ask_for_more, about) + _stamp(visit), key=PLAYER)
    display_feeds(parts)
    display_comparison(run, pinned)


def _is_unfinished(run: Run) -> bool:
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
    """Stops or goes on where the player's button was pressed; the run itself does not stop for others."""
    if pressed.get("stop") == run.key:
        visit.stopped = run.key
    elif pressed.get("go") == run.key:
        visit.stopped = None
    elif pressed.get("unpin") and unpin(service, visit, pressed["unpin"]):
        st.rerun()


def _payload(service: Service, run: Run, trace: Trace | None, ask_for_more: bool, about: dict[str, Any]) -> bytes:
    """What the player gets; a preview has a name of its own, so that the run after it starts afresh."""
    if not trace:
        note = "Starting the engine, a few seconds" if ask_for_more else "Nothing to show"
        return pack_waiting(run.experiment, run=run.key, note=note, ask_for_more=ask_for_more)
    preview = about["preview"]
    key = f"preview-{run.key}" if preview else run.key
    expected = None if preview else service.predictions.get(run, THEORY_PATIENCE if run.done else 0.0, interrupted)
    about = {**about, "ask_for_more": ask_for_more, "note": run.note, "expected": expected}
    return pack(trace, run=key, captions=_captions(trace), **about)


# All who watch a run are shown one trace, so that its captions are made once for all of them.
@cached_per_object
def _captions(trace: Trace) -> list[Caption]:
    return captions(trace, displayed(trace))


def _trace_to_show(
    service: Service, visit: Visit, run: Run, pinned: Iterable[Run]
) -> tuple[Trace | None, SettingsError | str]:
    """The trace to show, and what went wrong.

    If this visitor has already seen its beginning, the run of which the least is done is advanced by a slice.
    """
    try:
        if visit.dragged or visit.seen != run.key:
            return _first_trace(service, visit, run), ""
        if visit.stopped != run.key:
            next_one = run if run.error else min(filter(_is_unfinished, (run, *pinned)), key=_progress, default=run)
            next_one.advance(PAGE_SLICE, should_stop=interrupted)
        return run.trace or run.preview(interrupted), run.error
    except SettingsError as error:  # found out only where the network is computed: there is no such device
        return run.trace, error
    except Exception as error:  # a visitor is told a sentence, whatever went wrong; the rest of the page stays usable
        return run.trace, reason(error)


def _progress(run: Run) -> float:
    """The fraction of its steps that is done."""
    return run.trace.steps / run.experiment.steps if run.trace else 0.0


def _first_trace(service: Service, visit: Visit, run: Run) -> Trace | None:
    """What is there already, else the network at initialization; nothing while the engine is being started."""
    visit.seen = None if visit.dragged else run.key
    if run.trace and not visit.dragged:
        return run.trace
    return run.preview(interrupted) if service.pool.status == "ready" else None
