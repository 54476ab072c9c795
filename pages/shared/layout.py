"""What every page has: its icon, its style and the links between the pages."""

import json
from html import escape
from pathlib import Path

import streamlit as st

from pages.shared.languages import display_languages, with_language
from simulator.language import _, mark
from simulator.player.sheets import style

ICON = "📉"
SIDEBAR = 340
"""Width of the sidebar in pixels, where there is room for one."""
STYLE = "".join(
    Path(__file__).with_name("css").joinpath(f"{sheet}.css").read_text("utf-8")
    for sheet in ("page", "links", "story", "header")
)
"""Of the page, of the links between the pages, of the row of stories, and of the sentence on top with its buttons."""
PAGES = {
    "simulator": ("./", mark("Simulator"), mark("one network, layer by layer")),
    "lessons": ("lessons", mark("Lessons"), mark("predict, watch, see why")),
    "challenges": ("challenges", mark("Challenges"), mark("networks to be rescued")),
    "map": ("map", mark("Map"), mark("hundreds of networks at once")),
    "numbers": ("numbers", mark("Numbers"), mark("what each quantity means")),
    "glossary": ("glossary", mark("Words"), mark("every word, with a moving picture")),
}
"""Address, label and a few words on each page, by its name."""
LESSONS, CHALLENGES, GLOSSARY = OWN = ("lessons", "challenges", "glossary")
"""The pages that have settings of their own, or none."""


def open_page() -> None:
    """First thing on every page."""
    st.set_page_config(layout="wide", initial_sidebar_state="collapsed" if st.context.is_embedded else SIDEBAR)
    updating = json.dumps(_("Updating …"), ensure_ascii=False)
    st.html(f"<style>{STYLE}{style('words')} .stMain {{ --updating: {updating}; }}</style>")


def display_links(here: str, query: str) -> None:
    """The way from page to page, which takes settings and pinned runs along in the address.

    These are plain links: switching pages within a session loses the race against a slice that is still on its way.
    """
    # A page with settings of its own would read those of the run as a slip.
    ways = {name: address + with_language(query * (name not in OWN)) for name, (address, *_words) in PAGES.items()}
    marks = {name: ' aria-current="page"' if name == here else "" for name in PAGES}
    if not query:
        marks["simulator"] += " data-bare"  # page.js then leads to the run that was left there
    items = (
        f'<li><a href="{escape(ways[name])}" target="_self"{marks[name]}>{_(label)} <small>{_(note)}</small></a></li>'
        for name, (_address, label, note) in PAGES.items()
    )
    page, every = _(PAGES[here][1]), _("All pages")
    said = escape(_("{page}, all pages", page=page))
    summary = f'<summary aria-label="{said}"><b>{page}</b> {every} <i>▾</i></summary>'
    named = escape(_("Pages"))
    st.html(f'<nav class="pages" aria-label="{named}"><details>{summary}<ul>{"".join(items)}</ul></details></nav>')
    display_languages()
