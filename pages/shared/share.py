"""The address of this very run, to be handed on."""

from urllib.parse import urlencode

import streamlit as st

from simulator.experiment import Experiment


def address(experiment: Experiment) -> str:
    """The URL that opens the page with these settings."""
    query = urlencode(experiment.to_query())
    return (st.context.url or "") + (f"?{query}" if query else "")


def display_share(experiment: Experiment) -> None:
    """A button that opens the address with a copy button beside it."""
    with st.popover("Share", icon=":material/share:"):
        st.markdown("This link opens the same run:")
        st.code(address(experiment) or "/", language=None, wrap_lines=True)
