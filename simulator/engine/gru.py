"""The GRU's walk: z holds c_x, r, u, c_h; n = f(c_x + r c_h), h_t = (1 - u) n + u h_{t-1} (Cho et al., 2014).

f is the activation, by default tanh. Dropout masks n (Semeniuta, Severyn, Barth, 2016).
"""

import torch
from torch import Tensor

from simulator.engine.activation import by_member
from simulator.engine.buffers import Buffers
from simulator.engine.cells import Slopes
from simulator.engine.normalization import Normalized
from simulator.engine.rescaling import Rescaling
from simulator.engine.span import Span
from simulator.engine.walk import Map, Walk


class Gru(Walk):
    """``gates`` holds r and u, (K, time steps, batch, 2, units); ``candidate`` is n before dropout.

    The slopes stand where dL/dz will: dL/dh multiplies them there.
    """

    def __init__(self, b: Buffers, way: Map, normalized: Normalized | None, rescaling: Rescaling) -> None:
        super().__init__(b, way, normalized, rescaling)
        w = b.e.width
        narrow = (b.sites, b.batch, w)
        both = b.room(b.sites, b.batch, 2 * w)
        self.gates, self.candidate, self.keep = b.pieces(both), b.room(*narrow), b.room(*narrow)
        self.factors = b.pieces(b.dz)
        self.learned_slope = b.values.get("slope")
        self.candidate_at, both_at = b.at(self.candidate), b.at(both)
        self.activate_at = [b.activation.into(n, n, self.learned_slope, b.members) for n in self.candidate_at]
        self.gates_at = [(z[..., w : 3 * w], both, *both.split(w, -1)) for z, both in zip(b.z_at, both_at, strict=True)]
        self.parts_at = [(z[..., :w], z[..., 3 * w :]) for z in b.z_at]

    def forward(self, span: Span) -> None:
        b, mask = self.b, self.b.mask_at()
        for t in span.range:
            self.map.add(t, b.h_at[t])
            if self.normalized:
                self.normalized.forward(t)
            z, both, reset, update = self.gates_at[t]
            (from_input, from_state), n = self.parts_at[t], self.candidate_at[t]
            torch.sigmoid(z, out=both)
            torch.addcmul(from_input, reset, from_state, out=n)
            self.activate_at[t]()
            # (1 - u) n + u h in one operation.
            torch.lerp(n if mask is None else n * mask[t], b.h_at[t], update, out=b.h_at[t + 1])

    def slopes(self, span: Span) -> Slopes:
        b, sites = self.b, span.sites
        z, gates, n = b.pieces(b.z[:, sites]), self.gates[:, sites], self.candidate[:, sites]
        d, keep = self.factors[:, sites], self.keep[:, sites]
        (reset, update), hidden = gates.unbind(3), z[:, :, :, 3]
        alone, parameter = self._candidate_slope(z, reset, n)
        if b.precise:
            # From z, for what is taken from 1 may be rounded to 0.
            reset_shut = by_member(torch.sigmoid, -z[:, :, :, 1])
            keep.copy_(by_member(torch.sigmoid, -z[:, :, :, 2]))
        else:
            reset_shut = 1 - reset
            torch.sub(1, update, out=keep)
        inner = torch.mul(keep, alone, out=d[:, :, :, 0])
        if b.mask is not None:
            mask = b.mask[:, sites]
            inner.mul_(mask)
            # Only here, because f' may come from n before dropout.
            n = n * mask
        to_hidden = torch.mul(inner, reset, out=d[:, :, :, 3])
        torch.mul(to_hidden, hidden, out=d[:, :, :, 1]).mul_(reset_shut)
        torch.mul(b.h[:, sites] - n, update, out=d[:, :, :, 2]).mul_(keep)
        if parameter is not None:
            parameter = parameter * (keep if b.mask is None else keep * mask)
        return Slopes(d, alone, update, parameter, gates=gates, rising=b.activation.from_output is not None)

    def _candidate_slope(self, z: Tensor, reset: Tensor, n: Tensor) -> tuple[Tensor, Tensor | None]:
        """f' and df/d(learned slope) of the candidate."""
        # What went into f is not kept: n stands where it stood.
        known = self.b.activation.from_output
        into = n if known else torch.addcmul(z[:, :, :, 0], reset, z[:, :, :, 3])
        return self.b.activation.single_slope(into, n, self.learned_slope)
