"""What is recorded of a span that was just walked forward: moments of h, slopes and gates."""

from collections.abc import Callable
from functools import partial

import torch
from torch import Tensor

from simulator.catalog.thresholds import SATURATED_SLOPE
from simulator.engine.buffers import Buffers
from simulator.engine.cells import Slopes
from simulator.engine.moments import moments, scaled_moments
from simulator.engine.norms import largest_entries
from simulator.engine.small import scalar
from simulator.engine.span import Span

COMPARED = 4
"""Samples of a batch that are compared with each other, its first ones."""


class ForwardRow:
    """Computes the row of one span. Its scratch space is ``wide``, and the dL/dh buffer, which is still unused then."""

    def __init__(self, b: Buffers, span: Span, row: dict[str, Tensor], wide: Tensor) -> None:
        self.b, self.room = b, span.dh
        named = ("peak", "sum", "size", "products", "saturated", "dead", "memory", "gates")
        self.rows = rows = {name: row[name][:, span.sites] for name in named if name in row}
        h, room, sums = b.entries_of(span.after), b.entries_of(span.dh), (rows["sum"], rows["size"])
        if b.precise:
            self.moments: Callable[[], None] = partial(scaled_moments, h, rows["peak"], *sums, room)
        else:
            self.moments = moments(h, *sums, room, wide)
        self.few = (span.dh if b.precise else span.after)[:, :, :COMPARED].flatten(3)
        """The samples that are compared, with each other's ``products`` in float64."""
        self.compared = torch.empty_like(self.few, dtype=torch.float64, memory_format=torch.contiguous_format)
        self.flat = self.compared.flatten(0, 1)
        products = self.rows["products"]
        # The product of a batch is quick, and rounded as ever, where it is written in one piece.
        self.products = products[0] if len(products) == 1 else torch.empty_like(products.flatten(0, 1))
        self.threshold = scalar(SATURATED_SLOPE, h.dtype, h.device)
        self.samples = (2, *range(4, span.after.ndim))
        """Dimensions of h over which a unit is one and the same."""

    def forward(self, slopes: Slopes) -> None:
        rows = self.rows
        self.moments()
        self._compare()
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

    def _compare(self) -> None:
        """The products of some samples' h with each other."""
        self.compared.copy_(self.few)
        if self.b.precise:  # one sample may be as small beside another as h itself is
            self.compared.div_(largest_entries(self.compared).unsqueeze(-1))
        torch.bmm(self.flat, self.flat.mT, out=self.products)
        if len(self.rows["products"]) > 1:
            self.rows["products"].copy_(self.products.view(self.rows["products"].shape))
