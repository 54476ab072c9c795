"""The glossary: every word on the screen in plain words, with small networks that show it."""

import streamlit as st

from pages.shared.address import url_parameters
from pages.shared.glossary import display_script
from pages.shared.languages import ignored_language
from pages.shared.layout import GLOSSARY, display_links, open_page
from pages.shared.notices import escape_markdown
from pages.shared.poster import display_poster
from pages.shared.words import glossary
from simulator.language import _, mark
from simulator.settings.errors import closest, shorten
from simulator.teaching.glossary import Entry, entries, entry_of

WORD = "word"
OPENING = mark(
    "Every word of this simulator, in plain words first. Each picture is of small networks that were really trained: "
    "point at it, or move its slider. Further down stand the words of the tables, activation by activation."
)


def display_glossary() -> None:
    """The page: the search and all words; the one that the link names stands in view."""
    open_page()
    with st.sidebar:
        display_links(GLOSSARY, "")
    # A visit has settings of a run, of which this page knows nothing: it reads the address itself.
    here, said = asked_for(url_parameters())
    sentences = [*ignored_language(), *([said] if said else [])]
    if sentences:
        st.info(escape_markdown(" ".join(sentences)), icon=":material/link_off:")
    st.title(_("Words"), anchor=False)
    st.markdown(_(OPENING))
    display_poster()
    glossary(here)
    display_script()


def asked_for(query: dict[str, list[str]]) -> tuple[Entry | None, str]:
    """The word that the link names, and a sentence where there is none of that name."""
    if WORD not in query:
        return None, ""
    asked = query[WORD][-1]
    found = entry_of(asked)
    if found:
        return found, ""
    meant = closest(asked, entries())
    word = shorten(asked)
    if meant:
        label = entries()[meant].label
        return None, _("There is no word {word} here; did you mean {label}?", word=word, label=label)
    return None, _("There is no word {word} here. All words stand below.", word=word)
