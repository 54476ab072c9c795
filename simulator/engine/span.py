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
