"""Some consecutive sites, and their part of every buffer of the chain."""

from typing import TYPE_CHECKING

from torch import Tensor

from simulator.engine.cells import Stack

if TYPE_CHECKING:
    from simulator.engine.chain import Chain


class Span:
    """Views, made once, for an index at every step costs as much as a small operation.

    ``a``, ``after`` (h_l) and ``dh`` (dL/dh_l) are (sites, batch, ...);
    ``dz`` and ``da`` are (sites, batch, maps * units, positions).
    """

    def __init__(self, chain: "Chain", sites: slice) -> None:
        self.sites, self.start, self.stop = sites, sites.start, sites.stop
        after = slice(sites.start + 1, sites.stop + 1)
        self.a, self.after, self.dh = chain.a[sites], chain.h[after], chain.dh[after]
        rows = (self.stop - self.start, chain.batch, chain.maps * chain.units[0], -1)
        self.dz, self.da = chain.dz[sites].view(rows), chain.da[sites].view(rows)
        parameter: Tensor | None = chain.values.get("slope")
        if parameter is not None and chain.first:
            parameter = parameter[sites]
        self.stack = Stack(chain.pieces(chain.z[sites]), chain.h[sites], self.after, parameter, chain.slope[sites])
        """What the slopes are computed from, but for dropout."""
        self.bias = chain.values["bias"][sites].unsqueeze(1) if chain.first and "bias" in chain.values else None
        self.product = self._product(chain) if chain.first and chain.dense else None

    def _product(self, chain: "Chain") -> tuple[Tensor, ...] | None:
        """Of the matrices that lead from site to site: h^T and da, their product, the same flat, and its norms."""
        start = max(self.start, 1)
        if start == self.stop:
            return None
        gradient = chain.gradients["hidden"][start - 1 : self.stop - 1]
        norms = chain.weight_norm[start : self.stop]
        return chain.h[start : self.stop].mT, chain.da[start : self.stop], gradient, gradient.flatten(1), norms
