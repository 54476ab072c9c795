"""The address of this very run, to be handed on."""

import streamlit as st

from pages.shared.visit import Visit
from simulator.settings.experiment import Experiment
from simulator.settings.link import to_text


def address(visit: Visit, experiment: Experiment) -> str:
    """The URL that opens the page with these settings and the pinned runs."""
    return (st.context.url or "") + to_text(experiment, visit.pins)


def display_share(visit: Visit, experiment: Experiment) -> None:
    """A button that opens the address with a copy button beside it."""
    popover = st.popover("Share", icon=":material/share:", key="share", on_change=visit.note_change)
    if popover.open:
        with popover:
            st.markdown("This link opens the same run:")
            st.code(address(visit, experiment) or "/", language=None, wrap_lines=True)
