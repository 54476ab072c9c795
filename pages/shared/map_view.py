"""The map on a page of Streamlit: a component that draws cells as they come and asks for more of them."""

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import streamlit as st

from pages.shared.handing import handed
from pages.shared.languages import component_name
from simulator.language import cached_per_language
from simulator.player.map import html
from simulator.player.runtime import OF_MAPS, ensure_runtime, folder_name
from simulator.player.sheets import style

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer


def map_view(delivery: Mapping[str, Any], *, key: str, on_moved: Callable[[], None]) -> Any:
    """Mounts the map and hands it what ``pages.shared.map_cells`` has told; whatever it asks runs the fragment again.

    The result has ``more``, pulled where further cells are wanted: the map's key and how many it has, such as
    "9c41:80". ``wishes`` stay: what the visitor asked for and the page has not heard, see wishes.js. So does ``moved``:
    what a slider of the page told, for which ``on_moved`` is called.
    """
    ensure_runtime()
    asked: dict[str, Any] = {"on_more_change": _rerun, "on_wishes_change": _rerun}
    return _component()(data=handed(delivery), key=key, on_moved_change=on_moved, **asked)


@cached_per_language
def _component() -> "ComponentRenderer":
    where = f'new URL("app/static/{folder_name()}/map.js", document.baseURI).href'
    ahead = f"new URL(`app/static/{folder_name()}/${{name}}`, document.baseURI).href"
    js = f"for (const name of {json.dumps(OF_MAPS)}) import({ahead});\nconst map = import({where});\n"
    js += "export default async (component) => (await map).default(component);\n"
    return st.components.v2.component(component_name("gradient_map"), html=html(), css=style("map"), js=js)


def _rerun() -> None:
    """Needed for what is asked; to run again is all that it does."""
