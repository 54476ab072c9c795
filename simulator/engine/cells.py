"""Cells: how z and h_{l-1} become h_l, and the slopes of that at all sites of a span at once.

Everything here works element by element. With n pieces z is (K, sites, batch, n, units, ...positions), of one site
(batch, n * units, ...positions), with a leading K in a stack; f is the activation after dropout.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from simulator.engine.activation import Activation, Function, by_member
from simulator.settings.experiment import Experiment


@dataclass(frozen=True)
class Stack:
    """What a span of sites holds after the walk forward."""

    z: Tensor
    """(K, sites, batch, pieces, units, ...)"""
    before: Tensor
    """h_{l-1}, (K, sites, batch, units, ...)"""
    after: Tensor
    """h_l, (K, sites, batch, units, ...)"""
    parameter: Tensor | None
    """The activation's learned slope, (K, sites) or (K, 1)."""
    room: Tensor
    """Room for slopes, like h."""
    mask: Tensor | None = None
    """Dropout, (K, sites, batch, units, ...)."""


@dataclass(frozen=True)
class Slopes:
    """Derivatives of a cell over a span of sites."""

    z: Tensor
    """dh_l/dz, (K, sites, batch, pieces, units, ...)."""
    activation: Tensor
    """f'(z) of the activation alone, (K, sites, batch, units, ...)."""
    h: Tensor | None = None
    """dh_l/dh_{l-1} past the weights, by a shortcut or a gate, (K, sites, batch, units, ...)."""
    parameter: Tensor | None = None
    """dh_l/d(learned slope of the activation), (K, sites, batch, units, ...); of an LSTM of h and of c, (K, sites,
    batch, 2, units)."""
    gates: Tensor | None = None
    """(K, sites, batch, gates, units, ...), in the order of the settings' ``gates``."""
    rising: bool = False
    """Whether ``activation`` is known to be nowhere below 0."""


class Plain:
    """h = f(z)."""

    def forward(self, z: Tensor, h: Tensor, f: Function) -> Tensor:
        return f(z)

    def slopes(self, s: Stack, activation: Activation) -> Slopes:
        if activation.from_output and s.mask is None:
            # From h, where that is possible, without a call of autograd.
            slope = activation.from_output(s.after, out=s.room)
            return Slopes(slope.unsqueeze(3), slope, rising=True)
        if activation.precise_slope and s.mask is None:
            slope = by_member(activation.precise_slope, s.z)
            return Slopes(slope, slope[:, :, :, 0], rising=True)
        return self._slopes(s, activation)

    def _slopes(self, s: Stack, activation: Activation) -> Slopes:
        f = activation.each(s.z, s.parameter)
        if s.mask is None:
            return Slopes(f.slope, f.alone, parameter=f.parameter)
        parameter = None if f.parameter is None else f.parameter * s.mask
        return Slopes(f.slope * s.mask.unsqueeze(3), f.alone, parameter=parameter)


class Residual(Plain):
    """h_l = h_{l-1} + f(z) (He, Zhang, Ren, Sun, 2016)."""

    def forward(self, z: Tensor, h: Tensor, f: Function) -> Tensor:
        return h + f(z)

    def slopes(self, s: Stack, activation: Activation) -> Slopes:
        plain = self._slopes(s, activation)
        return Slopes(plain.z, plain.activation, s.before.new_ones(()).expand(s.before.shape), plain.parameter)


class Highway:
    """h_l = t f(z) + (1 - t) h_{l-1}, t = sigmoid of a map of its own (Srivastava, Greff, Schmidhuber, 2015)."""

    def __init__(self, width: int, axis: int) -> None:
        self.width, self.axis = width, axis

    def forward(self, z: Tensor, h: Tensor, f: Function) -> Tensor:
        wide = z.shape[self.axis] - self.width
        gate = torch.sigmoid(z.narrow(self.axis, wide, self.width))
        # One product less than t f + (1 - t) h.
        return h + gate * (f(z.narrow(self.axis, 0, wide)) - h)

    def slopes(self, s: Stack, activation: Activation) -> Slopes:
        f, gate = activation.each(s.z[:, :, :, :-1], s.parameter), torch.sigmoid(s.z[:, :, :, -1])
        # Not 1 - gate, which rounds to 0 where the gate is wide open.
        shut = by_member(torch.sigmoid, -s.z[:, :, :, -1])
        value, through = f.value, gate
        if s.mask is not None:
            value, through = value * s.mask, gate * s.mask
        to_gate = (value - s.before) * gate * shut
        z = torch.cat([f.slope * through.unsqueeze(3), to_gate.unsqueeze(3)], 3)
        parameter = None if f.parameter is None else f.parameter * through
        return Slopes(z, f.alone, shut, parameter, gate.unsqueeze(3))


Cell = Plain | Highway


def cell_of(e: Experiment, axis: int) -> Cell:
    """The cell of an experiment; an LSTM and a GRU are walked in ways of their own.

    ``axis`` of h counts its units.
    """
    if e.skip == "highway":
        return Highway(e.width, axis)
    return Residual() if e.skip == "residual" else Plain()
