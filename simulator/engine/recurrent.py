"""Time steps: one recurrent and one input matrix for all of them, and each time step's own share of the gradient."""

import torch
from torch import Tensor

from simulator.engine.buffers import Buffers
from simulator.engine.norms import norms
from simulator.engine.products import products
from simulator.engine.span import Span

SHARES = 1 << 20
"""Entries of the time steps' shares that are held at once."""


class Recurrent:
    """The map of a sequence: a_t = b + x_t V + h_{t-1} W; x is (time steps, batch, inputs)."""

    def __init__(self, b: Buffers) -> None:
        self.b, hidden = b, b.one(b.values["hidden"])
        self.weight, self.weight_back = hidden, hidden.mT
        fed = b.values["input"].shape[-1]
        self.driven, self.fed, self.unfed = slice(-hidden.shape[-1], None), slice(None, fed), slice(fed, None)
        """The maps that h drives, those that the input feeds, and the rest: of a GRU's four 3, 3 and 1."""
        self.a_driven_at = [a[..., self.driven] for a in b.a_at]
        self.da_driven_at = [da[..., self.driven] for da in b.da_at]
        self.bias = b.values.get("bias")
        entries = hidden.shape[-2] * hidden.shape[-1]
        self.shares = max(1, min(b.sites, SHARES // entries))
        """Time steps whose shares of the recurrent matrix's gradient are computed at once."""
        self.room = b.new(self.shares, *hidden.shape[-2:])
        b.weight_norm[:, 0].zero_()

    def drive(self, span: Span) -> None:
        """What does not come from h: the bias and the input's share, which needs no h and so is one product."""
        b = self.b
        if b.members > 1 and b.side_by_side and self.bias is not None:
            self._drive_all(span, self.bias)
            return
        for k in range(b.members):
            x, a = self._inputs(k, span), span.a[k, ..., self.fed]
            bias = None if self.bias is None else self.bias[k, self.fed]
            self._share_of_input(x, b.values["input"][k], bias, a)
        if self.bias is None:
            span.a[..., self.unfed].zero_()
        else:
            span.a[..., self.unfed].copy_(self.bias[:, None, None, self.unfed])

    def _drive_all(self, span: Span, bias: Tensor) -> None:
        """The same of all members at once, each rounded as it is alone; in memory they lie side by side."""
        b, weight = self.b, self.b.values["input"]
        x, a, sites = b.x[:, span.sites], span.a.transpose(0, 1), span.stop - span.start
        a[..., self.unfed].copy_(bias[:, None, self.unfed])
        if b.units_first:
            weights = weight.expand(sites, *weight.shape).flatten(0, 1).mT
            offset = bias[:, self.fed, None].expand(sites, -1, -1, -1).flatten(0, 1)
            # Into one piece, for a product that is written in several is taken one by one, and rounded otherwise.
            found = torch.baddbmm(offset, weights, x.transpose(0, 1).flatten(0, 1).mT)
            a[..., self.fed].copy_(found.view(sites, b.members, *found.shape[1:]).mT)
            return
        rows, inputs, units = sites * b.batch, *weight.shape[1:]
        out = bias[:, None, self.fed].expand(-1, rows, -1).contiguous()
        add, _ = products(b.members, rows, inputs, units)
        add(out, x.flatten(1, 2), weight)
        a[..., self.fed].copy_(out.view(b.members, sites, b.batch, units).transpose(0, 1))

    def _inputs(self, k: int, span: Span) -> Tensor:
        """x of a member, (time steps, batch, inputs)."""
        return (self.b.x if self.b.members == 1 else self.b.x[k])[span.sites]

    def _share_of_input(self, x: Tensor, weight: Tensor, bias: Tensor | None, a: Tensor) -> None:
        """x V and the bias, written to a member's ``a``, (time steps, batch, units)."""
        # The samples of two time steps lie apart where the units come first.
        units_first = self.b.units_first
        into = a.mT if units_first else a
        # The time steps of a member may lie apart, and a product is quick where it is written in one piece.
        out = into if into.is_contiguous() else torch.empty_like(into, memory_format=torch.contiguous_format)
        if units_first:
            weights = weight.mT.expand(len(x), -1, -1)
            if bias is None:
                torch.bmm(weights, x.mT, out=out)
            else:
                torch.baddbmm(bias[:, None], weights, x.mT, out=out)
        elif bias is None:
            torch.mm(x.flatten(0, 1), weight, out=out.flatten(0, 1))
        else:
            torch.addmm(bias, x.flatten(0, 1), weight, out=out.flatten(0, 1))
        if out is not into:
            into.copy_(out)

    def run(self, span: Span) -> None:
        """h_t = f(a_t) where a_t stood, time step by time step."""
        b, add, activate, weight = self.b, self.b.add, self.b.activate, self.weight
        befores, sums = b.h_at[span.start : span.stop], b.activated_at[span.start : span.stop]
        for h, after, z in zip(befores, b.h_at[span.start + 1 :], sums, strict=False):
            add(after, h, weight)
            activate(z)

    def add(self, site: int, h: Tensor) -> None:
        """Adds h_{t-1} W to a_t."""
        self.b.add(self.a_driven_at[site], h, self.weight)

    def back(self, site: int) -> None:
        """dL/dh_{t-1} through the weights."""
        self.b.multiply(self.da_driven_at[site], self.weight_back, out=self.b.back_at[site])

    def gather(self, span: Span, unscale: Tensor) -> None:
        """Adds a span's share of the gradients, each time step's brought to its own scale before the sum."""
        b, g = self.b, self.b.gradients
        if span.start == 0:  # accumulators that are shared by all sites start at zero
            self._clear()
        offsets = self._offsets(span)
        for k in range(b.members):
            scale = self._piece(unscale[k])
            self._gather_shares(k, span, scale)
            x, da = self._inputs(k, span), b.da[k, span.sites][..., self.fed]
            if b.units_first:
                shares = torch.bmm(x.mT.contiguous(), da).flatten(1)
                g["input"][k].view(-1).addmv_(shares.mT, scale)
            else:
                g["input"][k].addmm_((x * scale[:, None, None]).flatten(0, 1).mT, da.flatten(0, 1))
            for name, sums in offsets.items():
                g[name][k].addmv_(self._piece(sums[k]).mT, scale)

    def _piece(self, values: Tensor) -> Tensor:
        """A member's values in memory of their own; within a larger piece a product may be rounded otherwise."""
        return values if self.b.members == 1 else values.clone(memory_format=torch.contiguous_format)

    def gather_slope(self, span: Span, shares: Tensor, unscale: Tensor) -> None:
        """Adds a span's shares, (K, sites), of the gradient of the activation's learned slope."""
        for mine, share, scale in zip(self.b.gradients["slope"], shares, unscale, strict=True):
            mine.add_(self._piece(share).dot(self._piece(scale)))

    def _clear(self) -> None:
        for name, gradient in self.b.gradients.items():
            if not name.startswith("head"):
                gradient.zero_()

    def _offsets(self, span: Span) -> dict[str, Tensor]:
        """Each time step's share of the gradient of what there is for each unit, (K, sites, maps * units)."""
        b, dz = self.b, self.b.dz[:, span.sites]
        sums = dz.sum(2)
        norms(sums, out=span.bias_norm)
        if self.bias is not None:
            return {"bias": sums}
        return {"norm_shift": sums, "norm_gain": (dz * b.n[:, span.sites]).sum(2)}

    def _gather_shares(self, k: int, span: Span, unscale: Tensor) -> None:
        """Each time step's own share of the recurrent matrix's gradient, and their sum."""
        b = self.b
        # The first time step has none, for its h_{t-1} is 0.
        sites = slice(max(1, span.start), span.stop)
        before, driven = b.h[k, sites], b.da[k, sites][..., self.driven]
        out, total = b.weight_norm[k, sites], b.gradients["hidden"][k].view(-1)
        unscale = unscale[sites.start - span.start :]
        # In portions: the shares of all time steps at once may need more memory than all else.
        for i in range(0, len(before), self.shares):
            some = slice(i, i + self.shares)
            count = len(before[some])
            shares = torch.bmm(before[some].mT, driven[some], out=self.room[:count]).flatten(1)
            norms(shares.unsqueeze(0), out=out[None, some])
            total.addmv_(shares.mT, unscale[some])
