"""About this server, for the teacher: what it computes on, how many are here, and what it has to do."""

import itertools
import platform
from importlib.metadata import version

import streamlit as st

from pages.shared.notices import plain
from pages.shared.visit import Visit
from simulator.service import shared
from simulator.service.pool import EngineError

_HERE: set[int] = set()
"""One number for every visitor who is here."""
_NUMBERS = itertools.count()
LIBRARIES = ("streamlit", "torch", "altair", "numpy")


@st.cache_resource(scope="session", on_release=_HERE.discard, show_spinner=False)
def _arrive() -> int:
    """Once for every visitor, until the tab is closed."""
    number = next(_NUMBERS)
    _HERE.add(number)
    return number


def display_about(visit: Visit) -> None:
    """A panel that is folded away; what it says is looked up each time it opens."""
    _arrive()
    panel = st.expander("About this server", icon=":material/dns:", key="about", on_change=visit.touch)
    if panel.open:
        with panel:
            st.fragment(_display)()


def _display() -> None:
    try:
        usage = shared.usage()
    except EngineError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    lines = {
        "Computes on": usage.device,
        "Visitors now": f"{len(_HERE)}",
        "Runs that are shared": f"{usage.runs}, of which {usage.done} are done; {usage.megabytes:.1f} MB",
        "Waiting for the engine": f"{usage.waiting}",
        "Versions": f"Python {platform.python_version()}, {libraries}",
    }
    st.markdown("\n".join(f"- **{name}:** {plain(value)}" for name, value in lines.items()))
    st.button("Look again", icon=":material/refresh:", key="about_again")
