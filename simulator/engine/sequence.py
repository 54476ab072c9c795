"""Time steps: one recurrent and one input matrix for all of them, and each time step's own share of the gradient."""

import torch
from torch import Tensor

from simulator.engine.cells import Slopes
from simulator.engine.chain import Chain
from simulator.engine.norms import norms
from simulator.engine.span import Span

SHARES = 1 << 20
"""Entries of the time steps' shares that are held at once."""


class SequenceChain(Chain):
    """A plain or gated recurrent network; x is (time steps, batch, inputs)."""

    tied = True

    def _bind_weights(self) -> None:
        hidden, fed = self.values["hidden"], self.values["input"].shape[1]
        self.weights, self.weights_back = [hidden] * self.sites, [hidden.mT] * self.sites
        self.driven, self.fed, self.unfed = slice(-hidden.shape[1], None), slice(None, fed), slice(fed, None)
        """The maps that h drives, those that the input feeds, and the rest: of a GRU's four 3, 3 and 1."""
        self.a_driven_at = [a[:, self.driven] for a in self.a_at]
        self.da_driven_at = [da[:, self.driven] for da in self.da_at]

    def _drive(self, span: Span) -> None:
        # One product for all time steps, because the input's share needs no h.
        a, x = span.a.flatten(0, 1), self.x[span.sites].flatten(0, 1)
        if self.normalization:
            torch.mm(x, self.values["input"], out=a[:, self.fed])
            a[:, self.unfed].zero_()
        else:
            bias = self.values["bias"]
            torch.addmm(bias[self.fed], x, self.values["input"], out=a[:, self.fed])
            a[:, self.unfed].copy_(bias[self.unfed])

    def _map(self, site: int, h: Tensor) -> None:
        self.a_driven_at[site].addmm_(h, self.weights[site])

    def _map_back(self, site: int) -> None:
        torch.mm(self.da_driven_at[site], self.weights_back[site], out=self.back_at[site])

    def _start_back(self) -> None:
        for name, gradient in self.gradients.items():
            if not name.startswith("head"):
                gradient.zero_()

    def _gather(self, span: Span, slopes: Slopes, unscale: Tensor) -> None:
        self._gather_shares(span, unscale)
        da, dz, g = self.da[span.sites], self.dz[span.sites], self.gradients
        # Before the sum over time, for each time step has a scale of its own.
        x = (self.x[span.sites] * unscale[:, None, None]).flatten(0, 1)
        g["input"].addmm_(x.mT, da[..., self.fed].flatten(0, 1))
        if "bias" in g:
            g["bias"].addmv_(da.sum(1).mT, unscale)
        else:
            g["norm_shift"].addmv_(dz.sum(1).mT, unscale)
            g["norm_gain"].addmv_((dz * self.n[span.sites]).sum(1).mT, unscale)
        if slopes.parameter is not None:
            g["slope"].add_(self._slope_shares(span, slopes.parameter).dot(unscale))

    def _slope_shares(self, span: Span, parameter: Tensor) -> Tensor:
        """(sites,) each time step's own share of the gradient of the activation's learned slope."""
        return (span.dh * parameter).sum((1, 2))

    def _gather_shares(self, span: Span, unscale: Tensor) -> None:
        """Each time step's own share of the recurrent matrix's gradient, and their sum."""
        before, driven = self.h[span.sites], self.da[span.sites][..., self.driven]
        out, total = self.weight_norm[span.sites], self.gradients["hidden"].view(-1)
        # In portions: the shares of all time steps at once may need more memory than all else.
        step = max(1, SHARES // len(total))
        for i in range(0, len(before), step):
            shares = torch.bmm(before[i : i + step].mT, driven[i : i + step]).flatten(1)
            norms(shares, out=out[i : i + step])
            total.addmv_(shares.mT, unscale[i : i + step])
