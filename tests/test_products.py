"""Products of all members of a stack at once: each has the bits that torch.mm gives it alone, wherever it lies."""

import random

import pytest
import torch
from torch import Tensor

from simulator.engine.layout import APART
from simulator.engine.machine import own_arithmetic
from simulator.engine.products import AsAlone, products

CASES = 300


def _placed(start: int, *shape: int, turned: bool = False) -> Tensor:
    """Members (K, rows, columns) that begin ``start`` numbers behind an even place in memory, each as the others."""
    members, rows, columns = shape
    apart = (rows * columns // APART + 1) * APART
    room = torch.empty(start + members * apart)
    return room.as_strided(shape, (apart, *((1, rows) if turned else (columns, 1))), start)


@pytest.mark.parametrize("seed", range(3))
def test_each_member_has_the_bits_that_it_has_alone(seed: int) -> None:
    rng, generator = random.Random(seed), torch.Generator().manual_seed(seed)
    with own_arithmetic():
        for _ in range(CASES // 3):
            members, (rows, inner, columns) = rng.randint(2, 5), (rng.choice([1, 4, 10, 32, 192]) for _ in range(3))
            start, turned = rng.choice([0, 3, 11]), rng.choice([(False, False), (True, False), (False, True)])
            a = _placed(0, members, rows, inner, turned=turned[0]).normal_(generator=generator)
            b = _placed(0, members, inner, columns, turned=turned[1]).normal_(generator=generator)
            out = _placed(start, members, rows, columns).normal_(generator=generator)
            multiplied, added = [], []
            for mine, *pair in zip(out, a, b, strict=True):
                alone = _placed(start, 1, rows, columns)[0].copy_(mine)
                added.append(alone.addmm_(*pair).clone())
                multiplied.append(torch.mm(*pair, out=alone).clone())
            add, multiply = products(members, rows, inner, columns, side_by_side=False)
            assert torch.equal(add(out, a, b), torch.stack(added)), (out.shape, inner, start, turned)
            assert torch.equal(multiply(a, b, out=out), torch.stack(multiplied)), (out.shape, inner, start, turned)


def test_where_the_two_ways_differ_each_product_is_taken_alone() -> None:
    def otherwise(a: Tensor, b: Tensor, out: Tensor) -> Tensor:
        return torch.add(torch.bmm(a, b), 1e-6, out=out)

    def one_by_one(a: Tensor, b: Tensor, out: Tensor) -> Tensor:
        return torch.stack([torch.mm(*pair) for pair in zip(a, b, strict=True)], out=out)

    a, b = torch.ones(2, 3, 4), torch.ones(2, 4, 5)
    assert torch.equal(AsAlone(otherwise, one_by_one)(a, b, out=torch.empty(2, 3, 5)), torch.full((2, 3, 5), 4.0))
