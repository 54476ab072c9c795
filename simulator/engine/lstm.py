"""The LSTM's walk: two states, of which the memory c runs past the weights.

z holds g, i, f, o, of which the last three become the gates; c_t = f c_{t-1} + i a(g), h_t = o a(c_t) (Hochreiter,
Schmidhuber, 1997; Gers, Schmidhuber, Cummins, 2000). a is the activation, by default tanh; with a ReLU, say, memory and
state may grow without bound. Dropout masks a(g) (Semeniuta, Severyn, Barth, 2016).
"""

from functools import partial

import torch
from torch import Tensor

from simulator.engine.activation import by_member
from simulator.engine.buffers import Buffers
from simulator.engine.cells import Slopes
from simulator.engine.normalization import Normalized
from simulator.engine.rescaling import Rescaling
from simulator.engine.small import Call, product, total
from simulator.engine.span import Span
from simulator.engine.walk import Map, Walk


class Lstm(Walk):
    """``gates`` are i, f and o; ``beside`` holds what each is multiplied with: a(g), c_{t-1} and a(c_t)."""

    def __init__(self, b: Buffers, way: Map, normalized: Normalized | None, rescaling: Rescaling) -> None:
        super().__init__(b, way, normalized, rescaling)
        # Side by side, so that one product turns the slopes of three gates into those of c and h.
        self.beside = b.pieces(b.room(b.sites + 1, b.batch, 3 * b.e.width))
        self.beside[:, 0, :, 1].zero_()
        z = b.pieces(b.z)
        self.z_candidate, self.z_gates, self.factors = z[:, :, :, 0], z[:, :, :, 1:], b.pieces(b.dz)
        # The precise slopes need z.
        self.gates = b.pieces(b.room(b.sites, b.batch, 3 * b.e.width)) if b.precise else self.z_gates
        self.learned_slope = b.values.get("slope")
        self.alone, self.to_cell = (b.room(b.sites, b.batch, b.e.width) for _ in range(2))
        """Slopes of a(g); and dh/dc."""
        self.states_at = b.at(b.dstates)
        self.forward_at, self.back_at = self._forward_calls(), self._back_calls()

    def _forward_calls(self) -> list[tuple[Call, ...]]:
        """What each time step does once z stands, in its order."""
        b = self.b
        squash = partial(b.activation.into, parameter=self.learned_slope, members=b.members)
        z_candidates, z_gates, gates = b.at(self.z_candidate), b.at(self.z_gates), b.at(self.gates)
        candidates, memories, squashed = (b.at(part) for part in self.beside.unbind(3))
        gate, factor, h = (b.operands_at(part) for part in (self.gates, self.beside, b.h))
        # What dropout leaves of a(g), and a summand.
        masked, share = (b.room(1, b.batch, b.e.width) for _ in range(2))
        left, summand = b.operands_at(masked)[0], b.operands_at(share)[0]
        found = list[tuple[Call, ...]]()
        for t in range(b.sites):
            (i, f, o), (candidate, memory, read) = ([part[t][..., k, :] for k in range(3)] for part in (gate, factor))
            new = factor[t + 1][..., 1, :]
            drop: list[Call] = [partial(_drop, b, t, candidates[t], b.at(masked)[0])] if b.e.dropout else []
            calls: tuple[Call, ...] = (
                partial(torch.sigmoid, z_gates[t], out=gates[t]),
                squash(z_candidates[t], candidates[t]),
                *drop,
                product(i, left if drop else candidate, new),
                product(f, memory, summand),
                total(new, summand, new),
                squash(memories[t + 1], squashed[t]),
                product(o, read, h[t + 1]),
            )
            found.append(calls)
        return found

    def _back_calls(self) -> list[tuple[Call, ...]]:
        """What leads from dL/dh_t and dL/dc_t to dL/dz, and to dL/dc_{t-1} but for what reaches it through h_{t-1}."""
        b = self.b
        to_memory, dc_wide = b.at(self.factors[:, :, :, :3]), b.at(b.dstates[:, :, 1].unsqueeze(3))
        gate, state, slope, to_cell = (
            b.operands_at(part) for part in (self.gates, b.dstates, self.factors, self.to_cell)
        )
        summand = b.operands_at(b.room(1, b.batch, b.e.width))[0]
        found = list[tuple[Call, ...]]()
        for t in range(b.sites):
            dh, dc = (state[t + 1][..., k, :, :] for k in range(2))
            to_output = slope[t][..., 3, :]
            calls = (
                product(dh, to_cell[t], summand),
                total(dc, summand, dc),
                # The slopes stand where dL/dz of g, i and f, and of o will; NumPy takes longer to repeat an operand.
                partial(to_memory[t].mul_, dc_wide[t + 1]),
                product(to_output, dh, to_output),
                product(dc, gate[t][..., 1, :], state[t][..., 1, :, :]),
            )
            found.append(calls)
        return found

    def forward(self, span: Span) -> None:
        for t in span.range:
            self.map.add(t, self.b.h_at[t])
            if self.normalized:
                self.normalized.forward(t)
            for call in self.forward_at[t]:
                call()

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
        return Slopes(
            d, alone, torch.mul(to_cell, o, out=self.to_cell[:, sites]), parameter, gates=gates, rising=rising
        )

    def slope_shares(self, span: Span, slopes: Slopes) -> Tensor:
        """From h and from c."""
        assert slopes.parameter is not None
        states = self.b.dstates[:, span.start + 1 : span.stop + 1].transpose(2, 3)
        return (states * slopes.parameter).sum((2, 3, 4))

    def back(self, span: Span, slopes: Slopes) -> None:
        b, divisor_at = self.b, self.rescaling.divisor_at
        if span.stop == b.sites:
            # The loss reads h alone: of the last c nothing but h passes on a gradient.
            b.dstates[:, b.sites, 1].zero_()
        for t in reversed(span.range):
            b.read_loss(t)
            if t in divisor_at:
                self.rescaling.apply(t, self.states_at[t + 1])
            for call in self.back_at[t]:
                call()
            if self.normalized:
                self.normalized.back(t)
            self.map.back(t)
            if b.readouts > 1:
                b.dh_at[t].copy_(b.back_at[t])


def _drop(b: Buffers, t: int, candidate: Tensor, out: Tensor) -> None:
    """Writes what dropout leaves of a(g) of a time step."""
    # No method of a walk, which would hold itself: its memory is to be free as soon as it is let go of.
    # In an exam nothing is dropped.
    out.copy_(candidate if b.mask is None else candidate * b.one(b.mask[:, t]))
