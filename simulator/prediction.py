"""What theory expects, as plain data: computing it needs the engine, reading it does not."""

from dataclasses import dataclass, field

import numpy as np

from simulator.trace import Array


def _unknown() -> Array:
    return np.empty(0)


@dataclass(frozen=True, eq=False)
class Prediction:
    """What theory expects of the network as initialized; every array is (sites,), or empty where it is not known."""

    note: str
    """What the line is, and where it holds; or why there is none."""
    log10_profile: Array = field(default_factory=_unknown)
    """log10 of g_l / g_L, the mean over networks drawn alike, or an upper bound."""
    lower: Array = field(default_factory=_unknown)
    """Between here and ``upper`` lie 95 % of the networks, site by site; -inf where more of them pass on nothing."""
    upper: Array = field(default_factory=_unknown)
    similarity: Array = field(default_factory=_unknown)
    """Mean cosine between the h of different samples, as ``Trace.similarity``."""
    bound: bool = False
    """Whether the profile is only an upper bound, which has no band."""

    @property
    def log10_factor(self) -> float:
        """What one site back multiplies the gradient by, on average; NaN where it is not known."""
        sites = len(self.log10_profile)
        return float(self.log10_profile[0]) / max(1, sites - 1) if sites else float("nan")


@dataclass(frozen=True, eq=False)
class Border:
    """Where theory draws a line across a map of experiments: where one of ``fields`` is 0; none where it says nothing.

    Each field is (experiments,), and NaN where nothing is known.
    """

    fields: tuple[tuple[str, Array], ...] = ()
    """What the line is called, as it stands beside it, and the numbers that change their sign there."""
    note: str = ""
    """What the lines are, in a sentence."""
    source: str = ""
