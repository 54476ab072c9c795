"""What is recorded of a span that was just walked forward: moments of h, slopes and gates."""

import torch
from torch import Tensor

from simulator.catalog.thresholds import SATURATED_SLOPE
from simulator.engine.buffers import Buffers
from simulator.engine.cells import Slopes
from simulator.engine.norms import largest_entries
from simulator.engine.span import Span

norm = torch.linalg.vector_norm
COMPARED = 4
"""Samples of a batch that are compared with each other, its first ones."""


class ForwardRow:
    """Computes the row of one span. Its scratch space is ``wide``, and the dL/dh buffer, which is still unused then."""

    def __init__(self, b: Buffers, span: Span, row: dict[str, Tensor], wide: Tensor) -> None:
        self.b = b
        # In the order of h in memory, so that the copy into it is one of a single piece.
        scratch = wide[: span.after.numel()].view((span.after.mT if b.units_first else span.after).shape)
        like_h = scratch.mT if b.units_first else scratch
        self.h, self.room, self.wide = b.entries_of(span.after), span.dh, b.entries_of(like_h)
        named = ("peak", "sum", "size", "products", "saturated", "dead", "memory", "gates")
        self.rows = {name: row[name][:, span.sites] for name in named if name in row}
        self.compared = like_h[:, :, :COMPARED].flatten(3)
        self.flat = self.compared.flatten(0, 1)
        products = self.rows["products"]
        # The product of a batch is quick, and rounded as ever, where it is written in one piece.
        self.products = products[0] if len(products) == 1 else torch.empty_like(products.flatten(0, 1))
        # A comparison with a plain number would make a tensor of it at every step.
        self.threshold = self.h.new_full((), SATURATED_SLOPE)
        self.samples = (2, *range(4, span.after.ndim))
        """Dimensions of h over which a unit is one and the same."""

    def forward(self, slopes: Slopes) -> None:
        rows = self.rows
        self._moments()
        size = slopes.activation if slopes.rising else torch.abs(slopes.activation, out=self.room)
        # Numbers, not truth values, which take four times as long to add up.
        if "dead" in rows:
            torch.sum(size.amax(self.samples).eq_(0), 2, out=rows["dead"])
        torch.sum(self.b.entries_of(torch.lt(size, self.threshold, out=self.room)), 2, out=rows["saturated"])
        if "memory" in rows and slopes.h is not None:
            torch.sum(self.b.entries_of(slopes.h), 2, out=rows["memory"])
        if slopes.gates is not None:
            self._gates(slopes.gates)

    def _gates(self, gates: Tensor) -> None:
        """The sum of each gate, quickest along the order in memory."""
        if self.b.units_first:
            torch.sum(gates, (2, 4), out=self.rows["gates"])
        else:
            torch.sum(gates.sum(2).flatten(3), 3, out=self.rows["gates"])

    def _moments(self) -> None:
        """Sum and norm of h, and the products of some samples' h with each other.

        In float64: the outputs of a sigmoid or a softplus differ by little from their mean. Squares of what float64
        may hold are lost, so there h is brought to the size of 1 before.
        """
        if "peak" in self.rows:
            self.rows["peak"].copy_(largest_entries(self.h))
            torch.div(self.h, self.rows["peak"].unsqueeze(-1), out=self.wide)
        else:
            self.wide.copy_(self.h)
        torch.sum(self.wide, 2, out=self.rows["sum"])
        norm(self.wide, dim=2, out=self.rows["size"])
        if "peak" in self.rows:  # one sample may be as small beside another as h itself is
            self.compared.div_(largest_entries(self.compared).unsqueeze(-1))
        torch.bmm(self.flat, self.flat.mT, out=self.products)
        if len(self.h) > 1:
            self.rows["products"].copy_(self.products.view(self.rows["products"].shape))
