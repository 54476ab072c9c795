"""Where 95 % of all networks lie, from a few that are known."""

from dataclasses import dataclass

import numpy as np

from simulator.engine.ensemble import Ensemble
from simulator.trace import Array

NORMAL = 1.959964
"""Standard deviations around their mean within which 95 % of normal numbers lie."""
RARE = 0.02
"""The band reaches down to nothing where nothing arrives in more than this share of the networks."""
FEW = 12
"""Number of networks at which their skewness is believed by half: its own error is 0.6."""


@dataclass(frozen=True)
class Band:
    """log10 of g_l / g_L, (sites,) each; ``lower`` may be -inf."""

    mean: Array
    lower: Array
    upper: Array


def band(found: Ensemble) -> Band:
    """Of another network drawn alike, site by site; of those in which anything arrives, the mean."""
    known = np.ma.masked_invalid(found.profiles)
    unit = known.std(0, ddof=1).filled(0.0) * (1 + 1 / len(known)) ** 0.5
    mean, lean = known.mean(0).filled(0.0) + _shift(found, known), _lean(known)
    down, up = (unit * (_student(len(known) - 1) + np.maximum(side * lean, 0.0)) for side in (-1, 1))
    nothing = np.isneginf(found.profiles).mean(0)
    return Band(mean, np.where(nothing > RARE, -np.inf, mean - down), mean + up)


def _shift(found: Ensemble, known: "np.ma.MaskedArray") -> Array | float:
    """By how much the logarithm of a few samples' mean is lower than that of a batch: their halves tell."""
    if not found.missing:
        return 0.0
    halves = np.ma.masked_invalid(found.halves).mean(0)
    return found.missing * (known - halves).mean(0).filled(0.0)


def _lean(known: "np.ma.MaskedArray") -> Array:
    """Standard deviations by which both edges move, as the distribution is skew (Cornish, Fisher, 1938)."""
    away = known - known.mean(0)
    size = np.maximum((away**2).mean(0), np.finfo(np.float64).tiny)
    skewness = ((away**3).mean(0) / size**1.5).filled(0.0)
    return (NORMAL**2 - 1) / 6 * skewness * len(known) / (len(known) + FEW)


def _student(freedom: int) -> float:
    """``NORMAL`` where mean and variance are estimated, too (Abramowitz, Stegun, 1964, 26.7.5)."""
    z = NORMAL
    return z + (z**3 + z) / (4 * freedom) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
