"""The sidebar: one control for every setting, made from its field; what cannot matter is not shown."""

from typing import Any

import streamlit as st

from pages.shared import settings as chosen
from pages.shared.live_slider import live_slider
from pages.shared.notices import plain
from pages.shared.stops import with_stop
from simulator.catalog import menu
from simulator.catalog.presets import PRESETS
from simulator.experiment import FIELDS, bounds, extra

GROUPS = {"task": "Size and task", "training": "Optimizer and clipping", "regularization": "Regularization"}
"""Headings of the groups that are folded away; the basic group stands open above them."""


def display_controls() -> None:
    """All controls, top to bottom: the stories, the kind of network, the basic settings, the folded groups."""
    _display_story()
    settings, names_of = chosen.settings(), _by_group(chosen.applying())
    for name in names_of["basic"]:
        _display_control(name)
    for group, heading in GROUPS.items():
        names = names_of[group]
        changed = sum(settings[name] != FIELDS[name].default for name in names)
        label = f"{heading} ({changed} changed)" if changed else heading
        folded = st.expander(label, key=f"group_{group}", on_change=chosen.touch)
        if folded.open:  # a class of 30 need not wait for controls that nobody sees
            with folded:
                for name in names:
                    _display_control(name)
    if chosen.waiting():
        st.rerun()


def _by_group(names: list[str]) -> dict[str, list[str]]:
    return {group: [name for name in names if extra(name)["group"] == group] for group in ("basic", *GROUPS)}


def _display_story() -> None:
    key, story = chosen.key("story"), st.session_state["story"]
    st.selectbox(
        "Story",
        list(PRESETS),
        index=list(PRESETS).index(story) if story else None,
        format_func=lambda name: PRESETS[name].label,
        placeholder="Choose a story",
        key=key,
        on_change=_tell,
        args=(key,),
        help="A story sets all controls at once and says what to look for.",
    )
    if story:
        st.caption(plain(PRESETS[story].note))
        told, back = chosen.story_of(chosen.settings()) == story, (PRESETS[story].settings, story)
        st.button(
            "Back to this story", key="back", type="tertiary", disabled=told, on_click=chosen.choose_all, args=back
        )


def _tell(key: str) -> None:
    if key == chosen.key("story"):
        told = st.session_state[key]
        story = st.session_state["story"] = told if isinstance(told, str) and told in PRESETS else None
        if story:
            chosen.choose_all(PRESETS[story].settings, story)


def _display_control(name: str) -> None:
    """The control of one setting, made with the session's value."""
    if extra(name)["group"] == "basic" and FIELDS[name].annotation is not str:
        live_slider(name)
        return
    key, value = chosen.key(name), chosen.settings()[name]
    frame: dict[str, Any] = {"label": FIELDS[name].title, "help": _help(name)}
    frame |= {"key": key, "on_change": _take, "args": (name, key)}
    if FIELDS[name].annotation is str:
        _display_menu(name, frame)
    elif FIELDS[name].annotation is int:
        least, most = map(int, bounds(name))
        st.number_input(value=value, min_value=least, max_value=most, step=1, **frame)
    elif extra(name).get("log"):
        st.select_slider(
            value=value, options=with_stop(name, chosen.start(name)), format_func=lambda v: f"{v:g}", **frame
        )
    else:
        low, high = bounds(name)
        st.slider(value=value, min_value=low, max_value=high, step=extra(name)["step"], **frame)
    _take(name, key)  # a choice made while the server was away comes without a call


def _display_menu(name: str, frame: dict[str, Any]) -> None:
    rows, value = menu(name, chosen.settings()["kind"]), chosen.settings()[name]
    frame |= {"options": list(rows), "format_func": lambda n: rows[n].label}
    if name == "kind":
        st.segmented_control(default=value, required=True, width="stretch", **frame)
    elif value in rows:
        st.selectbox(index=list(rows).index(value), **frame)
    else:  # a task of the other kind of network: the page says so and offers others
        st.session_state[frame["key"]] = None
        st.selectbox(index=None, placeholder="Choose one", **frame)


def _take(name: str, key: str) -> None:
    if key == chosen.key(name) and st.session_state[key] not in (None, chosen.settings()[name]):
        chosen.choose(name, st.session_state[key])


def _help(name: str) -> str:
    """The field's help, and a line for each row of its menu."""
    text = FIELDS[name].description or ""
    if FIELDS[name].annotation is not str:
        return text
    rows = menu(name, chosen.settings()["kind"]).values()
    return "\n".join([text, "", *(f"- **{row.label}**: {row.note}" for row in rows)])
