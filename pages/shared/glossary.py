"""Words that explain themselves in what the page says: on hover, on focus and on a tap."""

import json
import re
from html import escape

import streamlit as st

from simulator.analysis.words import together
from simulator.catalog.explained import pieces
from simulator.catalog.term import Term
from simulator.language import _, cached_per_language, language
from simulator.player.join import join
from simulator.player.runtime import HERE

SCRIPT = "page.js"
"""Of the player's modules the one that a page has besides its player, and what it imports."""
PLAIN = re.compile(r"(\$[^$]*\$|\[[^\]]*\]\([^)]*\)|`[^`]*`)")
"""Formulas, links and code in Markdown, in which no word is marked."""


def explained(markdown: str) -> str:
    """The Markdown, its unknown words marked up: to be shown with ``unsafe_allow_html``, so it must hold no HTML."""
    parts = PLAIN.split(markdown)
    known = set[str]()
    return "".join(part if i % 2 else _marked(part, known) for i, part in enumerate(parts))


def _marked(text: str, known: set[str]) -> str:
    """Each word where it comes first in the whole text, of which ``known`` have been explained before this part."""
    shown = []
    for piece, term in pieces(together(text)):
        shown.append(mark(piece, term) if term and term.name not in known else piece)
        known |= {term.name} if term else set()
    return "".join(shown)


def marked(text: str, known: set[str]) -> str:
    """The plain text as HTML, its unknown words marked up but for those that are ``known``, to which they are added.

    Shown by ``st.html`` it needs no reader of Markdown, which takes longer to load than all else on the page.
    """
    shown = []
    for piece, term in pieces(together(text)):
        shown.append(mark(piece, term) if term and term.name not in known else escape(piece))
        known |= {term.name} if term else set()
    return "".join(shown)


def mark(word: str, term: Term) -> str:
    """The word as HTML that explains itself and leads to the page of words: page.js follows it.

    A screen reader is told the sentence as its description.
    """
    says, more = escape(term.note), escape(_("More in Words"))
    leads = f'role="link" data-word="{term.name}" data-more="{more}"'
    return f'<dfn tabindex="0" {leads} data-says="{says}" aria-description="{says}">{escape(word)}</dfn>'


def meanings(text: str) -> str:
    """The unknown words of a text as a list in Markdown, for where a text cannot hold them itself."""
    return "\n".join(f"- **{term.label}**: {term.note}" for _word, term in pieces(text) if term)


def display_script() -> None:
    """What closes those explanations by Escape: nothing to be seen, and nothing that a first picture waits for."""
    st.html(f"<script>{script()}</script>", unsafe_allow_javascript=True)


@cached_per_language
def script() -> str:
    """The only script that the page itself writes; it also says in which language the page is.

    Streamlit may run it several times, but what it listens to is listened to once.
    """
    folder = HERE / "js"
    modules = {file.relative_to(folder).as_posix(): file.read_text("utf-8") for file in folder.rglob("*.js")}
    spoken = f"document.documentElement.lang = {json.dumps(language())};"
    once = "if (window.gradientPage) return; window.gradientPage = true;"
    return f"{spoken}(() => {{{once} {join(modules, SCRIPT)}}})();"
