"""The chain of drawn matrices, forward and back, of many random networks at once, each with a few samples.

Shapes: h is (networks, rows, units); a row is a sample, or in convolutional layers a position of a sample.
"""

import math

import torch
from torch import Tensor
from torch.nn.functional import fold, unfold

from simulator.catalog.activations import ACTIVATIONS
from simulator.catalog.initializers import INITIALIZERS
from simulator.engine.activation import Activation, Function
from simulator.engine.cells import Slopes, Stack, cell_of
from simulator.engine.drawn import Drawn
from simulator.engine.forward_row import COMPARED
from simulator.engine.law import law
from simulator.engine.loss import errors
from simulator.engine.normalization import Normalization
from simulator.engine.precision import LEAST_SIGNAL
from simulator.engine.start import HIGHWAY_BIAS
from simulator.engine.stratified import Samples
from simulator.settings.experiment import Experiment
from simulator.settings.sizes import pieces, positions

LOUD = 1e25
"""Where all h of a network are above this, float32 may lose them, as below ``LEAST_SIGNAL``."""


class Walk:
    """The walk forward, and ``back``."""

    def __init__(self, e: Experiment, samples: Samples, rng: torch.Generator, dtype: torch.dtype) -> None:
        self.e, self.samples, self.rng, self.dtype = e, samples, rng, dtype
        self.networks = len(samples.x)
        self.positions, self.maps, self.slope = positions(e), pieces(e), ACTIVATIONS[e.activation].slope
        self.activation, self.cell = Activation(e), cell_of(e, axis=-1)
        self.normalization = None if e.normalization == "none" else Normalization(e.normalization, 4)
        self.drawn: list[Drawn] = []
        self.norms: list[tuple[Tensor, Tensor]] = []
        self.masks: list[Tensor | None] = []
        self.z: list[Tensor] = []
        self.h: list[Tensor] = []
        self._forward()

    def carried(self) -> bool:
        """Whether float32 is enough for every network's h, if it is not exactly 0."""
        sizes = torch.stack([h.abs().amax((1, 2)) for h in self.h[1:]])
        return bool(((sizes == 0) | (sizes > LEAST_SIGNAL) & (sizes < LOUD)).all())

    # ---- forward ----------------------------------------------------------------------------------------------

    def _forward(self) -> None:
        x = self.samples.x.to(self.dtype).reshape(self.networks, self.samples.x.shape[1] * self.positions, -1)
        self.h.append(x.new_zeros(*x.shape[:2], self.e.width))
        for site in range(self.e.depth):
            before = self.h[-1]
            z = self._map(site, before if site else x)
            h = self.cell.forward(z.flatten(0, 1), before.flatten(0, 1), self._function())
            self.z.append(z)
            self.h.append(h.view(before.shape))

    def _map(self, site: int, h: Tensor) -> Tensor:
        seen = self._patches(h)
        self.drawn.append(Drawn(law(self.e, seen.shape[2], site), self.maps, self.rng, self.dtype))
        return self._normalize(self.drawn[-1].forward(seen)) + self._offset(seen.shape[2])

    def _patches(self, h: Tensor) -> Tensor:
        """What a filter sees at each position."""
        if self.positions == 1:
            return h
        images = h.reshape(-1, self.positions, h.shape[2]).mT.unflatten(2, self._image)
        return unfold(images, 3, padding=1).mT.reshape(*h.shape[:2], -1)

    def _unpatched(self, patches: Tensor) -> Tensor:
        """The way back through ``_patches``."""
        if self.positions == 1:
            return patches
        columns = patches.reshape(-1, self.positions, patches.shape[2]).mT
        return fold(columns, self._image, 3, padding=1).flatten(2).mT.reshape(*patches.shape[:2], -1)

    @property
    def _image(self) -> tuple[int, int]:
        image = self.e.task_row.image
        assert image
        return image

    def _offset(self, fan_in: int) -> Tensor:
        """Bias, or behind a normalization its shift, (networks, 1, maps * units), as start.py sets it."""
        offset = torch.zeros(self.networks, 1, self.maps * self.e.width, dtype=self.dtype)
        if self.e.normalization == "none":
            offset += self._bias(fan_in, offset.shape[2])
        if self.e.skip == "highway":
            offset[..., -self.e.width :] = HIGHWAY_BIAS
        if self.e.bias_std:  # 0 behind a normalization, as the experiment is canonical
            offset += self.e.bias_std * torch.randn(offset.shape, generator=self.rng).to(self.dtype)
        return offset

    def _bias(self, fan_in: int, units: int) -> Tensor:
        if not INITIALIZERS[self.e.init].offsets:
            return torch.zeros((), dtype=self.dtype)
        even = 2 * torch.rand(self.networks, 1, units, generator=self.rng) - 1
        return even.to(self.dtype) * self.e.gain / math.sqrt(fan_in)

    def _function(self) -> Function:
        """The activation of the next site, with its learned slope and its dropout."""
        f, mask = self.activation.function, None
        extra = [] if self.slope is None else [torch.tensor(self.slope, dtype=self.dtype)]
        if self.e.dropout:
            kept = torch.rand(self.h[0].flatten(0, 1).shape, generator=self.rng).ge_(self.e.dropout)
            mask = kept.to(self.dtype).div_(1 - self.e.dropout)
        self.masks.append(mask)
        return lambda z: f(z, *extra) if mask is None else f(z, *extra) * mask

    def _normalize(self, a: Tensor) -> Tensor:
        if not self.normalization:
            return a
        n, rate = self.normalization(self._by_sample(a))
        self.norms.append((n, rate))
        return self._by_network(n)

    def _by_sample(self, a: Tensor) -> Tensor:
        """(networks, rows, maps * units) as (samples, networks * maps, units, positions)."""
        parts = a.reshape(self.networks, -1, self.positions, self.maps, self.e.width)
        return parts.permute(1, 0, 3, 4, 2).flatten(1, 2)

    def _by_network(self, n: Tensor) -> Tensor:
        parts = n.unflatten(1, (self.networks, self.maps)).permute(1, 0, 4, 2, 3)
        return parts.reshape(self.networks, len(n) * self.positions, -1)

    def similarity(self, h: Tensor) -> Tensor:
        """Of one site, (networks,); samples of which nothing is left are alike."""
        h = h.reshape(self.networks, len(self.samples.shares), -1)[:, :COMPARED]
        length = torch.linalg.vector_norm(h, dim=2, keepdim=True, dtype=torch.float64).to(self.dtype)
        units = torch.cat([h / length.clamp(min=torch.finfo(self.dtype).tiny), (length == 0).to(self.dtype)], 2)
        count = h.shape[1]
        return (units.sum(1).square().sum(1) - count) / (count * (count - 1))

    # ---- back -------------------------------------------------------------------------------------------------

    def back(self) -> Tensor:
        """log10 of g_l / g_L of all samples, of the first half and of the second: (3, networks, sites)."""
        dh, scale, logs = self._from_loss(), torch.zeros(self.networks, dtype=torch.float64), []
        for site in range(self.e.depth - 1, -1, -1):
            squares = dh.double().reshape(self.networks, len(self.samples.shares), -1).square().sum(2)
            logs.append(scale + self._log_means(squares))
            if site:
                # At a scale of its own the gradient never leaves the range of numbers.
                size = squares.sum(1).sqrt()
                size = torch.where(size == 0, 1.0, size)
                scale = scale + size.log10()
                dh = self._back(site, dh / size.to(self.dtype)[:, None, None])
        profiles = torch.stack(logs[::-1], 2)
        return torch.where(profiles.isneginf(), profiles, profiles - profiles[..., -1:])

    def _log_means(self, squares: Tensor) -> Tensor:
        """log10 of the root mean square over (networks, samples), of all and of both halves: (3, networks)."""
        parts = squares * self.samples.shares
        half = parts.shape[1] // 2
        first, second = parts[:, :half].sum(1), parts[:, half:].sum(1)
        return torch.stack([first + second, 2 * first, 2 * second]).log10() / 2

    def _from_loss(self) -> Tensor:
        """dL/dh of the last site, but for a factor, through an output matrix that is drawn, too."""
        task, last = self.e.task_row, self.h[-1]
        h = last.reshape(self.networks, len(self.samples.shares), -1)
        rule = law(self.e, h.shape[2], None)
        head = Drawn(rule, 1, self.rng, self.dtype).matrix(self.networks)[:, 0]
        answers, y = h @ head + self._bias(h.shape[2], task.output_size), self.samples.y
        error, slope = errors(answers, y, self.e)
        return ((error * slope).to(self.dtype) @ head.mT).reshape(last.shape)

    def _back(self, site: int, dh: Tensor) -> Tensor:
        slopes = self._slopes(site)
        dz = (dh.flatten(0, 1).unsqueeze(1) * slopes.z[0, 0]).reshape(self.z[site].shape)
        if self.normalization:
            dz = self._by_network(self.normalization.back(self._by_sample(dz), *self.norms[site]))
        back = self._unpatched(self.drawn[site].back(dz))
        return back if slopes.h is None else back + dh * slopes.h[0, 0].reshape(dh.shape)

    def _slopes(self, site: int) -> Slopes:
        before, after = (h.flatten(0, 1)[None, None] for h in self.h[site : site + 2])
        z, mask = self.z[site].reshape(1, 1, -1, self.maps, self.e.width), self.masks[site]
        parameter = None if self.slope is None else z.new_tensor([[self.slope]])
        stack = Stack(z, before, after, parameter, torch.empty_like(after), None if mask is None else mask[None, None])
        return self.cell.slopes(stack, self.activation)
