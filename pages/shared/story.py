"""The stories above the picture: which one is told, the way from one to the next, and where to begin."""

from html import escape

import streamlit as st

from pages.shared.glossary import marked
from pages.shared.visit import Visit
from simulator.catalog.stories import FIRST, STORIES
from simulator.language import _, mark

NAMES = list(STORIES)
LEAD = mark(
    "A <b>gradient</b> tells every weight which way to change. It starts at the loss and walks back: where it dies, "
    "layers cannot learn."
)
"""What is seen here, in one line: what a gradient is, where it starts, why it matters."""


OWN = mark("Settings of your own. A story sets all controls at once and says what to look for.")
OWN_LOCKED = mark("Whoever gave you this link has chosen the settings, and which of them you can change.")


def display_lead(*, crowded: bool = False) -> None:
    """The name of the page, and what is seen on it; where it is crowded, a phone has no room for that."""
    name = f'<strong class="name">{_("The gradient simulator")}</strong>'
    st.html(f'<p class="lead{" crowded" * crowded}">{name} <span>{_(LEAD)}</span></p>')


def display_story(visit: Visit) -> None:
    """One row: where to begin, the story before, the menu, the next one; below it what to look for."""
    story = visit.story
    if not visit.lock:
        _display_row(visit)
    if story:
        # On a phone the menu has no room for the whole name, which then stands here in place of its group.
        name = f'<span class="whole">{escape(STORIES[story].label)}.</span>'
        place = f'<strong><span class="place">{escape(_place(story))}</span>{name}</strong>'
        # What it says is of the settings that it brought, and of the runs beside them.
        before = "" if visit.unchanged else f"<em>{_('Before the changes:')}</em> "
        note = f"{place} {before}{marked(STORIES[story].note, set())}"
    else:
        note = _(OWN_LOCKED if visit.lock else OWN)
    st.html(f'<p class="note">{note}</p>')


def _display_row(visit: Visit) -> None:
    story = visit.story
    # Settings of one's own have no story before them, and the first of all comes next.
    place = NAMES.index(story) if story else -1
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="story_row"):
        if not visit.starts:
            _display_way(visit, "start", _("Start here"), 0, icon=":material/flag:", starts=True)
        _display_way(visit, "previous", _("Previous"), place - 1, icon=":material/chevron_left:")
        _display_menu(visit)
        on = place + 1
        leads = visit.starts and on < FIRST
        label = _("Next ({place} of {count})", place=on + 1, count=FIRST) if leads else _("Next")
        _display_way(visit, "next", label, on, icon=":material/chevron_right:", starts=leads, primary=visit.starts)
        if story and not visit.unchanged:
            label, icon = _("Back to this story"), ":material/undo:"
            st.button(label, key="back", icon=icon, type="tertiary", on_click=visit.tell, args=(story,))


def _display_way(
    visit: Visit, key: str, label: str, place: int, *, icon: str, starts: bool = False, primary: bool = False
) -> None:
    """A button to the story at a place of the menu, where there is one."""
    there = 0 <= place < len(NAMES)
    st.button(
        label,
        key=key,
        icon=icon,
        type="primary" if primary else "secondary",
        help=STORIES[NAMES[place]].label if there else None,
        disabled=not there,
        on_click=lambda: visit.tell(NAMES[place], starts=starts),
    )


def _display_menu(visit: Visit) -> None:
    key, story = visit.key("story"), visit.story
    st.selectbox(
        _("Story"),
        NAMES,
        index=NAMES.index(story) if story else None,
        format_func=lambda name: f"{STORIES[name].group} · {STORIES[name].label}",
        placeholder=_("Choose a story"),
        key=key,
        label_visibility="collapsed",
        width=480,
        on_change=_choose,
        args=(visit, key),
    )


def _choose(visit: Visit, key: str) -> None:
    name = st.session_state[key]
    # A menu that has been made anew since may still have its say.
    if key == visit.key("story") and name in STORIES:
        visit.tell(name)


def _place(story: str) -> str:
    """Such as "Vanishing, 2 of 6"."""
    group = [name for name, row in STORIES.items() if row.group == STORIES[story].group]
    place = group.index(story) + 1
    return _("{group}, {place} of {count}.", group=STORIES[story].group, place=place, count=len(group))
