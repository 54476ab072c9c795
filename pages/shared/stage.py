"""The picture: asks the shared run for its next slice as often as the player wants one."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from pages.shared.notices import plain
from pages.shared.player import player
from pages.shared.share import display_share
from simulator import runs
from simulator.analysis.sentence import sentence
from simulator.charts.payload import pack
from simulator.errors import SettingsError
from simulator.experiment import Experiment
from simulator.pool import EngineError
from simulator.runs import Run
from simulator.trace import Trace

SLICE = 0.25
"""Seconds of training between two pictures; a run's first slice is shorter."""


@st.fragment
def display_stage(experiment: Experiment, dragged: bool) -> None:
    """What is trained, how far it is, and the player; while a slider moves, the network at initialization alone."""
    run = runs.shared_run(experiment)
    with st.container(horizontal=True, vertical_alignment="center", key="header"):
        st.markdown(f"##### {plain(sentence(experiment))}", width="stretch")
        status = st.empty()
        trace, error = _look(run, dragged, status)
        training = not (dragged or error or run.done)
        status.markdown(_progress(run, trace), width="content")
        _display_switch(run, error, training)
        display_share(experiment)
    if error:
        st.error(plain(error), icon=":material/error:")
    if trace:
        pull = training and st.session_state.get("stopped") != run.key
        key = f"preview-{run.key}" if dragged else run.key
        player(pack(trace, run=key, total=run.experiment.steps, pull=pull))


def _look(run: Run, dragged: bool, status: "st.delta_generator.DeltaGenerator") -> tuple[Trace | None, str]:
    """The trace to show, grown by a slice if this visitor has already seen its beginning; and what went wrong."""
    state = st.session_state
    try:
        if dragged or state.get("seen") != run.key:
            state["seen"] = None if dragged else run.key
            with _patience(status):
                return (None if dragged else run.trace) or runs.preview_trace(run.experiment), ""
        if state.get("stopped") != run.key:
            run.advance(SLICE, should_stop=lambda: state.get("stopped") == run.key)
        return run.trace or runs.preview_trace(run.experiment), run.error
    except (SettingsError, EngineError) as error:
        return run.trace, str(error)
    except Exception:
        logging.getLogger(__name__).exception("A picture could not be made.")
        return run.trace, "The engine could not compute this run. Change a setting, or try again."


@contextmanager
def _patience(status: "st.delta_generator.DeltaGenerator") -> Iterator[None]:
    if runs.status() == "ready":
        yield
    else:
        with status, st.spinner("Starting the engine, a few seconds"):
            yield


def _progress(run: Run, trace: Trace | None) -> str:
    rows, steps = trace.steps if trace else 0, run.experiment.steps
    if run.done and trace:
        return "Training ended early" if trace.outcome.name == "diverged" else f"Trained {steps:,} steps"
    if st.session_state.get("stopped") == run.key:
        return f"Stopped after {rows:,} of {steps:,} steps"
    return run.note.capitalize() or f"Training: {rows:,} of {steps:,} steps"


def _display_switch(run: Run, error: str, training: bool) -> None:
    """Stop and Resume in one place, which stays when there is nothing to stop, so that nothing jumps."""
    stopped = st.session_state.get("stopped") == run.key
    if error:
        st.button("Try again", icon=":material/refresh:", key="switch")
    elif stopped and not run.done:
        st.button("Resume", icon=":material/play_arrow:", key="switch", on_click=_stop, args=(None,))
    else:
        st.button("Stop", icon=":material/stop:", key="switch", on_click=_stop, args=(run.key,), disabled=not training)


def _stop(key: str | None) -> None:
    st.session_state["stopped"] = key
