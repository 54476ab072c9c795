"""A slider that tells its value while it is still moving, so that the picture follows the hand."""

from math import isfinite
from pathlib import Path

import streamlit as st

from pages.shared import settings as chosen
from pages.shared.stops import with_stop
from simulator.experiment import FIELDS, bounds

FOLDER = Path(__file__).parent
HTML, CSS, JS = ((FOLDER / f"slider.{kind}").read_text("utf-8") for kind in ("html", "css", "js"))
_mount = st.components.v2.component("live_slider", html=HTML, css=CSS, js=JS)


def live_slider(name: str) -> None:
    """Draws the control of a numeric setting: a slider over its handy values and a box for any value in its range."""
    (low, high), key = bounds(name), chosen.key(name)
    data = {
        "label": FIELDS[name].title,
        "help": FIELDS[name].description,
        "stops": with_stop(name, chosen.settings()[name]),
        "value": chosen.settings()[name],
        "low": low,
        "high": high,
        "whole": FIELDS[name].annotation is int,
    }
    _mount(key=key, data=data, on_moved_change=lambda: _take(name, key))
    told = _told(name, key)
    if told and told[0] != chosen.settings()[name]:
        _take(name, key)  # it was moved while the server was away, and comes without a call


def _take(name: str, key: str) -> None:
    """Takes what the browser sent: a number, and whether the hand is still moving it."""
    told = _told(name, key)
    if told and key == chosen.key(name):
        value, dragged = told
        chosen.choose(name, value, dragged=dragged)


def _told(name: str, key: str) -> tuple[int | float, bool] | None:
    """The number, brought into its range, and whether the slider is still moving; None if it is no number."""
    moved = st.session_state[key].get("moved")
    value = moved.get("value") if isinstance(moved, dict) else None
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        return None
    low, high = bounds(name)
    return (FIELDS[name].annotation or float)(min(max(value, low), high)), moved.get("final") is False
