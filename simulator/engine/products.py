"""Matrix products of one network, or of the members of a stack at once, each bit for bit as if it were alone.

On most processors torch.bmm computes each of its products as torch.mm does; on some MKL adds up in another order where
a result begins unevenly in memory, so each kind of product is tried once.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

import torch
from torch import Tensor

from simulator.engine.layout import APART

SMALL = 400
"""Multiplications below which torch.bmm computes a product in a way of its own."""
COMPARED = 1 << 13
"""Numbers that are compared, at least, before two ways to compute a product are taken for one."""
EVEN = 64
"""Bytes that a processor takes at once."""

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
        return partial(_add_transposed, add), partial(_multiply_transposed, multiply)
    # In a piece of its own a result is rounded as where it belongs if it begins as evenly in both.
    in_place = side_by_side or rows * columns % APART != 0
    return (
        AsAlone(Tensor.baddbmm_ if in_place else _add_apart, _add_each),
        AsAlone(torch.bmm if in_place else _multiply_apart, _multiply_each),
    )


class AsAlone:
    """A product of all members ``together`` where each has the bits that it has alone, else of ``each`` in turn."""

    tried: ClassVar[dict[Any, bool]] = {}
    """Whether the two agree on this machine, by the operation and by how its operands lie in memory."""

    def __init__(self, together: Callable[..., Tensor], each: Callable[..., Tensor]) -> None:
        self.together, self.each = together, each
        self.chosen: Callable[..., Tensor] | None = None

    def __call__(self, *operands: Tensor, **out: Tensor) -> Tensor:
        if self.chosen is None:
            self.chosen = self.together if self._agree([*operands, *out.values()], [*out]) else self.each
        return self.chosen(*operands, **out)

    def _agree(self, operands: list[Tensor], names: list[str]) -> bool:
        if not operands[0].is_cpu:
            return True
        laid = ((one.shape, one.stride(), one.dtype, one.data_ptr() % EVEN) for one in operands)
        key = (self.together, *laid)
        if key not in self.tried:
            self.tried[key] = self._try(operands, names)
        return self.tried[key]

    def _try(self, operands: list[Tensor], names: list[str]) -> bool:
        """On random numbers that lie in memory as these do, until enough are compared."""
        generator, results = torch.Generator().manual_seed(0), operands[-1 if names else 0].numel()
        for _ in range(-(-COMPARED // results)):
            found = []
            drawn = [torch.randn(operand.shape, generator=generator, dtype=operand.dtype) for operand in operands]
            for way in (self.together, self.each):
                laid = [_laid(*pair) for pair in zip(drawn, operands, strict=True)]
                plain = len(laid) - len(names)
                found.append(way(*laid[:plain], **dict(zip(names, laid[plain:], strict=True))))
            if not torch.equal(*found):
                return False
        return True


def _laid(values: Tensor, like: Tensor) -> Tensor:
    """A copy of the values that lies in memory as another tensor does."""
    ends = sum((size - 1) * stride for size, stride in zip(like.shape, like.stride(), strict=True))
    start = like.data_ptr() % EVEN // like.element_size()
    return torch.empty(start + ends + 1, dtype=like.dtype).as_strided(like.shape, like.stride(), start).copy_(values)


def _add_transposed(add: Adding, out: Tensor, a: Tensor, b: Tensor) -> Tensor:
    return add(out.mT, b.mT, a.mT).mT


def _multiply_transposed(multiply: Product, a: Tensor, b: Tensor, out: Tensor) -> Tensor:
    return multiply(b.mT, a.mT, out=out.mT).mT


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
