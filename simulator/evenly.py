"""Which of many are shown where there is room for some only."""

import numpy as np


def evenly(count: int, most: int) -> tuple[int, ...]:
    """At most so many of 0 .. count - 1, evenly chosen, the first and the last among them."""
    chosen = np.linspace(0, count - 1, min(count, most)).round().astype(int)
    return tuple(chosen.tolist())
