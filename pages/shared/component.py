"""The player on a page of Streamlit: a component that plays a run without asking the server for a single picture."""

import json
import struct
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

import streamlit as st

from pages.shared.languages import component_name
from simulator.language import cached_per_language
from simulator.player.markup import html
from simulator.player.runtime import FILES, ensure_runtime, folder_name
from simulator.player.sheets import SHEETS, style

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

PLAYER = "player"
"""Key of the player on the simulator's page, which its sliders wait for."""
TRIGGERS = ("more", "stop", "go", "unpin", "story", "snapshot")
"""What the player asks the page for."""

HAND = """
export default ({ data }) => {
  const size = new DataView(data.buffer, data.byteOffset).getUint32(0, true);
  const { file, mime, made } = JSON.parse(new TextDecoder().decode(data.subarray(4, 4 + size)));
  window.gradientFiles ??= new Set();
  if (window.gradientFiles.has(made)) return; // the page is drawn more often than a file is made
  window.gradientFiles.add(made);
  const href = URL.createObjectURL(new Blob([data.subarray(4 + size)], { type: mime }));
  Object.assign(document.createElement("a"), { href, download: file }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60000);
};
"""
"""What the browser does with a file: four bytes with the length of what is said of it, that, and the file."""


def player(
    payload: bytes, *, key: str = PLAYER, on_moved: Callable[[], None] | None = None, stories: bool = True
) -> Any:
    """Mounts the player and hands it a run, packed by ``simulator.charts.payload``.

    ``stories``: whether the page lets its visitor choose them.

    The result has the triggers ``more`` (the next slice is wanted; begins with the body that the player has, such as
    "9c41:..."), ``stop`` and ``go`` (the run's key), ``story`` (the next one is wanted: the run's key), and ``unpin``
    (a pinned run's key): each is None unless it was just pulled, and each runs the fragment around the player again.
    ``snapshot`` stays: the run's key and the displayed step of which a snapshot is wanted, such as "3f2a:12".
    So does ``moved``: what a slider of the page told, for which ``on_moved`` is called.
    """
    ensure_runtime()
    triggers: dict[str, Any] = {f"on_{name}_change": _rerun for name in TRIGGERS}
    return _component(stories)(data=payload, key=key, on_moved_change=on_moved or _rerun, **triggers)


def feed(payload: bytes, *, key: str) -> None:
    """Hands the player a pinned run. It shows nothing itself; what has not changed is not sent again."""
    _feeder()(data=payload, key=key)


def hand_over(content: bytes, file: str, mime: str, made: int) -> None:
    """Lets the browser save a file without a further click, once for each value of ``made``."""
    about = json.dumps({"file": file, "mime": mime, "made": str(made)}).encode()
    _hand()(data=struct.pack("<I", len(about)) + about + content, key="handed_over")


@cached_per_language
def _component(stories: bool) -> "ComponentRenderer":
    """Every delivery carries these texts, so the code itself is loaded from the static folder, and once."""
    js = f"{_ahead()}\nconst player = import({_main()});\n"
    js += "export default async (component) => (await player).default(component);\n"
    css = "".join(map(style, SHEETS))
    name = "gradient_player" if stories else "storyless_gradient_player"
    return st.components.v2.component(component_name(name), html=html(stories=stories), css=css, js=js)


@cached_per_language
def _feeder() -> "ComponentRenderer":
    js = f"const player = import({_main()});\nexport default async (component) => (await player).feed(component);\n"
    return st.components.v2.component(component_name("gradient_feed"), html="<span></span>", js=js)


@cache  # it says nothing, so one does for all languages
def _hand() -> "ComponentRenderer":
    return st.components.v2.component("gradient_file", html="<span></span>", js=HAND)


def _main() -> str:
    """The player's module, as an expression of JavaScript."""
    return f'new URL("app/static/{folder_name()}/main.js", document.baseURI).href'


def _ahead() -> str:
    """Asks for both files at once; otherwise the browser learns of the second only from the first."""
    where = f"new URL(`app/static/{folder_name()}/${{name}}`, document.baseURI).href"
    return f"for (const name of {json.dumps(FILES)}) import({where});"


def _rerun() -> None:
    """A trigger needs a callback; to run again is all that it does."""
