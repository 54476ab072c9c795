"""The LSTM's walk: two states, of which the memory c runs past the weights.

z holds g, i, f, o, of which the last three become the gates; c_t = f c_{t-1} + i a(g), h_t = o a(c_t) (Hochreiter,
Schmidhuber, 1997; Gers, Schmidhuber, Cummins, 2000). a is the activation, by default tanh; with a ReLU, say, memory and
state may grow without bound. Dropout masks a(g) (Semeniuta, Severyn, Barth, 2016).
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from simulator.engine.activation import Call, by_member
from simulator.engine.buffers import Buffers
from simulator.engine.cells import Slopes
from simulator.engine.normalization import Normalized
from simulator.engine.rescaling import Rescaling
from simulator.engine.span import Span
from simulator.engine.walk import Map, Walk


@dataclass(slots=True)
class Step:
    """The parts of a time step's buffers, (batch, units) or (batch, maps, units), in a stack with a leading K."""

    z_gates: Tensor
    gates: Tensor
    """i, f and o, in float32 where their z stood."""
    squash_candidate: Call
    """Writes ``candidate``, a(g)."""
    squash_memory: Call
    """Writes ``squashed``."""
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


class Lstm(Walk):
    """``gates`` are i, f and o; ``beside`` holds what each is multiplied with: a(g), c_{t-1} and a(c_t)."""

    def __init__(self, b: Buffers, way: Map, normalized: Normalized | None, rescaling: Rescaling) -> None:
        super().__init__(b, way, normalized, rescaling)
        # Side by side, so that one product turns the slopes of three gates into those of c and h.
        self.beside = b.room(b.sites + 1, b.batch, 3, b.e.width)
        self.beside[:, 0, :, 1].zero_()
        z = b.pieces(b.z)
        self.z_candidate, self.z_gates, self.factors = z[:, :, :, 0], z[:, :, :, 1:], b.pieces(b.dz)
        # The precise slopes need z.
        self.gates = b.room(b.sites, b.batch, 3, b.e.width) if b.precise else self.z_gates
        self.learned_slope = b.values.get("slope")
        self.alone, self.to_cell = (b.room(b.sites, b.batch, b.e.width) for _ in range(2))
        """Room for the slopes of a(g) and of a(c)."""
        self.steps = self._steps()

    def _steps(self) -> list[Step]:
        b = self.b
        candidates, z_gates, gates_at = b.at(self.z_candidate), b.at(self.z_gates), b.at(self.gates)
        beside, states_at = b.at(self.beside), b.at(b.dstates)
        steps = []
        for t in range(b.sites):
            i, f, o = gates_at[t].unbind(-2)
            candidate, memory, squashed = beside[t].unbind(-2)
            states, dz = states_at[t + 1], b.dz_pieces_at[t]
            dc, before = states[..., 1, :, :], states_at[t][..., 1, :, :]
            new = beside[t + 1][..., 1, :]
            candidate_call, memory_call = (
                b.activation.into(z, out, self.learned_slope, b.members)
                for z, out in ((candidates[t], candidate), (new, squashed))
            )
            made = (i, f, o, candidate, memory, new, squashed)
            back = (states, dc, dc.unsqueeze(-2), before, dz[..., :3, :], dz[..., 3, :])
            steps.append(Step(z_gates[t], gates_at[t], candidate_call, memory_call, *made, *back))
        return steps

    def forward(self, span: Span) -> None:
        b, mask = self.b, self.b.mask_at()
        for t in span.range:
            self.map.add(t, b.h_at[t])
            if self.normalized:
                self.normalized.forward(t)
            s = self.steps[t]
            torch.sigmoid(s.z_gates, out=s.gates)
            s.squash_candidate()
            torch.mul(s.i, s.candidate if mask is None else s.candidate * mask[t], out=s.new)
            s.new.addcmul_(s.f, s.memory)
            s.squash_memory()
            torch.mul(s.o, s.squashed, out=b.h_at[t + 1])

    def slopes(self, span: Span) -> Slopes:
        """``z`` is dc/dz for g, i and f, and dh/dz for o; ``h`` is dh/dc."""
        b, sites = self.b, span.sites
        gates, beside, d = self.gates[:, sites], self.beside[:, sites], self.factors[:, sites]
        (i, _, o), (g, _, squashed) = gates.unbind(3), beside.unbind(3)
        memory = self.beside[:, span.start + 1 : span.stop + 1, :, 1]
        alone, written = b.activation.single_slope(
            self.z_candidate[:, sites], g, self.learned_slope, self.alone[:, sites]
        )
        to_cell, read = b.activation.single_slope(memory, squashed, self.learned_slope, self.to_cell[:, sites])
        parameter = None if written is None or read is None else torch.stack([read * o, written * i], 3)
        if b.precise:
            torch.mul(gates, by_member(torch.sigmoid, -self.z_gates[:, sites]), out=d[:, :, :, 1:]).mul_(beside)
        else:
            torch.addcmul(gates, gates, gates, value=-1, out=d[:, :, :, 1:]).mul_(beside)
        torch.mul(alone, i, out=d[:, :, :, 0])
        if b.mask is not None:
            d[:, :, :, :2].mul_(b.mask[:, sites].unsqueeze(3))
            if parameter is not None:
                parameter[:, :, :, 1].mul_(b.mask[:, sites])
        rising = b.activation.from_output is not None
        return Slopes(d, alone, to_cell.mul_(o), parameter, gates=gates, rising=rising)

    def slope_shares(self, span: Span, slopes: Slopes) -> Tensor:
        """From h and from c."""
        assert slopes.parameter is not None
        states = self.b.dstates[:, span.start + 1 : span.stop + 1].transpose(2, 3)
        return (states * slopes.parameter).sum((2, 3, 4))

    def back(self, span: Span, slopes: Slopes) -> None:
        b, divisor_at = self.b, self.rescaling.divisor_at
        assert slopes.h is not None
        to_cell = b.at(slopes.h)
        if span.stop == b.sites:
            # The loss reads h alone: of the last c nothing but h passes on a gradient.
            b.dstates[:, b.sites, 1].zero_()
        for t in reversed(span.range):
            b.read_loss(t)
            s, dh = self.steps[t], b.dh_at[t + 1]
            if t in divisor_at:
                self.rescaling.apply(t, s.states)
            s.dc.addcmul_(dh, to_cell[t - span.start])
            s.dz_memory.mul_(s.dc_wide)
            s.dz_output.mul_(dh)
            if self.normalized:
                self.normalized.back(t)
            self.map.back(t)
            if b.readouts > 1:
                b.dh_at[t].copy_(b.back_at[t])
            torch.mul(s.dc, s.f, out=s.dc_before)
