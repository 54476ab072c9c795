"""How float32 carries a gradient down to 1e-300 and up to 1e300.

On its way back dL/dh is divided by its own size every few sites; the sizes are remembered, and what is recorded is
brought back to its true size in float64.
"""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

Array = NDArray[np.float64]
EVERY = 4
"""Sites between two rescalings: float32 holds the squares of 4 factors of 1e-4 or 1e4."""


class Scale:
    """The sizes of one walk back. None is taken above the lowest site at which the loss is read."""

    def __init__(self, like: Tensor, sites: int, readouts: int) -> None:
        top = sites - readouts
        self.sites = {site: 1 + k for k, site in enumerate(range(top, -1, -EVERY))}
        """Which size belongs to a site at which one is taken."""
        self._group = [0 if site > top else 1 + (top - site) // EVERY for site in range(sites)]
        self.group = torch.tensor(self._group, device=like.device)
        self.sizes = like.new_ones(1 + len(self.sites))
        """What the walk was divided by; the first stands for no division."""
        self._sizes = self.sizes.unbind(0)
        self._smallest = like.new_full((), torch.finfo(like.dtype).tiny)

    def apply(self, site: int, state: Tensor) -> None:
        """Divides the state by the sum of all its entries' sizes."""
        size = self._sizes[self.sites[site]]
        torch.linalg.vector_norm(state, 1, out=size)
        torch.maximum(size, self._smallest, out=size)
        state.div_(size)

    def unscale(self) -> Tensor:
        """The number that brings each site's gradient back to its true size, (sites,)."""
        return self.sizes.cumprod(0, dtype=torch.float64).index_select(0, self.group).to(self.sizes.dtype)

    def true(self, sizes: Array) -> Array:
        """``unscale`` in float64 for many walks, (steps, sites), from their ``sizes``, (steps, 1 + divisions)."""
        true: Array = np.multiply.accumulate(sizes, axis=1)[:, self._group]
        return true

    def steps(self, sizes: Array) -> Array:
        """What was divided by at each site alone, (steps, sites); 1 where nothing was."""
        taken = np.ones((len(sizes), len(self._group)))
        taken[:, list(self.sites)] = sizes[:, list(self.sites.values())]
        return taken
