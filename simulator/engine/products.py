"""Matrix products of one network, or of the members of a stack at once, each bit for bit as if it were alone.

torch.bmm computes each of its products as torch.mm does (MKL), unless one is so small that it uses a loop of its own.
"""

from collections.abc import Callable

import torch
from torch import Tensor

SMALL = 400
"""Multiplications below which torch.bmm computes a product in a way of its own."""

Adding = Callable[[Tensor, Tensor, Tensor], Tensor]
"""out += a b, returned."""
Product = Callable[..., Tensor]
"""a b, written to ``out``."""


def products(members: int, rows: int, inner: int, columns: int) -> tuple[Adding, Product]:
    """For (rows, inner) times (inner, columns), of several members with a leading dimension."""
    if members == 1:
        return Tensor.addmm_, torch.mm
    if rows * inner * columns >= SMALL:
        return Tensor.baddbmm_, torch.bmm
    return _add_each, _multiply_each


def _add_each(out: Tensor, a: Tensor, b: Tensor) -> Tensor:
    for mine, one, other in zip(out.unbind(0), a.unbind(0), b.unbind(0), strict=True):
        mine.addmm_(one, other)
    return out


def _multiply_each(a: Tensor, b: Tensor, out: Tensor) -> Tensor:
    for mine, one, other in zip(out.unbind(0), a.unbind(0), b.unbind(0), strict=True):
        torch.mm(one, other, out=mine)
    return out
