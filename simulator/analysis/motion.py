"""How far the weights move, relative to their size."""

import numpy as np

from simulator.trace import Array, Trace


def moves(trace: Trace) -> Array:
    """(steps,) by which part of their size all matrices together move, none by more than all of it."""
    return np.asarray(np.minimum(_ratios(trace), 1.0).sum(1))


def way(trace: Trace) -> Array:
    """(steps,) by which part of its size the matrix has moved that moved furthest, all steps so far added up."""
    return np.asarray(_ratios(trace).cumsum(0).max(1))


def _ratios(trace: Trace) -> Array:
    """(steps, matrices) the update ratios; a matrix that leaves zero moves by all of its size."""
    return np.nan_to_num(trace.update_ratio, nan=0.0, posinf=1.0)
