"""What this visitor has chosen: one dict of settings and a few pinned runs in the session, mirrored in the URL."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from simulator.catalog import menu
from simulator.catalog.presets import PRESETS
from simulator.experiment import FIELDS, Experiment
from simulator.link import added, from_query, to_query

DEFAULTS: dict[str, Any] = {name: info.default for name, info in FIELDS.items()}


def asked() -> dict[str, list[str]]:
    """The parameters of the URL, each with all its values."""
    return {name: st.query_params.get_all(name) for name in st.query_params}


def arrive() -> None:
    """Takes the settings from the URL at a first visit, on a pasted link and on Back; else the page's own ones hold.

    A URL that comes along with a moved control is older than the control and is not read.
    """
    state, url = st.session_state, asked()
    moved = state.pop("moved", False)
    if "settings" not in state or (url != state.get("url") and not moved):
        experiment, state["pins"], state["ignored"] = from_query(url)
        _replace(experiment.model_dump(), story_of(experiment.model_dump()))


def touch() -> None:
    """Notes that a control was used, for a full run of the page to answer."""
    st.session_state["moved"] = True


def waiting() -> bool:
    """Whether a control was used that no full run has answered yet.

    The browser may send a choice along with the player's next pull (updates within one tick are one message, in the
    name of one fragment): the callback then runs with the fragment, and the page around it would stay as it was.
    """
    return bool(st.session_state.get("moved"))


def settings() -> dict[str, Any]:
    """Name -> value of every setting, as chosen; they may clash."""
    chosen: dict[str, Any] = st.session_state["settings"]
    return chosen


def pins() -> list[Experiment]:
    """The runs that are pinned, the oldest in front."""
    pinned: list[Experiment] = st.session_state["pins"]
    return pinned


def pin(*experiments: Experiment) -> None:
    """Keeps runs to compare with, the last one at the end."""
    for experiment in experiments:
        st.session_state["pins"] = added(pins(), experiment)
    touch()


def unpin(experiment: Experiment) -> None:
    """Keeps a run no longer."""
    st.session_state["pins"] = [pinned for pinned in pins() if pinned != experiment]
    touch()


def key(name: str) -> str:
    """Key of a control. After a change that no control made (a story, Back) every control is a new one.

    So what an old control still has to say, late and about the settings before, is not mistaken for a choice.
    """
    part = f"{name}-{settings()['kind']}" if name == "task" else name
    return f"{part}-{st.session_state['epoch']}"


def start(name: str) -> Any:
    """The value with which the control was made."""
    return st.session_state["start"][name]


def choose(name: str, value: Any, *, dragged: bool = False) -> None:
    """Changes one setting, for a control; another kind of network brings its own task along, if it had one before."""
    state, chosen = st.session_state, settings()
    if name == "kind":
        state["tasks"][chosen["kind"]] = chosen["task"]
        chosen["task"] = state["tasks"].get(value, chosen["task"])
    chosen[name] = value
    state.update(dragged=dragged, ignored=[], remarks=[])
    touch()


def choose_all(changes: Mapping[str, Any], story: str | None) -> None:
    """Changes every setting at once, for a button: what is not named goes to its default."""
    _replace({**DEFAULTS, **changes}, story)
    st.session_state.update(ignored=[], remarks=[])
    touch()


def mirror(experiment: Experiment) -> None:
    """Writes the settings and the pinned runs into the URL, only what differs from the default.

    Not while a slider is still moving.
    """
    state = st.session_state
    state["valid"] = experiment.model_dump()
    if not state["dragged"]:
        state["url"] = to_query(experiment, pins())
        if asked() != state["url"]:
            st.query_params.from_dict(state["url"])


def applying() -> list[str]:
    """Names of the settings that can change anything, given the others."""
    chosen = settings()
    known = chosen["task"] in menu("task", chosen["kind"])
    task = chosen["task"] if known else next(iter(menu("task", chosen["kind"])))
    experiment = Experiment.model_construct(**{**chosen, "task": task})
    return [name for name in FIELDS if experiment.matters(name)]


def story_of(chosen: Mapping[str, Any]) -> str | None:
    """The preset that has exactly these settings."""
    return next((name for name, preset in PRESETS.items() if {**DEFAULTS, **preset.settings} == chosen), None)


def _replace(new: dict[str, Any], story: str | None) -> None:
    state = st.session_state
    state.update(settings=dict(new), start=dict(new), story=story, dragged=False)
    state.setdefault("tasks", {})
    state["epoch"] = state.get("epoch", 0) + 1
