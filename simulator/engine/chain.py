"""The chain: z_l = u_l + h_{l-1} W_l, h_l = cell(norm(z_l), h_{l-1}), and the chain rule written out on its way back.

A site l is a layer, or a time step with W tied. The buffers' names and shapes stand in buffers.py. The loop over sites
is here; what fills it are a map, from h to a (dense.py, conv.py, recurrent.py), a normalization, from a to z, and a
walk, which knows the cell from z to h (walk.py, lstm.py, gru.py).
The loop goes span by span, a span being as many sites as stay in the processor's cache while they are walked and
recorded. dL/dh and what follows from it are kept at a scale of their own (rescaling.py); ``unscale`` brings a site to
its true size.
"""

from collections.abc import Callable

import torch
from torch import Tensor

from simulator.engine.buffers import Buffers
from simulator.engine.cells import Slopes
from simulator.engine.conv import Convolution
from simulator.engine.dense import Dense
from simulator.engine.gru import Gru
from simulator.engine.lstm import Lstm
from simulator.engine.normalization import Normalized
from simulator.engine.parameters import Parameters
from simulator.engine.recurrent import Recurrent
from simulator.engine.rescaling import Rescaling
from simulator.engine.span import Span
from simulator.engine.walk import Map, Walk
from simulator.settings.experiment import Experiment

SPAN = 1 << 17
"""Entries of h in one span: half a megabyte, and twice that for its moments in float64."""
Seen = Callable[[Span, Slopes], None]
"""Called with each span that was walked forward."""
CELLS: dict[str, type[Walk]] = {"rnn": Walk, "lstm": Lstm, "gru": Gru}


class Chain:
    """The loop over the sites of a network, or of all members of a stack at once, forward and back.

    ``from_features``: the input is what another layer passes on, so that a shortcut at site 1 starts there.
    """

    def __init__(
        self, e: Experiment, parameters: Parameters, from_features: bool = False, keep_z: bool = False
    ) -> None:
        self.e, self.from_features = e, from_features
        self.buffers = b = Buffers(e, parameters, keep_z)
        self.rescaling = Rescaling(b.dh, b.sites, b.readouts)
        self.spans = self._spans(b.members)
        self.gathered = self.spans if b.members == 1 else self._spans(1)
        """The spans whose gradients are added up one after the other: those of a network alone."""
        self.map = self._map()
        self.normalized = None if e.normalization == "none" else Normalized(b)
        walk = CELLS[e.cell] if b.tied else Walk
        self.walk = walk(b, self.map, self.normalized, self.rescaling)
        self.slopes: list[Slopes] = []

    def _spans(self, members: int) -> list[Span]:
        b = self.buffers
        size = max(1, SPAN // (members * b.entries))
        return [Span(b, slice(i, min(i + size, b.sites))) for i in range(0, b.sites, size)]

    def _map(self) -> Map:
        if self.buffers.tied:
            return Recurrent(self.buffers)
        return (
            Convolution(self.buffers) if self.e.layer == "conv" else Dense(self.buffers, {*self.spans, *self.gathered})
        )

    def forward(self, x: Tensor, seen: Seen | None = None) -> None:
        """Runs x through all sites; ``readout`` is what the loss reads."""
        b = self.buffers
        b.x, self.slopes = x, []
        if self.from_features:
            b.h_at[0].copy_(x)
        if self.normalized:
            self.normalized.rates = []
        for span in self.spans:
            self.map.drive(span)
            self.walk.forward(span)
            # Slopes are for the way back: where nobody records, as in an exam, h is enough.
            if seen:
                slopes = self.walk.slopes(span)
                self.slopes.append(slopes)
                seen(span, slopes)

    def backward(self, weights: bool = True) -> None:
        """Walks back from ``from_loss``; fills dh, dz, da and, unless told otherwise, the ``weights``' gradients."""
        b = self.buffers
        if b.readouts > 1:
            b.dh[:, b.sites].copy_(b.from_loss[:, -1])
        for span, slopes in zip(reversed(self.spans), reversed(self.slopes), strict=True):
            self.walk.back(span, slopes)
        if weights:
            self._gather()

    def _gather(self) -> None:
        # Only now is the divisor of every site known.
        unscale = self.rescaling.unscale()
        for span in self.gathered:
            self.map.gather(span, unscale[:, span.sites])
        if self.buffers.activation.learned:
            self._gather_slope(unscale)

    def _gather_slope(self, unscale: Tensor) -> None:
        """The gradient of the activation's learned slope, from each site's own share."""
        shares = torch.cat([self.walk.slope_shares(*pair) for pair in zip(self.spans, self.slopes, strict=True)], 1)
        for span in self.gathered:
            self.map.gather_slope(span, shares[:, span.sites], unscale[:, span.sites])
