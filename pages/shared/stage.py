"""The picture: the player with what there is of the run, as often as it asks for more."""

import struct
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.shared.compare import display_comparison, pinned_runs, unpin
from pages.shared.component import PLAYER, player
from pages.shared.feeds import feed_parts, feed_runs, open_feeds, packed_snapshot, pinned_header
from pages.shared.glossary import meanings
from pages.shared.live_slider import take_move, take_move_while_away
from pages.shared.notices import escape_markdown
from pages.shared.repeating import all_known, is_coming, pinned_next, repetition, waits_for
from pages.shared.slices import is_unfinished, pinned_after_slices, trace_after_slice, trace_at_hand
from pages.shared.tab import interrupted
from pages.shared.visit import Visit
from simulator.analysis.captions import Caption, captions, exact
from simulator.analysis.describe import describe
from simulator.analysis.progress import learns
from simulator.analysis.seeds import with_counts
from simulator.analysis.verdict import Verdict, verdict
from simulator.cached import cached_per_object_and_language
from simulator.catalog import menu
from simulator.charts.header import Named
from simulator.charts.payload import pack, pack_waiting
from simulator.charts.recorded import displayed
from simulator.export.files import name_of
from simulator.language import _, signs
from simulator.repeated import Seeds
from simulator.service.pool import EngineError
from simulator.service.run import Run
from simulator.service.service import Service
from simulator.settings.errors import SettingsError
from simulator.settings.experiment import Experiment
from simulator.settings.labels import label_of
from simulator.trace import Trace

THEORY_PATIENCE = 0.5
"""Seconds that the last picture of a run waits for the theory's line."""


@st.fragment
def display_stage(
    service: Service,
    visit: Visit,
    experiment: Experiment,
    title: DeltaGenerator,
    tell: Callable[[], None] = lambda: None,
    hurries: bool = False,
) -> None:
    """The sentence that names what is trained, in its place above, and the player with what there is of the run.

    ``tell`` is called whenever there is more of it, for what is said of the run elsewhere on the page. A page that
    ``hurries`` explains the words of its first sentence itself, once the first picture is there.
    """
    take_move_while_away(visit, st.session_state.get(PLAYER, {}).get("moved"))
    if visit.changed:
        _display_ahead(service, visit, title)
    else:
        explained = not hurries or visit.deliveries > 0
        display_title(title, experiment, service.run(experiment).trace, explained=explained)
        _display(service, visit, experiment)
        tell()


def display_title(
    title: DeltaGenerator, experiment: Experiment, trace: Trace | None, *, explained: bool = True
) -> None:
    """The sentence that names what is trained, and says whether it learns that; its words may be ``explained``."""
    sentence = describe(experiment, trace is not None and learns(trace))
    says = meanings(sentence) if explained else None
    title.title(escape_markdown(sentence), anchor=False, width="stretch", help=says)


def _display_ahead(service: Service, visit: Visit, title: DeltaGenerator) -> None:
    """The picture that a moved slider leads to, before the page around it, whose thirty messages would come first.

    The page follows as soon as the player has the picture and asks for more; while the slider moves it need not.
    """
    experiment = visit.take_ahead()
    if experiment is None:
        _draw_page(visit)
    with service.run(experiment).prepared(interrupted) as at_hand:
        if not at_hand:
            _draw_page(visit)
        with service.turns.turn():
            _display(service, visit, experiment, ahead=not visit.dragged)
            display_title(title, experiment, service.run(experiment).trace)


def _draw_page(visit: Visit) -> NoReturn:
    """The page is the answer to what the player has asked for, which Streamlit hands on to it."""
    visit.page_follows = True
    st.rerun()


def _display(service: Service, visit: Visit, experiment: Experiment, *, ahead: bool = False) -> None:
    """The player; while a slider moves, the network at initialization alone. The pinned runs stand beside it."""
    run, pressed = service.run(experiment), st.session_state.get(PLAYER, {})
    _obey(service, visit, run, pressed)
    pinned = pinned_runs(service, visit, run)
    place = open_feeds()
    follows, visit.page_follows = visit.page_follows, False
    if not follows and _is_asked_for(visit, run, pressed):
        feed_runs(place, pinned_after_slices(run, pinned.values()))
        trace, error = trace_after_slice(run, pinned.values())
    else:
        feed_runs(place, pinned.values())
        trace, error = trace_at_hand(service, run, dragged=visit.dragged)
    unfinished = any(map(is_unfinished, (run, *pinned.values())))
    ask_for_more = unfinished and not (visit.dragged or error or visit.stopped == run.key)
    snapshot, error = _snapshot(service, run, str(pressed.get("snapshot") or ""), error)
    found = repetition(service, visit, run)
    numeral, beside = pinned_next(service, visit, found, pinned)
    seeds = all_known(service, visit, run, pinned)
    error = error or (found.error if found else "")
    if error:
        _display_error(visit, run, error)
    about: dict[str, Any] = {
        "preview": visit.dragged,
        "awaits_part": snapshot is None or is_coming(found) or is_coming(beside),
        "seeds": run.key if run.key in seeds else "",
        "waits_for": waits_for(found) or waits_for(beside, numeral),
        "ahead_of_page": ahead,
        "pinned": pinned_header(run, pinned, seeds),
        "opening": visit.opens(),
    }
    feed_parts(place, seeds, snapshot)
    about["known"] = str(pressed.get("more") or "").partition(":")[0]
    payload = _payload(service, run, trace, seeds.get(run.key), ask_for_more, about) + _stamp(visit)
    player(payload, key=PLAYER, on_moved=lambda: _take(visit), stories=not visit.lock)
    display_comparison(run, pinned)


def _take(visit: Visit) -> None:
    visit.ahead = take_move(visit, st.session_state[PLAYER].get("moved")) or visit.ahead


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


def _display_error(visit: Visit, run: Run, error: SettingsError | str) -> None:
    """What went wrong, and what can be done with one click."""
    st.error(escape_markdown(str(error)), icon=":material/error:")
    if not isinstance(error, SettingsError):
        st.button(_("Try again"), icon=":material/refresh:", key="try_again", on_click=run.try_again)
        return
    for name in filter(visit.is_free, error.fields):
        default = visit.default_of(name)
        label = menu(name, visit.settings["kind"])[default].label if isinstance(default, str) else signs(f"{default:g}")
        if st.button(f"{label_of(name)}: {label}"):
            visit.choose_all({**visit.settings, name: default}, visit.story)
            st.rerun()


def _is_asked_for(visit: Visit, run: Run, pressed: Mapping[str, Any]) -> bool:
    """Whether the player asks for the next slice of this run; for anything else the page answers at once."""
    asked = run.key in str(pressed.get("more") or "").split(":")
    return asked and not (visit.dragged or visit.stopped == run.key)


def _obey(service: Service, visit: Visit, run: Run, pressed: Mapping[str, Any]) -> None:
    """Stops or goes on where the player's button was pressed; the run itself does not stop for others."""
    if pressed.get("stop") == run.key:
        visit.stopped = run.key
    elif pressed.get("go") == run.key:
        visit.stopped = None
    elif pressed.get("story") == run.key:
        visit.next_story()
        st.rerun()
    elif pressed.get("unpin") and unpin(service, visit, pressed["unpin"]):
        st.rerun()


def _payload(
    service: Service, run: Run, trace: Trace | None, seeds: Seeds | None, ask_for_more: bool, about: dict[str, Any]
) -> bytes:
    """What the player gets; a preview has a name of its own, so that the run after it starts afresh."""
    if not trace:
        note = _("Starting the engine, a few seconds") if ask_for_more else _("Nothing to show")
        return pack_waiting(run.experiment, run=run.key, note=note, ask_for_more=ask_for_more)
    preview = about["preview"]
    key = f"preview-{run.key}" if preview else run.key
    expected = None if preview else service.predictions.get(run, THEORY_PATIENCE if run.done else 0.0, interrupted)
    title = describe(run.experiment, learns(trace))
    about["names"] = Named(title=title, address="", file=name_of(run.experiment))
    about = {**about, "ask_for_more": ask_for_more, "note": run.note, "expected": expected}
    while_playing, standing = _captions(trace, seeds)
    return pack(trace, run=key, captions=while_playing, exact=standing, **about)


# All who watch a run are shown one trace, so that its verdicts are made once for all of one language.
@cached_per_object_and_language
def _verdicts(trace: Trace) -> list[Verdict]:
    """Of each displayed row."""
    return [verdict(trace, row) for row in displayed(trace)]


def _captions(trace: Trace, seeds: Seeds | None) -> tuple[list[Caption], list[Caption]]:
    """What is said while the run plays, and of each row at which it may stand still."""
    rows = displayed(trace)
    found = with_counts(_verdicts(trace), rows, seeds)
    return captions(found, rows, trace.experiment.steps), exact(found)
