"""The language of a visitor: what the link asks for, or else the browser; and the way to another one."""

from urllib.parse import urlencode

import streamlit as st
from starlette.datastructures import Headers, QueryParams
from starlette.types import Scope
from streamlit.runtime.scriptrunner import get_script_run_ctx

from simulator.language import ENGLISH, LANGUAGES, _, asked_of, known, language, listed, speak, using
from simulator.settings.errors import shorten

LANGUAGE = "lang"
"""The link's parameter of the language."""


def open_language() -> None:
    """First thing in each run of the script: its texts are in the visitor's language from here on."""
    speak(_wanted())


def in_link() -> dict[str, list[str]]:
    """The parameter that keeps the language in a link; none where it is the browser's own."""
    asked = st.query_params.get(LANGUAGE)
    return {LANGUAGE: [asked]} if asked in LANGUAGES else {}


def ignored_language() -> list[str]:
    """A sentence where the link asks for a language that there is not."""
    asked = st.query_params.get(LANGUAGE, "")
    if LANGUAGE not in st.query_params or asked in LANGUAGES:
        return []
    codes = listed([row.code for row in LANGUAGES.values() if row.finished], "or")
    return [_("{name}: {given} was ignored; choose {codes}.", name=LANGUAGE, given=shorten(asked), codes=codes)]


def with_language(text: str) -> str:
    """What follows an address in a link, such as "?depth=3", with the language that was chosen."""
    own = urlencode(in_link(), doseq=True)
    return text if not own else f"{text}&{own}" if text else f"?{own}"


def and_language() -> str:
    """The same behind other parameters, for links that a component makes: such as "&lang=de", or nothing."""
    return with_language("&").removeprefix("&")


def component_name(name: str) -> str:
    """The component's name in this language: Streamlit knows one by its name, whatever texts come with it."""
    return name if language() == ENGLISH else f"{language().lower()}_{name}"


def of_request(scope: Scope) -> str:
    """The language of whoever sends a request: what its address asks for, or else the browser's first."""
    asked = QueryParams(scope["query_string"]).get(LANGUAGE, "")
    tag = Headers(scope=scope).get("accept-language", "").partition(",")[0]
    return asked if asked in LANGUAGES else known(tag) or ENGLISH


def display_languages() -> None:
    """The languages to choose from, where there is more than one: plain links, each in its own language."""
    finished = [row for row in LANGUAGES.values() if row.finished]
    if len(finished) < 2:
        return
    # What else the address says by then stands in the link as soon as somebody goes there: see page.js.
    links = (
        f'<a href="?{LANGUAGE}={row.code}" target="_self" lang="{row.code}" hreflang="{row.code}"'
        f"{_current(row.code)}>{row.name}</a>"
        for row in finished
    )
    named = " · ".join(dict.fromkeys(_in(row.code) for row in finished))
    st.html(f'<nav class="languages" aria-label="{named}">{"".join(links)}</nav>')


def _in(code: str) -> str:
    with using(code):
        return _("Language")


def _current(code: str) -> str:
    return ' aria-current="true"' if code == language() else ""


def _wanted() -> str:
    asked = st.query_params.get(LANGUAGE, "")
    return asked if asked in LANGUAGES else known(st.context.locale or "") or ENGLISH


def _of_this_run() -> str | None:
    """The language of a thread that runs a part of a page, as a callback or a fragment does; None in any other."""
    return _wanted() if get_script_run_ctx(suppress_warning=True) else None


asked_of(_of_this_run)
