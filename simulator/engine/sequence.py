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

    def _gather(self, span: slice, slopes: Slopes) -> None:
        """Norms of the shares now; the sums over time need all exponents, so they wait for the end."""
        before, driven = self.h[span], self.da[span][..., self.driven]
        step = max(1, SHARES // self.values["hidden"].numel())
        for i in range(0, len(before), step):
            shares = torch.bmm(before[i : i + step].mT, driven[i : i + step])
            out = self.weight_norm[span][i : i + step]
            torch.linalg.vector_norm(shares.flatten(1), dim=1, dtype=torch.float64, out=out)

    def _restore_size(self) -> None:
        self.unscale = self.scale.unscale(self.h.dtype)
        scale = self.unscale.view(-1, 1, 1)
        da = (self.da * scale).flatten(0, 1)
        torch.mm(self.h[:-1].flatten(0, 1).mT, da[:, self.driven], out=self.gradients["hidden"])
        torch.mm(self.x.flatten(0, 1).mT, da[:, self.fed], out=self.gradients["input"])
        if "bias" in self.gradients:
            torch.sum(da, 0, out=self.gradients["bias"])
        else:
            dz = self.dz * scale
            torch.sum(dz, (0, 1), out=self.gradients["shift"])
            torch.sum(dz * self.n, (0, 1), out=self.gradients["scale"])
        if "slope" in self.gradients:
            parameter = torch.cat([part.parameter for part in self.slopes if part.parameter is not None])
            torch.sum(self.dh[1:] * parameter * scale, dim=(0, 1, 2), out=self.gradients["slope"].squeeze(0))
