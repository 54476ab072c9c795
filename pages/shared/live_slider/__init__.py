"""A slider that sends its value while it is still moving, so that the picture follows the hand."""

from math import isfinite
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import streamlit as st

from pages.shared.address import url_parameters
from pages.shared.component import PLAYER
from pages.shared.handing import handed
from pages.shared.languages import LANGUAGE
from pages.shared.stops import with_stop
from pages.shared.visit import Visit
from simulator.language import _, signs
from simulator.settings.experiment import FIELDS, bounds, extra
from simulator.settings.labels import help_of, label_of

FOLDER = Path(__file__).parent
HTML, CSS, JS = ((FOLDER / f"slider.{kind}").read_text("utf-8") for kind in ("html", "css", "js"))
GROUPS = ("basic", "scales")
"""Those that decide how the gradient starts out, which a preview shows while they are moved."""
LIVE = [name for name in FIELDS if extra(name)["group"] in GROUPS and FIELDS[name].annotation is not str]
"""The settings that have such a slider."""
_mount = st.components.v2.component("live_slider", html=HTML, css=CSS, js=JS)


def live_slider(visit: Visit, name: str) -> None:
    """Draws the control of a numeric setting: a slider over its handy values and a box for any value in its range."""
    (low, high), key, value = bounds(name), visit.key(name), visit.settings[name]
    data = {
        "name": name,
        "key": key,
        "label": label_of(name),
        "help": help_of(name),
        "exact": _("{setting}, exact value", setting=label_of(name)),
        "asks": _("What is this?"),
        "stops": with_stop(name, value),
        "value": value,
        "low": low,
        "high": high,
        "whole": FIELDS[name].annotation is int,
        "decimal": signs("."),
        "player": PLAYER,
    }
    told = _mount(key=key, data=handed(data), on_moved_change=lambda: _take(visit, key))
    take_move(visit, told.get("moved"))  # moved while the server was away: it comes without a call


def _take(visit: Visit, key: str) -> None:
    take_move(visit, st.session_state[key].get("moved"))


def take_move(visit: Visit, told: Any) -> bool:
    """Takes what a slider told, itself or through the player, and returns whether it did: an old move is no news."""
    name = told.get("name") if isinstance(told, dict) else None
    if name not in LIVE or told.get("key") != visit.key(name):
        return False
    value, at = _number(told.get("value")), _number(told.get("at"))
    # The browser tells a move by two ways, and both may arrive.
    if value is None or at is None or at <= visit.heard:
        return False
    visit.heard = at
    low, high = bounds(name)
    whole_or_not = FIELDS[name].annotation or float
    # Into its range, for what a browser sends is not to be trusted.
    visit.choose(name, whole_or_not(min(max(value, low), high)), dragged=told.get("final") is False)
    return True


def take_move_while_away(visit: Visit, told: Any) -> None:
    """Takes what a slider told through the player before this visit began, as when the server was started anew.

    The player remembers the last move for good; it still counts where the address is the one that it was made at.
    """
    if not isinstance(told, dict) or visit.heard:
        return
    url = parse_qs(str(told.get("url", ""))[1:], keep_blank_values=True)
    if {name: values for name, values in url.items() if name != LANGUAGE} == url_parameters():
        take_move(visit, told)


def _number(value: Any) -> int | float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value) else None
