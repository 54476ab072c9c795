"""Some consecutive sites, and their part of every buffer of a chain."""

from typing import NamedTuple

from torch import Tensor

from simulator.engine.buffers import Buffers
from simulator.engine.cells import Stack


class Product(NamedTuple):
    """dL/dW = h_{l-1}^T da_l of the matrices that lead from site to site within a span, as one batched product."""

    h: Tensor
    """h_{l-1}^T, (matrices, units, batch)"""
    da: Tensor
    """(matrices, batch, maps * units)"""
    gradient: Tensor
    """Where the product goes, (matrices, units, maps * units)."""
    flat: Tensor
    """The same as (matrices, entries)."""
    norm: Tensor
    """Where the norms of the matrices go, (matrices,)."""


class Span:
    """Views of a span's sites, made once, because indexing at every step would cost as much as a small operation.

    ``a``, ``after`` (h_l) and ``dh`` (dL/dh_l) are (sites, batch, ...);
    ``dz`` and ``da`` are (sites, batch, maps * units, positions).
    """

    def __init__(self, buffers: Buffers, sites: slice) -> None:
        self.sites, self.start, self.stop = sites, sites.start, sites.stop
        after = slice(sites.start + 1, sites.stop + 1)
        self.a, self.after, self.dh = buffers.a[sites], buffers.h[after], buffers.dh[after]
        rows = (self.stop - self.start, buffers.batch, buffers.maps * buffers.units[0], -1)
        self.dz, self.da = buffers.dz[sites].view(rows), buffers.da[sites].view(rows)
        values, tied = buffers.values, buffers.tied
        slope: Tensor | None = values.get("slope")
        if slope is not None and not tied:
            slope = slope[sites]
        self.stack = Stack(buffers.pieces(buffers.z[sites]), buffers.h[sites], self.after, slope, buffers.slope[sites])
        """What the slopes are computed from, but for dropout."""
        self.bias = values["bias"][sites].unsqueeze(1) if "bias" in values and not tied else None
        self.product = self._product(buffers) if buffers.dense and not tied else None

    def _product(self, buffers: Buffers) -> Product | None:
        start = max(self.start, 1)  # the matrix of site 1 is the input's
        if start == self.stop:
            return None
        gradient = buffers.gradients["hidden"][start - 1 : self.stop - 1]
        h, da, norm = buffers.h[start : self.stop].mT, buffers.da[start : self.stop], buffers.weight_norm
        return Product(h, da, gradient, gradient.flatten(1), norm[start : self.stop])
