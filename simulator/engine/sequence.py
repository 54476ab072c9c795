"""Time steps: one recurrent and one input matrix for all of them, and each time step's own share of the gradient."""

import torch
from torch import Tensor

from simulator.engine.cells import Slopes
from simulator.engine.chain import Chain

SHARES = 1 << 20
"""Entries of the time steps' shares that are held at once."""


class SequenceChain(Chain):
    """A plain or gated recurrent network; x is (time steps, batch, inputs)."""

    tied = True

    def _has_detour(self) -> bool:
        return self.e.skip != "none" or self.e.cell == "gru"

    def _bind_weights(self) -> None:
        hidden = self.values["hidden"]
        self.weights, self.weights_back = [hidden] * self.sites, [hidden.mT] * self.sites
        self.driven, self.fed = slice(-hidden.shape[1], None), slice(None, self.values["input"].shape[1])
        """The maps that h drives, and those that the input feeds: of a GRU's four, the last and the first three."""
        self.la_driven = [a[:, self.driven] for a in self.la]
        self.lda_driven = [da[:, self.driven] for da in self.lda]

    def _drive(self, span: slice) -> None:
        if self.normalization:
            self.a[span].zero_()
        else:
            self.a[span] = self.values["bias"]
        fed = self.a[span][..., self.fed]
        fed += torch.matmul(self.x[span], self.values["input"])

    def _map(self, site: int, h: Tensor) -> None:
        self.la_driven[site].addmm_(h, self.weights[site])

    def _map_back(self, site: int) -> None:
        torch.mm(self.lda_driven[site], self.weights_back[site], out=self.lback[site])

    def _start_back(self) -> None:
        for name, gradient in self.gradients.items():
            if not name.startswith("head"):
                gradient.zero_()

    def _gather(self, span: slice, slopes: Slopes, unscale: Tensor) -> None:
        self._gather_shares(span, unscale)
        da, g = self.da[span], self.gradients
        x = (self.x[span] * unscale[:, None, None]).flatten(0, 1)
        g["input"].addmm_(x.mT, da[..., self.fed].flatten(0, 1))
        if "bias" in g:
            g["bias"].addmv_(da.sum(1).mT, unscale)
        else:
            dz = self.dz[span]
            g["shift"].addmv_(dz.sum(1).mT, unscale)
            g["scale"].addmv_((dz * self.n[span]).sum(1).mT, unscale)
        if slopes.parameter is not None:
            shares = self.dh[span.start + 1 : span.stop + 1] * slopes.parameter
            g["slope"].add_(shares.sum((1, 2)).dot(unscale))

    def _gather_shares(self, span: slice, unscale: Tensor) -> None:
        """Each time step's own share of the recurrent matrix's gradient, and their sum."""
        before, driven = self.h[span], self.da[span][..., self.driven]
        out, total = self.weight_norm[span], self.gradients["hidden"].view(-1)
        step = max(1, SHARES // len(total))
        for i in range(0, len(before), step):
            shares = torch.bmm(before[i : i + step].mT, driven[i : i + step]).flatten(1)
            torch.linalg.vector_norm(shares, dim=1, dtype=torch.float64, out=out[i : i + step])
            total.addmv_(shares.mT, unscale[i : i + step])
