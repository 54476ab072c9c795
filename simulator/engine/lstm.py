"""The LSTM's chain: two states, of which the memory c runs past the weights.

z holds i, f, o, g; c_t = f c_{t-1} + i g, h_t = o tanh(c_t) (Hochreiter, Schmidhuber, 1997; Gers, Schmidhuber,
Cummins, 2000). Dropout masks g (Semeniuta, Severyn, Barth, 2016).
"""

import torch

from simulator.engine.cells import Slopes
from simulator.engine.sequence import SequenceChain
from simulator.engine.span import Span


class LstmChain(SequenceChain):
    """``gates`` holds i, f, o, g after their activations; ``c`` is (time steps + 1, batch, units)."""

    def _allocate(self) -> None:
        super()._allocate()
        w = self.e.width
        self.c, self.squashed = torch.empty_like(self.h), torch.empty_like(self.h[1:])
        self.c[0].zero_()
        gate, self.dc = torch.empty_like(self.a), torch.empty_like(self.h[0])
        self.gates, self.factors = self.pieces(gate), self.pieces(torch.empty_like(self.a))
        self.lc, self.lsquashed, self.lfactors = self.c.unbind(0), self.squashed.unbind(0), self.factors.unbind(0)
        self.lgates = [row.unbind(1) for row in self.gates]
        self.lsigmoids = [(z[:, : 3 * w], s[:, : 3 * w]) for z, s in zip(self.z, gate, strict=True)]
        self.lcandidate = [(z[:, 3 * w :], g[:, 3 * w :]) for z, g in zip(self.z, gate, strict=True)]
        self.loutput = [(d[:, 2], dz[:, 2]) for d, dz in zip(self.lfactors, self.ldz_pieces, strict=True)]

    def _walk(self, span: Span) -> None:
        for t in range(span.start, span.stop):
            self._map(t, self.lh[t])
            if self.normalization:
                self._normalize(t)
            (z, sigmoids), (z_candidate, g), (i, f, o, _) = self.lsigmoids[t], self.lcandidate[t], self.lgates[t]
            torch.sigmoid(z, out=sigmoids)
            torch.tanh(z_candidate, out=g)
            new = torch.mul(i, g if self.mask is None else g * self.mask[t], out=self.lc[t + 1])
            new.addcmul_(f, self.lc[t])
            torch.mul(o, torch.tanh(new, out=self.lsquashed[t]), out=self.lh[t + 1])

    def _slopes(self, span: Span) -> Slopes:
        """``z`` is dc/dz for i, f and g, and dh/dz for o; ``h`` is dh/dc."""
        gates, d, squashed = self.gates[span.sites], self.factors[span.sites], self.squashed[span.sites]
        i, _, o, g = gates.unbind(2)
        mask = None if self.mask is None else self.mask[span.sites]
        sigmoids = gates[:, :, :3]
        torch.addcmul(sigmoids, sigmoids, sigmoids, value=-1, out=d[:, :, :3])
        d[:, :, 0].mul_(g if mask is None else g * mask)
        d[:, :, 1].mul_(self.c[span.sites])
        d[:, :, 2].mul_(squashed)
        alone = 1 - g * g
        torch.mul(alone, i if mask is None else i * mask, out=d[:, :, 3])
        to_cell = torch.addcmul(o, o * squashed, squashed, value=-1)
        return Slopes(d, alone, to_cell, gates=sigmoids, rising=True)

    def _start_back(self) -> None:
        super()._start_back()
        self.dc.zero_()

    def _walk_back(self, span: Span, slopes: Slopes) -> None:
        assert slopes.h is not None
        dc, wide, to_cell = self.dc, self.dc.unsqueeze(1), slopes.h.unbind(0)
        for t in range(span.stop - 1, span.start - 1, -1):
            self._read_loss(t)
            dh, (factor, dz) = self.ldh[t + 1], self.loutput[t]
            if t in self.scale.sites:
                self.scale.apply(t, dh, dc)
            dc.addcmul_(dh, to_cell[t - span.start])
            torch.mul(wide, self.lfactors[t], out=self.ldz_pieces[t])
            torch.mul(dh, factor, out=dz)
            if self.normalization:
                self._normalize_back(t)
            self._map_back(t)
            if self.readouts > 1:
                self.ldh[t].copy_(self.lback[t])
            dc.mul_(self.lgates[t][1])
