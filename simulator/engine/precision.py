"""Where float32 ends: a run goes on in float64 from the first training step that float32 cannot carry.

What is looked at is the recorded row, so that it depends on the experiment alone, and costs an ordinary run nothing.
"""

import numpy as np
import torch

from simulator.engine.rows import Truths, diverged
from simulator.settings.costs import cancels, megabytes
from simulator.settings.experiment import Experiment
from simulator.settings.limits import MEGABYTES
from simulator.trace import Rows

LEAST_SIGNAL = 1e-25
"""Root mean square of h below which single entries may come near 1e-38, from where on float32 holds nothing."""
LEAST_GRADIENT = 1e-15
"""Norm of dL/dh or dL/dz at the walk's own scale, below which float32 loses the squares of single entries."""
LEAST_SLOPE = 1e-4
"""Slope factor, and of an LSTM mean slope from the memory to h, below which it matters that 1 - h and 1 - h^2 are
rounded to 6e-8."""
EQUAL, LEAST_APART = 1e-15, 1e-8
"""One minus the similarity of samples that are equal, and of those that differ by too little for what batch
normalization and the gradient behind it make of it: their difference from their mean alone."""
ROOM = 2.5
"""Memory in float64, with what its norms need, relative to float32."""


def first_precision(e: Experiment) -> torch.dtype:
    """In which precision the run of an experiment begins."""
    return torch.float64 if cancels(e) and fits(e) else torch.float32


def fits(e: Experiment) -> bool:
    """Whether float64 stays within the memory of a run; if not, the run stays in float32."""
    return ROOM * megabytes(e) <= MEGABYTES


def first_doubtful(raw: Rows, rows: Rows, e: Experiment) -> int | None:
    """The first of these rows that float32 cannot carry; None where there is none before the run diverges."""
    found = doubtful(raw, rows, e)
    if not found.any():
        return None
    row, end = int(found.argmax()), diverged(rows)
    return row if end is None or row < end[0] else None


def doubtful(raw: Rows, rows: Rows, e: Experiment) -> Truths:
    """(steps,) whether float32 cannot carry a row."""
    signal, gradient = np.hypot(rows["activation_mean"], rows["activation_std"]), np.minimum(raw["dh"], raw["dz"])
    if e.can_die and not e.gated:
        # Here both may be 0, and the slope is 0 or not and never rounded. What underflows is small before it is 0.
        found = (signal > 0) & (signal < LEAST_SIGNAL) | (gradient > 0) & (gradient < LEAST_GRADIENT)
    else:
        found = (signal < LEAST_SIGNAL) | (gradient < LEAST_GRADIENT) | (rows["slope_factor"] < LEAST_SLOPE)
    if e.output_activation == "sigmoid":
        # Its slope is never 0, but may be rounded to it.
        found[:, -1] |= gradient[:, -1] < LEAST_GRADIENT
    if "memory" in raw:
        found |= raw["memory"] < LEAST_SLOPE * e.batch_size * e.width
    if e.normalization == "batch":
        apart = 1 - rows["similarity"]
        found |= (apart > EQUAL) & (apart < LEAST_APART)
    lost: Truths = np.logical_or.reduce(found, 1)
    return lost
