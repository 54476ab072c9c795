"""Convolutional layers: 3x3 filters, stride 1, padding 1; h is (batch, channels, height, width)."""

import torch
from torch import Tensor

from simulator.engine.chain import Chain


class ConvChain(Chain):
    """The map of a site is a convolution; its weight gradient comes with its way back."""

    dense = False

    def _units(self) -> tuple[int, ...]:
        image = self.e.task_row.image
        assert image
        return (self.e.width, *image)

    def _bind_weights(self) -> None:
        self.weights = [self.values["input"], *self.values["hidden"].unbind(0)]
        self.weight_gradients = [self.gradients["input"], *self.gradients["hidden"].unbind(0)]

    def _drive(self, span: slice) -> None:
        if span.start == 0:
            self.x = self.x.view(self.batch, -1, *self.units[1:])
            self._map(0, self.x)

    def _map(self, site: int, h: Tensor) -> None:
        bias = None if self.normalization else self.values["bias"][site]
        self.la[site].copy_(torch.conv2d(h, self.weights[site], bias, padding=1))

    def _map_back(self, site: int) -> None:
        source, one = (self.lh[site] if site else self.x), [1, 1]
        wanted = [True, True, False]
        dx, dw, _ = torch.ops.aten.convolution_backward(
            self.lda[site], source, self.weights[site], None, one, one, one, False, [0, 0], 1, wanted
        )
        self.weight_gradients[site].copy_(dw)
        if site:
            self.lback[site].copy_(dx)
        else:
            self.dx = dx

    def _gather_matrices(self, span: slice, unscale: Tensor) -> None:
        for site, factor in zip(range(span.start, span.stop), unscale, strict=True):
            gradient = self.weight_gradients[site]
            torch.linalg.vector_norm(gradient, dtype=torch.float64, out=self.weight_norm[site])
            gradient.mul_(factor)
