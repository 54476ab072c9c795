"""Convolutional layers: 3x3 filters, stride 1, padding 1; h is (batch, channels, height, width)."""

import torch
from torch import Tensor

from simulator.engine.buffers import Buffers
from simulator.engine.dense import gather_offsets
from simulator.engine.norms import norms
from simulator.engine.span import Span


class Convolution:
    """The map of a site is a convolution, one member after the other; its weight gradient comes with its way back."""

    def __init__(self, b: Buffers) -> None:
        self.b = b
        self.weights, self.gradients = self._by_site(b.values), self._by_site(b.gradients)
        filters = [b.gradients["input"], *b.gradients["hidden"].unbind(1)]
        self.flat = [gradient.flatten(1) for gradient in filters]
        """Gradients of the filters that lead into each site, (K, entries)."""
        bias = b.values.get("bias")
        none: list[list[Tensor | None]] = [[None] * b.members] * b.sites
        self.biases = none if bias is None else [[*row.unbind(0)] for row in bias.unbind(1)]

    def _by_site(self, named: dict[str, Tensor]) -> list[list[Tensor]]:
        """The filters of every member at each site."""
        return [list(named["input"].unbind(0)), *(list(row.unbind(0)) for row in named["hidden"].unbind(1))]

    def _members(self, values: Tensor) -> tuple[Tensor, ...]:
        return (values,) if self.b.members == 1 else values.unbind(0)

    def drive(self, span: Span) -> None:
        """Nothing is laid out ahead: a convolution adds the bias itself."""
        if span.start == 0:
            b = self.b
            b.x = b.x.view(*(b.members, b.batch)[b.members == 1 :], -1, *b.units[1:])

    def run(self, span: Span) -> None:
        """h_l = f(a_l), site by site."""
        h = self.b.h_at[span.start] if span.start else self.b.x
        for site in span.range:
            # A convolution cannot write into a given tensor.
            h = self.b.h_at[site + 1].copy_(self._convolved(site, h))
            self.b.activate(self.b.activated_at[site])

    def _convolved(self, site: int, h: Tensor) -> Tensor:
        parts = zip(self._members(h), self.weights[site], self.biases[site], strict=True)
        found = [torch.conv2d(mine, weight, bias, padding=1) for mine, weight, bias in parts]
        return found[0] if len(found) == 1 else torch.stack(found)

    def add(self, site: int, h: Tensor) -> None:
        """a_l of h_{l-1}, at site 1 of the input."""
        self.b.a_at[site].copy_(self._convolved(site, h if site else self.b.x))

    def back(self, site: int) -> None:
        """dL/dh_{l-1} through the filters, at site 1 dL/dx, and the gradient of the filters."""
        b, one, wanted, back = self.b, [1, 1], [True, True, False], []
        source = self._members(b.h_at[site] if site else b.x)
        for k, (da, before) in enumerate(zip(self._members(b.da_at[site]), source, strict=True)):
            # The call that autograd makes; the gradient of the bias is summed with those of the other kinds of layer.
            dx, dw, _ = torch.ops.aten.convolution_backward(
                da, before, self.weights[site][k], None, one, one, one, False, [0, 0], 1, wanted
            )
            self.gradients[site][k].copy_(dw)
            back.append(dx)
        found = back[0] if len(back) == 1 else torch.stack(back)
        if site:
            b.back_at[site].copy_(found)
        else:
            b.back_at[0] = found

    def gather(self, span: Span, unscale: Tensor) -> None:
        """Norms of the gradients of a span's filters at the buffers' scale, and the gradients in their own."""
        column = unscale[:, :, None]
        for site, factor in zip(span.range, column.unbind(1), strict=True):
            norms(self.flat[site], out=self.b.weight_norm[:, site])
            self.flat[site].mul_(factor)
        gather_offsets(self.b, span, column)

    def gather_slope(self, span: Span, shares: Tensor, unscale: Tensor) -> None:
        """Gradient of the activation's learned slope in each layer."""
        torch.mul(shares, unscale, out=self.b.gradients["slope"][:, span.sites])
