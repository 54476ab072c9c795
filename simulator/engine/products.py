"""Matrix products of one network, or of the members of a stack at once, each bit for bit as if it were alone.

torch.bmm computes each of its products as torch.mm does (MKL), unless one is so small that it uses a loop of its own.
"""

from collections.abc import Callable

import torch
from torch import Tensor

from simulator.engine.layout import APART

SMALL = 400
"""Multiplications below which torch.bmm computes a product in a way of its own."""

Adding = Callable[[Tensor, Tensor, Tensor], Tensor]
"""out += a b, returned."""
Product = Callable[..., Tensor]
"""a b, written to ``out``."""


def products(
    members: int, rows: int, inner: int, columns: int, side_by_side: bool = True, transposed: bool = False
) -> tuple[Adding, Product]:
    """For (rows, inner) times (inner, columns), of several members with a leading dimension.

    ``side_by_side``: whether the results of the members lie in one piece; ``transposed``: whether all but the second
    factor lie column by column in memory.
    """
    if members == 1:
        return Tensor.addmm_, torch.mm
    if rows * inner * columns < SMALL:
        return _add_each, _multiply_each
    if transposed:
        # torch.bmm is quick only where its result lies row by row, as the transposed one does.
        add, multiply = products(members, columns, inner, rows, side_by_side)
        return (
            lambda out, a, b: add(out.mT, b.mT, a.mT).mT,
            lambda a, b, out: multiply(b.mT, a.mT, out=out.mT).mT,
        )
    # In a piece of its own a result is rounded as where it belongs if it begins as evenly in both.
    return (Tensor.baddbmm_, torch.bmm) if side_by_side or rows * columns % APART else (_add_apart, _multiply_apart)


def _add_apart(out: Tensor, a: Tensor, b: Tensor) -> Tensor:
    """Into one piece first: members that lie apart torch.bmm takes one by one, in six times the time."""
    return out.copy_(torch.baddbmm(out, a, b))


def _multiply_apart(a: Tensor, b: Tensor, out: Tensor) -> Tensor:
    return out.copy_(torch.bmm(a, b))


def _add_each(out: Tensor, a: Tensor, b: Tensor) -> Tensor:
    for mine, one, other in zip(out.unbind(0), a.unbind(0), b.unbind(0), strict=True):
        mine.addmm_(one, other)
    return out


def _multiply_each(a: Tensor, b: Tensor, out: Tensor) -> Tensor:
    for mine, one, other in zip(out.unbind(0), a.unbind(0), b.unbind(0), strict=True):
        torch.mm(one, other, out=mine)
    return out
