"""Activations and starting weights that torch does not name."""

import torch
from torch import Tensor


def linear(z: Tensor) -> Tensor:
    """f(z) = z."""
    return z.clone()


def prelu(z: Tensor, slope: Tensor) -> Tensor:
    """f(z) = z where z > 0, else slope * z, the slope learned (He, Zhang, Ren, Sun, 2015)."""
    return torch.where(z > 0, z, slope * z)


def maxout(z: Tensor) -> Tensor:
    """The larger of the two halves of z along dimension 1 of (batch, 2 * units, ...) (Goodfellow et al., 2013)."""
    first, second = z.chunk(2, 1)
    return torch.maximum(first, second)


def identity_(weight: Tensor, generator: torch.Generator | None = None) -> Tensor:
    """Fills (out, in) with the identity, (out, in, height, width) with filters that hand each channel on."""
    return torch.nn.init.eye_(weight) if weight.ndim == 2 else torch.nn.init.dirac_(weight)


def sigmoid_slope(h: Tensor, out: Tensor | None = None) -> Tensor:
    """f'(z) = h (1 - h)."""
    return torch.addcmul(h, h, h, value=-1, out=out)


def tanh_slope(h: Tensor, out: Tensor | None = None) -> Tensor:
    """f'(z) = 1 - h^2."""
    return torch.addcmul(h.new_ones(()), h, h, value=-1, out=out)


def relu_slope(h: Tensor, out: Tensor | None = None) -> Tensor:
    """f'(z) = 1 where h > 0, else 0."""
    return torch.sign(h, out=out)


def precise_sigmoid_slope(z: Tensor) -> Tensor:
    """f'(z) = f(z) f(-z), in which nothing is rounded to 0 before it underflows."""
    return torch.sigmoid(z).mul_(torch.sigmoid(-z))


def precise_tanh_slope(z: Tensor) -> Tensor:
    """f'(z) = 4 f (1 - f) with f = sigmoid(2 z), in the same way."""
    return precise_sigmoid_slope(2 * z).mul_(4)


def precise_gelu(z: Tensor) -> Tensor:
    """f(z) = z P(x < z) of a normal x, by the complement of the error function where z is negative."""
    # Not special.ndtr, which rounds to 0 from z = -9 down.
    return z * torch.special.erfc(-z * 0.5**0.5) / 2
