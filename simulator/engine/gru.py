"""The GRU's chain: z holds c_x, r, u, c_h; n = f(c_x + r c_h), h_t = (1 - u) n + u h_{t-1} (Cho et al., 2014).

f is the activation, by default tanh. Dropout masks n (Semeniuta, Severyn, Barth, 2016).
"""

import torch
from torch import Tensor

from simulator.engine.cells import Slopes
from simulator.engine.sequence import SequenceChain
from simulator.engine.span import Span


class GruChain(SequenceChain):
    """``gates`` holds r and u, (time steps, batch, 2, units); ``candidate`` is n before dropout.

    The slopes stand where dL/dz will: dL/dh multiplies them there.
    """

    def _has_shortcut(self) -> bool:
        return True

    def _allocate(self) -> None:
        super()._allocate()
        w = self.e.width
        self.gates, self.candidate = self.new(self.sites, self.batch, 2, w), torch.empty_like(self.h[1:])
        self.factors, self.keep = self.pieces(self.dz), torch.empty_like(self.h[1:])
        self.learned_slope = self.values.get("slope")
        self.activate = self.activation.writer(self.learned_slope)

    def _list_sites(self) -> None:
        super()._list_sites()
        w = self.e.width
        self.candidate_at = self.candidate.unbind(0)
        both_at = self.gates.flatten(2).unbind(0)
        self.gates_at = [(z[:, w : 3 * w], both, *both.split(w, 1)) for z, both in zip(self.z_at, both_at, strict=True)]
        self.parts_at = [(z[:, :w], z[:, 3 * w :]) for z in self.z_at]

    def _walk(self, span: Span) -> None:
        for t in range(span.start, span.stop):
            self._map(t, self.h_at[t])
            if self.normalization:
                self._normalize(t)
            z, both, reset, update = self.gates_at[t]
            (from_input, from_state), n = self.parts_at[t], self.candidate_at[t]
            torch.sigmoid(z, out=both)
            self.activate(torch.addcmul(from_input, reset, from_state, out=n), out=n)
            # (1 - u) n + u h in one operation.
            torch.lerp(n if self.mask is None else n * self.mask[t], self.h_at[t], update, out=self.h_at[t + 1])

    def _slopes(self, span: Span) -> Slopes:
        z, gates, n = self.pieces(self.z[span.sites]), self.gates[span.sites], self.candidate[span.sites]
        d, keep = self.factors[span.sites], self.keep[span.sites]
        (reset, update), hidden = gates.unbind(2), z[:, :, 3]
        alone, parameter = self._candidate_slope(z, reset, n)
        if self.precise:
            # From z, for what is taken from 1 may be rounded to 0.
            reset_shut, _ = torch.sigmoid(-z[:, :, 1]), torch.sigmoid(-z[:, :, 2], out=keep)
        else:
            reset_shut, _ = 1 - reset, torch.sub(1, update, out=keep)
        inner = torch.mul(keep, alone, out=d[:, :, 0])
        if self.mask is not None:
            mask = self.mask[span.sites]
            inner.mul_(mask)
            # Only here, because f' may come from n before dropout.
            n = n * mask
        to_hidden = torch.mul(inner, reset, out=d[:, :, 3])
        torch.mul(to_hidden, hidden, out=d[:, :, 1]).mul_(reset_shut)
        torch.mul(self.h[span.sites] - n, update, out=d[:, :, 2]).mul_(keep)
        if parameter is not None:
            parameter = parameter * (keep if self.mask is None else keep * mask)
        return Slopes(d, alone, update, parameter, gates=gates, rising=self.activation.from_output is not None)

    def _candidate_slope(self, z: Tensor, reset: Tensor, n: Tensor) -> tuple[Tensor, Tensor | None]:
        """f' and df/d(learned slope) of the candidate."""
        # What went into f is not kept: n stands where it stood.
        into = n if self.activation.from_output else torch.addcmul(z[:, :, 0], reset, z[:, :, 3])
        return self.activation.single_slope(into, n, self.learned_slope)
