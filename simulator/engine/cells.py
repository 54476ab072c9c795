"""Cells: how z and h_{l-1} become h_l, and the slopes of that at all sites of a span at once.

Everything here works element by element. With n pieces z is (..., batch, n, units, ...positions); f is the activation
after dropout. A slope is found by autograd from the activation itself; there is no table of derivatives.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from simulator.catalog.activations import ACTIVATIONS
from simulator.catalog.choice import load
from simulator.settings.experiment import Experiment

Function = Callable[..., Tensor]


@dataclass(frozen=True)
class Stack:
    """What a span of sites holds after the walk forward."""

    z: Tensor
    """(sites, batch, pieces, units, ...)"""
    before: Tensor
    """h_{l-1}, (sites, batch, units, ...)"""
    after: Tensor
    """h_l, (sites, batch, units, ...)"""
    parameter: Tensor | None
    """The activation's learned slope, (sites,) or (1,)."""
    room: Tensor
    """Room for slopes, like h."""
    mask: Tensor | None = None
    """Dropout, (sites, batch, units, ...)."""


@dataclass(frozen=True)
class Slopes:
    """Derivatives of a cell over a span of sites."""

    z: Tensor
    """dh_l/dz, (sites, batch, pieces, units, ...)."""
    activation: Tensor
    """f'(z) of the activation alone, (sites, batch, units, ...)."""
    h: Tensor | None = None
    """dh_l/dh_{l-1} past the weights, by a shortcut or a gate, (sites, batch, units, ...)."""
    parameter: Tensor | None = None
    """dh_l/d(learned slope of the activation), (sites, batch, units, ...); of an LSTM of h and of c, (sites, batch, 2,
    units)."""
    gates: Tensor | None = None
    """(sites, batch, gates, units, ...), in the order of the settings' ``gates``."""
    rising: bool = False
    """Whether ``activation`` is known to be nowhere below 0."""


@dataclass(frozen=True)
class Activated:
    """f(z) before dropout, with its slopes."""

    value: Tensor
    slope: Tensor
    """(sites, batch, pieces, units, ...)"""
    alone: Tensor
    """(sites, batch, units, ...); of competing pieces the slope of the winner."""
    parameter: Tensor | None


class Activation:
    """The activation of the table, with its slope at many sites in one call of autograd.

    ``precise``: in the forms in which nothing is rounded to 0 before it underflows.
    """

    def __init__(self, e: Experiment, precise: bool = False) -> None:
        row = ACTIVATIONS[e.activation]
        self.function: Function = load(precise and row.precise or row.function)
        self.pieces, self.learned = row.pieces, row.slope is not None
        self.precise_slope: Function | None = load(row.precise_slope) if precise and row.precise_slope else None
        from_output = "" if self.precise_slope else row.from_output
        self.from_output: Function | None = load(from_output) if from_output else None
        self.function_: Function = load(f"{row.function}_") if from_output else self.function
        """The same in place, where the slope needs no z."""

    def __call__(self, z: Tensor, parameter: Tensor | None) -> Activated:
        """f of stacked z (sites, batch, pieces, units, ...); ``parameter`` is (sites or 1,)."""
        with torch.inference_mode(False), torch.enable_grad():
            # Sites and samples are alike to a function of single entries; maxout finds its pieces along dimension 1.
            rows = z.flatten(2, 3).flatten(0, 1)
            if rows.is_inference():
                # Autograd follows only a copy of it; one of other strides would be rounded otherwise.
                rows = rows.new_empty_strided(rows.shape, rows.stride()).copy_(rows)
            inputs = [rows.detach().requires_grad_()]
            if parameter is not None:
                slopes = parameter.view(-1, *[1] * (z.ndim - 2)).expand(z.flatten(2, 3).shape).flatten(0, 1)
                inputs.append(slopes.clone().requires_grad_())
            value = self.function(*inputs)
            # Of the sum, as each entry depends on its own z alone; given a gradient, PyTorch would load sympy first.
            slope, *other = torch.autograd.grad(value.sum(), inputs)
            # That of a function that does nothing is a single 1, seen at every place.
            slope = slope if all(slope.stride()) else slope.contiguous()
        pieces = self.precise_slope(z) if self.precise_slope else slope.view(z.shape)
        alone = pieces[:, :, 0] if self.pieces == 1 else pieces.sum(2)
        stacked = (*z.shape[:2], *value.shape[1:])
        return Activated(value.detach().view(stacked), pieces, alone, other[0].view(stacked) if other else None)

    def writer(self, parameter: Tensor | None) -> Function:
        """f(z, out=out) of a single map; ``parameter`` is the learned slope, (1,)."""
        extra = [] if parameter is None else [parameter]
        return self.function if _takes_out(self.function) else lambda z, out: out.copy_(self.function(z, *extra))

    def single_slope(self, z: Tensor, value: Tensor, parameter: Tensor | None) -> tuple[Tensor, Tensor | None]:
        """f'(z) and df/d(learned slope) of a single map; z and f(z) are (sites, batch, units)."""
        if self.from_output:
            return self.from_output(value), None
        found = self(z.unsqueeze(2), parameter)
        return found.alone, found.parameter


def _takes_out(function: Function) -> bool:
    """Whether the function itself can write where it is told to, which saves a copy."""
    room = torch.zeros(1)
    try:
        function(room, out=room)
    except TypeError:
        return False
    return True


class Plain:
    """h = f(z)."""

    def forward(self, z: Tensor, h: Tensor, f: Function) -> Tensor:
        return f(z)

    def slopes(self, s: Stack, activation: Activation) -> Slopes:
        if activation.from_output and s.mask is None:
            # From h, where that is possible, without a call of autograd.
            slope = activation.from_output(s.after, out=s.room)
            return Slopes(slope.unsqueeze(2), slope, rising=True)
        if activation.precise_slope and s.mask is None:
            slope = activation.precise_slope(s.z)
            return Slopes(slope, slope[:, :, 0], rising=True)
        return self._slopes(s, activation)

    def _slopes(self, s: Stack, activation: Activation) -> Slopes:
        f = activation(s.z, s.parameter)
        if s.mask is None:
            return Slopes(f.slope, f.alone, parameter=f.parameter)
        parameter = None if f.parameter is None else f.parameter * s.mask
        return Slopes(f.slope * s.mask.unsqueeze(2), f.alone, parameter=parameter)


class Residual(Plain):
    """h_l = h_{l-1} + f(z) (He, Zhang, Ren, Sun, 2016)."""

    def forward(self, z: Tensor, h: Tensor, f: Function) -> Tensor:
        return h + f(z)

    def slopes(self, s: Stack, activation: Activation) -> Slopes:
        plain = self._slopes(s, activation)
        return Slopes(plain.z, plain.activation, s.before.new_ones(()).expand(s.before.shape), plain.parameter)


class Highway:
    """h_l = t f(z) + (1 - t) h_{l-1}, t = sigmoid of a map of its own (Srivastava, Greff, Schmidhuber, 2015)."""

    def __init__(self, width: int) -> None:
        self.width = width

    def forward(self, z: Tensor, h: Tensor, f: Function) -> Tensor:
        gate = torch.sigmoid(z[:, -self.width :])
        # One product less than t f + (1 - t) h.
        return h + gate * (f(z[:, : -self.width]) - h)

    def slopes(self, s: Stack, activation: Activation) -> Slopes:
        f, gate = activation(s.z[:, :, :-1], s.parameter), torch.sigmoid(s.z[:, :, -1])
        # Not 1 - gate, which rounds to 0 where the gate is wide open.
        shut = torch.sigmoid(-s.z[:, :, -1])
        value, through = f.value, gate
        if s.mask is not None:
            value, through = value * s.mask, gate * s.mask
        to_gate = (value - s.before) * gate * shut
        z = torch.cat([f.slope * through.unsqueeze(2), to_gate.unsqueeze(2)], 2)
        parameter = None if f.parameter is None else f.parameter * through
        return Slopes(z, f.alone, shut, parameter, gate.unsqueeze(2))


Cell = Plain | Highway


def cell_of(e: Experiment) -> Cell:
    """The cell of an experiment; an LSTM and a GRU have chains of their own."""
    if e.skip == "highway":
        return Highway(e.width)
    return Residual() if e.skip == "residual" else Plain()
