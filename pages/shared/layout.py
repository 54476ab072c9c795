"""What every page has: its title, the links between the pages, a warm engine and a server that does not stutter."""

import gc
from functools import cache

import streamlit as st

from simulator import runs

SIDEBAR = 340
"""Width of the sidebar in pixels, where there is room for one."""
STYLE = """<style>
.stMainBlockContainer { padding: 3.25rem 2rem 2rem; }
@media (max-width: 640px) { .stMainBlockContainer { padding: 3.25rem 0.75rem 1.5rem; } }
.stSidebar [data-testid="stVerticalBlock"] { gap: 0.6rem; }
.stSidebar [data-testid="stSidebarHeader"] { height: 2.5rem; padding-bottom: 0; margin-bottom: 0; }
</style>"""


def open_page(name: str, title: str) -> None:
    """First thing on every page: a visitor may open any of them first, on a fresh server."""
    st.set_page_config(page_title=title, page_icon="📉", layout="wide", initial_sidebar_state=SIDEBAR)
    _settle(name)
    if name != "simulator":
        st.session_state["left"] = True
    st.html(STYLE)


def display_links() -> None:
    """The way from page to page."""
    with st.container(horizontal=True):
        st.page_link("app.py", label="Simulator", icon=":material/show_chart:")
        st.page_link("pages/numbers.py", label="The numbers", icon=":material/menu_book:")


@cache
def _settle(name: str) -> None:
    """Once for each page, after its imports: warms the engine, and spares the garbage collector what stays for good."""
    runs.start()
    gc.collect()
    gc.freeze()
