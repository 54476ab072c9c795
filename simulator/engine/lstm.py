"""The LSTM's chain: two states, of which the memory c runs past the weights.

z holds i, f, o, g; c_t = f c_{t-1} + i g, h_t = o tanh(c_t) (Hochreiter, Schmidhuber, 1997; Gers, Schmidhuber,
Cummins, 2000). Dropout masks g (Semeniuta, Severyn, Barth, 2016).
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from simulator.engine.cells import Slopes
from simulator.engine.sequence import SequenceChain
from simulator.engine.span import Span


@dataclass(slots=True)
class Step:
    """The parts of a time step's buffers, (batch, units) or, of several maps, (batch, maps * units)."""

    z_gates: Tensor
    gates: Tensor
    """i, f and o."""
    z_candidate: Tensor
    candidate: Tensor
    i: Tensor
    f: Tensor
    o: Tensor
    memory: Tensor
    """c_{t-1}"""
    new: Tensor
    """c_t"""
    squashed: Tensor
    """tanh(c_t)"""
    states: Tensor
    """dL/dh_t and dL/dc_t, (2, batch, units)."""
    dc: Tensor
    dc_wide: Tensor
    """dL/dc_t, (batch, 1, units)."""
    dc_before: Tensor
    factors: Tensor
    """The slopes of c_t, (batch, maps, units)."""
    factor_output: Tensor
    """The slope of h_t through o."""
    dz_output: Tensor


class LstmChain(SequenceChain):
    """``gates`` holds i, f and o, ``beside`` what each is multiplied with: g, c_{t-1} and tanh(c_t)."""

    def _gradient(self) -> Tensor:
        self.dstates = self.new(self.sites + 1, 2, self.batch, self.e.width)
        return self.dstates[:, 0]

    def _allocate(self) -> None:
        super()._allocate()
        shape = (self.sites, self.batch, 3, self.e.width)
        self.gates, self.beside = self.new(shape), self.new(shape[0] + 1, *shape[1:])
        self.beside[0, :, 1].zero_()
        self.factors = self.pieces(torch.empty_like(self.a))
        self.steps = [self._step(t) for t in range(self.sites)]

    def _step(self, t: int) -> Step:
        z_gates, z_candidate = self.z[t].split((3 * self.e.width, self.e.width), 1)
        i, f, o = self.gates[t].unbind(1)
        candidate, memory, squashed = self.beside[t].unbind(1)
        states = self.dstates[t + 1]
        return Step(
            z_gates,
            self.gates[t].flatten(1),
            z_candidate,
            candidate,
            i,
            f,
            o,
            memory,
            self.beside[t + 1, :, 1],
            squashed,
            states,
            states[1],
            states[1].unsqueeze(1),
            self.dstates[t, 1],
            self.factors[t],
            self.factors[t][:, 2],
            self.ldz_pieces[t][:, 2],
        )

    def _walk(self, span: Span) -> None:
        for t in range(span.start, span.stop):
            self._map(t, self.lh[t])
            if self.normalization:
                self._normalize(t)
            s = self.steps[t]
            torch.sigmoid(s.z_gates, out=s.gates)
            g = torch.tanh(s.z_candidate, out=s.candidate)
            torch.mul(s.i, g if self.mask is None else g * self.mask[t], out=s.new)
            s.new.addcmul_(s.f, s.memory)
            torch.mul(s.o, torch.tanh(s.new, out=s.squashed), out=self.lh[t + 1])

    def _slopes(self, span: Span) -> Slopes:
        """``z`` is dc/dz for i, f and g, and dh/dz for o; ``h`` is dh/dc."""
        gates, beside, d = self.gates[span.sites], self.beside[span.sites], self.factors[span.sites]
        (i, _, o), (g, _, squashed), one = gates.unbind(2), beside.unbind(2), gates.new_ones(())
        torch.addcmul(gates, gates, gates, value=-1, out=d[:, :, :3]).mul_(beside)
        alone = torch.addcmul(one, g, g, value=-1)
        torch.mul(alone, i, out=d[:, :, 3])
        if self.mask is not None:
            d[:, :, ::3].mul_(self.mask[span.sites].unsqueeze(2))
        to_cell = torch.addcmul(one, squashed, squashed, value=-1).mul_(o)
        return Slopes(d, alone, to_cell, gates=gates, rising=True)

    def _start_back(self) -> None:
        super()._start_back()
        self.dstates[self.sites, 1].zero_()

    def _walk_back(self, span: Span, slopes: Slopes) -> None:
        assert slopes.h is not None
        to_cell, rescaled = slopes.h.unbind(0), self.scale.sites
        for t in range(span.stop - 1, span.start - 1, -1):
            self._read_loss(t)
            s, dh = self.steps[t], self.ldh[t + 1]
            if t in rescaled:
                self.scale.apply(t, s.states)
            s.dc.addcmul_(dh, to_cell[t - span.start])
            torch.mul(s.dc_wide, s.factors, out=self.ldz_pieces[t])
            torch.mul(dh, s.factor_output, out=s.dz_output)
            if self.normalization:
                self._normalize_back(t)
            self._map_back(t)
            if self.readouts > 1:
                self.ldh[t].copy_(self.lback[t])
            torch.mul(s.dc, s.f, out=s.dc_before)
