"""The map on a page of Streamlit: a component that draws cells as they come and asks for more of them."""

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import streamlit as st

from pages.shared.languages import component_name
from simulator.language import cached_per_language
from simulator.player.map import html
from simulator.player.runtime import OF_MAPS, ensure_runtime, folder_name
from simulator.player.sheets import style

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

TRIGGERS = ("more", "stop", "go", "zoom", "out", "pin")
"""What the map asks the page for, each with the key of the map that it speaks of."""


def map_view(delivery: Mapping[str, Any], *, key: str, on_moved: Callable[[], None]) -> Any:
    """Mounts the map and hands it what ``pages.shared.map_cells`` has told; each trigger runs the fragment again.

    ``moved`` stays: what a slider of the page told, for which ``on_moved`` is called.
    """
    ensure_runtime()
    triggers: dict[str, Any] = {f"on_{name}_change": _rerun for name in TRIGGERS}
    return _component()(data=delivery, key=key, on_moved_change=on_moved, **triggers)


@cached_per_language
def _component() -> "ComponentRenderer":
    where = f'new URL("app/static/{folder_name()}/map.js", document.baseURI).href'
    ahead = f"new URL(`app/static/{folder_name()}/${{name}}`, document.baseURI).href"
    js = f"for (const name of {json.dumps(OF_MAPS)}) import({ahead});\nconst map = import({where});\n"
    js += "export default async (component) => (await map).default(component);\n"
    return st.components.v2.component(component_name("gradient_map"), html=html(), css=style("map"), js=js)


def _rerun() -> None:
    """A trigger needs a callback; to run again is all that it does."""
