"""Normalization of a = x V + h W, and its way back. Shapes are (..., batch, pieces, units, ...positions)."""

import torch
from torch import Tensor

from simulator.engine.buffers import Buffers

EPSILON = 1e-5
"""Added to every variance, so that nothing is divided by zero; the value of torch.nn."""


class Normalization:
    """n = (a - mean) / sqrt(variance + epsilon), z = scale * n + shift.

    batch: moments over the samples and positions (Ioffe, Szegedy, 2015); layer: over the units and positions of a
    sample (Ba, Kiros, Hinton, 2016); rms: the same without the mean (Zhang, Sennrich, 2019).
    """

    def __init__(self, name: str, ndim: int) -> None:
        """``ndim`` dimensions from the batch on."""
        spatial = tuple(range(3 - ndim, 0))
        self.dims = (-ndim if name == "batch" else 2 - ndim, *spatial)
        self.first = (..., *(slice(1) if dim in self.dims else slice(None) for dim in range(-ndim, 0)))
        self.centred = name != "rms"

    def __call__(self, a: Tensor) -> tuple[Tensor, Tensor]:
        """n and 1 / sqrt(variance + epsilon)."""
        if self.centred:
            a = self._centred(a)
        # The biased variance, as in the training of torch.nn.
        rate = torch.rsqrt(a.square().mean(self.dims, keepdim=True).add_(EPSILON))
        return a * rate, rate

    def back(self, dn: Tensor, n: Tensor, rate: Tensor) -> Tensor:
        """dL/da from dL/dn: what changes the mean or the size of a is taken out."""
        along = n * (dn * n).mean(self.dims, keepdim=True)
        return ((self._centred(dn) if self.centred else dn) - along).mul_(rate)

    def _centred(self, values: Tensor) -> Tensor:
        """Without their mean; of numbers that are all alike exactly 0 is left, not the rounding of their mean."""
        first = values[self.first]
        values = values - first
        return values.sub_(values.mean(self.dims, keepdim=True))


class Normalized:
    """The normalization between map and cell: a_l to z_l, and dL/dz_l to dL/da_l, site by site."""

    def __init__(self, b: Buffers) -> None:
        self.b, self.normalization = b, Normalization(b.e.normalization, 2 + len(b.units))
        self.rates: list[Tensor] = []
        """1 / sqrt(variance + epsilon) of the sites that were walked forward."""
        self.a_at, self.z_at, self.n_at, self.da_at = (b.at(b.pieces(values)) for values in (b.a, b.z, b.n, b.da))
        self.gains, self.shifts = (self._by_site(b.values[name]) for name in ("norm_gain", "norm_shift"))

    def _by_site(self, learned: Tensor) -> list[Tensor]:
        """Learned gains or shifts, (K, maps * units) of all sites or (K, sites, maps * units), beside pieces of a."""
        b = self.b
        rows = learned.unsqueeze(1) if b.tied else learned
        found = b.at(rows.view(*rows.shape[:2], 1, b.maps, b.units[0], *[1] * (len(b.units) - 1)))
        return found * b.sites if b.tied else found

    def forward(self, site: int) -> Tensor:
        """z_l."""
        n, rate = self.normalization(self.a_at[site])
        self.rates.append(rate)
        self.n_at[site].copy_(n)
        torch.addcmul(self.shifts[site], n, self.gains[site], out=self.z_at[site])
        return self.b.z_at[site]

    def back(self, site: int) -> None:
        """dL/da_l."""
        dn = self.b.dz_pieces_at[site] * self.gains[site]
        self.da_at[site].copy_(self.normalization.back(dn, self.n_at[site], self.rates[site]))
