"""The map as it grows: the component with what there is of it, as often as it asks for more."""

from typing import Any

import streamlit as st

from pages.shared.component import PLAYER
from pages.shared.languages import with_language
from pages.shared.live_slider import take_move, take_move_while_away
from pages.shared.map_cells import axis_of, border_told, chart_of, scale_of, ticks, told
from pages.shared.map_view import map_view
from pages.shared.map_visit import MapVisit
from pages.shared.map_wishes import obey
from pages.shared.tab import interrupted
from simulator.language import _, ngettext
from simulator.prediction import Border
from simulator.service.growing_map import GrowingMap
from simulator.service.service import Service
from simulator.settings.errors import SettingsError
from simulator.settings.experiment import Experiment
from simulator.sweeps.plan import Plan
from simulator.sweeps.questions import QUESTIONS

KEY = PLAYER
"""The map's key: that of the player on the simulator's page, as live sliders wait for what stands under it."""
NONE = Border()
FIRST, NEXT = 0.15, 0.4
"""Seconds that the page waits for cells: where there are none yet, and for further ones."""


@st.fragment
def display_growing(service: Service, visit: MapVisit, plan: Plan) -> None:
    """The map with the cells that are known; while it is not stopped, more of them are computed."""
    take_move_while_away(visit, st.session_state.get(KEY, {}).get("moved"))
    pressed, ahead = st.session_state.get(KEY, {}), visit.ahead
    if visit.changed:  # a slider's move is answered by the map first, and the page around it follows
        plan = _moved(visit)
    growing = service.maps.get(plan)
    if visit.looks_at not in (None, growing):
        # Nobody's cells are computed once nobody looks at them.
        visit.looks_at.leave()
    visit.looks_at = growing
    key = f"{plan.key}-{plan.asks}"
    if obey(visit, plan, key, pressed.get("wishes")):
        st.rerun()
    known = _known(pressed.get("more"), key)
    if visit.halted == key:
        growing.leave()
        cells = list(growing.cells)
    else:
        # At first the whole picture, be it coarse: the one before stays until then.
        cells = growing.more(known or growing.coarse - 1, NEXT if known or visit.dragged else FIRST, interrupted)
    # Theory's line takes longer than the cells that are seen in passing.
    border = None if visit.dragged else service.maps.border(plan)
    visit.deliveries += 1
    about = {"ahead_of_page": ahead and not visit.dragged, "stamp": visit.deliveries, "heard": visit.obeyed}
    delivery = _delivery(visit, plan, growing, border, key, known, len(cells))
    map_view(delivery | about, key=KEY, on_moved=lambda: _take(visit))


def _moved(visit: MapVisit) -> Plan:
    """The map that a slider's move asks for; leaves for the page where there is none, or if it is its turn."""
    if not (visit.ahead or visit.dragged):
        st.rerun()
    visit.ahead = False
    try:
        return visit.of(Experiment(**visit.settings))
    except SettingsError:
        st.rerun()


def _take(visit: MapVisit) -> None:
    visit.ahead = take_move(visit, st.session_state[KEY].get("moved")) or visit.ahead


def _known(more: Any, key: str) -> int:
    """How many cells the browser has of this map."""
    about, _, count = str(more or "").rpartition(":")
    return int(count) if about == key and count.isdigit() else 0


def _delivery(
    visit: MapVisit, plan: Plan, growing: GrowingMap, border: Border | None, key: str, known: int, count: int
) -> dict[str, Any]:
    question = QUESTIONS[plan.asks]
    across, up = axis_of(plan.across, plan), axis_of(plan.up, plan)
    # A browser may remember more than a server that has begun anew.
    known = min(known, count)
    done = count == growing.all and border is not None
    state = "done" if done else "stopped" if visit.halted == key else "growing"
    return {
        "key": key,
        "frame": f"{plan.across}{plan.up}{plan.asks}",
        "from": known,
        "cells": [told(cell, plan) for cell in growing.cells[known:count]],
        "coarse": growing.coarse,
        "all": growing.all,
        "state": state,
        "progress": _progress(plan, growing, state, count),
        "heading": f"{question.label}: {plan.across.label} × {plan.up.label}",
        "asks": question.label,
        "site": plan.experiment.site_name,
        "scale": chart_of(question),
        "parameters": {
            "columns": plan.size[0],
            "rows": plan.size[1],
            "x_ticks": ticks(plan.size[0], bool(plan.across.rows)),
            "x_labels": across["labels"],
            "y_ticks": ticks(plan.size[1], bool(plan.up.rows)),
            "y_labels": up["labels"],
            "across_title": plan.across.label,
            "up_title": plan.up.label,
            **scale_of(question, plan),
        },
        "across": across,
        "up": up,
        "zoomed": (plan.across, plan.up) in visit.wider,
        "address": (st.context.url or "") + with_language(visit.map_link(plan)),
        "file": f"map-{plan.across.name}-{plan.up.name}-{plan.asks}",
        "border": border_told(border or NONE, plan),
        "pins": [list(place) for place in visit.places],
    }


def _progress(plan: Plan, growing: GrowingMap, state: str, count: int) -> str:
    """How far the map is, in words."""
    if growing.error:
        return growing.error
    done = f"{growing.all}" if count >= growing.all else _("{count} of {all}", count=count, all=growing.all)
    if plan.trained:
        networks = ngettext("{done} network trained", "{done} networks trained", growing.all, done=done)
    else:
        networks = ngettext("{done} network at its start", "{done} networks at their start", growing.all, done=done)
    if plan.seeds > 1:
        networks = _("{networks}, {count} seeds each", networks=networks, count=plan.seeds)
    if count >= growing.all:
        return networks
    words = {
        "stopped": _("stopped"),
        "growing": _("growing finer") if count >= growing.coarse else _("a coarse picture first"),
    }
    return f"{networks}; {words.get(state, _('theory follows'))}"
