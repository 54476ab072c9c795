"""The ranges of the axes: wide enough for the run so far, in whole steps, so that nothing jumps while it plays."""

from math import ceil, floor, isfinite, log10

import numpy as np

from simulator.catalog.thresholds import HEALTHY_DECADES
from simulator.charts.theme import (
    FEWEST_DECADES,
    LARGEST_START,
    LATER_DECADES,
    MOST_DECADES,
    SMALLEST_UPDATE,
    STEP,
)
from simulator.trace import Array


def decades(logs: Array) -> tuple[int, int]:
    """Lowest and highest power of ten of a gradient axis, from (rows, sites) log10 norms with the first row first.

    What the first row asks for is granted up to 150 decades, which hold 200 layers of sigmoid; later rows may widen it
    by at most 15 on either side, so that the last step of a diverging run does not press everything else flat.
    """
    finite = np.isfinite(logs)
    if not finite.any():
        return -FEWEST_DECADES, 0
    first = logs[int(finite.any(axis=1).argmax())]
    # The band of health is on the axis from the start, even where all norms lie close together.
    low, high = _range(np.append(first[np.isfinite(first)], _band(float(first[-1]))))
    lowest, highest = _range(logs[finite])
    low, high = min(low, max(lowest, low - LATER_DECADES)), max(high, min(highest, high + LATER_DECADES))
    low = max(min(low, high - FEWEST_DECADES), high - MOST_DECADES)
    return low, high


def _band(last: float) -> list[float]:
    """The ends of the healthy band around the site next to the loss, in the first row."""
    return [last - HEALTHY_DECADES, last + HEALTHY_DECADES] if isfinite(last) else []


def _range(logs: Array) -> tuple[int, int]:
    """Whole steps of five decades around the values, so that a small move at an edge changes nothing."""
    # 0.3 decades (a factor of 2) of room, so that no point lies on the frame.
    return STEP * floor((logs.min() - 0.3) / STEP), STEP * ceil((logs.max() + 0.3) / STEP)


def highest_loss(losses: Array) -> float:
    """Upper end of a loss axis: a round number above the losses so far, at most ten times the first one."""
    finite = losses[np.isfinite(losses)]
    if not len(finite) or finite.max() <= 0:
        return 1.0
    # Ten times the first loss is enough to see that it rises; a mark says how far the curve goes beyond.
    first = float(finite[0]) if finite[0] > 0 else float(finite.max())
    return _round_up(min(max(1.05 * first, float(finite.max())), 10 * first))


def least_update(logs: Array) -> int:
    """Lower end of the axis of update ratios, in whole steps of five decades below 1e-5."""
    finite = logs[np.isfinite(logs)]
    needed = STEP * floor((finite.min() - 0.3) / STEP) if len(finite) else 0
    return max(SMALLEST_UPDATE, min(LARGEST_START, needed))


def _round_up(value: float) -> float:
    """The next of 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10 times a power of ten."""
    if not isfinite(value) or value < 1e-300:
        return 1.0
    unit = 10.0 ** floor(log10(value))
    return float(next(unit * n for n in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 20) if unit * n >= value))
