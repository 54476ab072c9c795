"""Sum and norm of h at every site, of every member, as float64 has them where that shows."""

from collections.abc import Callable
from functools import partial

import numpy as np
import torch
from torch import Tensor

from simulator.engine.norms import LEAST, MOST, Rows, largest_entries, squares_of

norm = torch.linalg.vector_norm
CLEAR = 1.25
"""How many times the square of its mean the mean square of h must be, so that float32 carries the variance."""
FEW = 1024
"""Numbers of a site below which the checks of float32 take longer than float64."""


def mostly_in_float32(h: Tensor) -> bool:
    """Whether the sums of h, (K, sites, entries), of float32 are taken in float32 first."""
    return h.is_cpu and h.shape[2] >= FEW


def moments(h: Tensor, total: Tensor, size: Tensor, room: Tensor, wide: Tensor) -> Callable[[], None]:
    """A call that fills ``total`` and ``size``, (K, sites), float64, with the sums and norms of h, (K, sites, entries).

    h is float32; ``room``, like h, may be written over, and so may ``wide``, of float64, as many numbers as h, which is
    for sums that are not ``mostly_in_float32``. Each row is treated by what stands in it alone, so that a member of a
    stack has the numbers that it has alone.
    """
    if mostly_in_float32(h):
        return Moments(h, total, size, room)
    return partial(_in_float64, h, total, size, wide[: h.numel()].view(h.shape))


def _in_float64(h: Tensor, total: Tensor, size: Tensor, wide: Tensor) -> None:
    torch.sum(wide.copy_(h), 2, out=total)
    norm(wide, dim=2, out=size)


class Moments:
    """The call on a processor: in float32, which takes a third of the time, and again where that would not do."""

    def __init__(self, h: Tensor, total: Tensor, size: Tensor, room: Tensor) -> None:
        self.h, self.room, self.sums = h, room, h.new_empty(h.shape[:2])
        # Views of NumPy's, of which one costs as much as a small operation.
        self.rows, self.off, self.narrow = h.numpy(), room.numpy(), self.sums.numpy()
        self.total, self.size, self.clear = total.numpy(), size.numpy(), np.empty(h.shape[:2])
        self.entries = h.shape[2]

    def __call__(self) -> None:
        torch.sum(self.h, 2, out=self.sums)
        squares = squares_of(self.rows)
        self.total[...] = self.narrow
        np.sqrt(squares, out=self.size, dtype=np.float64)
        np.multiply(self.total, self.total, out=self.clear)
        self.clear *= CLEAR / self.entries
        np.subtract(squares, self.clear, out=self.clear)
        # NaN is neither.
        if not (np.minimum.reduce(self.clear, None) > LEAST and np.maximum.reduce(squares, None) < MOST):
            self._again(squares)

    def _again(self, squares: Rows) -> None:
        """Rows that hardly differ from their mean, as those of a sigmoid, by their difference from it; and in float64
        rows whose squares float32 cannot hold."""
        held = (squares > LEAST) & (squares < MOST)
        close = held & ~(self.clear > LEAST)
        if close.any():
            torch.sub(self.h, (self.sums / self.entries).unsqueeze(2), out=self.room)
            # Of the entries' differences from their mean, and of the mean.
            found = squares_of(self.off) + self.total**2 / self.entries
            np.sqrt(found, out=self.size, where=close, dtype=np.float64)
        if not held.all():
            wide = self.rows[~held].astype(np.float64)
            self.total[~held], self.size[~held] = wide.sum(-1), np.sqrt(np.vecdot(wide, wide))


def scaled_moments(h: Tensor, peak: Tensor, total: Tensor, size: Tensor, room: Tensor) -> None:
    """The same of h in float64, relative to its ``peak``, the largest entry at each site: squares of what float64 may
    hold are lost. ``room`` takes h divided by it."""
    peak.copy_(largest_entries(h))
    torch.div(h, peak.unsqueeze(-1), out=room)
    torch.sum(room, 2, out=total)
    norm(room, dim=2, out=size)
