"""Dense layers: a_l = b_l + h_{l-1} W_l, and in front of site 1 the input in place of h_0."""

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

import torch
from torch import Tensor

from simulator.engine.buffers import Buffers
from simulator.engine.norms import norms
from simulator.engine.products import products
from simulator.engine.span import Span


class Product(NamedTuple):
    """dL/dW = h_{l-1}^T da_l of the matrices that lead from site to site within a span, a batched product a member."""

    members: list[tuple[Tensor, Tensor, Tensor]]
    """h_{l-1}^T, (matrices, units, batch); da_l, (matrices, batch, maps * units); where their product goes."""
    flat: Tensor
    """All of these, (K, matrices, entries)."""
    norm: Tensor
    """Where the norms of the matrices go, (K, matrices)."""


class Dense:
    """The map of a deep network's dense layers."""

    def __init__(self, b: Buffers, spans: Iterable[Span]) -> None:
        self.b, first, hidden = b, b.one(b.values["input"]), b.values["hidden"]
        self.weights = [first, *b.at(hidden)]
        self.weights_back = [first.mT, *b.at(hidden.mT)]
        self.first, self.first_flat = b.one(b.gradients["input"]), b.gradients["input"].flatten(1)
        self.first_norm = b.weight_norm[:, 0]
        self.add_input, self.multiply_input = products(b.members, b.batch, *first.shape[-2:])
        self.multiply_at = [self.multiply_input, *[b.multiply] * (b.sites - 1)]
        """The product that leads back from each site."""
        biases = b.values.get("bias")
        self.biases = {span: None if biases is None else biases[:, span.sites].unsqueeze(2) for span in spans}
        self.spans = spans

    @cached_property
    def products(self) -> dict[Span, Product | None]:
        """Made where a step is taken, in the portions in which gradients are added up."""
        return {span: _product(self.b, span) for span in self.spans}

    def drive(self, span: Span) -> None:
        """a_l = what does not come from h: the bias, and at site 1 the input."""
        bias = self.biases[span]
        if bias is None:
            span.a.zero_()
        else:
            # Laid out ahead for all sites at once; the product is then added in place.
            span.a.copy_(bias)
        if span.start == 0:
            self.add_input(self.b.a_at[0], self.b.x, self.weights[0])

    def run(self, span: Span) -> None:
        """h_l = f(a_l) where a_l stood, site by site."""
        b, add, activate, start = self.b, self.b.add, self.b.activate, span.start
        if start == 0:  # the input is there already
            activate(b.activated_at[0])
            start = 1
        befores, weights, sums = (values[start : span.stop] for values in (b.h_at, self.weights, b.activated_at))
        for h, weight, after, z in zip(befores, weights, b.h_at[start + 1 :], sums, strict=False):
            add(after, h, weight)
            activate(z)

    def add(self, site: int, h: Tensor) -> None:
        """Adds h_{l-1} W_l to a_l."""
        if site:
            self.b.add(self.b.a_at[site], h, self.weights[site])

    def back(self, site: int) -> None:
        """dL/dh_{l-1} through the weights; at site 1 dL/dx, for its size alone."""
        self.multiply_at[site](self.b.da_at[site], self.weights_back[site], out=self.b.back_at[site])

    def gather(self, span: Span, unscale: Tensor) -> None:
        """Gradients of a span's weights, and their norms at the buffers' scale."""
        b, column = self.b, unscale[:, :, None]
        if span.start == 0:
            self.multiply_input(b.x.mT, b.da_at[0], out=self.first)
            norms(self.first_flat, out=self.first_norm)
            self.first_flat.mul_(column[:, 0])
        if product := self.products[span]:
            for h, da, gradient in product.members:
                torch.bmm(h, da, out=gradient)
            # Before scaling, which may underflow.
            norms(product.flat, out=product.norm)
            product.flat.mul_(column[:, -product.flat.shape[1] :])
        gather_offsets(b, span, column)

    def gather_slope(self, span: Span, shares: Tensor, unscale: Tensor) -> None:
        """Gradient of the activation's learned slope in each layer."""
        torch.mul(shares, unscale, out=self.b.gradients["slope"][:, span.sites])


def _product(b: Buffers, span: Span) -> Product | None:
    start = max(span.start, 1)  # the matrix of site 1 is the input's
    if start == span.stop:
        return None
    gradient = b.gradients["hidden"][:, start - 1 : span.stop - 1]
    parts = (b.h[:, start : span.stop].mT, b.da[:, start : span.stop], gradient)
    members = list(zip(*(part.unbind(0) for part in parts), strict=True))
    return Product(members, gradient.flatten(2), b.weight_norm[:, start : span.stop])


def gather_offsets(b: Buffers, span: Span, column: Tensor) -> None:
    """Gradients of what a layer has for each unit: biases, or a normalization's gains and shifts."""
    bare = "bias" in b.gradients
    sums = (span.da if bare else span.dz).sum((2, 4))
    # Before scaling, which may underflow.
    norms(sums, out=span.bias_norm)
    torch.mul(sums, column, out=b.gradients["bias" if bare else "norm_shift"][:, span.sites])
    if bare:
        return
    shares = (span.dz * b.n[:, span.sites].view(span.dz.shape)).sum((2, 4))
    torch.mul(shares, column, out=b.gradients["norm_gain"][:, span.sites])
