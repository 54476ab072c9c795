"""The address of the page: its parameters, and the secret of the server with which what stands there can be locked."""

import streamlit as st
from streamlit.config import get_option, is_manually_set

from pages.shared.languages import LANGUAGE, in_link


def lock_key() -> str:
    """What makes a lock that nobody else can make: a secret that the server was given, where it was given one."""
    name = "server.cookieSecret"  # one that Streamlit draws itself would not outlive the server, and so would no link
    return str(get_option(name)) if is_manually_set(name) else ""


def url_parameters() -> dict[str, list[str]]:
    """The parameters of the URL but for the language: name -> all its values."""
    return {name: st.query_params.get_all(name) for name in st.query_params if name != LANGUAGE}


def write_url(query: dict[str, list[str]]) -> None:
    """Writes the parameters into the URL where they differ from what stands there; the language stays."""
    if url_parameters() != query:
        st.query_params.from_dict(query | in_link())
