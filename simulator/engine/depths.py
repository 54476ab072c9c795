"""The first rows of networks that differ in depth as well: each of them is the beginning of the deepest.

The weights of a layer are the same whatever layers follow it (streams.py), so one walk forward serves all depths. The
ways back begin at the last layer of each, and go side by side, as more rows of one product.
"""

from collections.abc import Iterator, Sequence
from copy import copy

import numpy as np
import torch
from torch import Tensor

from simulator.engine.head import Head
from simulator.engine.layout import apart
from simulator.engine.machine import device_of
from simulator.engine.network import Network
from simulator.engine.norms import norms, norms_call
from simulator.engine.products import products
from simulator.engine.rescaling import Rescaling
from simulator.engine.rows import derive
from simulator.engine.stack import size_of
from simulator.settings.experiment import Experiment
from simulator.settings.sizes import pieces
from simulator.trace import Rows, join

ENTRIES = 1 << 19
"""Numbers dL/dh of one site, of all members and depths, beyond which more only leave the processor's cache."""
FORWARD = ("sum", "size", "products", "saturated", "dead", "peak")
"""What is recorded of the sites on the way forward, the same for all depths."""


def shares_depths(e: Experiment) -> bool:
    """Whether the gradient walks back through slopes and weights alone, so that ways of several depths can be one."""
    bare = (e.kind, e.layer, e.normalization, e.skip, e.dropout) == ("deep", "dense", "none", "none", 0)
    return bare and pieces(e) == 1 and e.output_activation == "linear"


def first_rows(
    members: Sequence[Experiment], depths: Sequence[int], dtype: torch.dtype
) -> Iterator[tuple[int, Rows, Rows]]:
    """Each of the falling ``depths``, with a row for every member: of what is recorded, and in the trace's terms.

    The members, of one shape, are as deep as the deepest.
    """
    entries = members[0].batch_size * members[0].width
    most = max(1, ENTRIES // entries)
    for some in (depths[i : i + most] for i in range(0, len(depths), most)):
        size = min(max(1, most // len(some)), size_of(members[0], len(members)))
        parts = [Depths(members[i : i + size], some, dtype) for i in range(0, len(members), size)]
        looks = [part.look() for part in parts]
        for k, depth in enumerate(some):
            raw = join([look[k] for look in looks])
            yield depth, raw, derive(raw, parts[0].b, parts[0].rescalings[k])


class Depths:
    """``members`` as deep as the deepest of ``depths``, which fall; shapes are (K, depths, ...)."""

    def __init__(self, members: Sequence[Experiment], depths: Sequence[int], dtype: torch.dtype) -> None:
        self.network = Network(members, dtype, device_of(members[0]), capacity=1)
        self.b = b = self.network.buffers
        self.depths = depths
        shape = (b.members, len(depths), b.batch)
        self.dh, self.dz = b.new(*shape, b.e.width), b.new(*shape, b.e.width)
        norm = (b.members, len(depths), b.sites)
        self.dh_norm, self.dz_norm = b.new(norm), b.new(norm)
        self.input_norm = b.new(norm[:2], dtype=torch.float64)
        answers = len(depths) * b.batch
        self.outputs = apart(b.new, b.members, (answers, b.e.task_row.output_size))
        self.rescalings = [Rescaling(self.dh[:, k], depth, 1) for k, depth in enumerate(depths)]

    def look(self) -> list[Rows]:
        """What is recorded of every member, by depth."""
        self.targets = self.network.forward()
        self._answer()
        self._back()
        return [self._recorded(k, depth) for k, depth in enumerate(self.depths)]

    def _answer(self) -> None:
        """From h of the last layers to dL/dh: to the head the depths are one large batch."""
        b = copy(self.b)
        b.batch, b.from_loss = len(self.depths) * b.batch, self.dh
        b.readout = torch.stack([b.h[:, depth] for depth in self.depths], 1)
        head = Head(b, self.network.all, self.outputs, None)
        # But the loss is the mean over each depth's own.
        head.loss.answers = self.b.batch
        head.answer()
        targets = self.targets
        head.backward(targets.repeat(1, len(self.depths), *[1] * (targets.ndim - 2)))

    def _back(self) -> None:
        b, slopes = self.b, self._slopes()
        into = [b.values["input"].mT, *b.values["hidden"].mT.unbind(1)]
        for site in reversed(range(b.sites)):
            # The deepest are in front, and those that end here join behind.
            count = sum(depth > site for depth in self.depths)
            dh, dz = self.dh[:, :count], self.dz[:, :count]
            for k, rescaling in enumerate(self.rescalings[:count]):
                if site in rescaling.divisor_at:
                    rescaling.apply(site, b.one(dh[:, k]))
            torch.mul(dh, slopes[site], out=dz)
            norms_call(dh.flatten(2), self.dh_norm[:, :count, site], b.precise)()
            norms_call(dz.flatten(2), self.dz_norm[:, :count, site], b.precise)()
            back = dh if site else b.new(*dz.shape[:3], into[0].shape[2])
            self._multiply(dz, into[site], back)
        norms(back.flatten(2), out=self.input_norm)

    def _multiply(self, dz: Tensor, weight: Tensor, back: Tensor) -> None:
        """The rows of all depths with the matrix of their member."""
        b = self.b
        _, multiply = products(b.members, b.batch, *weight.shape[1:])
        rows, out = dz.flatten(1, 2), back.flatten(1, 2)
        multiply(b.one(rows), b.one(weight), out=b.one(out))

    def _slopes(self) -> list[Tensor]:
        """f'(z) of every site, (K, 1, batch, units)."""
        return [slope.movedim(2, 1) for found in self.network.chain.slopes for slope in found.z.unbind(1)]

    def _recorded(self, k: int, depth: int) -> Rows:
        row = self.network.recorder.row
        raw = {name: row[name][:, :depth] for name in FORWARD if name in row}
        raw |= {"dh": self.dh_norm[:, k, :depth], "dz": self.dz_norm[:, k, :depth]}
        raw |= {"divisors": self.rescalings[k].divisors, "input_gradient": self.input_norm[:, k]}
        answers = slice(k * self.b.batch, (k + 1) * self.b.batch)
        raw |= {"outputs": self.outputs[:, answers], "targets": self.targets}
        return {name: values.cpu().numpy().astype(np.float64) for name, values in raw.items()}
