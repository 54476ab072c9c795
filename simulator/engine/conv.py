"""Convolutional layers: 3x3 filters, stride 1, padding 1; h is (batch, channels, height, width)."""

import torch
from torch import Tensor

from simulator.engine.chain import Chain
from simulator.engine.norms import norms
from simulator.engine.span import Span


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
        self.biases = [None] * self.sites if self.normalization else list(self.values["bias"].unbind(0))

    def _drive(self, span: Span) -> None:
        if span.start == 0:
            # Nothing is laid out ahead: a convolution adds the bias itself.
            self.x = self.x.view(self.batch, -1, *self.units[1:])

    def _walk_in_place(self, span: Span) -> None:
        f, h = self.activation.function_, self.h_at[span.start] if span.start else self.x
        for site in range(span.start, span.stop):
            h = f(self._convolved(site, h))
            # A convolution cannot write into a given tensor.
            self.h_at[site + 1].copy_(h)

    def _walk_any(self, span: Span) -> list[Tensor]:
        if span.start == 0:
            self._map(0, self.x)
        return super()._walk_any(span)

    def _convolved(self, site: int, h: Tensor) -> Tensor:
        return torch.conv2d(h, self.weights[site], self.biases[site], padding=1)

    def _map(self, site: int, h: Tensor) -> None:
        self.a_at[site].copy_(self._convolved(site, h))

    def _map_back(self, site: int) -> None:
        source, one, wanted = (self.h_at[site] if site else self.x), [1, 1], [True, True, False]
        # The call that autograd makes; the gradient of the bias is summed with those of the other kinds of layer.
        dx, dw, _ = torch.ops.aten.convolution_backward(
            self.da_at[site], source, self.weights[site], None, one, one, one, False, [0, 0], 1, wanted
        )
        self.weight_gradients[site].copy_(dw)
        if site:
            self.back_at[site].copy_(dx)
        else:
            self.back_at[0] = dx

    def _gather_matrices(self, span: Span, column: Tensor) -> None:
        for site, factor in zip(range(span.start, span.stop), column, strict=True):
            gradient = self.weight_gradients[site]
            norms(gradient.view(1, -1), out=self.weight_norm[site : site + 1])
            gradient.mul_(factor)
