"""The LSTM's chain: two states, of which the memory c runs past the weights.

z holds g, i, f, o, of which the last three become the gates; c_t = f c_{t-1} + i a(g), h_t = o a(c_t) (Hochreiter,
Schmidhuber, 1997; Gers, Schmidhuber, Cummins, 2000). a is the activation, by default tanh; with a ReLU, say, memory and
state may grow without bound. Dropout masks a(g) (Semeniuta, Severyn, Barth, 2016).
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from simulator.engine.cells import Slopes
from simulator.engine.sequence import SequenceChain
from simulator.engine.span import Span


@dataclass(slots=True)
class Step:
    """The parts of a time step's buffers, (batch, units) or, of several maps, (batch, maps, units)."""

    z_candidate: Tensor
    z_gates: Tensor
    gates: Tensor
    """i, f and o, in float32 where their z stood."""
    i: Tensor
    f: Tensor
    o: Tensor
    candidate: Tensor
    memory: Tensor
    """c_{t-1}"""
    new: Tensor
    """c_t"""
    squashed: Tensor
    """a(c_t), which a tanh squashes"""
    states: Tensor
    """dL/dh_t and dL/dc_t, (2, batch, units)."""
    dc: Tensor
    dc_wide: Tensor
    """dL/dc_t, (batch, 1, units)."""
    dc_before: Tensor
    dz_memory: Tensor
    """What reaches c_t: g, i and f. The slopes of c_t stand here until dL/dc_t multiplies them."""
    dz_output: Tensor
    """What reaches h_t past c_t: o. Its slope stands here until dL/dh_t multiplies it."""


class LstmChain(SequenceChain):
    """``gates`` are i, f and o; ``beside`` holds what each is multiplied with: a(g), c_{t-1} and a(c_t)."""

    def _gradient(self) -> Tensor:
        # Side by side, so that one division rescales dL/dh and dL/dc alike.
        self.dstates = self.new(self.sites + 1, 2, self.batch, self.e.width)
        return self.dstates[:, 0]

    def _allocate(self) -> None:
        super()._allocate()
        # Side by side, so that one product turns the slopes of three gates into those of c and h.
        self.beside = self.new(self.sites + 1, self.batch, 3, self.e.width)
        self.beside[0, :, 1].zero_()
        z = self.pieces(self.z)
        self.z_candidate, self.z_gates, self.factors = z[:, :, 0], z[:, :, 1:], self.pieces(self.dz)
        # The precise slopes need z.
        self.gates = torch.empty_like(self.z_gates) if self.precise else self.z_gates
        self.learned_slope = self.values.get("slope")
        self.activate = self.activation.writer(self.learned_slope)

    def _list_sites(self) -> None:
        super()._list_sites()
        self.steps = [self._step(t) for t in range(self.sites)]

    def _step(self, t: int) -> Step:
        i, f, o = self.gates[t].unbind(1)
        candidate, memory, squashed = self.beside[t].unbind(1)
        states, dz = self.dstates[t + 1], self.dz_pieces_at[t]
        return Step(
            self.pieces(self.z)[t, :, 0],
            self.z_gates[t],
            self.gates[t],
            i,
            f,
            o,
            candidate,
            memory,
            self.beside[t + 1, :, 1],
            squashed,
            states,
            states[1],
            states[1].unsqueeze(1),
            self.dstates[t, 1],
            dz[:, :3],
            dz[:, 3],
        )

    def _walk(self, span: Span) -> None:
        activate = self.activate
        for t in range(span.start, span.stop):
            self._map(t, self.h_at[t])
            if self.normalization:
                self._normalize(t)
            s = self.steps[t]
            torch.sigmoid(s.z_gates, out=s.gates)
            g = activate(s.z_candidate, out=s.candidate)
            torch.mul(s.i, g if self.mask is None else g * self.mask[t], out=s.new)
            s.new.addcmul_(s.f, s.memory)
            torch.mul(s.o, activate(s.new, out=s.squashed), out=self.h_at[t + 1])

    def _slopes(self, span: Span) -> Slopes:
        """``z`` is dc/dz for g, i and f, and dh/dz for o; ``h`` is dh/dc."""
        gates, beside, d = self.gates[span.sites], self.beside[span.sites], self.factors[span.sites]
        (i, _, o), (g, _, squashed) = gates.unbind(2), beside.unbind(2)
        memory = self.beside[span.start + 1 : span.stop + 1, :, 1]
        alone, written = self.activation.single_slope(self.z_candidate[span.sites], g, self.learned_slope)
        to_cell, read = self.activation.single_slope(memory, squashed, self.learned_slope)
        parameter = None if written is None or read is None else torch.stack([read * o, written * i], 2)
        if self.precise:
            torch.mul(gates, torch.sigmoid(-self.z_gates[span.sites]), out=d[:, :, 1:]).mul_(beside)
        else:
            torch.addcmul(gates, gates, gates, value=-1, out=d[:, :, 1:]).mul_(beside)
        torch.mul(alone, i, out=d[:, :, 0])
        if self.mask is not None:
            d[:, :, :2].mul_(self.mask[span.sites].unsqueeze(2))
            if parameter is not None:
                parameter[:, :, 1].mul_(self.mask[span.sites])
        rising = self.activation.from_output is not None
        return Slopes(d, alone, to_cell.mul_(o), parameter, gates=gates, rising=rising)

    def _slope_shares(self, span: Span, parameter: Tensor) -> Tensor:
        states = self.dstates[span.start + 1 : span.stop + 1].transpose(1, 2)
        return (states * parameter).sum((1, 2, 3))

    def _start_back(self) -> None:
        super()._start_back()
        # The loss reads h alone: of the last c nothing but h passes on a gradient.
        self.dstates[self.sites, 1].zero_()

    def _walk_back(self, span: Span, slopes: Slopes) -> None:
        assert slopes.h is not None
        to_cell, divisor_at = slopes.h.unbind(0), self.rescaling.divisor_at
        for t in range(span.stop - 1, span.start - 1, -1):
            self._read_loss(t)
            s, dh = self.steps[t], self.dh_at[t + 1]
            if t in divisor_at:
                self.rescaling.apply(t, s.states)
            s.dc.addcmul_(dh, to_cell[t - span.start])
            s.dz_memory.mul_(s.dc_wide)
            s.dz_output.mul_(dh)
            if self.normalization:
                self._normalize_back(t)
            self._map_back(t)
            if self.readouts > 1:
                self.dh_at[t].copy_(self.back_at[t])
            torch.mul(s.dc, s.f, out=s.dc_before)
