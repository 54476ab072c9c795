"""The buffers of a chain, allocated once: of K members that are trained as one stack, and stacked over their L sites.

| name | shape | holds |
|---|---|---|
| h | (K, L + 1, batch, units, ...) | h_0 to h_L |
| a | (K, L, batch, maps * units, ...) | what the weights, the input and the bias add up to |
| n | like a | a normalized, before its gain and shift; only with normalization |
| z | like a | what goes into the cell; without normalization a itself |
| dh | like h | dL/dh_0 to dL/dh_L |
| dz, da | like a | dL/dz and dL/da |
| back | (K, L, batch, units, ...) | da_l W_l^T, the part of dL/dh_{l-1} that comes through the weights |
| from_loss | (K, readouts, batch, units, ...) | the part of dL/dh from the loss without a later site between |
| slope | (K, L, batch, units, ...) | room for slopes that need no z |
| dstates | (K, L + 1, 2, batch, units) | dh and, beside it, dL/dc_0 to dL/dc_L; only of an LSTM |
| parameter_norm | (K, 2, L) | weight_norm and bias_norm: norms of dL/dW and dL/db of each site, at the scale of dL/dz |
| mask | (K, L, batch, units, ...) | dropout of the current step; None without |
| x | (K, batch, inputs) or (K, L, batch, inputs) | the input of the current step; without K where K = 1 |

``maps`` counts the linear maps of a unit (gates, pieces of maxout), ``...`` the positions of an image. ``h_at[l]`` and
``dh_at[l]`` are h_l and dL/dh_l; every other ``NAME_at[l]`` is site l + 1, as sites are counted from 0 in code. A list
of one network's sites has no leading K, so that its products are plain ones.
dL/dh and all that follows from it are kept at a scale of their own, see rescaling.py.

A member is to have the bits that it has alone. The processor takes 32 numbers at a time and what is left at the end of
a piece of memory by other means, so where a member's part of a site does not come out even, its sites lie together and
apart from the next member's, and each is a piece as it was alone. Where it does, the members of a site lie side by
side, which is what makes a stack fast.

Of gated cells without a normalization ``room`` lays (batch, units) out as (units, batch), so that each gate's numbers
are in one piece: an operation on them takes half of the time that it takes on rows that lie apart.
"""

import math
from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor

from simulator.engine.activation import Activation
from simulator.engine.cells import Plain, cell_of
from simulator.engine.layout import apart
from simulator.engine.parameters import Parameters
from simulator.engine.products import products
from simulator.settings.experiment import Experiment
from simulator.settings.sizes import pieces

AT_ONCE = 32
"""Numbers that vectorized code takes at once, two registers of 512 bits."""


class Buffers:
    """The memory of a walk along the chain; two buffers are one where the walk never needs both.

    ``keep_z`` gives z a buffer of its own, so that it is not overwritten by h.
    """

    def __init__(self, e: Experiment, parameters: Parameters, keep_z: bool) -> None:
        self.e, self.sites, self.batch, self.members = e, e.sites, e.batch_size, parameters.members
        self.tied = e.kind == "sequence"
        """Whether all sites share one matrix; else the first site's is the input's, and none leads out of h_0."""
        image = e.task_row.image if e.kind == "deep" and e.layer == "conv" else None
        self.units, self.maps = (e.width, *(image or ())), pieces(e)
        self.entries = e.batch_size * math.prod(self.units)
        """Numbers of one member's h at one site."""
        self.readouts = e.task_row.readouts if self.tied else 1
        self.values, self.gradients = parameters.values, parameters.gradients
        self.new = parameters.flat.new_empty
        self.precise = parameters.flat.dtype == torch.float64
        """Whether numbers are to be true down to 1e-300 wherever they stand, at the price of speed (precision.py)."""
        self.activation, self.cell = Activation(e, self.precise), cell_of(e, -len(self.units))
        self.side_by_side = self.members == 1 or self.entries % AT_ONCE == 0
        bare = self.maps == 1 and e.normalization == "none"
        sloped = type(self.cell) is Plain and self.activation.from_output is not None and not e.dropout
        self.in_place = bare and sloped and not keep_z
        """Whether h_l is computed where z_l stood, and its slope from h_l."""
        shortcut = e.skip != "none" or e.gated and e.cell == "gru"
        self.has_side_paths = shortcut or self.readouts > 1
        """Whether dL/dh_{l-1} has other parts than ``back``: from a shortcut, or straight from the loss."""
        self.units_first = e.gated and e.normalization == "none"
        """Whether the units of a site lie in front of the samples, (units, batch), in memory."""
        self.straight = bare and image is None and not self.has_side_paths
        """Whether the gradient walks back through slopes and weights alone."""
        driven = parameters.values["hidden"].shape[-1]
        self.add, self.multiply = products(
            self.members, self.batch, e.width, driven, self.side_by_side, self.units_first
        )
        """Products of one site's h, or of its da, with the matrix between two sites."""
        self.mask: Tensor | None = None
        self.x = self.new(0)
        self._allocate()
        self._list_sites()

    def _allocate(self) -> None:
        n, width = self.sites, self.e.width
        wide = (n, self.batch, self.maps * width, *self.units[1:])
        narrow = (self.batch, *self.units)
        self.h = self.room(n + 1, *narrow)
        self.h[:, 0].zero_()
        if self.e.gated and self.e.cell == "lstm":
            # Side by side, so that one division rescales dL/dh and dL/dc alike.
            self.dstates = self.room(n + 1, 2, *narrow)
            self.dh = self.dstates[:, :, 0]
        else:
            self.dh = self.room(n + 1, *narrow)
        self.readout = self.h[:, n + 1 - self.readouts :]
        self.a = self.h[:, 1:] if self.in_place else self.room(*wide)
        self.dz = self.room(*wide)
        # On a straight way back dz_l = dh_l f'(z_l) is computed where f'(z_l) stood, which saves a buffer's traffic.
        self.slope = self.dz if self.straight else self.room(n, *narrow)
        self.z, self.da, self.back, self.from_loss = self.a, self.dz, self.dh[:, :n], self.dh[:, n:]
        if self.e.normalization != "none":
            self.z, self.da, self.n = self.room(*wide), self.room(*wide), self.room(*wide)
        if self.has_side_paths:
            self.back = self.room(n, *narrow)
        if self.readouts > 1:
            self.from_loss = apart(self.new, self.members, (self.readouts, *narrow))
        self.parameter_norm = self.new(self.members, 2, n, dtype=torch.float64)
        self.weight_norm, self.bias_norm = self.parameter_norm.unbind(1)

    def room(self, *shape: int) -> Tensor:
        """(K, sites, batch, ...) for ``shape`` (sites, batch, ...)."""
        laid = (*shape[:-2], shape[-1], shape[-2]) if self.units_first else shape
        if self.side_by_side:
            room = self.new(laid[0], self.members, *laid[1:]).transpose(0, 1)
        else:
            room = apart(self.new, self.members, laid)
        return room.mT if self.units_first else room

    def entries_of(self, values: Tensor) -> Tensor:
        """(K, sites, batch, units, ...) as (K, sites, entries), in the order in which they lie in memory."""
        return (values.mT if self.units_first else values).flatten(2)

    def _list_sites(self) -> None:
        """The ``NAME_at``: at every step an item of a list costs less than an index into a tensor."""
        self.h_at, self.dh_at, self.dz_at = self.at(self.h), self.at(self.dh), self.at(self.dz)
        self.a_at = self.h_at[1:] if self.in_place else self.at(self.a)
        if self.in_place:
            self.activate, self.activated_at = self.activation.in_place(self.a, self.a_at)
            """``activate`` puts h_l where z_l stands; ``activated_at`` holds z_l as it takes it."""
        self.z_at, self.da_at = self.a_at, self.dz_at
        self.back_at = self.at(self.back) if self.has_side_paths else self.dh_at[:-1]
        if not self.tied:  # through the first matrix of a deep network dL/dx comes, which has a width of its own
            inputs = self.values["input"].shape[1]
            self.back_at[0] = self.one(self.new(self.members, self.batch, inputs))
        if self.e.normalization != "none":
            self.z_at, self.da_at = self.at(self.z), self.at(self.da)
        if not self.straight:
            self.dz_pieces_at = self.at(self.pieces(self.dz))
            self.dh_wide_at = [dh.unsqueeze(-1 - len(self.units)) for dh in self.dh_at]

    def one(self, values: Tensor) -> Tensor:
        """(K, ...), without the K of a single network."""
        return values[0] if self.members == 1 else values

    def at(self, values: Tensor) -> list[Tensor]:
        """(K, sites, ...) site by site, without the K of a single network."""
        return list(values[0].unbind(0) if self.members == 1 else values.unbind(1))

    def operands_at(self, values: Tensor) -> Sequence[Any]:
        """``at`` for the operands of small.py, NumPy's where the entries of a site lie in one piece on a processor."""
        if not values.is_cpu or not self.units_first:
            return self.at(values)
        whole = values.numpy()
        return list(whole[0] if self.members == 1 else whole.swapaxes(0, 1))

    def pieces(self, wide: Tensor) -> Tensor:
        """(K, sites, batch, maps * units, ...) as (K, sites, batch, maps, units, ...), of any number of maps."""
        return wide.view(*wide.shape[:3], -1, *self.units)

    def mask_at(self) -> list[Tensor] | None:
        """Dropout site by site."""
        return None if self.mask is None else self.at(self.mask)

    def read_loss(self, site: int) -> None:
        """Adds the loss's own dL/dh at a readout site below the last."""
        lowest = self.sites - self.readouts
        if lowest <= site < self.sites - 1:
            self.dh_at[site + 1].add_(self.one(self.from_loss)[..., site - lowest, :, :])
