"""What is seen of h and of the slopes at sites, in somebody else's network."""

from collections.abc import Sequence

import torch
from torch import Tensor

from simulator.catalog.thresholds import SATURATED_SLOPE
from simulator.engine.forward_row import COMPARED

Row = dict[str, Tensor]
"""Quantities of sites or of a whole step, by their names in a trace; "products" wait to become similarities."""


def number_of(values: Tensor) -> torch.dtype:
    """What sums are taken in: float64, where the device has it."""
    return torch.float32 if values.device.type == "mps" else torch.float64


def norms(arrays: Sequence[Tensor]) -> Tensor:
    """Frobenius norms of many arrays, taken in wide numbers."""
    found: Sequence[Tensor] = torch._foreach_norm(tuple(arrays), 2, dtype=number_of(arrays[0]))
    return torch.stack(tuple(found))


def outputs(h: Tensor) -> Row:
    """Of h, (sites, batch, entries): mean, deviation, and the products of the first samples with each other."""
    wide = h.detach().to(number_of(h))
    std, mean = torch.std_mean(wide, (1, 2), correction=0)
    few = wide[:, :COMPARED]
    return {"activation_mean": mean, "activation_std": std, "products": few @ few.mT}


def slopes(slope: Tensor, flat: bool) -> Row:
    """Of f'(z), (sites, batch, units, places of a unit); ``flat``: f' can be exactly 0, so that a unit can die."""
    size, number = slope.abs(), number_of(slope)
    saturated = (size < SATURATED_SLOPE).flatten(1).to(number).mean(1)
    dead = size.amax((1, 3)).eq(0).to(number).mean(1) if flat else torch.zeros_like(saturated)
    return {"saturated": saturated, "dead": dead}


def unknown(like: Tensor) -> Row:
    """Of sites, as many as numbers in ``like``, whose activation is not known."""
    nothing = torch.full_like(like, torch.nan)
    return {"saturated": nothing, "dead": nothing}
