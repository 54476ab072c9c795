"""The small pictures of *The numbers*: their tiny networks are trained when the words already stand."""

from collections.abc import Mapping

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from simulator.charts.sketch import HEIGHT
from simulator.charts.sketches import RUNS, SKETCHES
from simulator.service.service import Service
from simulator.trace import Trace

LONGEST = 2.0
"""Seconds that each of them may take: a tenth of one where the engine is free."""


def sketch_place() -> DeltaGenerator:
    """Room for a picture: what stands below does not move when it comes."""
    place = st.empty()
    place.html(f'<div style="height:{HEIGHT}px"></div>')
    return place


def display_sketches(service: Service, places: Mapping[str, tuple[str, DeltaGenerator]]) -> None:
    """Fills each place, by the quantity's name, with its label's picture; without an engine they stay empty."""
    traces: dict[str, Trace] = {}
    for name, (label, place) in places.items():
        sketch = SKETCHES[name]
        for run in sketch.runs:
            if run not in traces and (trace := _trained(service, run)):
                traces[run] = trace
        if traces.keys() >= {*sketch.runs}:
            place.markdown(sketch.draw(traces, label), unsafe_allow_html=True)


def _trained(service: Service, name: str) -> Trace | None:
    """The whole run, which all visitors share; None where it was not done in time."""
    run = service.run(RUNS[name])
    run.advance(LONGEST, _left)  # the first slice of a run is short
    if not run.done and not run.error:
        run.advance(LONGEST, _left)
    return run.trace if run.done else None


def _left() -> bool:
    """Leaves by Streamlit's own exception where the visitor has gone; this page keeps nothing of a visit."""
    return bool(st.session_state.get("left", False))
