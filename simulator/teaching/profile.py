"""A profile that was predicted, beside the measured one."""

from collections.abc import Sequence
from math import ceil

import numpy as np

from simulator.trace import Trace

# The steepest that is drawn is the lesson on sigmoids, 12 powers of ten: with ROOM it fits.
MOST, FEWEST = 16, 4
"""Powers of ten above and below 1 that a drawing shows, at most and at least."""
ROOM = 2
"""Powers of ten beyond what was measured."""


def measured(trace: Trace) -> list[float]:
    """log10 of the gradient norm at every site at the first training step, relative to the last site's."""
    with np.errstate(divide="ignore"):
        logs = np.log10(trace.gradient_norm[0])
    # What has vanished altogether lies at the edge of the drawing.
    return [float(value) for value in np.clip(logs - logs[-1], -MOST, MOST)]


def limits(profile: Sequence[float]) -> tuple[int, int]:
    """The powers of ten between which it can be drawn: as many up as down, which gives nothing away."""
    furthest = max(abs(value) for value in profile)
    reach = min(MOST, max(FEWEST, ceil(furthest) + ROOM))
    return -reach, reach
