"""A run as an animated GIF for slides: its profile at up to 30 training steps, with the step above it.

On the page the browser draws the pictures; here, where there is none, vl-convert does.
"""

from collections.abc import Iterator
from io import BytesIO

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from simulator.analysis.describe import describe
from simulator.analysis.progress import learns
from simulator.charts.frames import frames
from simulator.charts.theme import INK, PAGE
from simulator.export.gif import MOST_FRAMES, joined
from simulator.language import _, signs
from simulator.trace import Trace, evenly_spaced, numbered

HEAD, MARGIN, TYPE = 52, 8, 15
"""Pixels: the height of what stands above the chart, the margin, the size of type."""


def animation(trace: Trace) -> bytes:
    """The GIF file."""
    rows = rows_to_draw(trace)
    title = describe(trace.network, learns(trace))
    pictures = zip(frames(trace, rows), _steps(trace, rows), strict=True)
    return joined([framed(png, title, step) for png, step in pictures])


def rows_to_draw(trace: Trace) -> tuple[int, ...]:
    """The rows that are shown, evenly spaced, the first and the last among them."""
    return evenly_spaced(trace.steps, MOST_FRAMES)


def _steps(trace: Trace, rows: tuple[int, ...]) -> Iterator[str]:
    """What stands above each picture."""
    noted = not np.isnan(trace.loss).all()  # a network may be watched without its loss
    for row in rows:
        step, steps = numbered(row), trace.network.steps
        if noted:
            loss = signs(f"{trace.loss[row]:.3g}")
            yield _("training step {step} of {steps}, loss {loss}", step=step, steps=steps, loss=loss)
        else:
            yield _("training step {step} of {steps}", step=step, steps=steps)


def framed(png: bytes, title: str, step: str) -> Image.Image:
    """The chart on the page's colour, with two lines above it."""
    chart = Image.open(BytesIO(png)).convert("RGBA")
    whole = Image.new("RGBA", (chart.width + 2 * MARGIN, chart.height + HEAD + MARGIN), PAGE)
    whole.alpha_composite(chart, (MARGIN, HEAD))
    pen, font = ImageDraw.Draw(whole), ImageFont.load_default(TYPE)
    # Whole words go, as half of one reads like another.
    while pen.textlength(title, font) > whole.width - 2 * MARGIN:
        title = title.removesuffix("…").rpartition(" ")[0] + "…"
    pen.text((MARGIN, MARGIN), title, INK, font, stroke_width=0.3)
    pen.text((MARGIN, MARGIN + 1.4 * TYPE), step, INK, font)
    return whole.convert("RGB")
