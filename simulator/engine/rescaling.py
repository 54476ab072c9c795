"""How float32 carries a gradient down to 1e-300 and up to 1e300.

On its way back dL/dh is divided by its own size every few sites, in float64 at every site; the divisors are
remembered, and what is recorded is brought back to its true size in float64.
"""

from functools import lru_cache

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from simulator.engine.small import scalar

Array = NDArray[np.float64]
EVERY = 4
"""Sites between two rescalings: float32 holds the squares of 4 factors of 1e-4 or 1e4."""


@lru_cache(maxsize=256)
def _plan(sites: int, readouts: int, every: int) -> tuple[dict[int, int], NDArray[np.int64], NDArray[np.int64]]:
    """``divisor_at``, its sites, and ``last_divisor``, which every network of these sizes shares and none writes to."""
    top = sites - readouts
    divisor_at = {site: 1 + k for k, site in enumerate(range(top, -1, -every))}
    last_divisor = np.array([0 if site > top else 1 + (top - site) // every for site in range(sites)])
    return divisor_at, np.array([*divisor_at], dtype=np.int64), last_divisor


class Rescaling:
    """The divisors of one walk back, which divides at no site above the lowest at which the loss is read."""

    def __init__(self, like: Tensor, sites: int, readouts: int) -> None:
        """``like``: dL/dh of all members, (K, sites, ...)."""
        # A factor of float64 may be 1e-100, and so is a slope.
        every = 1 if like.dtype == torch.float64 else EVERY
        self.divisor_at, self._divided, self._last_divisor = _plan(sites, readouts, every)
        """``divisor_at`` leads from each site at which the walk divides to the index of its divisor."""
        self.last_divisor = torch.from_numpy(self._last_divisor).to(like.device)
        """(sites,) index of the divisor at the site, or of the last one above it."""
        members = len(like)
        # The first stays 1: it stands for the sites above the first division.
        self.divisors = like.new_ones(members, 1 + len(self.divisor_at))
        """(K, 1 + divisions)"""
        lone = members == 1
        self._divisors = self.divisors[0].unbind(0) if lone else self.divisors.unbind(1)
        self._entries = tuple(range(-1, -like.ndim, -1))
        self._smallest = scalar(torch.finfo(like.dtype).tiny, like.dtype, like.device)

    def apply(self, site: int, state: Tensor) -> None:
        """Divides the state by the sum of all its entries' sizes, each member's by its own."""
        divisor = self._divisors[self.divisor_at[site]]
        # Not of squares, which float32 loses from 1e-19 on; and vector_norm(state, 1) takes up to five times as long.
        torch.sum(state.abs(), self._entries[: state.ndim - divisor.ndim], out=divisor).clamp_min_(self._smallest)
        state.div_(divisor if divisor.ndim == 0 else divisor.view(-1, *[1] * (state.ndim - 1)))

    def unscale(self) -> Tensor:
        """(K, sites) factors that bring each site's gradient back to its true size."""
        return self.divisors.cumprod(1, dtype=torch.float64).index_select(1, self.last_divisor).to(self.divisors.dtype)

    def true_scale(self, divisors: Array) -> Array:
        """``unscale`` in float64 for many walks, (steps, sites), from their ``divisors``, (steps, 1 + divisions)."""
        scale: Array = np.multiply.accumulate(divisors, axis=1)[:, self._last_divisor]
        return scale

    def divided_by(self, divisors: Array) -> Array:
        """(steps, sites) the divisor of each site alone; 1 where the walk does not divide."""
        found = np.ones((len(divisors), len(self._last_divisor)))
        found[:, self._divided] = divisors[:, 1:]
        return found
