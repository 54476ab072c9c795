"""A page of its own: one HTML file that plays a run without Python, server or network."""

import base64
import gzip
import json
from dataclasses import dataclass
from html import escape

from simulator.charts.theme import FONT, PAGE_COLOURS
from simulator.language import _, language
from simulator.player.markup import html
from simulator.player.runtime import ALONE, FILES, ensure_runtime
from simulator.player.sheets import SHEETS, style

HIDDEN = "[data-to=walk], .legend button, [data-save=gif]"
"""The walk needs a snapshot of every step, too many for one file; what is pinned stays; animations need a server."""
LINKS = "figcaption a, .learns a, [data-save=link]"
"""They lead to *The numbers* and to the app, of which a page knows only with the app's address."""


@dataclass(frozen=True)
class Contents:
    """What a page shows: packed deliveries for the player, and plain text around it.

    ``beside`` are the pinned runs and other seeds, ``snapshots`` of some displayed rows, ascending, the first one of
    row 0. ``address`` opens the same run in the app.
    """

    run: bytes
    beside: tuple[bytes, ...]
    snapshots: tuple[bytes, ...]
    title: str
    note: str = ""
    address: str = ""
    free: tuple[str, ...] = ()
    """Names of the controls that can be changed there; empty where all can."""
    empty_views: tuple[str, ...] = ()
    """Views of the player for which nothing was recorded."""


def standalone(contents: Contents) -> str:
    """The text of the HTML file: without a network it needs nothing else."""
    title, note = escape(contents.title), escape(contents.note)
    return f"""<!DOCTYPE html>
<html lang="{language()}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{_colours()}
{style("alone")}
</style>
</head>
<body>
<header>
<div><h1>{title}</h1><p>{note}</p></div>
<button id="theme">{_("Light or dark")}</button>
</header>
<noscript>{_("This page plays a training run with JavaScript, which is switched off here.")}</noscript>
<div id="player"></div>
<footer>{_origin(contents)}</footer>
<script id="parts" type="application/json">{_parts(contents)}</script>
<script type="module">
{ensure_runtime().joinpath(ALONE).read_text("utf-8")}
await start();
</script>
</body>
</html>
"""


def _colours() -> str:
    """The colours of the app's pages, in the browser's own scheme until the button turns it."""
    light, dark = (_rule(scheme) for scheme in ("light", "dark"))
    return f"""
:root {{ {light} }}
@media (prefers-color-scheme: dark) {{ :root:not([data-theme="light"]) {{ {dark} }} }}
:root[data-theme="dark"] {{ {dark} }}"""


def _rule(scheme: str) -> str:
    colours = (f"--st-{name}: {colour};" for name, colour in PAGE_COLOURS[scheme].items())
    return f"color-scheme: {scheme}; --st-font: {FONT}; --st-button-radius: .5rem; {' '.join(colours)}"


def _origin(contents: Contents) -> str:
    made = _("Made with the gradient simulator, of a network that was really trained.")
    if not contents.address:
        return made
    link = f'<a href="{escape(contents.address)}">{_("Open this run there")}</a>'
    if not contents.free:
        return f"{made} {link}"
    free = _("What can be changed there: {controls}.", controls=escape(", ".join(contents.free)))
    return f"{made} {link}. {free}"


def _parts(contents: Contents) -> str:
    """All that the script needs, with no character that could end the element it stands in."""
    folder = ensure_runtime()
    main, vega = (folder.joinpath(f"{name}.gz").read_bytes() for name in FILES)
    empty = (f"[data-to={name}]" for name in contents.empty_views)
    hidden = ", ".join([HIDDEN, *([] if contents.address else [LINKS]), *empty])
    sheets = "".join(map(style, SHEETS))
    # Relative links would look for *The numbers* beside the file.
    numbers = escape(contents.address.partition("?")[0] + "numbers")
    markup = html(stories=False).replace('href="numbers#', f'href="{numbers}#')
    parts = {
        "main": _base64(main),
        "vega": _base64(vega),
        "markup": f"<style>{sheets} {hidden} {{ display: none; }}</style>{markup}",
        "run": _packed(contents.run),
        "beside": [*map(_packed, contents.beside)],
        "snapshots": [*map(_packed, contents.snapshots)],
    }
    # In a string of JSON the escape says the same, and no text can close the element.
    return json.dumps(parts).replace("<", "\\u003c")


def _packed(part: bytes) -> str:
    # Without a time the same run gives the same file.
    return _base64(gzip.compress(part, mtime=0))


def _base64(part: bytes) -> str:
    return base64.b64encode(part).decode()
