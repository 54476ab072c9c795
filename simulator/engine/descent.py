"""From the gradient to the step: clipping, penalties, the learning rate's schedule, the optimizer."""

import math
from functools import partial
from inspect import unwrap
from typing import Any

import torch
from torch import Tensor
from torch.optim import Optimizer

from simulator.catalog.choice import load
from simulator.catalog.training import OPTIMIZERS
from simulator.engine.parameters import Parameters
from simulator.settings.experiment import Experiment

WARMUP = 0.1
"""Share of the steps over which the learning rate rises."""

for method in (Optimizer.add_param_group, Optimizer.state_dict, Optimizer.load_state_dict):
    # An optimizer asks PyTorch's compiler to pass over its methods, and so loads it: 2 s and 100 MB for nothing.
    vars(unwrap(method))["__dynamo_disable"] = unwrap(method)


def rate(e: Experiment, step: int) -> float:
    """Learning rate of training step s = 0, 1, ...: constant, rising (Goyal et al., 2017) or half a cosine
    (Loshchilov, Hutter, 2017). A layer that is pretrained alone has a schedule of its own."""
    if e.schedule == "warmup":
        return e.learning_rate * min(1.0, (step + 1) / max(1, round(WARMUP * e.steps)))
    if e.schedule == "cosine":
        return e.learning_rate * 0.5 * (1 + math.cos(math.pi * step / e.steps))
    return e.learning_rate


class Descent:
    """Takes one step at a time on the flat parameters; weight matrices and the rest are decayed apart."""

    def __init__(self, e: Experiment, parameters: Parameters) -> None:
        self.e, self.parameters = e, parameters
        row = OPTIMIZERS[e.optimizer]
        split, flat = parameters.split, parameters.flat
        groups: list[dict[str, Any]] = [{"params": [flat], "weight_decay": 0.0}]
        # Biases, gains and slopes are not pulled towards zero.
        if e.l2:
            groups = [{"params": [flat[:split]], "weight_decay": e.l2}, {"params": [flat[split:]], "weight_decay": 0.0}]
        # The chain writes into the flat gradient, so the optimizer needs no more than views of it.
        for group in groups:
            part = group["params"][0]
            start = part.storage_offset()
            part.grad = parameters.gradient[start : start + part.numel()]
        self.pair = parameters.pair.unbind(0)
        self.optimizer = load(row.function)(groups, lr=e.learning_rate, **dict(row.options))
        self._step = partial(unwrap(type(self.optimizer).step), self.optimizer)
        """The optimizer's step without the profiler's hooks, which cost more than the step."""

    def clip(self) -> Tensor | None:
        """Shrinks the gradient where asked (Pascanu, Mikolov, Bengio, 2013); returns the factor, None where not."""
        gradient, e = self.parameters.gradient, self.e
        if e.clip == "none":
            return None
        total = torch.linalg.vector_norm(gradient, dtype=torch.float64)
        if e.clip == "norm":
            factor: Tensor = (e.clip_at / total).clamp_max(1.0).nan_to_num_(1.0)
            gradient.mul_(factor.to(gradient.dtype))
            return factor
        gradient.clamp_(-e.clip_at, e.clip_at)
        left: Tensor = torch.linalg.vector_norm(gradient, dtype=torch.float64)
        # 0 / 0: of no gradient nothing was clipped.
        return (left / total).nan_to_num_(1.0)

    def step(self, number: int) -> None:
        """Updates the parameters; leaves them as they were, and the step really taken, in ``parameters.pair``."""
        p = self.parameters
        if self.e.l1:
            # After clipping, as the optimizers add their weight decay.
            p.gradient[: p.split].add_(p.flat[: p.split].sign(), alpha=self.e.l1)
        before, change = self.pair
        before.copy_(p.flat)
        for group in self.optimizer.param_groups:
            group["lr"] = rate(self.e, number)
        self._step()
        torch.sub(p.flat, before, out=change)
