"""The activation of the table: f(z), and its slope by autograd; there is no table of derivatives."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import torch
from torch import Tensor

from simulator.catalog.activations import ACTIVATIONS
from simulator.catalog.choice import load
from simulator.engine.small import Call
from simulator.settings.experiment import Experiment

Function = Callable[..., Tensor]


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
        self._ufunc: Function | None = load(row.ufunc) if row.ufunc else None
        self.pieces, self.learned = row.pieces, row.slope is not None
        self.precise_slope: Function | None = load(row.precise_slope) if precise and row.precise_slope else None
        from_output = "" if self.precise_slope else row.from_output
        self.from_output: Function | None = load(from_output) if from_output else None
        self._function_: Function = load(f"{row.function}_") if from_output else self.function
        self._of_stack: Function = self.function if row.from_output else partial(by_member, self.function)

    def __call__(self, z: Tensor, parameter: Tensor | None, *lead: int) -> Activated:
        """f of stacked z (sites, batch, pieces, units, ...); ``parameter`` is (sites or 1,).

        ``lead``: dimensions of size 1 in front of what is returned.
        """
        with torch.inference_mode(False), torch.enable_grad():
            # Sites and samples are alike to a function of single entries; maxout finds its pieces along dimension 1.
            wide = z.flatten(2, 3)
            rows = _copied(wide, z.stride(1))
            inputs = [rows.requires_grad_()]
            if parameter is not None:
                slopes = parameter.view(-1, *[1] * (z.ndim - 2)).expand(wide.shape).flatten(0, 1)
                inputs.append(slopes.clone().requires_grad_())
            value = self.function(*inputs)
            # Of the sum, as each entry depends on its own z alone; given a gradient, PyTorch would load sympy first.
            slope, *other = torch.autograd.grad(value.sum(), inputs)
            # That of a function that does nothing is a single 1, seen at every place.
            slope = slope if all(slope.stride()) else slope.contiguous()
        pieces = (self.precise_slope(z) if self.precise_slope else slope).view(*lead, *z.shape)
        axis = len(lead) + 2
        alone = pieces.select(axis, 0) if self.pieces == 1 else pieces.sum(axis)
        stacked = (*lead, *z.shape[:2], *value.shape[1:])
        return Activated(value.detach().view(stacked), pieces, alone, other[0].view(stacked) if other else None)

    def each(self, z: Tensor, parameter: Tensor | None) -> Activated:
        """The same of several members, (K, sites, batch, pieces, units, ...); ``parameter`` is (K, sites or 1)."""
        if len(z) == 1:
            return self(z[0], None if parameter is None else parameter[0], 1)
        found = [self(mine, None if parameter is None else parameter[k]) for k, mine in enumerate(z.unbind(0))]
        value, slope, alone = (torch.stack([getattr(f, name) for f in found]) for name in ("value", "slope", "alone"))
        learned = [f.parameter for f in found if f.parameter is not None]
        return Activated(value, slope, alone, torch.stack(learned) if learned else None)

    def of(self, z: Tensor, members: int) -> Function:
        """f for such z, with a leading K of a stack; each member's is rounded as it is alone."""
        if self._ufunc and z.is_cpu:
            ufunc = self._ufunc
            return lambda z: torch.from_numpy(ufunc(z.numpy()))
        return self.function if members == 1 else self._of_stack

    def in_place(self, z: Tensor, sites: Sequence[Tensor]) -> tuple[Callable[[Any], object], Sequence[Any]]:
        """A function that puts f(z) where z stands, and z of each site as it takes it, where the slope needs no z.

        z is (K, sites, ...), ``sites`` the same site by site.
        """
        if self._ufunc and z.is_cpu:
            ufunc = self._ufunc
            # Views of NumPy's, of which one costs a fifth of what one of a tensor does.
            whole = z.numpy()
            return lambda one: ufunc(one, one), list(whole[0] if len(whole) == 1 else whole.swapaxes(0, 1))
        return self._function_, sites

    def into(self, z: Tensor, out: Tensor, parameter: Tensor | None, members: int) -> Call:
        """A call that writes f of a single map to ``out``; ``parameter`` is the learned slope, (K, 1)."""
        if self._ufunc and z.is_cpu:
            return self._by_ufunc(self._ufunc, z, out)
        f = self.function if members == 1 else self._of_stack
        if f is self.function and _takes_out(f):
            return partial(f, z, out=out)
        extra = [] if parameter is None else [parameter[0] if members == 1 else parameter]
        return lambda: out.copy_(f(z, *extra))

    def _by_ufunc(self, ufunc: Function, z: Tensor, out: Tensor) -> Call:
        # PyTorch's tanh takes five times as long. Views that are made once, for one costs as much as a small operation.
        return partial(ufunc, z.numpy(), out.numpy())

    def single_slope(
        self, z: Tensor, value: Tensor, parameter: Tensor | None, room: Tensor | None = None
    ) -> tuple[Tensor, Tensor | None]:
        """f'(z) and df/d(learned slope) of a single map; z and f(z) are (K, sites, batch, units).

        f'(z) may stand in ``room``, as new memory costs more than the slopes.
        """
        if self.from_output:
            return self.from_output(value, out=room), None
        # As they lie in memory: its rows may be the units'.
        turned = z.stride(-1) > z.stride(-2)
        found = self.each((z.mT if turned else z).unsqueeze(3), parameter)
        if not turned:
            return found.alone, found.parameter
        return found.alone.mT, None if found.parameter is None else found.parameter.mT


def _copied(wide: Tensor, apart: int) -> Tensor:
    """(sites, batch, ...) as (sites * batch, ...), a copy that autograd may follow.

    Its rows are as far ``apart`` as they were within a site, for rows of other strides would be rounded otherwise.
    """
    shape, strides = (wide.shape[0] * wide.shape[1], *wide.shape[2:]), (apart, *wide.stride()[2:])
    copied = torch.empty_strided(shape, strides, dtype=wide.dtype, device=wide.device)
    copied.view(wide.shape).copy_(wide)
    return copied


def by_member(function: Function, *values: Tensor) -> Tensor:
    """f of each member's own ``values``, (K, ...), one member after the other.

    For functions that PyTorch rounds otherwise where several members lie apart, such as GELU.
    """
    if len(values[0]) == 1:
        return function(*values)
    return torch.stack([function(*mine) for mine in zip(*(v.unbind(0) for v in values), strict=True)])


@cache  # the same at every time step
def _takes_out(function: Function) -> bool:
    """Whether the function itself can write where it is told to, which saves a copy."""
    room = torch.zeros(1)
    try:
        function(room, out=room)
    except TypeError:
        return False
    return True
