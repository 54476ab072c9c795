"""A chart as it is seen: with rows in it, in pixels or as SVG."""

from collections.abc import Mapping, Sequence
from functools import cache
from io import BytesIO
from typing import Any

import numpy as np
import vl_convert
from numpy.typing import NDArray
from PIL import Image

from simulator.charts.panels import PANELS

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


@cache
def _compiled(name: str) -> dict[str, Any]:
    compiled: dict[str, Any] = vl_convert.vegalite_to_vega(PANELS[name].draw().to_dict())
    return compiled


def filled(name: str, rows: Rows, **parameters: Any) -> dict[str, Any]:
    """The Vega specification of a chart that stands still, with what the player would give it."""
    chart = _compiled(name)
    told = {name: {"value": value} for name, value in parameters.items()}
    signals = [signal | told.get(signal["name"], {}) for signal in chart["signals"]]
    data = [{**data, "values": [*rows[data["name"]]]} if data["name"] in rows else data for data in chart["data"]]
    return {**chart, "signals": signals, "data": data}


def svg(name: str, rows: Rows, **parameters: Any) -> str:
    drawn: str = vl_convert.vega_to_svg(filled(name, rows, **parameters))
    return drawn


def seen(name: str, rows: Rows, **parameters: Any) -> NDArray[np.uint8]:
    """(height, width, RGB) of the chart on white."""
    return _on_white(vl_convert.vega_to_png(filled(name, rows, **parameters)))


def written(chart: Any) -> dict[str, Any]:
    """The Vega-Lite specification of an Altair chart; test_pictures.py holds it against the schema, for some time."""
    spec: dict[str, Any] = chart.to_dict(validate=False)
    return spec


def pixels(chart: Any) -> NDArray[np.uint8]:
    """An Altair chart on white, as ``seen`` is."""
    return _on_white(vl_convert.vegalite_to_png(written(chart)))


def _on_white(png: bytes) -> NDArray[np.uint8]:
    image = Image.open(BytesIO(png)).convert("RGBA")
    white = Image.new("RGBA", image.size, "white")
    return np.asarray(Image.alpha_composite(white, image).convert("RGB"))
