"""What every page has: its icon, its style and the links between the pages."""

import json
from html import escape

import streamlit as st

from pages.shared.languages import display_languages, with_language
from simulator.language import _, mark
from simulator.player.sheets import style

ICON = "📉"
SIDEBAR = 340
"""Width of the sidebar in pixels, where there is room for one."""
# Streamlit keeps room for a toolbar and for wide margins that this page gives to its charts; what is drawn for the
# player alone (.st-key-feeds) takes no place at all.
STYLE = """<style>
/* Nothing above the picture changes its height, so the browser need not guess what to hold in place. */
.stMain { overflow-anchor: none; }
.stMainBlockContainer { padding: 0.8rem 2rem 2rem; }
.stMainBlockContainer > [data-testid="stVerticalBlock"] { gap: 0.6rem; }
/* Where the sidebar is folded away, the button that brings it back has a strip of its own, over all that scrolls. */
.stApp:has([data-testid="stExpandSidebarButton"]) { --covered: 3.75rem; }
.stApp:has([data-testid="stExpandSidebarButton"]) .stMainBlockContainer { padding-top: 4rem; }
[data-testid="stLayoutWrapper"]:has(> .st-key-feeds), .st-key-feeds { display: none; }
/* Room for two lines and the sign for help, since the sentence grows shorter as soon as the network learns. */
.st-key-header { min-height: 3.1rem; }
.st-key-header h1 { font-size: 1.2rem; padding: 0; min-height: 2lh; align-content: center; }
/* What waits for the server is not greyed: a word says so, once it takes long enough to be noticed. */
[data-stale="true"], .stExpander details, .stExpander summary, .stExpander details > div { opacity: 1 !important; }
.stMain:has([data-stale="true"])::after {
  content: var(--updating); position: fixed; right: 1.2rem; top: 0.9rem; z-index: 999990; padding: 0.1rem 0.7rem;
  border-radius: 0.5rem; background: canvastext; color: canvas;
  font-size: 0.9rem; animation: late 0.6s step-end;
}
@keyframes late { from { visibility: hidden; } }
[data-testid="stLayoutWrapper"]:has(> .st-key-answers) { position: absolute; }
.st-key-answers {
  position: fixed; right: 1rem; bottom: 1rem; z-index: 90; width: min(36rem, calc(100vw - 2rem)); padding: 0.4rem;
  border-radius: 0.5rem; background: canvas; box-shadow: 0 2px 12px rgb(0 0 0 / 0.3);
}
.stMainBlockContainer:has(.st-key-answers) { padding-bottom: 8rem; }
[class*="st-key-fold_"] { position: relative; gap: 0; }
[class*="st-key-fold_"] :has(.changed) { position: static; }
.changed { position: absolute; right: 0.5rem; top: 0.65rem; font-size: 0.8rem; pointer-events: none; }
[class*="st-key-fold_"]:has(.changed:not(:empty)) summary { padding-right: 5.5rem; }
/* What is seen here and which story is told: of a fixed height, so that nothing moves when the row of buttons comes. */
.lead { margin: 0; font-size: 0.95rem; line-height: 1.35; }
.lead .name { display: block; font-size: 1.2rem; }
.st-key-story { min-height: 5.7rem; container: story / inline-size; }
.st-key-story .lead, .st-key-story > :has(.lead) { display: none; }
/* One row at any width: the menu gives way. */
.st-key-story_row { flex-wrap: nowrap; }
.st-key-story_row > [class*="st-key-story-"] { flex: 0 1 480px; min-width: 0; } /* before it is there, too */
.st-key-story_row button { padding: 0.25rem 0.7rem; white-space: nowrap; }
.st-key-story .note {
  font-size: 1rem; line-height: 1.35; min-height: 2lh; margin: .3rem 0 0;
}
.st-key-story .note .whole { display: none; }
.st-key-back { flex: none; }
/* Where it is narrow, signs speak for themselves, and the name that the menu cannot show whole stands below it. */
@container story (max-width: 860px) {
  .st-key-story_row { gap: 0.3rem; }
  :is(.st-key-previous, .st-key-back) button p {
    position: absolute; width: 1px; overflow: hidden; clip-path: inset(50%);
  }
}
@container story (max-width: 740px) {
  .st-key-story .note .place { display: none; }
  .st-key-story .note .whole { display: inline; }
}
@container story (max-width: 560px) {
  .st-key-start button p { position: absolute; width: 1px; overflow: hidden; clip-path: inset(50%); }
}
:is(.st-key-story_row, .st-key-axes) input { text-overflow: ellipsis; }
.st-key-comparison table { display: block; overflow-x: auto; border-collapse: collapse; margin: .5rem 0; }
.st-key-comparison :is(th, td) { padding: .35rem .7rem; border: 1px solid #8885; text-align: left; font-weight: 400; }
.st-key-comparison th { font-weight: 600; }
.st-key-header button { padding: 0.25rem 0.6rem; white-space: nowrap; }
@media (min-width: 641px) {
  .st-key-header { flex-wrap: nowrap; }
  .st-key-header > :first-child { flex: 1 1 0; min-width: 0; }
}
/* Where the page is narrow, what a sign says by itself is a word for readers alone. */
@media (min-width: 641px) and (max-width: 1100px) {
  :is(.st-key-pin, .st-key-share) button p {
    position: absolute; width: 1px; overflow: hidden; clip-path: inset(50%);
  }
  .st-key-header h1 { font-size: 1.05rem; }
}
/* Beside an open sidebar the sentence has a row of its own, above the buttons, whose room is kept; a lesson, which says
   not what a gradient is, has none. */
@media (min-width: 641px) and (max-width: 1040px) {
  .stApp:has(.st-key-story .lead):not(:has([data-testid="stExpandSidebarButton"])) .st-key-header {
    flex-wrap: wrap; min-height: 7.2rem;
    > :first-child { flex-basis: 100%; }
  }
}
@media (min-width: 641px) and (max-width: 1300px) {
  .st-key-repeat button p { position: absolute; width: 1px; overflow: hidden; clip-path: inset(50%); }
}
/* Other languages are longer: the sentence needs that room to stand on two lines. */
@media (min-width: 641px) and (max-width: 1500px) {
  :root:not([lang^="en"]) .st-key-repeat button p {
    position: absolute; width: 1px; overflow: hidden; clip-path: inset(50%);
  }
}
.st-key-header:has(.st-key-race) .st-key-repeat button p {
  position: absolute; width: 1px; overflow: hidden; clip-path: inset(50%);
}
/* Streamlit's own shades of these are too faint to read: below a contrast of 4.5 to 1. */
.stButtonGroup [data-selected="true"] p { color: light-dark(#00507D, #9FD4F7); }
[data-testid="stPopoverBody"] .stButtonGroup [data-selected="true"],
[data-testid="stPopoverBody"] .stButtonGroup [data-selected="true"] p { /* it knows not light from dark */
  color: inherit;
}
.stMain [data-testid="stCaptionContainer"], .stMain [data-testid="stCaptionContainer"] p { color: inherit; opacity: 1; }
.stMain [data-testid="stCaptionContainer"] code { color: inherit; }
/* A file that is too large is refused in the browser, of which the server hears nothing: what it said before goes.
   What is hidden is named itself: a rule of any element that holds it would style all of the page at each delivery. */
[data-testid="stPopoverBody"]:has([data-testid="stFileChip"][aria-invalid="true"]) .st-key-refused,
[data-testid="stPopoverBody"]:not(:has([data-testid="stFileChip"][aria-invalid="true"])) .st-key-too_large {
  display: none;
}
/* What can be copied says so, not only under the pointer. */
.stCode > pre { padding-right: 3.2rem; }
.stCode > pre + div, .stCode > pre + div > div { visibility: visible !important; opacity: 1 !important; }
/* All pages in a row where there is room for one, else in a menu that opens over what stands below it. */
.pages { position: relative; z-index: 95; container-type: inline-size; font-size: 0.95rem; }
.pages summary {
  display: flex; gap: 0.5rem; padding: 0.35rem 0.7rem; border-radius: 0.5rem; border: 1px solid #8886; cursor: pointer;
  list-style: none;
}
.pages summary::-webkit-details-marker { display: none; }
.pages summary b { flex: 1; font-weight: 600; }
.pages summary i { font-style: normal; }
.pages details[open] summary i { rotate: 180deg; }
.pages ul {
  position: absolute; inset: 100% 0 auto; margin: 0.2rem 0 0; padding: 0.3rem; list-style: none;
  border-radius: 0.5rem; border: 1px solid #8886; background: canvas; box-shadow: 0 2px 12px rgb(0 0 0 / 0.3);
}
.pages li { margin: 0; font-size: inherit; }
.pages a { display: block; padding: 0.3rem 0.5rem; border-radius: 0.4rem; color: inherit; text-decoration: none; }
.pages small { display: block; font-size: 0.8rem; font-weight: 400; line-height: 1.2; opacity: 0.85; }
.pages a:is(:hover, :focus-visible) { text-decoration: underline; }
.pages a[aria-current] { background: rgba(128, 128, 128, 0.18); font-weight: 600; }
.languages { font-size: 0.8rem; }
.languages a { margin-right: 0.9rem; color: inherit; text-decoration: none; }
.languages a:is(:hover, :focus-visible) { text-decoration: underline; }
.languages a[aria-current] { font-weight: 600; }
@container (min-width: 40rem) {
  .pages summary, .pages small { display: none; }
  .pages details::details-content { content-visibility: visible; block-size: auto; }
  .pages ul { position: static; display: flex; gap: 0.1rem; padding: 0; border: 0; background: none; box-shadow: none; }
}
/* Where the visitor has colours of their own, what is chosen has theirs for that. */
@media (forced-colors: active) {
  .stMain:has([data-stale="true"])::after { forced-color-adjust: none; }
  .stButtonGroup [data-selected="true"], .stButtonGroup [data-selected="true"] p, .pages a[aria-current] {
    forced-color-adjust: none; background: Highlight !important; color: HighlightText;
  }
}
/* On a phone story and picture share the first screen: of the buttons the signs are seen, the words are for readers. */
@media (max-width: 640px) {
  .stMainBlockContainer, .stApp:has([data-testid="stExpandSidebarButton"]) .stMainBlockContainer {
    padding: 3.8rem 0.75rem 1.5rem;
  }
  .stMainBlockContainer > [data-testid="stVerticalBlock"] { gap: 0.25rem; }
  .lead { font-size: 0.8rem; line-height: 1.25; }
  .lead .name { display: inline; font-size: 0.9rem; margin-right: .3em; }
  .st-key-story { min-height: 10.5rem; }
  .st-key-story .lead, .st-key-story > :has(.lead) { display: block; }
  .st-key-story:not(:has(.lead)), .st-key-story:has(.crowded) { min-height: 0; }
  .st-key-story > :has(.crowded) { display: none; }
  .st-key-story .note { font-size: 0.85rem; line-height: 1.25; min-height: 4lh; }
  .st-key-header { flex-wrap: nowrap; gap: 0.3rem; }
  /* The menu has the room that the signs beside it can spare. */
  .st-key-story_row > [class*="st-key-story-"] { flex-grow: 1; }
  .st-key-previous:has(:disabled) { display: none; }
  .st-key-story_row button { min-width: 0; padding: 0.25rem 0.5rem; }
  :is(.st-key-story_row, .st-key-axes) input { padding: 0 0.3rem; font-size: 0.78rem; }
  :is(.st-key-story_row, .st-key-axes) [role="combobox"] + button { width: 1.8rem; padding: 0; flex: none; }
  /* A label beside its menu takes no line of its own, and the menu has room for the longest name. */
  .st-key-axes { gap: 0.3rem; }
  .st-key-axes > :has([data-testid="stSelectbox"]) { flex: 1 1 100%; }
  .st-key-axes [data-testid="stSelectbox"] {
    display: grid; grid-template-columns: minmax(5.5rem, auto) 1fr; align-items: center; gap: 0.4rem;
  }
  :is(.st-key-story_row, .st-key-header) button p, .st-key-header h1 {
    position: absolute; width: 1px; overflow: hidden; clip-path: inset(50%);
  }
  .st-key-header { min-height: 0; position: fixed; top: .5rem; right: .75rem; width: auto; z-index: 999991; }
  .st-key-header > :first-child { flex: 0 0 0; }
  /* Nothing lies over the sidebar, least of all over the button that folds it away. */
  .stApp:not(:has([data-testid="stExpandSidebarButton"])) .st-key-header { visibility: hidden; }
  .stMain:has([data-stale="true"])::after { right: 0.75rem; top: 3.3rem; z-index: 999992; font-size: 0.75rem; }
  .stMain .katex { font-size: 0.92em; }
}
/* On a short one the story begins at once: what a gradient is, its words say, and so does the sidebar. */
@media (max-width: 640px) and (max-height: 719px) {
  .st-key-story { min-height: 7rem; }
  .st-key-story .lead, .st-key-story > :has(.lead) { display: none; }
  .st-key-story .note { font-size: 0.8rem; }
}
.stSidebar [data-testid="stVerticalBlock"] { gap: 0.6rem; }
/* The longest names have just room beside the arrow of their menu. */
.stSidebar input[role="combobox"] { padding: 9px 0 9px 6px; }
.stSidebar input[role="combobox"] + button { padding: 0 0.4rem; width: auto; }
/* A name that is longer than its box goes on in a second line. */
[data-testid="stPopoverBody"] .stButtonGroup button { height: auto; max-width: 100%; }
[data-testid="stPopoverBody"] .stButtonGroup button :is(div, p) { white-space: normal; }
.stSidebar [data-testid="stSidebarHeader"] { height: 2.5rem; padding-bottom: 0; margin-bottom: 0; }
</style>"""


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
    st.html(f"{STYLE}<style>{style('words')} .stMain {{ --updating: {updating}; }}</style>")


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
