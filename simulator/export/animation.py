"""A run as an animated GIF for slides: its profile at up to 60 training steps, with the step above it."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from simulator.analysis.describe import describe
from simulator.analysis.progress import learns
from simulator.charts.frames import frames
from simulator.charts.theme import INK, PAGE
from simulator.trace import Trace, evenly_spaced, numbered

MOST_FRAMES = 60
COLOURS = 63
"""Of all frames together, and one more for what stays as it was: half the bytes of every shade at the edges of type."""
LASTING, STANDS = 80, 1500
"""Milliseconds of a frame, and of the first and the last one."""
HEAD, MARGIN, TYPE = 52, 8, 15
"""Pixels: the height of what stands above the chart, the margin, the size of type."""
Pixels = NDArray[np.uint32]
"""(height, width) of 0xRRGGBB."""


@dataclass(frozen=True)
class Frame:
    """A picture of the chart as PNG, and what stands above it."""

    chart: bytes
    title: str
    step: str


def animation(trace: Trace) -> bytes:
    """The GIF file."""
    return joined(drawn(trace, rows_to_draw(trace)))


def rows_to_draw(trace: Trace) -> tuple[int, ...]:
    """The rows that are shown, evenly spaced, the first and the last among them."""
    return evenly_spaced(trace.steps, MOST_FRAMES)


def drawn(trace: Trace, rows: Sequence[int]) -> list[Frame]:
    """The frames of these rows."""
    title, total = describe(trace.network, learns(trace)), trace.network.steps
    noted = not np.isnan(trace.loss).all()  # a network may be watched without its loss
    steps = (
        f"training step {numbered(row)} of {total}" + (f", loss {trace.loss[row]:.3g}" if noted else "") for row in rows
    )
    return [Frame(png, title, step) for png, step in zip(frames(trace, rows), steps, strict=True)]


def joined(drawn: Sequence[Frame]) -> bytes:
    """All frames in one file, which plays over and over."""
    pictures = [_pixels(framed(frame)) for frame in drawn]
    palette = _palette([pictures[i] for i in evenly_spaced(len(pictures), 3)])
    # Which colour of the palette each colour is shown as; 255 as long as that is not known.
    shown_as = np.full(1 << 24, 255, np.uint8)
    colours = _parts(palette).ravel().tolist()
    first, *others = (_indexed(picture, palette, shown_as, colours) for picture in pictures)
    stands = [STANDS if i in (0, len(others)) else LASTING for i in range(len(pictures))]
    file = BytesIO()
    first.save(file, "GIF", save_all=True, append_images=others, duration=stands, loop=0, optimize=True)
    return file.getvalue()


def framed(frame: Frame) -> Image.Image:
    """The chart on the page's colour, with two lines above it."""
    chart = Image.open(BytesIO(frame.chart)).convert("RGBA")
    whole = Image.new("RGBA", (chart.width + 2 * MARGIN, chart.height + HEAD + MARGIN), PAGE)
    whole.alpha_composite(chart, (MARGIN, HEAD))
    pen, font, title = ImageDraw.Draw(whole), ImageFont.load_default(TYPE), frame.title
    while pen.textlength(title, font) > whole.width - 2 * MARGIN:
        title = title.removesuffix("…").rpartition(" ")[0] + "…"
    pen.text((MARGIN, MARGIN), title, INK, font, stroke_width=0.3)
    pen.text((MARGIN, MARGIN + 1.4 * TYPE), frame.step, INK, font)
    return whole.convert("RGB")


def _pixels(picture: Image.Image) -> Pixels:
    red, green, blue = np.moveaxis(np.asarray(picture, np.uint32), 2, 0)
    return red << 16 | green << 8 | blue


def _palette(sample: Sequence[Pixels]) -> Pixels:
    """The colours that these have most of, as they are: Pillow would choose means, and the page would not be white."""
    # Marks that only some rows have, such as those of a run that diverged, are in the last of them.
    colours, counts = np.unique(np.concatenate([picture.ravel() for picture in sample]), return_counts=True)
    return colours[np.argsort(-counts, kind="stable")[:COLOURS]]


def _indexed(picture: Pixels, palette: Pixels, shown_as: NDArray[np.uint8], colours: list[int]) -> Image.Image:
    """The picture in the nearest colours of the palette; what it finds out of them is noted in ``shown_as``."""
    new = np.unique(picture[shown_as[picture] == 255])
    apart = _parts(new)[:, None] - _parts(palette)[None]
    shown_as[new] = (apart**2).sum(2).argmin(1)
    image = Image.fromarray(shown_as[picture], "P")
    image.putpalette(colours)
    return image


def _parts(colours: Pixels) -> NDArray[np.int64]:
    """(colours, red green blue)."""
    return np.stack([colours >> 16, colours >> 8 & 255, colours & 255], -1).astype(np.int64)
