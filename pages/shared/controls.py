"""The sidebar: one control for every setting, made from its field; what cannot matter is not shown."""

from typing import Any

import streamlit as st

from pages.shared.choices import with_loss
from pages.shared.live_slider import LIVE, live_slider
from pages.shared.notices import escape_markdown
from pages.shared.stops import with_stop
from pages.shared.visit import Visit
from simulator.catalog import menu
from simulator.catalog.tasks import Task
from simulator.language import _, mark, ngettext, signs
from simulator.settings.experiment import FIELDS, bounds, extra
from simulator.settings.labels import help_of, label_of

GROUPS = {
    "task": mark("Size and task"),
    "training": mark("Optimizer and clipping"),
    "regularization": mark("Regularization"),
    "scales": mark("Scales, biases, weights"),
}
"""Headings of the groups that are folded away; the basic group stands open above them."""


def display_controls(visit: Visit) -> None:
    """All controls, top to bottom: the kind of network, the basic settings, the folded groups."""
    names_of = _by_group([name for name in visit.relevant_settings() if visit.is_free(name)])
    if visit.lock:
        some, none = _("With this link these can be changed."), _("With this link nothing can be changed.")
        st.caption(some if visit.lock.free else none)
    for name in names_of["basic"]:
        display_control(visit, name)
        if name == "cell" and visit.is_free("task") and "sequence_length" not in names_of["basic"]:
            _display_fixed_length(visit)
    for group, heading in GROUPS.items():
        names = names_of[group]
        if not names:
            continue
        changed = visit.changed_among(names)
        said = ngettext("{number} changed", "{number} changed", changed) if changed else ""
        # The count stands beside the heading: within it, each change would make another section of it, closed again.
        whole = st.container(key=f"fold_{group}")
        folded = whole.expander(_(heading), key=f"group_{group}", on_change=visit.note_change)
        whole.html(f'<span class="changed">{said}</span>')
        if folded.open:  # a class of 30 need not wait for controls that nobody sees
            with folded:
                for name in names:
                    display_control(visit, name)
    if visit.changed:
        st.rerun()


def _by_group(names: list[str]) -> dict[str, list[str]]:
    return {group: [name for name in names if extra(name)["group"] == group] for group in ("basic", *GROUPS)}


def _display_fixed_length(visit: Visit) -> None:
    """In place of the control of the time steps, where the task has them: how many, and the way to one that has not."""
    tasks = menu("task", "sequence")
    task = tasks.get(visit.settings["task"])
    if not isinstance(task, Task) or task.length is None:
        return
    free = next(row for row in tasks.values() if isinstance(row, Task) and row.length is None)
    said = _("Time steps: {count}. The task decides it: {task}.", count=task.length, task=task.label)
    st.caption(escape_markdown(said))
    change = with_loss(visit.settings, {"task": free.name})
    st.button(
        _("Choose the time steps: {task}", task=free.label),
        key="free_length",
        on_click=visit.choose_all,
        args=(change, visit.story),
        help=_("Another task, which can be of any length. {about}", about=free.note),
        width="stretch",
    )


def display_control(visit: Visit, name: str) -> None:
    """The control of one setting, made with the session's value."""
    if name in LIVE:
        live_slider(visit, name)
        return
    key, value = visit.key(name), visit.settings[name]
    arguments: dict[str, Any] = {"label": label_of(name), "help": _help(name, visit.settings["kind"])}
    arguments |= {"key": key, "on_change": lambda: visit.from_widget(name, key, st.session_state[key])}
    if FIELDS[name].annotation is str:
        choice = _display_menu(visit, name, arguments)
    elif FIELDS[name].annotation is int:
        least, most = map(int, bounds(name))
        choice = st.number_input(value=value, min_value=least, max_value=most, step=1, **arguments)
    else:  # of Streamlit's sliders the one that lets us write its numbers, with the signs of the page's language
        choice = st.select_slider(
            value=value,
            options=with_stop(name, visit.initial_values[name]),
            format_func=lambda v: signs(f"{v:g}"),
            **arguments,
        )
    visit.from_widget(name, key, choice)  # a choice made while the server was away comes without a call


def _display_menu(visit: Visit, name: str, arguments: dict[str, Any]) -> Any:
    rows, value = menu(name, visit.settings["kind"]), visit.settings[name]
    arguments |= {"options": list(rows), "format_func": lambda n: rows[n].label}
    if name == "kind":
        return st.segmented_control(default=value, required=True, width="stretch", **arguments)
    arguments["placeholder"] = _("Choose one")  # also while a visitor has deleted the name, to type another
    if value in rows:
        return st.selectbox(index=list(rows).index(value), **arguments)
    st.session_state[arguments["key"]] = None  # a task of the other kind of network: the page says so and offers others
    return st.selectbox(index=None, **arguments)


def _help(name: str, kind: str) -> str:
    """The field's help, and a line for each row of its menu."""
    text = help_of(name)
    if FIELDS[name].annotation is not str:
        return text
    rows = menu(name, kind).values()
    return "\n".join([text, "", *(f"- **{row.label}**: {row.note}" for row in rows)])
