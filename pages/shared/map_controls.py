"""What is chosen of a map: a ready-made one, or its axes, their ranges, and the question."""

from html import escape
from typing import Any

import streamlit as st

from pages.shared.glossary import marked
from pages.shared.map_visit import MapVisit
from simulator.catalog import menu
from simulator.catalog.maps import MAPS
from simulator.language import _, mark, ngettext
from simulator.settings.errors import SettingsError
from simulator.settings.experiment import FIELDS, Experiment, bounds
from simulator.settings.labels import label_of
from simulator.sweeps.plan import Plan, Span
from simulator.sweeps.plan_link import MOST_SEEDS, ready_made
from simulator.sweeps.questions import QUESTIONS
from simulator.sweeps.spans import can_be_axis, checked, span_around

NAMES = list(MAPS)
OWN = mark("A map of your own. A ready-made one sets everything at once and says what to look for.")


def display_maps(visit: MapVisit, plan: Plan) -> None:
    """One row: the map before, the menu, the next one; below it what to look for."""
    name = visit.story
    place = NAMES.index(name) if name else -1
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="story_row"):
        _display_way(visit, "previous", _("Previous"), place - 1, ":material/chevron_left:")
        key = visit.key("story")
        st.selectbox(
            _("Map"),
            NAMES,
            index=place if name else None,
            format_func=lambda name: f"{MAPS[name].group} · {MAPS[name].label}",
            placeholder=ngettext("Choose one of {number} map", "Choose one of {number} maps", len(NAMES)),
            key=key,
            label_visibility="collapsed",
            width=430,
            on_change=lambda: _choose(visit, st.session_state[key], key),
        )
        _display_way(visit, "next", _("Next"), place + 1, ":material/chevron_right:")
        if name and plan != ready_made(name):
            back = _("Back to this map")
            icon = ":material/undo:"  # all that is seen of it where the page is narrow
            st.button(back, key="back", icon=icon, type="tertiary", on_click=lambda: _choose(visit, name))
    note = escape(_(OWN))
    if name:
        source = f" <em>{escape(MAPS[name].source)}</em>"
        where = _("{place} of {count}.", place=place + 1, count=len(NAMES))
        # On a phone the menu has no room for the whole name, which then stands here.
        whole = f'<span class="whole">{escape(MAPS[name].label)}.</span>'
        said = f'<strong><span class="place">{where}</span>{whole}</strong>'
        note = f"{said} {marked(MAPS[name].note, set())}{source}"
    st.html(f'<p class="note">{note}</p>')


def _display_way(visit: MapVisit, key: str, label: str, place: int, icon: str) -> None:
    there = 0 <= place < len(NAMES)
    st.button(
        label,
        key=key,
        icon=icon,
        help=MAPS[NAMES[place]].label if there else None,
        disabled=not there,
        on_click=lambda: _choose(visit, NAMES[place]),
    )


def _choose(visit: MapVisit, name: str | None, key: str = "") -> None:
    # A menu that has been made anew since may still have its say.
    if name in MAPS and key in ("", visit.key("story")):
        visit.take(ready_made(name), name)


def display_axes(visit: MapVisit, plan: Plan) -> None:
    """Both axes, the question, and what seldom changes behind a button."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key="axes"):
        _display_axis(visit, plan, "across", _("Across"))
        _display_axis(visit, plan, "up", _("Up"))
        key = visit.key("asks")
        st.selectbox(
            _("Question"),
            list(QUESTIONS),
            index=list(QUESTIONS).index(plan.asks),
            format_func=lambda name: QUESTIONS[name].label,
            placeholder=_("Choose one"),
            help="\n".join(f"- **{row.label}**: {row.note}" for row in QUESTIONS.values()),
            key=key,
            on_change=lambda: visit.change(asks=st.session_state[key]),
        )
        ranges = st.popover(_("Ranges"), icon=":material/tune:", key=visit.key("ranges"), on_change=visit.note_change)
        if ranges.open:
            with ranges:
                _display_range(visit, plan, "across", plan.across)
                _display_range(visit, plan, "up", plan.up)
                _display_seeds(visit, plan)


def _axes(experiment: Experiment) -> list[str]:
    return [name for name in FIELDS if can_be_axis(name) and experiment.matters(name)]


def _display_axis(visit: MapVisit, plan: Plan, side: str, label: str) -> None:
    own: Span = getattr(plan, side)
    other = plan.up if side == "across" else plan.across
    names = [name for name in _axes(plan.experiment) if name != other.name]
    # A link may ask for an axis that does not matter to these settings.
    names = names if own.name in names else [own.name, *names]
    key = visit.key(side)
    st.selectbox(
        label,
        names,
        index=names.index(own.name),
        format_func=label_of,
        placeholder=_("Choose one"),
        key=key,
        on_change=lambda: _choose_axis(visit, side, st.session_state[key]),
    )


def _choose_axis(visit: MapVisit, side: str, name: str) -> None:
    # The same one again would lose the range that was chosen for it.
    if name != getattr(visit.plan, side).name:
        visit.change(**{side: span_around(name, visit.plan.experiment)})


def _display_range(visit: MapVisit, plan: Plan, side: str, span: Span) -> None:
    label, key = span.label, visit.key(f"{side}-range")
    if span.rows:
        rows = menu(span.name, plan.experiment.kind)
        st.multiselect(
            label,
            list(rows),
            default=list(span.rows),
            format_func=lambda name: rows[name].label,
            key=key,
            on_change=lambda: _choose_rows(visit, side, span, st.session_state[key]),
        )
        return
    low, high = bounds(span.name)
    whole = span.whole
    options: dict[str, Any] = {"min_value": int(low) if whole else low, "max_value": int(high) if whole else high}
    options |= {"step": 1} if whole else {"format": "%g", "step": None}
    first, last = st.columns(2, gap="small")
    cast = int if whole else float
    ends = (
        (first, "from", _("{setting}, from", setting=label), span.low),
        (last, "to", _("{setting}, to", setting=label), span.high),
    )
    for place, word, label_of_end, value in ends:
        place.number_input(
            label_of_end,
            value=cast(value),
            key=f"{key}-{word}",
            on_change=lambda: _choose_range(
                visit, side, span, st.session_state[f"{key}-from"], st.session_state[f"{key}-to"]
            ),
            **options,
        )


def _choose_range(visit: MapVisit, side: str, span: Span, low: float, high: float) -> None:
    try:
        visit.change(**{side: checked(span.name, low, high)})
    except SettingsError as error:
        visit.remarks = [str(error)]


def _choose_rows(visit: MapVisit, side: str, span: Span, rows: list[str]) -> None:
    if rows:
        visit.change(**{side: Span(span.name, rows=tuple(rows))})


def _display_seeds(visit: MapVisit, plan: Plan) -> None:
    key = visit.key("seeds")
    st.number_input(
        _("Networks in each cell"),
        1,
        MOST_SEEDS,
        plan.seeds,
        help=_("Drawn with other random numbers; the middle one of their answers is shown."),
        key=key,
        on_change=lambda: visit.change(seeds=int(st.session_state[key])),
    )
