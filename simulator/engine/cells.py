"""Cells: how z and h_{l-1} become h_l, and the slopes of that at all sites at once.

Everything here works element by element. With n pieces z is (..., batch, n, units, ...positions); f is the activation
after dropout. ``Slopes.z`` is dh_l/dz piece by piece, ``Slopes.h`` the direct dh_l/dh_{l-1} of a shortcut or a gate.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import torch
from torch import Tensor

from simulator.catalog import ACTIVATIONS
from simulator.catalog.choice import load
from simulator.experiment import Experiment

Function = Callable[..., Tensor]


@dataclass(frozen=True)
class Slopes:
    """Derivatives of a cell, stacked over the sites."""

    z: Tensor
    """dh_l/dz, (sites, batch, pieces, units, ...)."""
    activation: Tensor
    """f'(z) of the activation alone, (sites, batch, units, ...)."""
    h: Tensor | None = None
    """Direct dh_l/dh_{l-1}, (sites, batch, units, ...)."""
    parameter: Tensor | None = None
    """dh_l/d(learned slope of the activation), (sites, batch, units, ...)."""
    gates: Mapping[str, Tensor] = field(default_factory=dict)


class Activation:
    """The activation of the table, with its slope at all sites in one call of autograd."""

    def __init__(self, e: Experiment) -> None:
        row = ACTIVATIONS[e.activation if e.matters("activation") else "tanh"]
        self.function: Function = load(row.function)
        self.pieces, self.learned = row.pieces, row.slope is not None

    def slopes(self, z: Tensor, parameter: Tensor | None) -> tuple[Tensor, Tensor, Tensor | None]:
        """f(z), df/dz and df/dparameter of stacked z (sites, batch, maps, ...); ``parameter`` is (sites or 1,)."""
        flat = z.flatten(0, 1).detach().requires_grad_()
        extra = []
        if parameter is not None:
            rows = parameter.view(-1, *[1] * (z.ndim - 1)).expand(z.shape).flatten(0, 1)
            extra.append(rows.clone().requires_grad_())
        with torch.enable_grad():
            value = self.function(flat, *extra)
        ones = torch.ones((), dtype=z.dtype, device=z.device).expand(value.shape)
        slope, *others = torch.autograd.grad(value, (flat, *extra), ones)
        stack = z.shape[:2]
        return (
            value.detach().unflatten(0, stack),
            slope.unflatten(0, stack),
            others[0].unflatten(0, stack) if others else None,
        )


class Plain:
    """h = f(z)."""

    def forward(self, z: Tensor, h: Tensor, f: Function) -> Tensor:
        return f(z)

    def slopes(
        self, z: Tensor, h: Tensor, activation: Activation, parameter: Tensor | None, mask: Tensor | None
    ) -> Slopes:
        _, slope, other = activation.slopes(z.flatten(2, 3), parameter)
        pieces = slope.view_as(z)
        alone = pieces[:, :, 0] if activation.pieces == 1 else pieces.sum(2)
        if mask is None:
            return Slopes(pieces, alone, parameter=other)
        return Slopes(pieces * mask.unsqueeze(2), alone, parameter=None if other is None else other * mask)


class Residual(Plain):
    """h_l = h_{l-1} + f(z) (He, Zhang, Ren, Sun, 2016)."""

    def forward(self, z: Tensor, h: Tensor, f: Function) -> Tensor:
        return h + f(z)

    def slopes(
        self, z: Tensor, h: Tensor, activation: Activation, parameter: Tensor | None, mask: Tensor | None
    ) -> Slopes:
        plain = super().slopes(z, h, activation, parameter, mask)
        return Slopes(plain.z, plain.activation, h.new_ones(()).expand(h.shape), plain.parameter)


class Highway:
    """h_l = t f(z) + (1 - t) h_{l-1}, t = sigmoid of a map of its own (Srivastava, Greff, Schmidhuber, 2015)."""

    def __init__(self, width: int) -> None:
        self.width = width

    def forward(self, z: Tensor, h: Tensor, f: Function) -> Tensor:
        gate = torch.sigmoid(z[:, -self.width :])
        return h + gate * (f(z[:, : -self.width]) - h)

    def slopes(
        self, z: Tensor, h: Tensor, activation: Activation, parameter: Tensor | None, mask: Tensor | None
    ) -> Slopes:
        candidate, gate = z[:, :, :-1], torch.sigmoid(z[:, :, -1])
        value, slope, other = activation.slopes(candidate.flatten(2, 3), parameter)
        pieces = slope.view_as(candidate)
        alone = pieces[:, :, 0] if activation.pieces == 1 else pieces.sum(2)
        through = gate if mask is None else gate * mask
        f = value if mask is None else value * mask
        to_gate = (f - h) * gate * (1 - gate)
        return Slopes(
            torch.cat([pieces * through.unsqueeze(2), to_gate.unsqueeze(2)], 2),
            alone,
            1 - gate,
            None if other is None else other * through,
            {"transform": gate},
        )


class Gru:
    """n = tanh(c_x + r c_h), h_t = (1 - u) n + u h_{t-1}; z holds c_x, r, u, c_h (Cho et al., 2014)."""

    def __init__(self, width: int) -> None:
        self.width = width

    def forward(self, z: Tensor, h: Tensor, f: Function) -> Tensor:
        w = self.width
        gates = torch.sigmoid(z[:, w : 3 * w])
        n = f(torch.addcmul(z[:, :w], gates[:, :w], z[:, 3 * w :]))
        return torch.lerp(n, h, gates[:, w:])

    def slopes(
        self, z: Tensor, h: Tensor, activation: Activation, parameter: Tensor | None, mask: Tensor | None
    ) -> Slopes:
        gates = torch.sigmoid(z[:, :, 1:3])
        reset, update = gates.unbind(2)
        hidden = z[:, :, 3]
        n = torch.tanh(torch.addcmul(z[:, :, 0], reset, hidden))
        alone = 1 - n * n
        shares = torch.empty_like(z)
        inner = torch.mul(1 - update, alone, out=shares[:, :, 0])
        if mask is not None:
            inner.mul_(mask)
            n = n * mask
        torch.mul(inner, reset, out=shares[:, :, 3])
        torch.mul(shares[:, :, 3], hidden, out=shares[:, :, 1]).mul_(1 - reset)
        torch.mul(h - n, update, out=shares[:, :, 2]).mul_(1 - update)
        return Slopes(shares, alone, update, gates={"reset": reset, "update": update})


Cell = Plain | Highway | Gru


def cell_of(e: Experiment) -> Cell:
    """The cell of an experiment; an LSTM has two states and a chain of its own."""
    if e.kind == "sequence" and e.cell == "gru":
        return Gru(e.width)
    return {"none": Plain(), "residual": Residual(), "highway": Highway(e.width)}[e.skip]
