"""The simulator: ask what to train, train it, show what happens to the gradient."""

import streamlit as st

from pages.shared import settings
from pages.shared.advice import display_advice, display_applied
from pages.shared.compare import display_pinning
from pages.shared.controls import display_controls
from pages.shared.layout import display_links, open_page
from pages.shared.notices import display_ignored, plain, settle
from pages.shared.share import display_share
from pages.shared.stage import display_stage
from simulator.analysis.sentence import sentence
from simulator.link import to_text

open_page("The gradient simulator")

settings.arrive()
with st.sidebar:
    links = st.container()
    display_controls()

with st.container(key="notices"):
    display_ignored()
    display_applied()
    experiment = settle()
settings.mirror(experiment)
with links:
    display_links("simulator", to_text(experiment, settings.pins()))

with st.container(horizontal=True, vertical_alignment="center", gap="small", key="header"):
    st.title(plain(sentence(experiment)), anchor=False, width="stretch")
    display_pinning(experiment)
    display_advice(experiment)
    display_share(experiment)
display_stage(experiment, st.session_state["dragged"])
