"""The map: where networks can be trained, as cells of real runs that can be opened one by one."""

import streamlit as st

from pages.shared.controls import display_controls
from pages.shared.glossary import display_script
from pages.shared.layout import display_links, open_page
from pages.shared.map_controls import display_axes, display_maps
from pages.shared.map_share import display_map_share
from pages.shared.map_stage import display_growing
from pages.shared.map_visit import MapVisit
from pages.shared.notices import display_ignored, display_remarks, valid_experiment
from pages.shared.story import display_lead
from pages.shared.tab import arrive
from simulator.language import _
from simulator.service.service import shared_service
from simulator.settings.labels import spoken_label
from simulator.settings.link import to_text
from simulator.sweeps.plan import Plan
from simulator.sweeps.questions import QUESTIONS


def display_map() -> None:
    """The page: which map, what there is to see, the map itself; its networks' settings at the side."""
    open_page()
    service, visit = shared_service(), arrive(MapVisit)
    # Behind everybody's picture, as a map comes cell by cell in any case.
    with service.turns.turn(rest=True):
        sidebar = st.sidebar.container()
        story = st.container(key="story", gap=None)
        with st.container(key="notices"):
            display_ignored(visit)
            plan = visit.of(valid_experiment(visit))
        with st.container(key="answers", gap="small"):
            display_remarks(visit)
        visit.mirror_map(plan)
        with story:
            display_maps(visit, plan)
        header = st.container(horizontal=True, vertical_alignment="center", gap="small", key="header")
        with header:
            st.title(_title(plan), anchor=False, width="stretch")
            display_map_share(service, visit, plan)
        display_axes(visit, plan)
        with sidebar:
            display_lead()
            display_links("map", to_text(plan.experiment))
            display_settings(visit, plan)
            display_script()
        display_growing(service, visit, plan)
    service.turns.wait_until_sent()


def _title(plan: Plan) -> str:
    across, up = (spoken_label(span.name) for span in (plan.across, plan.up))
    return _("{question}, by {across} and {up}", question=QUESTIONS[plan.asks].label, across=across, up=up)


def display_settings(visit: MapVisit, plan: Plan) -> None:
    """The settings that all networks of the map share."""
    st.markdown(f"**{_('All networks of the map have')}**")
    display_controls(visit)
