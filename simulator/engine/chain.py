"""The chain: z_l = u_l + h_{l-1} W_l, h_l = cell(norm(z_l), h_{l-1}), and the chain rule written out on its way back.

A site l is a layer, or a time step with W tied. Buffers are stacked over the sites, (sites, batch, maps, ...positions).
So that float32 carries gradients down to 1e-300, dL/dh is rescaled by a power of two every few sites; ``exponent``
remembers it: the true value is the buffer's times 2 ** exponent.
"""

import torch
from torch import Tensor

from simulator.engine.cells import Activation, Function, Slopes, cell_of
from simulator.engine.normalization import Normalization
from simulator.engine.parameters import Parameters
from simulator.experiment import Experiment
from simulator.limits import pieces

RESCALE_EVERY = 8
"""Sites between two rescalings: 8 factors of 1e-4 still fit into float32."""
TINY, HUGE = 1e-37, 1e37


class Chain:
    """Forward and backward through all sites. ``first`` is 1 where site 1 has no matrix from a site before it.

    ``from_features``: the input is what another layer passes on, so that a shortcut at site 1 starts there.
    """

    def __init__(self, e: Experiment, parameters: Parameters, from_features: bool = False) -> None:
        self.e, self.sites, self.batch = e, e.sites, e.batch_size
        self.values, self.gradients = parameters.values, parameters.gradients
        self.first, self.from_features = int(e.kind == "deep"), from_features
        self.readouts = e.task_row.readouts if e.kind == "sequence" else 1
        self.units = (e.width, *(e.task_row.image or ())) if e.kind == "deep" and e.layer == "conv" else (e.width,)
        self.activation, self.cell = Activation(e), cell_of(e)
        self.normalization = None if e.normalization == "none" else Normalization(e.normalization, 2 + len(self.units))
        self._like = parameters.flat
        self._allocate(pieces(e))
        self._plan_rescaling()

    def _allocate(self, maps: int) -> None:
        new, n, b = self._like.new_empty, self.sites, self.batch
        wide = (maps * self.units[0], *self.units[1:])
        self.split = (maps, *self.units)
        self.a, self.dz = new(n, b, *wide), new(n, b, *wide)
        self.h, self.dh = self._like.new_zeros(n + 1, b, *self.units), self._like.new_zeros(n + 1, b, *self.units)
        self.z, self.da, self.back = self.a, self.dz, self.dh[:n]
        if self.normalization:
            self.z, self.da, self.n = torch.empty_like(self.a), torch.empty_like(self.a), torch.empty_like(self.a)
        if self.e.skip != "none" or self.e.cell == "gru" or self.readouts > 1:
            self.back = torch.empty_like(self.dh[:n])
        self.a_pieces, self.z_pieces = self._pieces(self.a), self._pieces(self.z)
        self.dz_pieces, self.da_pieces = self._pieces(self.dz), self._pieces(self.da)
        self.slopes: Slopes
        self.mask: Tensor | None = None
        self._rows = [list(t) for t in (self.h, self.a, self.z, self.dz, self.da, self.dh, self.back)]
        self.lh, self.la, self.lz, self.ldz, self.lda, self.ldh, self.lback = self._rows
        self.ldz_pieces = list(self.dz_pieces)
        self._bind_weights()

    def _pieces(self, wide: Tensor) -> Tensor:
        return wide.view(*wide.shape[:2], *self.split)

    def _bind_weights(self) -> None:
        hidden = self.values["hidden"]
        tied = self.e.kind == "sequence"
        self.weights = [hidden] * self.sites if tied else [self.values["input"], *hidden.unbind(0)]
        self.weights_t = [hidden.mT] * self.sites if tied else [w.mT for w in self.weights]
        driven = slice(-hidden.shape[-1], None) if tied else slice(None)
        self.driven = driven
        self.la_driven = [a[..., driven] for a in self.la] if tied else self.la
        self.lda_driven = [d[..., driven] for d in self.lda] if tied else self.lda

    def _plan_rescaling(self) -> None:
        top = self.sites - self.readouts
        self.rescaled = {site: 1 + k for k, site in enumerate(range(top, -1, -RESCALE_EVERY))}
        group = [0 if site > top else 1 + (top - site) // RESCALE_EVERY for site in range(self.sites)]
        device = self._like.device
        self.group = torch.tensor(group, device=device)
        self.exponents = torch.zeros(len(self.rescaled) + 1, dtype=torch.int32, device=device)
        self.lexponents = list(self.exponents)
        self.mantissa = self._like.new_empty(())

    # ---- forward ----------------------------------------------------------------------------------------------

    def forward(self, x: Tensor) -> Tensor:
        """Runs (batch, inputs) or (time steps, batch, inputs) through all sites; returns h of the readout sites."""
        self.x = x
        if self.from_features:
            self.lh[0].copy_(x)
        self._drive(x)
        self._walk()
        self.slopes = self._find_slopes()
        return self.h[self.sites + 1 - self.readouts :]

    def _drive(self, x: Tensor) -> None:
        """a_l = the part that does not come from h: the bias, the input at site 1 or at every time step."""
        bias = self.values.get("bias")
        if bias is None:
            self.a.zero_()
        elif self.first:
            self.a.copy_(bias.view(self.sites, 1, -1))
        else:
            self.a.copy_(bias)
        if self.first:
            self.la[0].addmm_(x, self.values["input"])
        else:
            weight = self.values["input"]
            self.a[..., : weight.shape[1]] += torch.matmul(x, weight)

    def _walk(self) -> None:
        cell, h, states, norm = self.cell.forward, self.lh[0], [], self.normalization
        self.rates: list[Tensor] = []
        for site in range(self.sites):
            if site >= self.first:
                self._map(site, h)
            z = self._normalize(site) if norm else self.lz[site]
            h = cell(z, h, self._function(site))
            states.append(h)
        torch.stack(states, out=self.h[1:])

    def _map(self, site: int, h: Tensor) -> None:
        self.la_driven[site].addmm_(h, self.weights[site])

    def _function(self, site: int) -> Function:
        """The activation of one site, with its learned slope and its dropout."""
        f = self.activation.function
        if self.activation.learned:
            slope = self.values["slope"][site if self.first else 0]
            f = lambda z, f=f: f(z, slope)  # noqa: E731
        if self.mask is not None:
            mask = self.mask[site]
            return lambda z: f(z) * mask
        return f

    def _normalize(self, site: int) -> Tensor:
        assert self.normalization
        n, rate = self.normalization(self.a_pieces[site])
        self.rates.append(rate)
        self.n.view(self.a_pieces.shape)[site] = n
        scale, shift = self._affine("scale", site), self._affine("shift", site)
        torch.addcmul(shift, n, scale, out=self.z_pieces[site])
        return self.lz[site]

    def _affine(self, name: str, site: int) -> Tensor:
        """A learned scale or shift as (pieces, units, 1, ...)."""
        row = self.values[name][site] if self.first else self.values[name]
        return row.view(self.split[0], self.split[1], *[1] * (len(self.units) - 1))

    def _find_slopes(self) -> Slopes:
        parameter = self.values.get("slope")
        return self.cell.slopes(self.z_pieces, self.h[:-1], self.activation, parameter, self.mask)

    # ---- backward ---------------------------------------------------------------------------------------------

    def backward(self, direct: Tensor) -> None:
        """Walks back from dL/dh of the readout sites, (readouts, batch, units); fills dh, dz, da and the gradients."""
        top = self.sites - self.readouts
        self.ldh[self.sites].copy_(direct[-1])
        slopes, detour = self.slopes.z, self.slopes.h
        for site in range(self.sites - 1, -1, -1):
            dh = self.ldh[site + 1]
            if top <= site < self.sites - 1:
                dh.add_(direct[site - top])
            if site in self.rescaled:
                self._rescale(site, dh)
            torch.mul(dh.unsqueeze(1), slopes[site], out=self.ldz_pieces[site])
            if self.normalization:
                self._normalize_back(site)
            self._map_back(site)
            if site < self.first:
                continue
            if detour is not None:
                torch.addcmul(self.lback[site], dh, detour[site], out=self.ldh[site])
            elif self.readouts > 1:
                self.ldh[site].copy_(self.lback[site])
        self.exponent = self.exponents.cumsum(0)[self.group]
        self._gather()

    def _rescale(self, site: int, *states: Tensor) -> None:
        """Multiplies the states by the power of two that brings the largest entry of the first into [0.5, 1)."""
        low, high = torch.aminmax(states[0])
        size = torch.maximum(high, low.neg_()).clamp_(TINY, HUGE)
        torch.frexp(size, out=(self.mantissa, self.lexponents[self.rescaled[site]]))
        factor = self.mantissa / size
        for state in states:
            state.mul_(factor)

    def _normalize_back(self, site: int) -> None:
        assert self.normalization
        dn = self.dz_pieces[site] * self._affine("scale", site)
        n = self.n.view(self.a_pieces.shape)[site]
        self.da_pieces[site] = self.normalization.back(dn, n, self.rates[site])

    def _map_back(self, site: int) -> None:
        """dL/dh_{l-1} through the weights; at site 1 of a deep network dL/dx, for its size alone."""
        if site < self.first:
            self.dx = torch.mm(self.lda[0], self.values["input"].mT)
        else:
            torch.mm(self.lda_driven[site], self.weights_t[site], out=self.lback[site])

    # ---- gradients of the parameters --------------------------------------------------------------------------

    def _gather(self) -> None:
        """Parameter gradients at true size; ``weight_norm`` is |dL/dW| of each site at the buffers' scale."""
        self.unscale = torch.exp2(self.exponent.double()).to(self._like.dtype)
        self._gather_matrices()
        self._gather_offsets()
        if "slope" in self.gradients:
            assert self.slopes.parameter is not None
            shares = (self.dh[1:] * self.slopes.parameter).flatten(1).sum(1) * self.unscale
            self.gradients["slope"].copy_(shares if self.first else shares.sum(0, keepdim=True))

    def _gather_matrices(self) -> None:
        into_input, hidden = self.gradients["input"], self.gradients["hidden"]
        torch.mm(self.x.mT, self.lda[0], out=into_input)
        torch.bmm(self.h[1:-1].mT, self.da[1:], out=hidden)
        norm = torch.linalg.vector_norm
        self.weight_norm = torch.cat([norm(into_input).view(1), norm(hidden, dim=(1, 2))])
        into_input.mul_(self.unscale[0])
        hidden.mul_(self.unscale[1:, None, None])

    def _gather_offsets(self) -> None:
        per_map = (self.sites, self.batch, self.split[0] * self.split[1], -1)
        if "bias" in self.gradients:
            self._store("bias", self.da.view(per_map))
        else:
            self._store("shift", self.dz.view(per_map))
            self._store("scale", (self.dz * self.n).view(per_map))

    def _store(self, name: str, shares: Tensor) -> None:
        """Sums shares (sites, batch, maps, positions) into one row a layer, or over all time steps."""
        sums = shares.sum((1, 3)) * self.unscale[:, None]
        self.gradients[name].copy_(sums if self.first else sums.sum(0))


class ConvChain(Chain):
    """Convolutional layers: 3x3 filters, stride 1, padding 1; (batch, channels, height, width)."""

    def _drive(self, x: Tensor) -> None:
        self.x = x.view(self.batch, -1, *self.units[1:])
        self._convolve(0, self.x)

    def _map(self, site: int, h: Tensor) -> None:
        self._convolve(site, h)

    def _convolve(self, site: int, h: Tensor) -> None:
        bias = self.values["bias"][site] if "bias" in self.values else None
        self.la[site].copy_(torch.conv2d(h, self.weights[site], bias, padding=1))

    def _map_back(self, site: int) -> None:
        source = self.lh[site] if site else self.x
        target = self.gradients["hidden"][site - 1] if site else self.gradients["input"]
        dx, dw, _ = torch.ops.aten.convolution_backward(
            self.lda[site],
            source,
            self.weights[site],
            None,
            [1, 1],
            [1, 1],
            [1, 1],
            False,
            [0, 0],
            1,
            [True, True, False],
        )
        target.copy_(dw)
        if site:
            self.lback[site].copy_(dx)
        else:
            self.dx = dx

    def _gather_matrices(self) -> None:
        into_input, hidden = self.gradients["input"], self.gradients["hidden"]
        norm = torch.linalg.vector_norm
        self.weight_norm = torch.cat([norm(into_input).view(1), norm(hidden.flatten(1), dim=1)])
        into_input.mul_(self.unscale[0])
        hidden.mul_(self.unscale[1:, None, None, None, None])


class SequenceChain(Chain):
    """Time steps: one recurrent matrix, one input matrix, and each time step's own share of their gradients."""

    SHARES = 4_000_000
    """Entries of the shares that are held at once."""

    def _gather_matrices(self) -> None:
        before = self.h[:-1]
        into_input, hidden = self.gradients["input"], self.gradients["hidden"]
        driven = self.da[..., self.driven]
        self.weight_norm = self._share_norms(before, driven)
        da = self.da * self.unscale[:, None, None]
        driven = da[..., self.driven].flatten(0, 1)
        torch.mm(before.flatten(0, 1).mT, driven, out=hidden)
        torch.mm(self.x.flatten(0, 1).mT, da[..., : into_input.shape[1]].flatten(0, 1), out=into_input)

    def _share_norms(self, before: Tensor, driven: Tensor) -> Tensor:
        count = max(1, self.SHARES // self.values["hidden"].numel())
        parts = zip(before.split(count), driven.split(count), strict=True)
        return torch.cat([torch.linalg.vector_norm(torch.bmm(h.mT, d), dim=(1, 2)) for h, d in parts])
