"""What every training step draws: samples of the task, and what dropout keeps, from streams of each member's own."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import torch
from torch import Tensor

from simulator.catalog.choice import load
from simulator.engine.layout import apart
from simulator.engine.scaled import scaled
from simulator.engine.streams import stream
from simulator.settings.experiment import Experiment

SAMPLES = 1500
"""Size of a data set that is made up."""


@lru_cache(maxsize=8)
def data(kind: str, task: str, length: int, seed: int) -> tuple[Any, Any]:
    """Inputs and targets of a task as numpy arrays, drawn from the seed.

    A sample lies in one piece: x is (samples, inputs) or (samples, time steps, inputs).
    """
    row = Experiment(kind=kind, task=task).task_row
    x, y = load(row.function)(SAMPLES, length, np.random.default_rng(seed))
    return (np.ascontiguousarray(x.swapaxes(0, 1)) if kind == "sequence" else x), y


class Samples:
    """The data of every member, and the streams that draw from them.

    ``features`` (samples, units, ...) and ``targets`` stand in for the task's.
    """

    def __init__(
        self,
        members: Sequence[Experiment],
        dtype: torch.dtype,
        device: torch.device,
        features: Tensor | None,
        targets: Tensor | None,
    ) -> None:
        self.members, self.e, self.dtype, self.device = members, members[0], dtype, device
        purposes = ("samples", "dropout") if self.e.dropout else ("samples",)
        self.streams = [{purpose: stream(e.seed, purpose) for purpose in purposes} for e in members]
        self.picked: list[Tensor] = []
        if features is not None and targets is not None:
            self.x, self.y = [features], [targets]
            return
        found = [scaled(e, *data(e.kind, e.task, e.sites, e.seed)) for e in members]
        # Where type and device agree these are the cached arrays themselves: nothing may write into them.
        self.x = [torch.as_tensor(x).to(device, dtype) for x, _ in found]
        wanted = torch.int64 if self.e.task_row.classes else dtype
        self.y = [torch.as_tensor(y).to(device, wanted) for _, y in found]

    def pick(self) -> list[Tensor]:
        """Which samples, by member; drawn on the CPU, as dropout is, so that every device sees the same."""
        # They stay picked until the step is taken, so that the batch can be looked at before.
        if not self.picked:
            size = (self.e.batch_size,)
            for x, streams in zip(self.x, self.streams, strict=True):
                self.picked.append(torch.randint(len(x), size, generator=streams["samples"]).to(self.device))
        return self.picked

    def batch(self) -> tuple[Tensor, Tensor]:
        """The samples of the current step: x (batch, inputs) or (time steps, batch, inputs), and their targets.

        Of several members with a leading K.
        """
        axis = self.y[0].ndim - 1 if self.e.task_row.classes else 0
        picked, time = self.pick(), self.e.kind == "sequence"
        parts = [
            (x.index_select(0, picks), y.index_select(axis, picks))
            for x, y, picks in zip(self.x, self.y, picked, strict=True)
        ]
        x, y = parts[0]
        # Each time step then lies in one piece for its product.
        x = x.transpose(0, 1) if time else x
        if len(parts) == 1:
            return x.contiguous(), y
        inputs = apart(x.new_empty, len(parts), tuple(x.shape))
        for mine, (x, _) in zip(inputs.unbind(0), parts, strict=True):
            mine.copy_(x.transpose(0, 1) if time else x)
        return inputs, torch.stack([y for _, y in parts])

    def mask(self, shape: Sequence[int]) -> Tensor:
        """(K, *shape): 0 where dropout drops a unit, else what makes up for it."""
        kept = [
            torch.rand(*shape, generator=streams["dropout"])
            .ge_(e.dropout)
            .to(self.device, self.dtype)
            .div_(1 - e.dropout)
            for e, streams in zip(self.members, self.streams, strict=True)
        ]
        return kept[0][None] if len(kept) == 1 else torch.stack(kept)
