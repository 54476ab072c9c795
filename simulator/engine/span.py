"""Some consecutive sites, and their part of every buffer of a chain."""

from torch import Tensor

from simulator.engine.buffers import Buffers
from simulator.engine.cells import Stack


class Span:
    """Views of a span's sites, made once, because indexing at every step would cost as much as a small operation.

    ``a``, ``after`` (h_l) and ``dh`` (dL/dh_l) are (K, sites, batch, ...);
    ``dz`` and ``da`` are (K, sites, batch, maps * units, positions).
    """

    def __init__(self, b: Buffers, sites: slice) -> None:
        self.sites, self.start, self.stop = sites, sites.start, sites.stop
        self.range = range(sites.start, sites.stop)
        after = slice(sites.start + 1, sites.stop + 1)
        self.a, self.after, self.dh = b.a[:, sites], b.h[:, after], b.dh[:, after]
        self.bias_norm = b.bias_norm[:, sites]
        self.rows = self.after[0] if b.members == 1 else self.after.transpose(0, 1)
        """h_l site by site, (sites, K, batch, units, ...), without the K of a single network."""
        rows = (b.members, self.stop - self.start, b.batch, b.maps * b.units[0], -1)
        self.dz, self.da = b.dz[:, sites].view(rows), b.da[:, sites].view(rows)
        slope: Tensor | None = b.values.get("slope")
        if slope is not None and not b.tied:
            slope = slope[:, sites]
        z = b.pieces(b.z[:, sites])
        self.stack = Stack(z, b.h[:, sites], self.after, slope, b.slope[:, sites])
        """What the slopes are computed from, but for dropout."""
