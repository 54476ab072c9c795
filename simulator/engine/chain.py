"""The chain: z_l = u_l + h_{l-1} W_l, h_l = cell(norm(z_l), h_{l-1}), and the chain rule written out on its way back.

A site l is a layer, or a time step with W tied. Buffers are stacked over the sites, (sites, batch, maps, ...positions).
The walk goes span by span, a span being as many sites as stay in the processor's cache.
dL/dh and what follows from it are kept at a scale of their own (scale.py); ``unscale`` brings a site to its true size.
"""

from collections.abc import Callable

import torch
from torch import Tensor

from simulator.engine.cells import Activation, Function, Plain, Slopes, Stack, cell_of
from simulator.engine.normalization import Normalization
from simulator.engine.parameters import Parameters
from simulator.engine.scale import Scale
from simulator.experiment import Experiment
from simulator.limits import pieces

SPAN = 1 << 18
"""Entries of h in one span."""
Seen = Callable[[slice, Slopes], None]
"""Called with each span that was walked, forward or back, while it is in the cache."""


class Chain:
    """Dense layers, forward and backward; the base of all chains.

    ``first`` is 1 where no matrix leads from h_0 into site 1. ``from_features``: the input is what another layer
    passes on, so that a shortcut at site 1 starts there.
    """

    tied = False
    dense = True

    def __init__(self, e: Experiment, parameters: Parameters, from_features: bool = False) -> None:
        self.e, self.sites, self.batch, self.from_features = e, e.sites, e.batch_size, from_features
        self.first = 0 if self.tied else 1
        self.readouts = e.task_row.readouts if self.tied else 1
        self.units = self._units()
        self.values, self.gradients = parameters.values, parameters.gradients
        self.new, self.zeros = parameters.flat.new_empty, parameters.flat.new_zeros
        self.activation, self.cell = Activation(e), cell_of(e)
        self.plain = (
            self.dense and type(self.cell) is Plain and e.normalization == "none" and not self.activation.learned
        )
        self.normalization = None if e.normalization == "none" else Normalization(e.normalization, 2 + len(self.units))
        self.mask: Tensor | None = None
        self.slopes: list[Slopes] = []
        self.rates: list[Tensor] = []
        self._allocate(pieces(e))
        self._bind_weights()
        self._plan()

    def _units(self) -> tuple[int, ...]:
        return (self.e.width,)

    def _allocate(self, maps: int) -> None:
        n, b = self.sites, self.batch
        self.maps, self.split = maps, (maps, *self.units)
        wide = (n, b, maps * self.units[0], *self.units[1:])
        self.a, self.dz = self.new(wide), self.new(wide)
        self.h, self.dh = self.zeros(n + 1, b, *self.units), self.zeros(n + 1, b, *self.units)
        self.slope_buffer = torch.empty_like(self.dh[1:])
        self.z, self.da, self.back = self.a, self.dz, self.dh[:n]
        if self.normalization:
            self.z, self.da, self.n = self.new(wide), self.new(wide), self.new(wide)
            self.n_pieces = self.pieces(self.n)
        if self._has_detour() or self.readouts > 1:
            self.back = self.new(self.dh[:n].shape)
        self._list_sites()

    def _list_sites(self) -> None:
        """The buffers site by site: a list costs less than an index, many times over."""
        self.lh, self.ldh, self.la, self.ldz = self.h.unbind(0), self.dh.unbind(0), self.a.unbind(0), self.dz.unbind(0)
        self.lz, self.lda, self.lback = self.la, self.ldz, self.ldh
        if self.back.data_ptr() != self.dh.data_ptr():
            self.lback = self.back.unbind(0)
        if self.normalization:
            self.lz, self.lda = self.z.unbind(0), self.da.unbind(0)
            self.la_pieces, self.lz_pieces = self.pieces(self.a).unbind(0), self.pieces(self.z).unbind(0)
            self.lda_pieces = self.pieces(self.da).unbind(0)
        if self.normalization or self.maps > 1:
            self.ldz_pieces = self.pieces(self.dz).unbind(0)
            self.ldh_wide = [dh.unsqueeze(1) for dh in self.ldh]

    def _has_detour(self) -> bool:
        return self.e.skip != "none"

    def pieces(self, wide: Tensor) -> Tensor:
        """(sites, batch, maps * units, ...) as (sites, batch, maps, units, ...)."""
        return wide.view(*wide.shape[:2], *self.split)

    def _bind_weights(self) -> None:
        self.weights = [self.values["input"], *self.values["hidden"].unbind(0)]
        self.weights_back = [w.mT for w in self.weights]

    def _plan(self) -> None:
        size = max(1, SPAN // self.h[0].numel())
        self.spans = [slice(i, min(i + size, self.sites)) for i in range(0, self.sites, size)]
        self.scale = Scale(self.h, self.sites, self.readouts)
        self.weight_norm = self.zeros(self.sites, dtype=torch.float64)

    # ---- forward ----------------------------------------------------------------------------------------------

    def forward(self, x: Tensor, seen: Seen | None = None) -> Tensor:
        """Runs (batch, inputs) or (time steps, batch, inputs) through all sites; returns h of the readout sites."""
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
        return self.h[self.sites + 1 - self.readouts :]

    def _drive(self, span: slice) -> None:
        """a_l = what does not come from h: the bias, and at site 1 the input."""
        if self.normalization:
            self.a[span].zero_()
        else:
            self.a[span] = self.values["bias"][span].unsqueeze(1)
        if span.start == 0:
            self.la[0].addmm_(self.x, self.values["input"])

    def _walk(self, span: slice) -> None:
        if self.plain and self.mask is None:
            self._walk_plain(span)
        else:
            torch.stack(self._walk_any(span), out=self.h[span.start + 1 : span.stop + 1])

    def _walk_any(self, span: slice) -> list[Tensor]:
        """h of every site of a span, whatever the cell."""
        cell, h, states = self.cell.forward, self.lh[span.start], []
        for site in range(span.start, span.stop):
            if site >= self.first:
                self._map(site, h)
            z = self._normalize(site) if self.normalization else self.lz[site]
            h = cell(z, h, self._function(site))
            states.append(h)
        return states

    def _walk_plain(self, span: slice) -> None:
        """The same for h = f(h W + u), where calling a function costs more than computing it."""
        f, h = self.activation.function, self.lh[span.start]
        for site in range(span.start, span.stop):
            z = self.lz[site].addmm_(h, self.weights[site]) if site >= self.first else self.lz[site]
            h = self.lh[site + 1]
            if self.activation.writes:
                f(z, out=h)
            else:
                h.copy_(f(z))

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

    def _slopes(self, span: slice) -> Slopes:
        parameter = self.values.get("slope")
        if parameter is not None and self.first:
            parameter = parameter[span]
        mask = None if self.mask is None else self.mask[span]
        after = self.h[span.start + 1 : span.stop + 1]
        stack = Stack(self.pieces(self.z[span]), self.h[span], after, parameter, mask, self.slope_buffer[span])
        return self.cell.slopes(stack, self.activation)

    # ---- backward ---------------------------------------------------------------------------------------------

    def backward(self, direct: Tensor, seen: Seen) -> None:
        """Walks back from dL/dh of the readout sites, (readouts, batch, units); fills dh, dz, da and the gradients."""
        self.ldh[self.sites].copy_(direct[-1])
        self._start_back()
        for span, slopes in zip(reversed(self.spans), reversed(self.slopes), strict=True):
            self._walk_back(span, slopes, direct)
            self._gather(span, slopes, self.scale.unscale(self.h.dtype)[span])
            seen(span, slopes)

    def _start_back(self) -> None:
        """Accumulators that are shared by all sites start at zero."""

    def _walk_back(self, span: slice, slopes: Slopes, direct: Tensor) -> None:
        single = self.maps == 1
        factors = (slopes.z.squeeze(2) if single else slopes.z).unbind(0)
        ldh, ldz = (self.ldh, self.ldz) if single else (self.ldh_wide, self.ldz_pieces)
        lowest, detour, rescaled = self.sites - self.readouts, slopes.h, self.scale.sites
        for site in range(span.stop - 1, span.start - 1, -1):
            if lowest <= site < self.sites - 1:
                self.ldh[site + 1].add_(direct[site - lowest])
            if site in rescaled:
                self.scale.apply(site, self.ldh[site + 1])
            torch.mul(ldh[site + 1], factors[site - span.start], out=ldz[site])
            if self.normalization:
                self._normalize_back(site)
            self._map_back(site)
            if detour is not None and site >= self.first:
                torch.addcmul(self.lback[site], self.ldh[site + 1], detour[site - span.start], out=self.ldh[site])
            elif self.readouts > 1:
                self.ldh[site].copy_(self.lback[site])

    def _normalize_back(self, site: int) -> None:
        assert self.normalization
        dn = self.ldz_pieces[site] * self._affine("scale", site)
        self.lda_pieces[site].copy_(self.normalization.back(dn, self.n_pieces[site], self.rates[site]))

    def _map_back(self, site: int) -> None:
        """dL/dh_{l-1} through the weights; at site 1 dL/dx, for its size alone."""
        if site:
            torch.mm(self.lda[site], self.weights_back[site], out=self.lback[site])
        else:
            self.dx = torch.mm(self.lda[0], self.weights_back[0])

    # ---- gradients of the parameters --------------------------------------------------------------------------

    def _gather(self, span: slice, slopes: Slopes, unscale: Tensor) -> None:
        """Parameter gradients of a span; ``weight_norm`` is |dL/dW| of each site, at the buffers' scale."""
        self._gather_matrices(span, unscale)
        rows = (span.stop - span.start, self.batch, self.maps * self.units[0], -1)
        da, dz = self.da[span].view(rows), self.dz[span].view(rows)
        if "bias" in self.gradients:
            torch.mul(da.sum((1, 3)), unscale[:, None], out=self.gradients["bias"][span])
        else:
            torch.mul(dz.sum((1, 3)), unscale[:, None], out=self.gradients["shift"][span])
            shares = (dz * self.n[span].view(rows)).sum((1, 3))
            torch.mul(shares, unscale[:, None], out=self.gradients["scale"][span])
        if slopes.parameter is not None:
            shares = self.dh[span.start + 1 : span.stop + 1] * slopes.parameter
            torch.mul(shares.flatten(1).sum(1), unscale, out=self.gradients["slope"][span])

    def _gather_matrices(self, span: slice, unscale: Tensor) -> None:
        norm, start = torch.linalg.vector_norm, span.start
        if start == 0:
            torch.mm(self.x.mT, self.lda[0], out=self.gradients["input"])
            norm(self.gradients["input"], dtype=torch.float64, out=self.weight_norm[0])
            self.gradients["input"].mul_(unscale[0])
            start = 1
        if span.stop > start:
            hidden = self.gradients["hidden"][start - 1 : span.stop - 1]
            torch.bmm(self.h[start : span.stop].mT, self.da[start : span.stop], out=hidden)
            norm(hidden.flatten(1), dim=1, dtype=torch.float64, out=self.weight_norm[start : span.stop])
            hidden.mul_(unscale[start - span.start :, None, None])
