"""Normalization of a = x V + h W, and its way back. Shapes are (batch, pieces, units, ...positions)."""

import torch
from torch import Tensor

EPSILON = 1e-5
"""Added to every variance, so that nothing is divided by zero; the value of torch.nn."""


class Normalization:
    """n = (a - mean) / sqrt(variance + epsilon), z = scale * n + shift.

    batch: moments over the samples and positions (Ioffe, Szegedy, 2015); layer: over the units and positions of a
    sample (Ba, Kiros, Hinton, 2016); rms: the same without the mean (Zhang, Sennrich, 2019).
    """

    def __init__(self, name: str, ndim: int) -> None:
        spatial = tuple(range(3, ndim))
        self.dims = (0, *spatial) if name == "batch" else (2, *spatial)
        self.first = tuple(slice(1) if dim in self.dims else slice(None) for dim in range(ndim))
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
