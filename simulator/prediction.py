"""What theory expects, as plain data: computing it needs the engine, reading it does not."""

from dataclasses import dataclass

from simulator.trace import Array


@dataclass(frozen=True)
class Prediction:
    """What theory expects of the network as initialized.

    ``log10_profile`` is log10 of g_l / g_L, (sites,), or of an upper bound on it; empty where no result is known.
    """

    log10_profile: Array
    log10_factor: float
    """What one site back multiplies the gradient by, on average; NaN where no result is known."""
    bound: bool
    """Whether the profile is only an upper bound."""
    log10_deviation: float
    """Standard deviation of log10 of g_1 / g_L between networks of this width; NaN where it is not known."""
    note: str
    """One sentence on what the line is, and where it does not hold."""
