"""How the sites of a span are walked, forward and back, where the cell works element by element."""

from dataclasses import replace
from typing import Protocol

import torch
from torch import Tensor

from simulator.engine.activation import Function
from simulator.engine.buffers import Buffers
from simulator.engine.cells import Slopes
from simulator.engine.normalization import Normalized
from simulator.engine.rescaling import Rescaling
from simulator.engine.span import Span


class Map(Protocol):
    """What leads from h_{l-1} to a_l, and back: dense.py, conv.py and recurrent.py."""

    def drive(self, span: Span) -> None:
        """Lays out in a_l what does not come from h_{l-1}."""

    def run(self, span: Span) -> None:
        """Walks a span where h_l = f(a_l) is computed in place."""

    def add(self, site: int, h: Tensor) -> None:
        """Adds to a_l what comes from h_{l-1}."""

    def back(self, site: int) -> None:
        """From dL/da_l to ``back``."""

    def gather(self, span: Span, unscale: Tensor) -> None:
        """The gradients of all that the map has learned, of a span; ``unscale``, (K, sites), is their true scale."""

    def gather_slope(self, span: Span, shares: Tensor, unscale: Tensor) -> None:
        """That of the activation's learned slope, from each site's own share, (K, sites)."""


class Walk:
    """The walk through layers or through the time steps of a plain recurrent network, and every cell's way back."""

    def __init__(self, b: Buffers, way: Map, normalized: Normalized | None, rescaling: Rescaling) -> None:
        self.b, self.map, self.normalized, self.rescaling = b, way, normalized, rescaling

    def forward(self, span: Span) -> None:
        """Fills h of a span."""
        if self.b.in_place:
            self.map.run(span)
        else:
            # One copy of all sites costs less than one copy for each.
            torch.stack(self._states(span), out=span.rows)

    def _states(self, span: Span) -> list[Tensor]:
        """h of every site of a span, whatever the cell."""
        cell, h, states = self.b.cell.forward, self.b.h_at[span.start], []
        for site in span.range:
            self.map.add(site, h)
            z = self.normalized.forward(site) if self.normalized else self.b.z_at[site]
            h = cell(z, h, self._function(site))
            states.append(h)
        return states

    def _function(self, site: int) -> Function:
        """The activation of one site, with its learned slope and its dropout."""
        b = self.b
        f = b.activation.of(b.z, b.members)
        if not b.activation.learned and b.mask is None:
            return f
        extra = [b.one(b.values["slope"])[..., 0 if b.tied else site]] if b.activation.learned else []
        if b.mask is None:
            return lambda z: f(z, *extra)
        mask = b.one(b.mask[:, site])
        return lambda z: f(z, *extra) * mask

    def slopes(self, span: Span) -> Slopes:
        """The cell's derivatives over a span that was walked forward."""
        mask = self.b.mask
        stack = span.stack if mask is None else replace(span.stack, mask=mask[:, span.sites])
        return self.b.cell.slopes(stack, self.b.activation)

    def back(self, span: Span, slopes: Slopes) -> None:
        """Fills dz, da and dh of a span."""
        if self.b.straight:
            self._straight_back(span, slopes)
        else:
            self._any_back(span, slopes)

    def _straight_back(self, span: Span, slopes: Slopes) -> None:
        b, back, divisor_at = self.b, self.map.back, self.rescaling.divisor_at
        dh_at, dz_at = b.dh_at, b.dz_at
        in_place, factors = b.in_place, [] if b.in_place else b.at(slopes.z.squeeze(3))
        for site in reversed(span.range):
            dh, dz = dh_at[site + 1], dz_at[site]
            if site in divisor_at:
                self.rescaling.apply(site, dh)
            if in_place:
                dz.mul_(dh)  # the slopes stand there
            else:
                torch.mul(dh, factors[site - span.start], out=dz)
            back(site)

    def _any_back(self, span: Span, slopes: Slopes) -> None:
        b, divisor_at = self.b, self.rescaling.divisor_at
        factors, shortcut = b.at(slopes.z), None if slopes.h is None else b.at(slopes.h)
        for site in reversed(span.range):
            b.read_loss(site)
            if site in divisor_at:
                self.rescaling.apply(site, b.dh_at[site + 1])
            # Every piece of z is multiplied with the same dL/dh.
            torch.mul(b.dh_wide_at[site + 1], factors[site - span.start], out=b.dz_pieces_at[site])
            if self.normalized:
                self.normalized.back(site)
            self.map.back(site)
            if shortcut is not None and (site or b.tied):
                torch.addcmul(b.back_at[site], b.dh_at[site + 1], shortcut[site - span.start], out=b.dh_at[site])
            elif b.readouts > 1:
                b.dh_at[site].copy_(b.back_at[site])

    def slope_shares(self, span: Span, slopes: Slopes) -> Tensor:
        """(K, sites) each site's own share of the gradient of the activation's learned slope."""
        assert slopes.parameter is not None
        return (span.dh * slopes.parameter).flatten(2).sum(2)
