"""A snapshot as bytes for the player, in the format of a run's (payload.py): one displayed row, numbers only.

What can be smaller than a 32-bit float, the gradient and the steps' sizes, is written as log10: -infinity is zero.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np

from simulator.catalog.activations import ACTIVATIONS
from simulator.charts.payload import WORDS, _join, _log10
from simulator.settings.experiment import Experiment
from simulator.snapshot import Snapshot
from simulator.trace import Array

DESCRIBED = ("z_share", "curve", "slope", "forget_road", "cell_gradient")
DRAWN = ("x", "h", "weight_in", "weight", "weight_out", "step_in", "step", "step_out", "probability", "target")
NORMS = ("gradient_norm", "weight_gradient_norm", "update_ratio")
PLAIN = ("slope_factor", "weight_factor", "norm_factor", "activation_mean", "activation_std", "saturated")
NUMBERS = ("loss", "accuracy", "clip_scale")


def pack_snapshot(snapshot: Snapshot, *, run: str, row: int) -> bytes:
    """A look at displayed row ``row`` of the run whose key is ``run``; every array is a block, flattened."""
    blocks = list(_blocks(snapshot))
    header = {
        "look": run,
        "row": row,
        **_about(snapshot),
        "blocks": [{"name": name, "kind": "number", "columns": values.size} for name, values in blocks],
    }
    with np.errstate(over="ignore"):
        return _join(header, [values.astype("<f4").tobytes() for _, values in blocks])


def _about(s: Snapshot) -> dict[str, Any]:
    e, drawing = s.experiment, s.drawing
    return {
        "step": s.step,
        "steps": [s.step],
        "kind": e.kind,
        "site": WORDS[e.kind][0],
        "sites": e.sites,
        "activation_label": _activation_label(e),
        "z_sites": s.z_sites,
        "z_range": s.z_range.tolist(),
        "singular_value": _finite(s.singular_value),
        "spectral_radius": _finite(s.spectral_radius),
        "units": drawing.units,
        "inputs": drawing.inputs,
        "outputs": drawing.outputs,
        "labels": [_output_label(e, output) for output in drawing.outputs],
    }


def _activation_label(e: Experiment) -> str:
    """The function of the curve: in an LSTM or a GRU that of the candidate."""
    return ACTIVATIONS[e.activation if e.matters("activation") else "tanh"].label


def _output_label(e: Experiment, output: int) -> str:
    return f"class {output}" if e.task_row.classes else "output"


def _finite(value: float | None) -> float | None:
    return value if value is not None and np.isfinite(value) else None


def _blocks(s: Snapshot) -> Iterable[tuple[str, Array]]:
    described = {name: getattr(s, name) for name in DESCRIBED}
    yield from ((name, values) for name, values in described.items() if values is not None)
    yield from ((name, getattr(s.drawing, name)) for name in DRAWN)
    yield "gradient", _log10(s.drawing.gradient)
    yield from ((name, _log10(s.row[name])) for name in NORMS)
    yield from ((name, s.row[name]) for name in PLAIN + NUMBERS)
