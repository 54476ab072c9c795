"""A slider that sends its value while it is still moving, so that the picture follows the hand."""

from math import isfinite
from pathlib import Path
from typing import Any

import streamlit as st

from pages.player import PLAYER
from pages.shared.stops import with_stop
from pages.shared.visit import Visit
from simulator.settings.experiment import FIELDS, bounds

FOLDER = Path(__file__).parent
HTML, CSS, JS = ((FOLDER / f"slider.{kind}").read_text("utf-8") for kind in ("html", "css", "js"))
_mount = st.components.v2.component("live_slider", html=HTML, css=CSS, js=JS)


def live_slider(visit: Visit, name: str) -> None:
    """Draws the control of a numeric setting: a slider over its handy values and a box for any value in its range."""
    (low, high), key, value = bounds(name), visit.key(name), visit.settings[name]
    data = {
        "label": FIELDS[name].title,
        "help": FIELDS[name].description,
        "stops": with_stop(name, value),
        "value": value,
        "low": low,
        "high": high,
        "whole": FIELDS[name].annotation is int,
        "player": PLAYER,
    }
    moved = _mount(key=key, data=data, on_moved_change=lambda: _from_widget(visit, name, key)).get("moved")
    parsed = _parsed(name, moved)
    if parsed and parsed[0] != value:
        visit.choose(name, parsed[0], dragged=parsed[1])  # moved while the server was away: it comes without a call


def _from_widget(visit: Visit, name: str, key: str) -> None:
    """Chooses what the browser sent, unless an old slider did."""
    parsed = _parsed(name, st.session_state[key].get("moved"))
    if parsed and key == visit.key(name):
        visit.choose(name, parsed[0], dragged=parsed[1])


def _parsed(name: str, moved: Any) -> tuple[int | float, bool] | None:
    """The number, brought into its range, and whether the slider is still moving; None if it is no number."""
    value = moved.get("value") if isinstance(moved, dict) else None
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        return None
    low, high = bounds(name)
    return (FIELDS[name].annotation or float)(min(max(value, low), high)), moved.get("final") is False
