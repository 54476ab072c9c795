"""One visitor's tab of the browser: the visit that goes on there, and whether its script is still wanted."""

from typing import Any, TypeVar, cast

import streamlit as st

from pages.shared.address import url_parameters
from pages.shared.visit import Visit

V = TypeVar("V", bound="Visit")
VISIT = "visit"
"""Its key in the session state. All is in one object, as each look into that state takes a lock and some checks."""


def arrive(kind: type[V]) -> V:
    """The visit of this kind that goes on in this tab, as the URL and its controls have it now."""
    url = url_parameters()
    visit: Any = st.session_state.get(VISIT)
    if type(visit) is not kind:  # the tab is new, or comes from a page of another kind
        visit = st.session_state[VISIT] = kind()
    visit.arrive(url)
    return cast(V, visit)


def interrupted() -> bool:
    """Leaves by Streamlit's own exception where the visitor has gone or has chosen something else by now."""
    # Each look into the session state is where Streamlit stops a script that is no longer wanted.
    return VISIT not in st.session_state
