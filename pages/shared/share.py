"""The address of this very run, to be handed on."""

import streamlit as st

from pages.shared.settings import pins, touch
from simulator.experiment import Experiment
from simulator.link import to_text


def address(experiment: Experiment) -> str:
    """The URL that opens the page with these settings and the pinned runs."""
    return (st.context.url or "") + to_text(experiment, pins())


def display_share(experiment: Experiment) -> None:
    """A button that opens the address with a copy button beside it."""
    popover = st.popover("Share", icon=":material/share:", key="share", on_change=touch)
    if popover.open:
        with popover:
            st.markdown("This link opens the same run:")
            st.code(address(experiment) or "/", language=None, wrap_lines=True)
