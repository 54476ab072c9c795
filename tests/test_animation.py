"""The animation for slides, opened by Pillow: its first and its last frame are the pictures of these steps."""

from io import BytesIO

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL.GifImagePlugin import GifImageFile

from simulator import Experiment, Trace
from simulator.export.animation import HEAD, LASTING, MARGIN, MOST_FRAMES, STANDS, animation, rows_to_draw
from tests import synthetic
from tests.seeing import pixels

RUNS = {
    "vanishing": synthetic.trace(Experiment(steps=300)),
    "diverging": synthetic.diverging(Experiment(steps=40), 12),
    "sequence": synthetic.trace(Experiment(kind="sequence", cell="lstm", sequence_length=12, steps=2)),
}


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
    file = animation(run)
    gif = GifImageFile(BytesIO(file))
    assert len(file) < 300_000 and gif.format == "GIF" and gif.info["loop"] == 0
    assert gif.n_frames == min(MOST_FRAMES, run.steps) == len(rows_to_draw(run))
    shown = charts(gif)
    for frame, row in ((0, 0), (-1, run.steps - 1)):
        apart = np.abs(shown[frame] - pixels(run.chart("profile", row).to_dict()))
        assert (
            apart.max(2) > 0
        ).mean() < 0.03  # the edges of type alone, of which a palette has no room for all shades
        assert apart.mean() < 0.2
    assert (shown[0] != shown[-1]).any()


def test_it_stands_at_both_ends() -> None:
    gif = GifImageFile(BytesIO(animation(RUNS["diverging"])))
    lasting = []
    for i in range(gif.n_frames):
        gif.seek(i)
        lasting.append(gif.info["duration"])
    assert lasting == [STANDS, *[LASTING] * (len(lasting) - 2), STANDS]
