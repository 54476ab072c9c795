"""Norms of many arrays at once."""

from functools import partial
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from simulator.engine.small import Call

Rows = NDArray[Any]
SMALLEST = torch.finfo(torch.float64).tiny
MANY, LONGEST = 1 << 14, 1 << 13
"""Numbers of a member from which on NumPy's products of rows with themselves are quicker than PyTorch's norms, up to
five times; and in a row, beyond which NumPy shares a product out among threads, so that it is taken in pieces."""
SOME = 1 << 13
"""The same for ``norms_call``, which does not check the sums of squares."""
LEAST, MOST = 1e-24, 1e36
"""Sums of squares between which float32 has lost nothing that counts."""


def norms(values: Tensor, out: Tensor) -> Tensor:
    """Norms over the last dimension of ``values``, (K, ...), written to ``out``, float64.

    A square of a float32 number is held by float64. Of a float64 number the largest entry is taken out before.
    """
    if values.dtype == torch.float32:
        # By the size of one member, so that each has the norms that it has alone.
        if values.is_cpu and values.numel() >= MANY * values.shape[0]:
            return _by_products(values, out)
        return torch.linalg.vector_norm(values, dim=-1, dtype=torch.float64, out=out)
    largest = largest_entries(values)
    torch.linalg.vector_norm(values / largest.unsqueeze(-1), dim=-1, out=out)
    return out.mul_(largest)


def _by_products(values: Tensor, out: Tensor) -> Tensor:
    rows, found = values.numpy(), out.numpy()
    squares = squares_of(rows)
    np.sqrt(squares, out=found, dtype=np.float64)
    # NaN is neither.
    if not (np.minimum.reduce(squares, None) > LEAST and np.maximum.reduce(squares, None) < MOST):
        beyond = ~((squares > LEAST) & (squares < MOST))
        wide = rows[beyond].astype(np.float64)
        found[beyond] = np.sqrt(np.vecdot(wide, wide))
    return out


def norms_call(values: Tensor, out: Tensor, precise: bool) -> Call:
    """A call that writes norms over the last dimension of ``values`` to ``out``, of the same kind of number.

    For values that are kept where float32 holds their squares; those that are ``precise`` go by ``norms``.
    """
    if precise:
        return partial(norms, values, out)
    # By the size of one member, so that each has the norms that it has alone.
    if values.is_cpu and values.numel() >= SOME * values.shape[0]:
        rows, found = values.numpy(), out.numpy()
        return partial(_roots, rows, found)
    return partial(torch.linalg.vector_norm, values, dim=-1, out=out)


def _roots(rows: Rows, out: Rows) -> None:
    np.sqrt(squares_of(rows), out=out)


def squares_of(rows: Rows) -> Rows:
    """Sums of squares over the last dimension: in float32, of rows longer than LONGEST the pieces' in float64."""
    length = rows.shape[-1]
    if length <= LONGEST:
        return np.asarray(np.vecdot(rows, rows))
    whole = length // LONGEST * LONGEST
    pieces, rest = rows[..., :whole].reshape(*rows.shape[:-1], -1, LONGEST), rows[..., whole:]
    return np.asarray(np.vecdot(pieces, pieces).sum(-1, dtype=np.float64) + np.vecdot(rest, rest))


def largest_entries(values: Tensor) -> Tensor:
    """Size of the largest entry along the last dimension, or the smallest normal number where all are 0."""
    # The norm of infinite order would take nine times as long.
    return torch.maximum(values.amax(-1), values.amin(-1).neg_()).clamp_min_(SMALLEST)
