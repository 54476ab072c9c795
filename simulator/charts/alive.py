"""A sketch that moves: through training, from network to network, or along a curve; and what is told beside it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from simulator.catalog.quantities import QUANTITIES
from simulator.catalog.readings import READINGS
from simulator.charts import sketch
from simulator.charts.sketch import Line
from simulator.charts.sketches import MORE, SKETCHES, Sketch
from simulator.language import _, inside, mark, raw, signs
from simulator.snapshot import Snapshot
from simulator.trace import Array, Trace, evenly_spaced

FRAMES = 24
"""Pictures in which training is shown, at most."""
MOST_PLACES = 100
"""Training steps from left to right, at most."""
FULL = 250
"""The code of a line's highest place; 0 is the lowest."""
HANDY = 4.0
"""The z up to which a curve has best to be seen; the layer is taken whose own z come nearest to that."""
EVERY = {**SKETCHES, **MORE}
NAMES = {
    **{name: raw(row, "label") for name, row in (QUANTITIES | READINGS).items()},
    "outcome": mark("Loss"),
    "logarithmic": mark("Gradient norm on two axes"),
    "plain_norm": mark("Gradient norm"),
    "stride": mark("Update relative to weights"),
}
"""What each sketch shows, in words."""
TRAINING = mark("training step")
Codes = list[int | None]
"""One line of a picture, None where it has no place."""


@dataclass(frozen=True)
class Alive:
    """``svg`` is the last picture; each frame has the lines of one, or the place on them that it points at."""

    svg: str
    captions: tuple[str, ...]
    """What each frame shows, in words."""
    frames: tuple[tuple[Codes, ...], ...]
    most: int
    """Places from left to right."""
    points: tuple[int, ...] = ()
    """Where there is one frame: the places that are pointed at, one after the other."""

    @property
    def packed(self) -> dict[str, object]:
        """As the page is given it."""
        box = (sketch.LEFT, sketch.RIGHT, sketch.TOP, sketch.BOTTOM)
        return {
            "svg": self.svg,
            "captions": self.captions,
            "frames": self.frames,
            "most": self.most,
            "points": self.points,
            "box": box,
            "full": FULL,
        }


def through_training(shows: str, traces: Mapping[str, Trace], label: str) -> Alive:
    """The lines of some networks, by name, while they train."""
    drawn, most = EVERY[shows], max(trace.steps for trace in traces.values())
    rows = [row + 1 for row in evenly_spaced(most, FRAMES)]
    frames = [[*_lines(drawn, traces, row)] for row in rows]
    what = _(NAMES[shows])
    captions = [_("{what}, training step {step} of {steps}", what=what, step=row, steps=most) for row in rows]
    return _alive(drawn, frames, captions, label)


def over(shows: str, traces: Mapping[str, Trace], label: str, setting: str) -> Alive:
    """One network after the other: before training where sites are shown, else its whole training."""
    drawn = EVERY[shows]
    frames = []
    for trace in traces.values():
        # Training would hide what the setting does: it is seen in networks as they start.
        seen = trace if drawn.along == TRAINING else trace.first(1)
        frames.append([Line(added or _("this network"), values) for added, values in drawn.read(seen).items()])
    what, along = _(NAMES[shows]), inside(_(setting))
    captions = [_("{what}, {setting} {value}", what=what, setting=along, value=signs(name)) for name in traces]
    return _alive(drawn, frames, captions, label)


def along_curve(snapshot: Snapshot, label: str) -> Alive:
    """An activation's function and its slope, and a z that moves along both."""
    site = int(np.argmin(np.abs(np.log2(snapshot.z_range / HANDY))))
    reach = float(snapshot.z_range[site])
    lines = [Line("f(z)", snapshot.curve[site]), Line(_("slope"), snapshot.slope[site])]
    heights = [line.values for line in lines]
    between, places = sketch.span(heights), len(heights[0])
    low, high = signs(f"{-reach:g}"), signs(f"{reach:g}")
    says = _("Sketch of {label}: its function and its slope from z = {low} to {high}.", label=label, low=low, high=high)
    svg = sketch.drawn(lines, heights, (f"z = {low}", high), between, log=False, says=says)
    points = tuple(range(0, places, max(1, places // 40)))
    grid = np.linspace(-reach, reach, places)
    captions = [
        _(
            "z = {z}: passes on {value}, and the gradient is multiplied by {slope}",
            z=signs(f"{grid[i]:.1f}"),
            value=signs(f"{heights[0][i]:.2f}"),
            slope=signs(f"{heights[1][i]:.2f}"),
        )
        for i in points
    ]
    return Alive(svg, tuple(captions), (tuple(_codes(values, between) for values in heights),), places, points)


def _lines(drawn: Sketch, traces: Mapping[str, Trace], rows: int) -> Iterator[Line]:
    """Of each network what there is of it after ``rows`` training steps; of long trainings not every step."""
    every = 1 + max(trace.steps for trace in traces.values()) // MOST_PLACES
    for name, trace in traces.items():
        upto = min(rows, trace.steps)
        # A curve through training grows to the right; along the sites all of it is there at every step.
        if drawn.along == TRAINING:
            found = {added: values[:upto:every] for added, values in drawn.read(trace).items()}
        else:
            found = dict(drawn.read(trace.first(upto)))
        yield from (Line(added or _(name), values) for added, values in found.items())


def _alive(drawn: Sketch, frames: Sequence[Sequence[Line]], captions: Sequence[str], label: str) -> Alive:
    heights = [[sketch.height(line.values, log=drawn.log) for line in lines] for lines in frames]
    every = [values for one in heights for values in one]
    between, most = sketch.span(every), max(len(values) for values in every)
    names = ", ".join(line.label for line in frames[-1])
    along = _(drawn.along)
    says = _(
        "Sketch of {label} by {along}, of small networks that were trained. Lines: {names}.",
        label=label,
        along=along,
        names=names,
    )
    svg = sketch.drawn(
        frames[-1], heights[-1], (_("{along} 1", along=along), f"{most}"), between, log=drawn.log, says=says, most=most
    )
    packed = tuple(tuple(_codes(values, between) for values in one) for one in heights)
    return Alive(svg, tuple(captions), packed, most)


def _codes(values: Array, between: tuple[float, float]) -> Codes:
    low, high = between
    return [round(FULL * (float(value) - low) / (high - low)) if np.isfinite(value) else None for value in values]
