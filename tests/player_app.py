"""A page with nothing but the player, fed with made-up runs: what the player's tests look at."""

import shutil
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

import streamlit as st

from pages.shared.component import player
from simulator.charts.payload import pack, pack_waiting
from simulator.charts.recorded import displayed
from simulator.player.runtime import ensure_runtime
from simulator.settings.experiment import Experiment
from simulator.trace import Trace
from tests import synthetic

DEEP = Experiment(steps=300)
ALONE = 250
"""From this row on something else is said where the run stands still."""
SEQUENCE = {"kind": "sequence", "steps": 200}


@cache
def runs() -> dict[str, Trace]:
    """Every made-up run by name."""
    longest = Experiment(**SEQUENCE, cell="lstm", task="recall_first", sequence_length=500)
    return {
        "vanishing": synthetic.trace(DEEP),
        "healthy": synthetic.trace(DEEP, -0.02),
        "exploding": synthetic.trace(Experiment(depth=50, clip="norm", steps=300), 0.5),
        "diverging": synthetic.diverging(DEEP),
        "silent": synthetic.silent(DEEP),
        "rnn": synthetic.trace(Experiment(**SEQUENCE, task="recall_first"), -0.3),
        "lstm": synthetic.trace(Experiment(**SEQUENCE, cell="lstm", task="recall_first"), -0.01),
        "gru": synthetic.trace(Experiment(**SEQUENCE, cell="gru", task="recall_first"), -0.05),
        "long": synthetic.trace(longest, -0.02),
        "deepest": synthetic.trace(Experiment(depth=200, width=8, steps=500), -0.1),
        "short": synthetic.trace(Experiment(steps=3)),
    }


def captions(whole: Trace, name: str) -> list[Any]:
    """Something to say, which changes half way through."""
    word = {"diverging": "diverged", "silent": "zero", "rnn": "vanishing"}.get(name, name)
    known = word if word in ("vanishing", "exploding", "diverged", "zero") else "healthy"
    said = (
        f"{known.capitalize()}: each site passes on 23 % of the gradient, so site 1 receives 1e-13 of what site 20 does"
    )
    half = len(displayed(whole)) // 2
    return [
        SimpleNamespace(row=0, name=known, sentence=said, written="1e-13"),
        SimpleNamespace(row=half, name=known, sentence=f"{said}, in the second half", written=""),
    ]


def exact(said: list[Any]) -> list[Any]:
    """What is said where it stands still: the same, and more of one row."""
    return [*said, SimpleNamespace(**{**vars(said[-1]), "row": ALONE, "sentence": f"{said[0].sentence}, in this row"})]


@st.fragment
def stage(name: str, slices: int) -> None:
    """Grows by a slice whenever the player asks, as training does."""
    if name == "preview":
        player(pack(runs()["vanishing"].first(1), run="preview", ask_for_more=False, preview=True))
    elif name == "two":
        for key in ("healthy", "vanishing"):
            said = captions(runs()[key], key)
            player(pack(runs()[key], run=key, ask_for_more=False, captions=said, exact=exact(said)), key=key)
    elif name == "waiting":
        player(pack_waiting(DEEP, run="waiting", note="pretraining layer 3 of 20"))
    else:
        whole, key = runs()[name], f"{name}-{slices}"
        part, stopped = grow(whole, key, slices), st.session_state.stopped
        said = captions(part, name)
        player(pack(part, run=key, ask_for_more=not stopped, captions=said, exact=exact(said)))


def grow(whole: Trace, key: str, slices: int) -> Trace:
    """The run so far, one slice longer than before unless it was stopped; the first slice is a single row."""
    state = st.session_state
    if state.get("run") != key:
        state.run, state.rows, state.stopped = key, 0, False
    pulled = state.get("player", {})
    state.stopped = (state.stopped or bool(pulled.get("stop"))) and not pulled.get("go")
    if not state.stopped:
        state.rows = min(whole.steps, state.rows + (1 if state.rows == 0 and slices > 1 else -(-whole.steps // slices)))
    return whole.first(state.rows)


def serve(built: Path, static: Path) -> None:
    """Puts the runtime beside this script, where the server looks for it: whole, and once for all sessions."""
    served = static / built.name
    if not served.exists():
        static.mkdir(exist_ok=True)
        with TemporaryDirectory(dir=static) as fresh, suppress(OSError):  # Another server may be faster.
            shutil.copytree(built, Path(fresh, built.name)).rename(served)


def page() -> None:
    serve(ensure_runtime(), Path(__file__).with_name("static"))
    st.set_page_config("Player", layout="wide")
    with st.sidebar:
        chosen = st.radio("Run", [*runs(), "preview", "two", "waiting"], key="chosen", bind="query-params")
        parts = st.number_input("Slices", 1, 100, 1, key="slices", bind="query-params")
    stage(chosen, int(parts))
    st.write("below the player")


if __name__ == "__main__":  # by Streamlit, and not where the tests are collected
    page()
