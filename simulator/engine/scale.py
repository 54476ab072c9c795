"""How float32 carries a gradient down to 1e-300 and up to 1e300.

On its way back dL/dh is multiplied by a power of two every few sites, which changes no digit of it; the exponents are
remembered, and what is recorded is brought back to its true size in float64.
"""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

EVERY = 4
"""Sites between two rescalings: float32 holds the squares of 4 factors of 1e-4 or 1e4."""


class Scale:
    """The powers of two of one walk back. None is applied above the lowest site at which the loss is read.

    A factor is made on the bits of a floating-point number: its exponent is read from one and written into another.
    """

    def __init__(self, like: Tensor, sites: int, readouts: int) -> None:
        top = sites - readouts
        self.sites = {site: 1 + k for k, site in enumerate(range(top, -1, -EVERY))}
        """Which factor belongs to a site at which one is applied."""
        groups = [0 if site > top else 1 + (top - site) // EVERY for site in range(sites)]
        self.group = torch.tensor(groups, device=like.device)
        double = like.element_size() == 8
        integer, self.mantissa, self.bias = (torch.int64, 52, 1023) if double else (torch.int32, 23, 127)
        self.size, self.factor = like.new_empty(()), like.new_empty(())
        self.size_bits, self.factor_bits = self.size.view(integer), self.factor.view(integer)
        one = torch.full((), self.bias << self.mantissa, dtype=integer, device=like.device)
        self.twice_bias, self.exponent_mask = 2 * one, 2 * one + (1 << self.mantissa)
        self.bits = one.repeat(len(self.sites) + 1)
        """2 ** exponent of every factor's inverse, as bits; the first stands for no rescaling."""
        self._bits, self._inverses = self.bits.unbind(0), self.bits.view(like.dtype)

    def apply(self, site: int, *states: Tensor) -> None:
        """Multiplies the states by the power of two that brings the sum of all sizes into [1, 2)."""
        norm = torch.linalg.vector_norm
        norm(states[0], 1, out=self.size)
        for state in states[1:]:
            self.size += norm(state, 1)
        bits = torch.bitwise_and(self.size_bits, self.exponent_mask, out=self._bits[self.sites[site]])
        torch.sub(self.twice_bias, bits, out=self.factor_bits)
        for state in states:
            state.mul_(self.factor)

    def unscale(self, dtype: torch.dtype) -> Tensor:
        """The number that brings each site's gradient back to its true size, (sites,)."""
        return self._inverses.cumprod(0, dtype=torch.float64).index_select(0, self.group).to(dtype)

    def exponents(self, bits: Tensor) -> NDArray[np.int64]:
        """log2 of ``unscale`` for many walks, (steps, sites), from their ``bits``, (steps, factors)."""
        steps = ((bits >> self.mantissa) - self.bias).long()
        result: NDArray[np.int64] = steps.cumsum(1)[:, self.group].cpu().numpy()
        return result
