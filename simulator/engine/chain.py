"""The chain: z_l = u_l + h_{l-1} W_l, h_l = cell(norm(z_l), h_{l-1}), and the chain rule written out on its way back.

A site l is a layer, or a time step with W tied. The buffers' names and shapes stand in buffers.py.
The walk goes span by span, a span being as many sites as stay in the processor's cache while they are walked and
recorded. dL/dh and what follows from it are kept at a scale of their own (rescaling.py); ``unscale`` brings a site to
its true size.
"""

from collections.abc import Callable
from dataclasses import replace

import torch
from torch import Tensor

from simulator.engine.buffers import Buffers
from simulator.engine.cells import Function, Slopes
from simulator.engine.norms import norms
from simulator.engine.parameters import Parameters
from simulator.engine.rescaling import Rescaling
from simulator.engine.span import Span
from simulator.settings.experiment import Experiment

SPAN = 1 << 17
"""Entries of h in one span: half a megabyte, and twice that for its moments in float64."""
Seen = Callable[[Span, Slopes], None]
"""Called with each span that was walked forward."""


class Chain(Buffers):
    """Dense layers, forward and backward; the base of all chains.

    ``from_features``: the input is what another layer passes on, so that a shortcut at site 1 starts there.
    """

    def __init__(
        self, e: Experiment, parameters: Parameters, from_features: bool = False, keep_z: bool = False
    ) -> None:
        super().__init__(e, parameters, keep_z)
        self.from_features = from_features
        self.mask: Tensor | None = None
        self.slopes: list[Slopes] = []
        self.rates: list[Tensor] = []
        self._bind_weights()
        self.rescaling = Rescaling(self.h, self.sites, self.readouts)
        size = max(1, SPAN // self.h[0].numel())
        self.spans = [Span(self, slice(i, min(i + size, self.sites))) for i in range(0, self.sites, size)]

    def _bind_weights(self) -> None:
        self.weights = [self.values["input"], *self.values["hidden"].unbind(0)]
        self.weights_back = [self.values["input"].mT, *self.values["hidden"].mT.unbind(0)]

    # ---- forward ----------------------------------------------------------------------------------------------

    def forward(self, x: Tensor, seen: Seen | None = None) -> None:
        """Runs (batch, inputs) or (time steps, batch, inputs) through all sites; ``readout`` is what the loss reads."""
        self.x, self.slopes, self.rates = x, [], []
        if self.from_features:
            self.h_at[0].copy_(x)
        for span in self.spans:
            self._drive(span)
            self._walk(span)
            # Slopes are for the way back: where nobody records, as in an exam, h is enough.
            if seen:
                slopes = self._slopes(span)
                self.slopes.append(slopes)
                seen(span, slopes)

    def _drive(self, span: Span) -> None:
        """a_l = what does not come from h: the bias, and at site 1 the input."""
        if span.bias is None:
            span.a.zero_()
        else:
            # Laid out ahead for all sites at once; addmm_ then adds the product in place.
            span.a.copy_(span.bias)
        if span.start == 0:
            self.a_at[0].addmm_(self.x, self.values["input"])

    def _walk(self, span: Span) -> None:
        if self.in_place:
            self._walk_in_place(span)
        else:
            # One copy of all sites costs less than one copy for each.
            torch.stack(self._walk_any(span), out=span.after)

    def _walk_in_place(self, span: Span) -> None:
        f, start, stop = self.activation.function_, span.start, span.stop
        if start == 0 and not self.tied:  # the input is there already
            f(self.h_at[1])
            start = 1
        befores, weights, afters = self.h_at[start:stop], self.weights[start:stop], self.h_at[start + 1 :]
        for h, weight, after in zip(befores, weights, afters, strict=False):
            f(after.addmm_(h, weight))

    def _walk_any(self, span: Span) -> list[Tensor]:
        """h of every site of a span, whatever the cell."""
        cell, h, states = self.cell.forward, self.h_at[span.start], []
        for site in range(span.start, span.stop):
            if site or self.tied:
                self._map(site, h)
            z = self._normalize(site) if self.normalization else self.z_at[site]
            h = cell(z, h, self._function(site))
            states.append(h)
        return states

    def _map(self, site: int, h: Tensor) -> None:
        self.a_at[site].addmm_(h, self.weights[site])

    def _function(self, site: int) -> Function:
        """The activation of one site, with its learned slope and its dropout."""
        f = self.activation.function
        if not self.activation.learned and self.mask is None:
            return f
        extra = [self.values["slope"][0 if self.tied else site]] if self.activation.learned else []
        if self.mask is None:
            return lambda z: f(z, *extra)
        mask = self.mask[site]
        return lambda z: f(z, *extra) * mask

    def _normalize(self, site: int) -> Tensor:
        assert self.normalization
        n, rate = self.normalization(self.a_pieces_at[site])
        self.rates.append(rate)
        self.n_pieces_at[site].copy_(n)
        torch.addcmul(self._affine("norm_shift", site), n, self._affine("norm_gain", site), out=self.z_pieces_at[site])
        return self.z_at[site]

    def _affine(self, name: str, site: int) -> Tensor:
        """A learned gain or shift as (maps, units, 1, ...)."""
        row = self.values[name] if self.tied else self.values[name][site]
        return row.view(self.maps, self.units[0], *[1] * (len(self.units) - 1))

    def _slopes(self, span: Span) -> Slopes:
        stack = span.stack if self.mask is None else replace(span.stack, mask=self.mask[span.sites])
        return self.cell.slopes(stack, self.activation)

    # ---- backward ---------------------------------------------------------------------------------------------

    def backward(self) -> None:
        """Walks back from ``from_loss``; fills dh, dz, da and
        the gradients."""
        if self.readouts > 1:
            self.dh_at[self.sites].copy_(self.from_loss[-1])
        self._start_back()
        for span, slopes in zip(reversed(self.spans), reversed(self.slopes), strict=True):
            self._walk_back(span, slopes)
        # Only now is the divisor of every site known.
        unscale = self.rescaling.unscale()
        for span, slopes in zip(self.spans, self.slopes, strict=True):
            self._gather(span, slopes, unscale[span.sites])

    def _start_back(self) -> None:
        """Accumulators that are shared by all sites start at zero."""

    def _walk_back(self, span: Span, slopes: Slopes) -> None:
        if self.straight:
            self._walk_straight_back(span, slopes)
        else:
            self._walk_any_back(span, slopes)

    def _walk_straight_back(self, span: Span, slopes: Slopes) -> None:
        dh_at, dz_at, back_at, weights = self.dh_at, self.dz_at, self.back_at, self.weights_back
        divisor_at, factors = self.rescaling.divisor_at, [] if self.in_place else slopes.z.squeeze(2).unbind(0)
        for site in range(span.stop - 1, span.start - 1, -1):
            dh, dz = dh_at[site + 1], dz_at[site]
            if site in divisor_at:
                self.rescaling.apply(site, dh)
            if self.in_place:
                dz.mul_(dh)  # the slopes stand there
            else:
                torch.mul(dh, factors[site - span.start], out=dz)
            torch.mm(dz, weights[site], out=back_at[site])

    def _walk_any_back(self, span: Span, slopes: Slopes) -> None:
        factors, shortcut, divisor_at = slopes.z.unbind(0), slopes.h, self.rescaling.divisor_at
        for site in range(span.stop - 1, span.start - 1, -1):
            self._read_loss(site)
            if site in divisor_at:
                self.rescaling.apply(site, self.dh_at[site + 1])
            # Every piece of z is multiplied with the same dL/dh.
            torch.mul(self.dh_wide_at[site + 1], factors[site - span.start], out=self.dz_pieces_at[site])
            if self.normalization:
                self._normalize_back(site)
            self._map_back(site)
            if shortcut is not None and (site or self.tied):
                torch.addcmul(
                    self.back_at[site], self.dh_at[site + 1], shortcut[site - span.start], out=self.dh_at[site]
                )
            elif self.readouts > 1:
                self.dh_at[site].copy_(self.back_at[site])

    def _read_loss(self, site: int) -> None:
        """Adds the loss's own dL/dh at a readout site below the last."""
        lowest = self.sites - self.readouts
        if lowest <= site < self.sites - 1:
            self.dh_at[site + 1].add_(self.from_loss[site - lowest])

    def _normalize_back(self, site: int) -> None:
        assert self.normalization
        dn = self.dz_pieces_at[site] * self._affine("norm_gain", site)
        self.da_pieces_at[site].copy_(self.normalization.back(dn, self.n_pieces_at[site], self.rates[site]))

    def _map_back(self, site: int) -> None:
        """dL/dh_{l-1} through the weights; at site 1 of a deep network dL/dx, for its size alone."""
        torch.mm(self.da_at[site], self.weights_back[site], out=self.back_at[site])

    # ---- gradients of the parameters --------------------------------------------------------------------------

    def _gather(self, span: Span, slopes: Slopes, unscale: Tensor) -> None:
        """Parameter gradients of a span; ``weight_norm`` is |dL/dW| of each site, at the buffers' scale."""
        column = unscale[:, None]
        self._gather_matrices(span, column)
        if "bias" in self.gradients:
            torch.mul(span.da.sum((1, 3)), column, out=self.gradients["bias"][span.sites])
        else:
            torch.mul(span.dz.sum((1, 3)), column, out=self.gradients["norm_shift"][span.sites])
            shares = (span.dz * self.n[span.sites].view(span.dz.shape)).sum((1, 3))
            torch.mul(shares, column, out=self.gradients["norm_gain"][span.sites])
        if slopes.parameter is not None:
            shares = span.dh * slopes.parameter
            torch.mul(shares.flatten(1).sum(1), unscale, out=self.gradients["slope"][span.sites])

    def _gather_matrices(self, span: Span, column: Tensor) -> None:
        if span.start == 0:
            first = self.gradients["input"]
            torch.mm(self.x.mT, self.da_at[0], out=first)
            norms(first.view(1, -1), out=self.weight_norm[:1])
            first.mul_(column[0])
        if span.product:
            h, da, gradient, flat, norm = span.product
            torch.bmm(h, da, out=gradient)
            # Before scaling, which may underflow.
            norms(flat, out=norm)
            flat.mul_(column[-len(flat) :])
