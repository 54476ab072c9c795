"""How the matrices of a network are drawn, for theory: by the rule alone, without one number of them."""

import math
from dataclasses import dataclass

from simulator.catalog.initializers import INITIALIZERS
from simulator.settings.experiment import Experiment
from simulator.settings.sizes import positions


@dataclass(frozen=True)
class Law:
    """How a matrix is drawn: normal, orthogonal or the identity, times a size."""

    fan_in: int
    units: int
    size: float
    orthogonal: bool = False
    identity: bool = False


def law(e: Experiment, fan_in: int, site: int | None) -> Law:
    """How the matrix that leads into a site is drawn, counted from 0, or the output's, None: what start.py does."""
    row, units = INITIALIZERS[e.init], e.task_row.output_size if site is None else e.width
    if row.ends and not site:
        row = INITIALIZERS[row.ends]
    if row.function.endswith(":zeros_"):
        return Law(fan_in, units, 0.0, identity=True)
    if row.variance is None:
        return Law(fan_in, units, e.gain, orthogonal=row.random, identity=not row.random)
    fan_out = units * (9 if positions(e) > 1 and site is not None else 1)
    fan = {"": 1.0, "in": fan_in, "average": (fan_in + fan_out) / 2}[row.fan]
    return Law(fan_in, units, e.gain * math.sqrt(row.variance / fan))
