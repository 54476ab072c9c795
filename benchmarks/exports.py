"""What a browser does that takes a run along: the page of its own, and the pictures of an animation."""

import asyncio
import struct
import time
from io import BytesIO

from PIL import Image, ImageDraw

from pages.shared.taking import POLL
from simulator.export.gif import MOST_FRAMES
from tests.visitor import Visitor


async def page_saved(visitor: Visitor) -> float:
    """Seconds from the press of the button to the file, asking how far it is as a browser does."""
    before, start = len(visitor.files), time.perf_counter()
    await visitor.press("file_html")
    while len(visitor.files) == before:
        runs = visitor.finished
        await visitor.until(lambda v, runs=runs: v.finished > runs or len(v.files) > before)  # type: ignore[misc]
        await asyncio.sleep(POLL)
        await visitor.run(visitor.again)
    return time.perf_counter() - start


def pictures_of_a_run() -> bytes:
    """What a browser sends for an animation: 30 pictures of 610 x 650 in which everything moves a little."""
    handed = []
    for i in range(MOST_FRAMES):
        picture, file = Image.new("RGB", (610, 650), "white"), BytesIO()
        pen = ImageDraw.Draw(picture)
        for site in range(20):
            x, y = 40 + 27 * site, 600 - (5 + i / 10) * site * 4
            pen.ellipse((x, y, x + 10, y + 10), (0, 114, 178))
            pen.text((x, 30 + i % 3), str(i * site), "black")
        picture.save(file, "PNG", compress_level=1)
        handed.append(struct.pack("<I", file.tell()) + file.getvalue())
    return b"".join(handed)
