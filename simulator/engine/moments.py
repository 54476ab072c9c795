"""Moments of an activation of a normal number, by quadrature: what infinitely wide layers are made of."""

from dataclasses import dataclass
from functools import lru_cache

import torch

from simulator.catalog.activations import ACTIVATIONS
from simulator.catalog.choice import load

POINTS, EDGE = 20_001, 10.0
"""Points of an even grid, and its edge in standard deviations; kinks and steps do less harm there than at
Gauss-Hermite points."""


@dataclass(frozen=True)
class Moments:
    """Of f(z), z normal with mean 0."""

    mean: float
    """E f(z)"""
    square: float
    """E f(z)^2"""
    slope: float
    """E f'(z)^2"""
    slope_fourth: float
    """E f'(z)^4"""


@lru_cache(maxsize=4096)
def moments(activation: str, variance: float) -> Moments:
    """The moments at one variance of z."""
    row = ACTIVATIONS[activation]
    if row.pieces == 2:  # the larger of two independent numbers, whose slope is 1
        return Moments((variance / torch.pi) ** 0.5, variance, 1.0, 1.0)
    normal = torch.linspace(-EDGE, EDGE, POINTS, dtype=torch.float64)
    weights = torch.softmax(-(normal**2) / 2, 0)
    z = (normal * variance**0.5).requires_grad_()
    extra = [torch.full_like(z, row.slope)] if row.slope is not None else []
    with torch.enable_grad():
        value = load(row.function)(z, *extra)
    (slope,) = torch.autograd.grad(value.sum(), z)
    parts = (value.detach(), value.detach() ** 2, slope**2, slope**4)
    return Moments(*(float((weights * part).sum()) for part in parts))
