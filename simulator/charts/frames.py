"""Rows of a trace as pictures of the page's own chart, one after another, as an animation needs them."""

import copy
from collections.abc import Iterable, Iterator
from typing import Any

from simulator.charts.panels import PANELS
from simulator.language import cached_per_language
from simulator.trace import Trace


def frames(trace: Trace, rows: Iterable[int], name: str = "profile") -> Iterator[bytes]:
    """``trace.chart(name, row)`` of each row as PNG.

    The chart is compiled once a process and only its rows are exchanged, as in the browser: a tenth of the time.
    """
    # Here, so that the server can name this function to an engine process without loading what it needs.
    from vl_convert import vega_to_png

    from simulator.charts.pictures import PICTURES, parameters

    for row in rows:
        known = parameters(trace, row)
        brought = PICTURES[name](trace, row, known)
        # Flat, for what is compiled is kept: only signals and data are other objects in each frame.
        chart = copy.copy(_compiled(name))
        chart["signals"] = [_told(signal, known) for signal in chart["signals"]]
        chart["data"] = [
            {**data, "values": list(brought[data["name"]])} if data["name"] in brought else data
            for data in chart["data"]
        ]
        yield vega_to_png(chart)


@cached_per_language
def _compiled(name: str) -> dict[str, Any]:
    """The chart without rows, as Vega draws it."""
    from vl_convert import vegalite_to_vega

    compiled: dict[str, Any] = vegalite_to_vega(PANELS[name].draw().to_dict())
    return compiled


def _told(signal: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    return {**signal, "value": known[signal["name"]]} if signal["name"] in known else signal
