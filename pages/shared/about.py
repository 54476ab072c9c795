"""About this server, for the teacher: what it computes on, how many are here, and what it has to do."""

import platform
from collections.abc import Callable
from importlib.metadata import version

import streamlit as st

from pages.shared.notices import escape_markdown
from pages.shared.visit import Visit
from simulator.language import _, ngettext, signs
from simulator.service.pool import EngineError
from simulator.service.service import Service

LIBRARIES = ("streamlit", "torch", "altair", "numpy")


@st.cache_resource(scope="session", on_release=lambda leave: leave(), show_spinner=False)
def _arrive(_service: Service) -> Callable[[], None]:
    """Counts the visitor once, until the tab is closed; Streamlit does not hash an argument that begins with _."""
    return _service.visitors.arrive()


def display_about(service: Service, visit: Visit) -> None:
    """A panel that is folded away; what it says is looked up each time it opens."""
    _arrive(service)
    panel = st.expander(_("About this server"), icon=":material/dns:", key="about", on_change=visit.note_change)
    if panel.open:
        with panel:
            # A fragment, so that its button looks again without running the page.
            st.fragment(display_usage)(service)


def display_usage(service: Service) -> None:
    """One line for each thing that a teacher may ask of the server."""
    try:
        usage = service.usage()
    except EngineError as error:
        st.error(escape_markdown(str(error)), icon=":material/error:")
        return
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    megabytes = signs(f"{usage.megabytes:.1f}")
    lines = {
        _("Computes on"): _(usage.device),
        _("Visitors now"): f"{usage.visitors}",
        _("Runs that are shared"): ngettext(
            "{number}, of which {done} are done; {megabytes} MB",
            "{number}, of which {done} are done; {megabytes} MB",
            usage.runs,
            done=usage.done,
            megabytes=megabytes,
        ),
        _("Waiting for the engine"): f"{usage.waiting}",
        _("Versions"): f"Python {platform.python_version()}, {libraries}",
    }
    st.markdown("\n".join(f"- **{name}:** {escape_markdown(value)}" for name, value in lines.items()))
    st.button(_("Look again"), icon=":material/refresh:", key="about_again")
