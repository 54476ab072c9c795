"""Layer-by-layer pretraining: each layer learns the task alone on what the finished layers below it pass on
(Schmidhuber, 1992; Bengio, Lamblin, Popovici, Larochelle, 2007), under a head that travels up with it."""

import time
from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor

from simulator.engine.network import Network

PER_LAYER = ("bias", "norm_gain", "norm_shift", "slope")


class Pretraining:
    """Stands at ``layer`` (from 1); ``alone`` is that layer's training so far.

    ``features`` is what the layers below make of every sample, (samples, units, ...); None at layer 1.
    """

    def __init__(
        self,
        network: Network,
        layer: int = 1,
        alone: dict[str, Any] | None = None,
        features: Tensor | None = None,
    ) -> None:
        self.network, self.layer, self.alone, self.features = network, layer, alone, features

    @property
    def done(self) -> bool:
        return self.layer > self.network.e.depth

    def state(self) -> dict[str, Any]:
        """What a Pretraining is made of but for its network, on the CPU."""
        # To pass every sample through all finished layers anew would take longer than a slice of training.
        features = None if self.features is None else self.features.cpu()
        return {"layer": self.layer, "alone": self.alone, "features": features}

    def advance(self, deadline: float) -> None:
        """Trains layer after layer until the deadline (time.perf_counter), at least one step."""
        while not self.done:
            alone = self._network(self.layer)
            if self.alone:
                alone.restore(self.alone)
            while alone.number < self.network.e.pretraining:
                alone.run(1)
                if time.perf_counter() >= deadline:
                    self.alone = alone.state()
                    return
            self._keep(alone)
            self.features, self.alone = self._pass_on(alone), None
            self.layer += 1

    def _network(self, layer: int) -> Network:
        """A network of this one layer and the head, with their present weights."""
        whole = self.network
        # A seed of its own, so that not every layer sees the same batches in the same order; and as many steps as
        # it is trained alone, over which the learning rate's schedule runs.
        seed = (whole.e.seed + layer) % 2**31
        e = whole.e.replace(depth=1, pretraining=0, steps=whole.e.pretraining, seed=seed)
        alone = Network(e, whole.dtype, whole.device, self.features, whole.samples.y[0], capacity=1)
        if self.features is None:
            alone.samples.x, alone.samples.y = whole.samples.x, whole.samples.y
        for theirs, mine in self._pairs(alone, layer):
            mine.copy_(theirs)
        return alone

    def _keep(self, alone: Network) -> None:
        for theirs, mine in self._pairs(alone, self.layer):
            theirs.copy_(mine)

    def _pairs(self, alone: Network, layer: int) -> Iterator[tuple[Tensor, Tensor]]:
        """The whole network's tensors of one layer and the head beside those of the layer alone."""
        whole, part = self.network.parameters, alone.parameters
        yield whole["input"] if layer == 1 else whole["hidden"][layer - 2], part["input"]
        for name in PER_LAYER:
            if name in whole:
                yield whole[name][layer - 1], part[name][0]
        for name in ("head", "head_bias"):
            yield whole[name], part[name]

    @torch.inference_mode()
    def _pass_on(self, alone: Network) -> Tensor:
        """What the layer makes of every sample, batch by batch, without dropout."""
        alone.buffers.mask = None
        size, count = alone.e.batch_size, len(alone.x)
        # Filled up with the first samples, because the buffers hold whole batches.
        picks = torch.arange(-(-count // size) * size, device=alone.device) % count
        parts = []
        for pick in picks.split(size):
            alone.chain.forward(alone.x.index_select(0, pick))
            parts.append(alone.buffers.readout[0, 0].clone())
        return torch.cat(parts)[:count]
