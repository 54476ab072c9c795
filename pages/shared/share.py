"""The address of this very run, to be handed on."""

import streamlit as st

from pages.shared.settings import pins
from simulator.experiment import Experiment
from simulator.link import to_text


def address(experiment: Experiment) -> str:
    """The URL that opens the page with these settings and the pinned runs."""
    return (st.context.url or "") + to_text(experiment, pins())


def display_share(experiment: Experiment) -> None:
    """A button that opens the address with a copy button beside it."""
    with st.popover("Share", icon=":material/share:"):
        st.markdown("This link opens the same run:")
        st.code(address(experiment) or "/", language=None, wrap_lines=True)
