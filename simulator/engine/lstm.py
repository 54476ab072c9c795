"""The LSTM's chain: two states, of which the memory c runs past the weights.

z holds i, f, o, g; c_t = f c_{t-1} + i g, h_t = o tanh(c_t) (Hochreiter, Schmidhuber, 1997; Gers, Schmidhuber,
Cummins, 2000). Dropout masks g (Semeniuta, Severyn, Barth, 2016).
"""

import torch
from torch import Tensor

from simulator.engine.cells import Slopes
from simulator.engine.sequence import SequenceChain


class LstmChain(SequenceChain):
    """``gates`` holds i, f, o, g after their activations; ``c`` is (time steps + 1, batch, units)."""

    def _allocate(self, maps: int) -> None:
        super()._allocate(maps)
        self.c, self.squashed = torch.zeros_like(self.h), torch.empty_like(self.h[1:])
        gate = torch.empty_like(self.a)
        self.gates = self.pieces(gate)
        self.lc, self.lsquashed = self.c.unbind(0), self.squashed.unbind(0)
        self.lsigmoids = [row[:, : 3 * self.e.width] for row in gate]
        self.lcandidate = [row[:, 3 * self.e.width :] for row in gate]
        self.lgates = [row.unbind(1) for row in self.gates]
        self.lz_sigmoids = [row[:, : 3 * self.e.width] for row in self.z]
        self.lz_candidate = [row[:, 3 * self.e.width :] for row in self.z]
        self.ldz_output = [row[:, 2] for row in self.ldz_pieces]
        self.factors = torch.empty_like(self.gates)
        self.lfactors = self.factors.unbind(0)
        self.lfactors_output = [row[:, 2] for row in self.lfactors]
        self.dc = torch.zeros_like(self.lh[0])

    def _walk(self, span: slice) -> None:
        for t in range(span.start, span.stop):
            self._map(t, self.lh[t])
            if self.normalization:
                self._normalize(t)
            torch.sigmoid(self.lz_sigmoids[t], out=self.lsigmoids[t])
            torch.tanh(self.lz_candidate[t], out=self.lcandidate[t])
            i, f, o, g = self.lgates[t]
            new = torch.mul(i, g if self.mask is None else g * self.mask[t], out=self.lc[t + 1])
            new.addcmul_(f, self.lc[t])
            torch.mul(o, torch.tanh(new, out=self.lsquashed[t]), out=self.lh[t + 1])

    def _slopes(self, span: slice) -> Slopes:
        """``z`` is dc/dz for i, f and g, and dh/dz for o; ``h`` is dh/dc."""
        i, f, o, g = self.gates[span].unbind(2)
        mask = None if self.mask is None else self.mask[span]
        d, sigmoids, squashed = self.factors[span], self.gates[span][:, :, :3], self.squashed[span]
        torch.addcmul(sigmoids, sigmoids, sigmoids, value=-1, out=d[:, :, :3])
        d[:, :, 0].mul_(g if mask is None else g * mask)
        d[:, :, 1].mul_(self.c[span])
        d[:, :, 2].mul_(squashed)
        alone = 1 - g * g
        torch.mul(alone, i if mask is None else i * mask, out=d[:, :, 3])
        to_cell = torch.addcmul(o, o * squashed, squashed, value=-1)
        return Slopes(d, alone, to_cell, gates={"input": i, "forget": f, "output": o})

    def _start_back(self) -> None:
        super()._start_back()
        self.dc.zero_()

    def _walk_back(self, span: slice, slopes: Slopes, direct: Tensor) -> None:
        assert slopes.h is not None
        lowest = self.sites - self.readouts
        dc, wide, to_cell = self.dc, self.dc.unsqueeze(1), slopes.h.unbind(0)
        for t in range(span.stop - 1, span.start - 1, -1):
            dh = self.ldh[t + 1]
            if lowest <= t < self.sites - 1:
                dh.add_(direct[t - lowest])
            if t in self.scale.sites:
                self.scale.apply(t, dh, dc)
            dc.addcmul_(dh, to_cell[t - span.start])
            torch.mul(wide, self.lfactors[t], out=self.ldz_pieces[t])
            torch.mul(dh, self.lfactors_output[t], out=self.ldz_output[t])
            if self.normalization:
                self._normalize_back(t)
            self._map_back(t)
            if self.readouts > 1:
                self.ldh[t].copy_(self.lback[t])
            dc.mul_(self.lgates[t][1])
