"""The sidebar: one control for every setting, made from its field; what cannot matter is not shown."""

from typing import Any

import streamlit as st

from pages.shared.live_slider import live_slider
from pages.shared.notices import plain
from pages.shared.stops import with_stop
from pages.shared.visit import Visit, story_of
from simulator.catalog import menu
from simulator.catalog.stories import STORIES
from simulator.settings.experiment import FIELDS, bounds, extra

GROUPS = {"task": "Size and task", "training": "Optimizer and clipping", "regularization": "Regularization"}
"""Headings of the groups that are folded away; the basic group stands open above them."""


def display_controls(visit: Visit) -> None:
    """All controls, top to bottom: the stories, the kind of network, the basic settings, the folded groups."""
    _display_story(visit)
    names_of = _by_group(visit.applying())
    for name in names_of["basic"]:
        _display_control(visit, name)
    for group, heading in GROUPS.items():
        names = names_of[group]
        changed = sum(visit.settings[name] != FIELDS[name].default for name in names)
        label = f"{heading} ({changed} changed)" if changed else heading
        folded = st.expander(label, key=f"group_{group}", on_change=visit.touch)
        if folded.open:  # a class of 30 need not wait for controls that nobody sees
            with folded:
                for name in names:
                    _display_control(visit, name)
    if visit.moved:
        st.rerun()


def _by_group(names: list[str]) -> dict[str, list[str]]:
    return {group: [name for name in names if extra(name)["group"] == group] for group in ("basic", *GROUPS)}


def _display_story(visit: Visit) -> None:
    key, story = visit.key("story"), visit.story
    st.selectbox(
        "Story",
        list(STORIES),
        index=list(STORIES).index(story) if story else None,
        format_func=lambda name: STORIES[name].label,
        placeholder="Choose a story",
        key=key,
        on_change=_tell,
        args=(visit, key),
        help="A story sets all controls at once and says what to look for.",
    )
    if story:
        st.caption(plain(STORIES[story].note))
        told, back = story_of(visit.settings) == story, (STORIES[story].settings, story)
        st.button(
            "Back to this story", key="back", type="tertiary", disabled=told, on_click=visit.choose_all, args=back
        )


def _tell(visit: Visit, key: str) -> None:
    if key == visit.key("story"):
        told = st.session_state[key]
        visit.story = told if isinstance(told, str) and told in STORIES else None
        if visit.story:
            visit.choose_all(STORIES[visit.story].settings, visit.story)


def _display_control(visit: Visit, name: str) -> None:
    """The control of one setting, made with the session's value."""
    if extra(name)["group"] == "basic" and FIELDS[name].annotation is not str:
        live_slider(visit, name)
        return
    key, value = visit.key(name), visit.settings[name]
    frame: dict[str, Any] = {"label": FIELDS[name].title, "help": _help(name, visit.settings["kind"])}
    frame |= {"key": key, "on_change": lambda: visit.take(name, key, st.session_state[key])}
    if FIELDS[name].annotation is str:
        told = _display_menu(visit, name, frame)
    elif FIELDS[name].annotation is int:
        least, most = map(int, bounds(name))
        told = st.number_input(value=value, min_value=least, max_value=most, step=1, **frame)
    elif extra(name).get("log"):
        told = st.select_slider(
            value=value, options=with_stop(name, visit.start[name]), format_func=lambda v: f"{v:g}", **frame
        )
    else:
        low, high = bounds(name)
        told = st.slider(value=value, min_value=low, max_value=high, step=extra(name)["step"], **frame)
    visit.take(name, key, told)  # a choice made while the server was away comes without a call


def _display_menu(visit: Visit, name: str, frame: dict[str, Any]) -> Any:
    rows, value = menu(name, visit.settings["kind"]), visit.settings[name]
    frame |= {"options": list(rows), "format_func": lambda n: rows[n].label}
    if name == "kind":
        return st.segmented_control(default=value, required=True, width="stretch", **frame)
    if value in rows:
        return st.selectbox(index=list(rows).index(value), **frame)
    st.session_state[frame["key"]] = None  # a task of the other kind of network: the page says so and offers others
    return st.selectbox(index=None, placeholder="Choose one", **frame)


def _help(name: str, kind: str) -> str:
    """The field's help, and a line for each row of its menu."""
    text = FIELDS[name].description or ""
    if FIELDS[name].annotation is not str:
        return text
    rows = menu(name, kind).values()
    return "\n".join([text, "", *(f"- **{row.label}**: {row.note}" for row in rows)])
