"""The sidebar: one control for every setting, made from its field; what cannot matter is not shown."""

from typing import Any

import streamlit as st

from pages.shared import settings as chosen
from pages.shared.live_slider import live_slider
from pages.shared.stops import with_stop
from simulator.catalog import menu
from simulator.catalog.presets import PRESETS
from simulator.experiment import FIELDS, bounds, extra

GROUPS = {"task": "Size and task", "training": "Optimizer and clipping", "regularization": "Regularization"}
"""Headings of the groups that are folded away; the basic group stands open above them."""


def display_controls() -> None:
    """All controls, top to bottom: the stories, the kind of network, the basic settings, the folded groups."""
    _display_story()
    for name in _shown("basic"):
        _display_control(name)
    for group, heading in GROUPS.items():
        changed = sum(chosen.settings()[name] != FIELDS[name].default for name in _shown(group))
        with st.expander(f"{heading} ({changed} changed)" if changed else heading, key=f"group_{group}"):
            for name in _shown(group):
                _display_control(name)


def _shown(group: str) -> list[str]:
    return [name for name in FIELDS if extra(name)["group"] == group and chosen.applies(name)]


def _display_story() -> None:
    state = st.session_state
    state["chosen_story"] = story = state["story"]
    st.selectbox(
        "Story",
        list(PRESETS),
        index=None,
        format_func=lambda name: PRESETS[name].label,
        placeholder="Choose a story",
        key="chosen_story",
        on_change=_tell,
        help="A story sets all controls at once and says what to look for.",
    )
    if story:
        st.caption(PRESETS[story].note)
        if chosen.story_of(chosen.settings()) != story:
            st.button("Back to this story", icon=":material/undo:", on_click=_tell)


def _tell() -> None:
    story = st.session_state["chosen_story"]
    if story:
        chosen.choose_all(PRESETS[story].settings)
    st.session_state["story"] = story


def _display_control(name: str) -> None:
    """The control of one setting; the session's settings are its value, whatever was drawn before."""
    st.session_state[name] = value = chosen.settings()[name]
    frame: dict[str, Any] = {
        "label": FIELDS[name].title,
        "help": _help(name),
        "key": name,
        "on_change": _take,
        "args": (name,),
    }
    if name == "kind":
        rows = menu(name, "")
        st.segmented_control(
            options=list(rows), format_func=lambda n: rows[n].label, required=True, width="stretch", **frame
        )
    elif FIELDS[name].annotation is str:
        _display_menu(name, value, frame)
    elif extra(name)["group"] == "basic":
        del st.session_state[name]
        live_slider(name, value)
    elif FIELDS[name].annotation is int:
        least, most = map(int, bounds(name))
        st.number_input(min_value=least, max_value=most, step=1, **frame)
    elif extra(name).get("log"):
        st.select_slider(options=with_stop(name, value), format_func=lambda v: f"{v:g}", **frame)
    else:
        low, high = bounds(name)
        st.slider(min_value=low, max_value=high, step=extra(name)["step"], **frame)


def _display_menu(name: str, value: str, frame: dict[str, Any]) -> None:
    rows = menu(name, chosen.settings()["kind"])
    if value not in rows:  # a task of the other kind of network: the page says so and offers others
        st.session_state[name] = None
    st.selectbox(options=list(rows), index=None, format_func=lambda n: rows[n].label, placeholder="Choose one", **frame)


def _take(name: str) -> None:
    value = st.session_state[name]
    if value is not None:
        chosen.choose(name, value)


def _help(name: str) -> str:
    """The field's help, and a line for each row of its menu."""
    text = FIELDS[name].description or ""
    if FIELDS[name].annotation is not str:
        return text
    rows = menu(name, chosen.settings()["kind"]).values()
    return "\n".join([text, "", *(f"- **{row.label}**: {row.note}" for row in rows)])
