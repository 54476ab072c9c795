"""The chain: z_l = u_l + h_{l-1} W_l, h_l = cell(norm(z_l), h_{l-1}), and the chain rule written out on its way back.

A site l is a layer, or a time step with W tied. Buffers are stacked over the sites, (sites, batch, maps, ...positions).
The walk goes span by span, a span being so many sites that what is computed beside the walk stays small.
dL/dh and what follows from it are kept at a scale of their own (scale.py); ``unscale`` brings a site to its true size.
"""

from collections.abc import Callable
from dataclasses import replace

import torch
from torch import Tensor

from simulator.engine.cells import Activation, Function, Plain, Slopes, cell_of
from simulator.engine.normalization import Normalization
from simulator.engine.parameters import Parameters
from simulator.engine.scale import Scale
from simulator.engine.span import Span
from simulator.settings.experiment import Experiment
from simulator.settings.limits import pieces

SPAN = 1 << 18
"""Entries of h in one span."""
Seen = Callable[[Span, Slopes], None]
"""Called with each span that was walked forward."""


class Chain:
    """Dense layers, forward and backward; the base of all chains.

    ``first`` is 1 where no matrix leads from h_0 into site 1. ``from_features``: the input is what another layer
    passes on, so that a shortcut at site 1 starts there. ``keep_z``: z is not overwritten by h.
    """

    tied = False
    dense = True

    def __init__(
        self, e: Experiment, parameters: Parameters, from_features: bool = False, keep_z: bool = False
    ) -> None:
        self.e, self.sites, self.batch, self.from_features = e, e.sites, e.batch_size, from_features
        self.first = 0 if self.tied else 1
        self.readouts = e.task_row.readouts if self.tied else 1
        self.units, self.maps = self._units(), pieces(e)
        self.values, self.gradients = parameters.values, parameters.gradients
        self.new = parameters.flat.new_empty
        self.activation, self.cell = Activation(e), cell_of(e)
        self.normalization = None if e.normalization == "none" else Normalization(e.normalization, 2 + len(self.units))
        bare = self.maps == 1 and not self.normalization
        sloped = type(self.cell) is Plain and self.activation.from_output is not None and not e.dropout
        self.in_place = bare and sloped and not keep_z
        """Whether h_l is computed where z_l stood, and its slope from h_l."""
        self.detached = self._has_detour() or self.readouts > 1
        """Whether more than the weights leads back to h_{l-1}, so that ``back`` is not all of dL/dh_{l-1}."""
        self.straight = bare and self.dense and not self.detached
        """Whether the gradient walks back through slopes and weights alone."""
        self.mask: Tensor | None = None
        self.slopes: list[Slopes] = []
        self.rates: list[Tensor] = []
        self._allocate()
        self._bind_weights()
        self.scale = Scale(self.h, self.sites, self.readouts)
        self.weight_norm = self.new(self.sites, dtype=torch.float64)
        self.first_norm = self.weight_norm[0]
        size = max(1, SPAN // self.h[0].numel())
        self.spans = [Span(self, slice(i, min(i + size, self.sites))) for i in range(0, self.sites, size)]

    def _units(self) -> tuple[int, ...]:
        return (self.e.width,)

    def _allocate(self) -> None:
        n, b = self.sites, self.batch
        wide = (n, b, self.maps * self.units[0], *self.units[1:])
        self.h, self.dh = self.new(n + 1, b, *self.units), self._gradient()
        self.h[0].zero_()
        self.readout = self.h[n + 1 - self.readouts :]
        self.a = self.h[1:] if self.in_place else self.new(wide)
        self.dz = self.new(wide)
        self.slope = self.dz if self.straight else self.new(self.dh[1:].shape)  # dz_l = dh_l f'(z_l) takes its place
        self.z, self.da, self.back, self.direct = self.a, self.dz, self.dh[:n], self.dh[n:]
        if self.normalization:
            self.z, self.da, self.n = self.new(wide), self.new(wide), self.new(wide)
            self.n_pieces = self.pieces(self.n)
        if self.detached:
            self.back = self.new(self.dh[:n].shape)
        if self.readouts > 1:
            self.direct = self.new(self.readouts, b, *self.units)
        self._list_sites()

    def _gradient(self) -> Tensor:
        """Room for dL/dh_0 to dL/dh_L."""
        return self.new(self.sites + 1, self.batch, *self.units)

    def _list_sites(self) -> None:
        """The buffers site by site: a list costs less than an index, many times over."""
        self.lh, self.ldh, self.ldz = self.h.unbind(0), self.dh.unbind(0), self.dz.unbind(0)
        self.la = self.lh[1:] if self.in_place else self.a.unbind(0)
        self.lz, self.lda = self.la, self.ldz
        self.lback = list(self.back.unbind(0) if self.detached else self.ldh[:-1])
        if self.first:
            self.lback[0] = self.new(self.batch, *self.values["input"].shape[:1])
        if self.normalization:
            self.lz, self.lda = self.z.unbind(0), self.da.unbind(0)
            self.la_pieces, self.lz_pieces = self.pieces(self.a).unbind(0), self.pieces(self.z).unbind(0)
            self.lda_pieces = self.pieces(self.da).unbind(0)
        if not self.straight:
            self.ldz_pieces = self.pieces(self.dz).unbind(0)
            self.ldh_wide = [dh.unsqueeze(1) for dh in self.ldh]

    def _has_detour(self) -> bool:
        return self.e.skip != "none"

    def pieces(self, wide: Tensor) -> Tensor:
        """(sites, batch, maps * units, ...) as (sites, batch, maps, units, ...)."""
        return wide.view(*wide.shape[:2], self.maps, *self.units)

    def _bind_weights(self) -> None:
        self.weights = [self.values["input"], *self.values["hidden"].unbind(0)]
        self.weights_back = [self.values["input"].mT, *self.values["hidden"].mT.unbind(0)]

    # ---- forward ----------------------------------------------------------------------------------------------

    def forward(self, x: Tensor, seen: Seen | None = None) -> None:
        """Runs (batch, inputs) or (time steps, batch, inputs) through all sites; ``readout`` is what the loss reads."""
        self.x, self.slopes, self.rates = x, [], []
        if self.from_features:
            self.lh[0].copy_(x)
        for span in self.spans:
            self._drive(span)
            self._walk(span)
            if seen:
                slopes = self._slopes(span)
                self.slopes.append(slopes)
                seen(span, slopes)

    def _drive(self, span: Span) -> None:
        """a_l = what does not come from h: the bias, and at site 1 the input."""
        if span.bias is None:
            span.a.zero_()
        else:
            span.a.copy_(span.bias)
        if span.start == 0:
            self.la[0].addmm_(self.x, self.values["input"])

    def _walk(self, span: Span) -> None:
        if self.in_place:
            self._walk_in_place(span)
        else:
            torch.stack(self._walk_any(span), out=span.after)

    def _walk_in_place(self, span: Span) -> None:
        f = self.activation.function_
        if span.start < self.first:
            f(self.lh[1])
        start, stop = max(span.start, self.first), span.stop
        for h, weight, after in zip(self.lh[start:stop], self.weights[start:stop], self.lh[start + 1 :], strict=False):
            f(after.addmm_(h, weight))

    def _walk_any(self, span: Span) -> list[Tensor]:
        """h of every site of a span, whatever the cell."""
        cell, h, states = self.cell.forward, self.lh[span.start], []
        for site in range(span.start, span.stop):
            if site >= self.first:
                self._map(site, h)
            z = self._normalize(site) if self.normalization else self.lz[site]
            h = cell(z, h, self._function(site))
            states.append(h)
        return states

    def _map(self, site: int, h: Tensor) -> None:
        self.la[site].addmm_(h, self.weights[site])

    def _function(self, site: int) -> Function:
        """The activation of one site, with its learned slope and its dropout."""
        f = self.activation.function
        if not self.activation.learned and self.mask is None:
            return f
        extra = [self.values["slope"][site * self.first]] if self.activation.learned else []
        if self.mask is None:
            return lambda z: f(z, *extra)
        mask = self.mask[site]
        return lambda z: f(z, *extra) * mask

    def _normalize(self, site: int) -> Tensor:
        assert self.normalization
        n, rate = self.normalization(self.la_pieces[site])
        self.rates.append(rate)
        self.n_pieces[site] = n
        torch.addcmul(self._affine("shift", site), n, self._affine("scale", site), out=self.lz_pieces[site])
        return self.lz[site]

    def _affine(self, name: str, site: int) -> Tensor:
        """A learned scale or shift as (maps, units, 1, ...)."""
        row = self.values[name][site] if self.first else self.values[name]
        return row.view(self.maps, self.units[0], *[1] * (len(self.units) - 1))

    def _slopes(self, span: Span) -> Slopes:
        stack = span.stack if self.mask is None else replace(span.stack, mask=self.mask[span.sites])
        return self.cell.slopes(stack, self.activation)

    # ---- backward ---------------------------------------------------------------------------------------------

    def backward(self) -> None:
        """Walks back from ``direct``, dL/dh as the loss reads it, (readouts, batch, units, ...); fills dh, dz, da and
        the gradients."""
        if self.readouts > 1:
            self.ldh[self.sites].copy_(self.direct[-1])
        self._start_back()
        for span, slopes in zip(reversed(self.spans), reversed(self.slopes), strict=True):
            self._walk_back(span, slopes)
        unscale = self.scale.unscale()
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
        ldh, ldz, lback, weights, rescaled = self.ldh, self.ldz, self.lback, self.weights_back, self.scale.sites
        factors = ldz[span.sites] if self.in_place else slopes.z.squeeze(2).unbind(0)
        for site in range(span.stop - 1, span.start - 1, -1):
            dh = ldh[site + 1]
            if site in rescaled:
                self.scale.apply(site, dh)
            dz = torch.mul(dh, factors[site - span.start], out=ldz[site])
            torch.mm(dz, weights[site], out=lback[site])

    def _walk_any_back(self, span: Span, slopes: Slopes) -> None:
        factors, detour, rescaled = slopes.z.unbind(0), slopes.h, self.scale.sites
        for site in range(span.stop - 1, span.start - 1, -1):
            self._read_loss(site)
            if site in rescaled:
                self.scale.apply(site, self.ldh[site + 1])
            torch.mul(self.ldh_wide[site + 1], factors[site - span.start], out=self.ldz_pieces[site])
            if self.normalization:
                self._normalize_back(site)
            self._map_back(site)
            if detour is not None and site >= self.first:
                torch.addcmul(self.lback[site], self.ldh[site + 1], detour[site - span.start], out=self.ldh[site])
            elif self.readouts > 1:
                self.ldh[site].copy_(self.lback[site])

    def _read_loss(self, site: int) -> None:
        """Adds the loss's own dL/dh at a readout site below the last."""
        lowest = self.sites - self.readouts
        if lowest <= site < self.sites - 1:
            self.ldh[site + 1].add_(self.direct[site - lowest])

    def _normalize_back(self, site: int) -> None:
        assert self.normalization
        dn = self.ldz_pieces[site] * self._affine("scale", site)
        self.lda_pieces[site].copy_(self.normalization.back(dn, self.n_pieces[site], self.rates[site]))

    def _map_back(self, site: int) -> None:
        """dL/dh_{l-1} through the weights; at site 1 of a deep network dL/dx, for its size alone."""
        torch.mm(self.lda[site], self.weights_back[site], out=self.lback[site])

    # ---- gradients of the parameters --------------------------------------------------------------------------

    def _gather(self, span: Span, slopes: Slopes, unscale: Tensor) -> None:
        """Parameter gradients of a span; ``weight_norm`` is |dL/dW| of each site, at the buffers' scale."""
        column = unscale[:, None]
        self._gather_matrices(span, column)
        if "bias" in self.gradients:
            torch.mul(span.da.sum((1, 3)), column, out=self.gradients["bias"][span.sites])
        else:
            torch.mul(span.dz.sum((1, 3)), column, out=self.gradients["shift"][span.sites])
            shares = (span.dz * self.n[span.sites].view(span.dz.shape)).sum((1, 3))
            torch.mul(shares, column, out=self.gradients["scale"][span.sites])
        if slopes.parameter is not None:
            shares = span.dh * slopes.parameter
            torch.mul(shares.flatten(1).sum(1), unscale, out=self.gradients["slope"][span.sites])

    def _gather_matrices(self, span: Span, column: Tensor) -> None:
        norm = torch.linalg.vector_norm
        if span.start == 0:
            first = self.gradients["input"]
            torch.mm(self.x.mT, self.lda[0], out=first)
            norm(first, dtype=torch.float64, out=self.first_norm)
            first.mul_(column[0])
        if span.product:
            h, da, gradient, flat, size = span.product
            torch.bmm(h, da, out=gradient)
            norm(flat, dim=1, dtype=torch.float64, out=size)
            flat.mul_(column[-len(flat) :])
