"""A snapshot as bytes for the player, in the format of packing.py: one displayed row, numbers only.

What can be smaller than a 32-bit float, the gradient and the steps' sizes, is written as log10: -infinity is zero.
"""

from collections.abc import Iterable
from typing import TypedDict

import numpy as np

from simulator.catalog.activations import ACTIVATIONS
from simulator.charts.packing import Block, join, log10, pack_numbers
from simulator.language import _
from simulator.settings.experiment import Experiment
from simulator.snapshot import Snapshot
from simulator.trace import Array, numbered

DESCRIBED = ("z_share", "curve", "slope", "forget_road", "cell_gradient")
DRAWN = ("x", "h", "weight_in", "weight", "weight_out", "step_in", "step", "step_out", "probability", "target")
NORMS = ("gradient_norm", "weight_gradient_norm", "update_ratio")
PLAIN = ("slope_factor", "weight_factor", "norm_factor", "activation_mean", "activation_std", "saturated", "similarity")
NUMBERS = ("loss", "accuracy", "clip_scale")


class SnapshotHeader(TypedDict):
    """What the player is told of a snapshot besides its arrays; payload.d.ts says the same to JavaScript."""

    snapshot_of: str
    row: int
    step: int
    steps: list[int]
    kind: str
    site: str
    sites: int
    activation_label: str
    jumps: list[float]
    z_sites: list[int]
    z_range: list[float]
    singular_value: float | None
    spectral_radius: float | None
    units: list[int]
    inputs: list[int]
    outputs: list[int]
    labels: list[str]


def pack_snapshot(snapshot: Snapshot, *, run: str, row: int) -> bytes:
    """A snapshot of displayed row ``row`` of the run whose key is ``run``; every array is a block, flattened."""
    return join(_header(snapshot, run, row), _blocks(snapshot))


def _header(s: Snapshot, run: str, row: int) -> SnapshotHeader:
    e, drawing = s.experiment, s.drawing
    return {
        "snapshot_of": run,
        "row": row,
        "step": numbered(s.step),
        "steps": [numbered(s.step)],
        "kind": e.kind,
        "site": e.site_name,
        "sites": e.sites,
        "activation_label": _activation_label(e),
        "jumps": list(ACTIVATIONS[e.activation].jumps),
        "z_sites": list(s.z_sites),
        "z_range": s.z_range.tolist(),
        "singular_value": _finite(s.singular_value),
        "spectral_radius": _finite(s.spectral_radius),
        "units": list(drawing.units),
        "inputs": list(drawing.inputs),
        "outputs": list(drawing.outputs),
        "labels": [_output_label(e, output) for output in drawing.outputs],
    }


def _activation_label(e: Experiment) -> str:
    """The function of the curve: in an LSTM or a GRU that of the candidate."""
    return ACTIVATIONS[e.activation].label


def _output_label(e: Experiment, output: int) -> str:
    return str(output) if e.task_row.classes else _("output")


def _finite(value: float | None) -> float | None:
    return value if value is not None and np.isfinite(value) else None


def _blocks(s: Snapshot) -> Iterable[Block]:
    return (pack_numbers(name, values.reshape(1, -1)) for name, values in _arrays(s))


def _arrays(s: Snapshot) -> Iterable[tuple[str, Array]]:
    described = {name: getattr(s, name) for name in DESCRIBED}
    yield from ((name, values) for name, values in described.items() if values is not None)
    yield from ((name, getattr(s.drawing, name)) for name in DRAWN)
    yield "gradient", log10(s.drawing.gradient)
    yield from ((name, log10(s.row[name])) for name in NORMS)
    yield from ((name, s.row[name]) for name in PLAIN + NUMBERS)
