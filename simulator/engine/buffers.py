"""The buffers of a chain, allocated once and stacked over its L sites.

| name | shape | holds |
|---|---|---|
| h | (L + 1, batch, units, ...) | h_0 to h_L |
| a | (L, batch, maps * units, ...) | what the weights, the input and the bias add up to |
| n | like a | a normalized, before its gain and shift; only with normalization |
| z | like a | what goes into the cell; without normalization a itself |
| dh | like h | dL/dh_0 to dL/dh_L |
| dz, da | like a | dL/dz and dL/da |
| back | (L, batch, units, ...) | da_l W_l^T, the part of dL/dh_{l-1} that comes through the weights |
| from_loss | (readouts, batch, units, ...) | the part of dL/dh that comes from the loss without a later site between |
| slope | (L, batch, units, ...) | room for slopes that need no z |

``maps`` counts the linear maps of a unit (gates, pieces of maxout), ``...`` the positions of an image. ``h_at[l]`` and
``dh_at[l]`` are h_l and dL/dh_l; every other ``NAME_at[l]`` is site l + 1, as sites are counted from 0 in code.
dL/dh and all that follows from it are kept at a scale of their own, see rescaling.py.
"""

import torch
from torch import Tensor

from simulator.engine.cells import Activation, Plain, cell_of
from simulator.engine.normalization import Normalization
from simulator.engine.parameters import Parameters
from simulator.settings.experiment import Experiment
from simulator.settings.limits import pieces


class Buffers:
    """The memory of a walk along the chain; two buffers are one where the walk never needs both.

    ``keep_z`` gives z a buffer of its own, so that it is not overwritten by h.
    """

    tied = False
    """Whether all sites share one matrix; else the first site's is the input's, and none leads out of h_0."""
    dense = True

    def __init__(self, e: Experiment, parameters: Parameters, keep_z: bool) -> None:
        self.e, self.sites, self.batch = e, e.sites, e.batch_size
        self.readouts = e.task_row.readouts if self.tied else 1
        self.units, self.maps = self._units(), pieces(e)
        self.values, self.gradients = parameters.values, parameters.gradients
        self.new = parameters.flat.new_empty
        self.precise = parameters.flat.dtype == torch.float64
        """Whether numbers are to be true down to 1e-300 wherever they stand, at the price of speed (precision.py)."""
        self.activation, self.cell = Activation(e, self.precise), cell_of(e)
        self.normalization = None if e.normalization == "none" else Normalization(e.normalization, 2 + len(self.units))
        bare = self.maps == 1 and not self.normalization
        sloped = type(self.cell) is Plain and self.activation.from_output is not None and not e.dropout
        self.in_place = bare and sloped and not keep_z
        """Whether h_l is computed where z_l stood, and its slope from h_l."""
        self.has_side_paths = self._has_shortcut() or self.readouts > 1
        """Whether dL/dh_{l-1} has other parts than ``back``: from a shortcut, or straight from the loss."""
        self.straight = bare and self.dense and not self.has_side_paths
        """Whether the gradient walks back through slopes and weights alone."""
        self._allocate()
        self._list_sites()

    def _units(self) -> tuple[int, ...]:
        return (self.e.width,)

    def _has_shortcut(self) -> bool:
        return self.e.skip != "none"

    def _allocate(self) -> None:
        n, b = self.sites, self.batch
        wide = (n, b, self.maps * self.units[0], *self.units[1:])
        self.h, self.dh = self.new(n + 1, b, *self.units), self._gradient()
        self.h[0].zero_()
        self.readout = self.h[n + 1 - self.readouts :]
        self.a = self.h[1:] if self.in_place else self.new(wide)
        self.dz = self.new(wide)
        # On a straight way back dz_l = dh_l f'(z_l) is computed where f'(z_l) stood, which saves a buffer's traffic.
        self.slope = self.dz if self.straight else self.new(self.dh[1:].shape)
        self.z, self.da, self.back, self.from_loss = self.a, self.dz, self.dh[:n], self.dh[n:]
        if self.normalization:
            self.z, self.da, self.n = self.new(wide), self.new(wide), self.new(wide)
        if self.has_side_paths:
            self.back = self.new(self.dh[:n].shape)
        if self.readouts > 1:
            self.from_loss = self.new(self.readouts, b, *self.units)
        self.weight_norm = self.new(n, dtype=torch.float64)
        """(L,) |dL/dW| of each site, at the scale of dL/dz."""

    def _gradient(self) -> Tensor:
        """Room for dL/dh_0 to dL/dh_L."""
        return self.new(self.sites + 1, self.batch, *self.units)

    def _list_sites(self) -> None:
        """The ``NAME_at``: at every step an item of a list costs less than an index into a tensor."""
        self.h_at, self.dh_at, self.dz_at = self.h.unbind(0), self.dh.unbind(0), self.dz.unbind(0)
        self.a_at = self.h_at[1:] if self.in_place else self.a.unbind(0)
        self.z_at, self.da_at = self.a_at, self.dz_at
        self.back_at = list(self.back.unbind(0) if self.has_side_paths else self.dh_at[:-1])
        if not self.tied:  # through the first matrix of a deep network dL/dx comes, which has a width of its own
            self.back_at[0] = self.new(self.batch, *self.values["input"].shape[:1])
        if self.normalization:
            self.z_at, self.da_at = self.z.unbind(0), self.da.unbind(0)
            self.n_pieces_at = self.pieces(self.n).unbind(0)
            self.a_pieces_at, self.z_pieces_at = self.pieces(self.a).unbind(0), self.pieces(self.z).unbind(0)
            self.da_pieces_at = self.pieces(self.da).unbind(0)
        if not self.straight:
            self.dz_pieces_at = self.pieces(self.dz).unbind(0)
            self.dh_wide_at = [dh.unsqueeze(1) for dh in self.dh_at]

    def pieces(self, wide: Tensor) -> Tensor:
        """(sites, batch, maps * units, ...) as (sites, batch, maps, units, ...)."""
        return wide.view(*wide.shape[:2], self.maps, *self.units)
