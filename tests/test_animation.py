"""The animation for slides, opened by Pillow: its first and its last frame are the pictures of these steps.

And pictures that a browser hands in for one, or somebody who says to be one.
"""

import struct
import zlib
from functools import cache
from io import BytesIO

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from PIL.GifImagePlugin import GifImageFile

from simulator import Experiment, Trace
from simulator.export.animation import HEAD, MARGIN, animation, rows_to_draw
from simulator.export.gif import LASTING, MOST_FRAMES, STANDS, begun_with, continued, joined, opened, parted
from simulator.export.refusal import FileError
from tests import synthetic
from tests.seeing import pixels

RUNS = {
    "vanishing": synthetic.trace(Experiment(steps=2)),
    # Three frames, so that there is one between the ends, which does not stand.
    "diverging": synthetic.diverging(Experiment(steps=40), 3),
    "sequence": synthetic.trace(Experiment(kind="sequence", cell="lstm", sequence_length=12, steps=2)),
}


@cache
def animated(name: str) -> bytes:
    """The file of a run, drawn once for all tests."""
    return animation(RUNS[name])


def charts(gif: GifImageFile) -> NDArray[np.int64]:
    """(frames, height, width, RGB) of the chart below the words."""
    shown = []
    for i in range(gif.n_frames):
        gif.seek(i)
        shown.append(np.asarray(gif.convert("RGB"), np.int64)[HEAD:-MARGIN, MARGIN:-MARGIN])
    return np.stack(shown)


@pytest.mark.parametrize("name", RUNS)
def test_its_first_and_its_last_frame_are_the_charts_of_these_steps(name: str) -> None:
    run: Trace = RUNS[name]
    file = animated(name)
    gif = GifImageFile(BytesIO(file))
    assert len(file) < 300_000 and gif.format == "GIF" and gif.info["loop"] == 0
    assert gif.n_frames == run.steps
    shown = charts(gif)
    for frame, row in ((0, 0), (-1, run.steps - 1)):
        apart = np.abs(shown[frame] - pixels(run.chart("profile", row)))
        assert (
            apart.max(2) > 0
        ).mean() < 0.03  # the edges of type alone, of which a palette has no room for all shades
        assert apart.mean() < 0.2
    assert (shown[0] != shown[-1]).any()


def test_of_a_long_run_some_rows_are_shown_the_first_and_the_last_among_them() -> None:
    rows = rows_to_draw(synthetic.trace(Experiment(steps=300)))
    assert (len(rows), rows[0], rows[-1]) == (MOST_FRAMES, 0, 299) and {*np.diff(rows)} == {10, 11}


def test_it_stands_at_both_ends() -> None:
    gif = GifImageFile(BytesIO(animated("diverging")))
    lasting = []
    for i in range(gif.n_frames):
        gif.seek(i)
        lasting.append(gif.info["duration"])
    assert lasting == [STANDS, *[LASTING] * (len(lasting) - 2), STANDS]


# ---- pictures that are handed in --------------------------------------------------------------------------------


def picture(colour: str = "white", size: tuple[int, int] = (40, 30), form: str = "PNG") -> bytes:
    file = BytesIO()
    Image.new("RGB", size, colour).save(file, form)
    return file.getvalue()


def handed(*pictures: bytes) -> bytes:
    return b"".join(struct.pack("<I", len(one)) + one for one in pictures)


def claiming(width: int, height: int) -> bytes:
    """A small file that says to hold a picture of this size."""
    png = picture()
    head = png[12:16] + struct.pack(">II", width, height) + png[24:29]
    return png[:12] + head + struct.pack(">I", zlib.crc32(head)) + png[33:]


BROKEN = {
    "nothing": (b"", "1 to 30 pictures; these are 0"),
    "half a length": (b"\1\0", "broken"),
    "a length beyond the end": (struct.pack("<I", 2**32 - 1) + picture()[:50], "no PNG file, or is broken"),
    "no picture": (handed(b"<script>alert(1)</script>"), "no PNG file"),
    "another form": (handed(picture(form="GIF")), "no PNG file"),
    "cut off": (handed(picture(size=(400, 300))[:-40]), "or is broken"),
    "too many": (handed(*[picture()] * 31), "1 to 30 pictures; these are 31"),
    "too large": (handed(picture(size=(1100, 1001))), "at most 1,100,000 pixels"),
    # Unpacked this would take 11 GB.
    "a bomb": (handed(claiming(60_000, 60_000)), "or is broken"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_pictures_that_cannot_be_used_are_refused_in_a_sentence(name: str) -> None:
    body, sentence = BROKEN[name]
    with pytest.raises(FileError, match=sentence):
        [opened(file) for file in parted(body)]


def test_pictures_of_two_sizes_are_refused_wherever_the_other_one_stands() -> None:
    one, other = picture(), picture(size=(30, 40))
    with pytest.raises(FileError, match="of one size"):
        begun_with(one, other)
    with pytest.raises(FileError, match="of one size"):
        continued(begun_with(one, one), [one, other], last=False)


def test_an_animation_has_the_colours_of_its_pictures_also_those_of_a_thin_line() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (30, 40, 3), np.uint8)
    noise[:, :35], noise[7, ::2] = (255, 255, 255), (139, 107, 194)
    white, other = Image.new("RGB", (40, 30), "white"), Image.fromarray(noise)
    gif = Image.open(BytesIO(joined([white, white, other])))
    assert getattr(gif, "n_frames", 0) == 3
    gif.seek(2)
    shown = np.asarray(gif.convert("RGB"))
    np.testing.assert_array_equal(shown[:, :35], noise[:, :35])
