"""The LSTM's chain: two states, of which the memory c runs past the weights.

z holds i, f, o, g; c_t = f c_{t-1} + i g, h_t = o tanh(c_t) (Hochreiter, Schmidhuber, 1997; Gers, Schmidhuber,
Cummins, 2000). Dropout masks g (Semeniuta, Severyn, Barth, 2016).
"""

import torch
from torch import Tensor

from simulator.engine.cells import Slopes
from simulator.engine.chain import SequenceChain


class LstmChain(SequenceChain):
    """``gate`` holds i, f, o, g after their activations; ``c`` is (time steps + 1, batch, units)."""

    def _allocate(self, maps: int) -> None:
        super()._allocate(maps)
        self.c, self.squashed = torch.zeros_like(self.h), torch.empty_like(self.h[1:])
        self.gate = torch.empty_like(self.a)
        self.gates = self._pieces(self.gate)
        self.lc, self.lsquashed = list(self.c), list(self.squashed)
        self.lgate = list(self.gate)
        self.lsigmoids = [g[:, : 3 * self.e.width] for g in self.lgate]
        self.lcandidate = [g[:, 3 * self.e.width :] for g in self.lgate]
        self.lgates = [row.unbind(1) for row in self.gates]
        self.slope_buffer = torch.empty_like(self.gates)

    def _walk(self) -> None:
        width = 3 * self.e.width
        self.rates = []
        for t in range(self.sites):
            self._map(t, self.lh[t])
            z = self._normalize(t) if self.normalization else self.lz[t]
            torch.sigmoid(z[:, :width], out=self.lsigmoids[t])
            torch.tanh(z[:, width:], out=self.lcandidate[t])
            i, f, o, g = self.lgates[t]
            new = torch.mul(i, g if self.mask is None else g * self.mask[t], out=self.lc[t + 1])
            new.addcmul_(f, self.lc[t])
            torch.mul(o, torch.tanh(new, out=self.lsquashed[t]), out=self.lh[t + 1])

    def _find_slopes(self) -> Slopes:
        """``z`` is dc/dz for i, f and g, and dh/dz for o; ``h`` is dh/dc."""
        i, f, o, g = self.gates.unbind(2)
        d = self.slope_buffer
        candidate = g if self.mask is None else g * self.mask
        sigmoids = self.gates[:, :, :3]
        torch.mul(sigmoids, 1 - sigmoids, out=d[:, :, :3])
        d[:, :, 0].mul_(candidate)
        d[:, :, 1].mul_(self.c[:-1])
        d[:, :, 2].mul_(self.squashed)
        alone = 1 - g * g
        torch.mul(alone, i, out=d[:, :, 3])
        if self.mask is not None:
            d[:, :, 3].mul_(self.mask)
        to_cell = o * (1 - self.squashed * self.squashed)
        return Slopes(d, alone, to_cell, gates={"input": i, "forget": f, "output": o})

    def backward(self, direct: Tensor) -> None:
        top = self.sites - self.readouts
        self.ldh[self.sites].copy_(direct[-1])
        slopes, to_cell = self.slopes.z, self.slopes.h
        assert to_cell is not None
        dc = torch.zeros_like(self.lh[0])
        for t in range(self.sites - 1, -1, -1):
            dh = self.ldh[t + 1]
            if top <= t < self.sites - 1:
                dh.add_(direct[t - top])
            if t in self.rescaled:
                self._rescale(t, torch.stack((dh, dc)), dh, dc)
            dc.addcmul_(dh, to_cell[t])
            dz = self.ldz_pieces[t]
            torch.mul(dc.unsqueeze(1), slopes[t], out=dz)
            torch.mul(dh, slopes[t, :, 2], out=dz[:, 2])
            if self.normalization:
                self._normalize_back(t)
            self._map_back(t)
            if self.readouts > 1:
                self.ldh[t].copy_(self.lback[t])
            dc.mul_(self.lgates[t][1])
        self.exponent = self.exponents.cumsum(0)[self.group]
        self._gather()
