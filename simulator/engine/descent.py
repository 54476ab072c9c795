"""From the gradient to the step: clipping, penalties, the learning rate's schedule, the optimizer."""

import math
from collections.abc import Sequence
from copy import deepcopy
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
RISING, FIRST, LAST = 0.3, 1 / 25, 1e-4
"""One cycle: share of the steps up to the highest rate; the first rate, relative to it, and the last, to the first."""

for method in (Optimizer.add_param_group, Optimizer.state_dict, Optimizer.load_state_dict):
    # An optimizer asks PyTorch's compiler to pass over its methods, and so loads it: 2 s and 100 MB for nothing.
    vars(unwrap(method))["__dynamo_disable"] = unwrap(method)


def rate(e: Experiment, step: int) -> float:
    """Learning rate of training step s = 0, 1, ...: constant, rising (Goyal et al., 2017), half a cosine
    (Loshchilov, Hutter, 2017) or one cycle (Smith, Topin, 2017). A layer that is pretrained alone has a schedule of its
    own."""
    if e.schedule == "warmup":
        return e.learning_rate * min(1.0, (step + 1) / max(1, round(WARMUP * e.steps)))
    if e.schedule == "cosine":
        return e.learning_rate * 0.5 * (1 + math.cos(math.pi * step / e.steps))
    if e.schedule == "onecycle":
        return e.learning_rate * _cycle(step, e.steps)
    return e.learning_rate


def _cycle(step: int, steps: int) -> float:
    """One cycle, relative to its highest rate; as PyTorch has it, the highest is that of step ``top``."""
    top = RISING * steps - 1
    if step <= top:
        return _along(FIRST, 1.0, step / top)
    return _along(1.0, FIRST * LAST, (step - top) / (steps - 1 - top))


def _along(start: float, end: float, way: float) -> float:
    """From start to end along half a cosine."""
    return end + (start - end) / 2 * (1 + math.cos(math.pi * way))


class Descent:
    """Takes one step at a time on the flat parameters of every member, each by the numbers of its own experiment."""

    def __init__(self, members: Sequence[Experiment], parameters: Parameters) -> None:
        self.e, self.members, self.parameters = members[0], members, parameters
        self.pair = parameters.pair.unbind(1)
        split, flats, gradients = parameters.split, parameters.flat.unbind(0), parameters.gradient.unbind(0)
        self.penalized = [(e.l1, flats[k][:split], gradients[k][:split]) for k, e in enumerate(members) if e.l1]
        """L1 penalty, weights and their gradient of the members that have one."""
        groups = self._groups(flats, gradients)
        self.rated = [group.pop("of") for group in groups]
        """An experiment by whose learning rate each group of the optimizer goes."""
        row = OPTIMIZERS[self.e.optimizer]
        self.optimizer = load(row.function)(groups, lr=self.e.learning_rate, **dict(row.options))
        self._step = partial(unwrap(type(self.optimizer).step), self.optimizer)
        """The optimizer's step without the profiler's hooks, which cost more than the step."""

    def _groups(self, flats: Sequence[Tensor], gradients: Sequence[Tensor]) -> list[dict[str, Any]]:
        """The optimizer's groups: weight matrices that are decayed, and the rest, of members with equal numbers."""
        p = self.parameters
        found: dict[tuple[float, float], dict[str, Any]] = {}
        self.parts: list[list[Tensor]] = []
        """What the optimizer holds of each member."""
        for e, flat, gradient in zip(self.members, flats, gradients, strict=True):
            # Biases, gains and slopes are not pulled towards zero.
            cuts = ((0, p.split, e.l2), (p.split, len(flat), 0.0)) if e.l2 else ((0, len(flat), 0.0),)
            self.parts.append([])
            for start, stop, decay in cuts:
                part = flat[start:stop]
                # The chain writes into the flat gradient, so the optimizer needs no more than views of it.
                part.grad = gradient[start:stop]
                self.parts[-1].append(part)
                new: dict[str, Any] = {"params": [], "weight_decay": decay, "of": e}
                found.setdefault((e.learning_rate, decay), new)["params"].append(part)
        return list(found.values())

    def clip(self) -> Tensor | None:
        """Shrinks the gradient where asked (Pascanu, Mikolov, Bengio, 2013); (K,) factors, None where not."""
        gradient = self.parameters.gradient
        if self.e.clip == "none":
            return None
        total = _norms(gradient)
        if self.e.clip == "norm":
            # As PyTorch divides a plain number.
            factor = total.reciprocal_().mul_(total.new_tensor([e.clip_at for e in self.members])).clamp_max_(1.0)
            gradient.mul_(factor.nan_to_num_(1.0).to(gradient.dtype)[:, None])
            return factor
        for e, mine in zip(self.members, gradient.unbind(0), strict=True):
            mine.clamp_(-e.clip_at, e.clip_at)
        # 0 / 0: of no gradient nothing was clipped.
        return (_norms(gradient) / total).nan_to_num_(1.0)

    def step(self, number: int) -> None:
        """Updates the parameters; leaves them as they were, and the step really taken, in ``parameters.pair``."""
        p = self.parameters
        for l1, weights, gradient in self.penalized:
            # After clipping, as the optimizers add their weight decay.
            gradient.add_(weights.sign(), alpha=l1)
        before, change = self.pair
        before.copy_(p.flat)
        for group, e in zip(self.optimizer.param_groups, self.rated, strict=True):
            group["lr"] = rate(e, number)
        self._step()
        torch.sub(p.flat, before, out=change)

    def state(self, member: int) -> dict[int, dict[str, Any]]:
        """What the optimizer has gathered of one member, by part, copied, on the CPU."""
        kept = (self.optimizer.state.get(part, {}) for part in self.parts[member])
        return {
            number: {
                name: value.cpu().clone() if isinstance(value, Tensor) else value for name, value in entries.items()
            }
            for number, entries in enumerate(kept)
            if entries
        }

    def restore(self, states: Sequence[dict[int, dict[str, Any]]]) -> None:
        """Goes on with what was gathered of each member; the groups are views of these very parameters."""
        held = [part for group in self.optimizer.param_groups for part in group["params"]]
        number_of = {id(part): number for number, part in enumerate(held)}
        state = {
            number_of[id(parts[number])]: deepcopy(entries)
            for parts, kept in zip(self.parts, states, strict=True)
            for number, entries in kept.items()
        }
        self.optimizer.load_state_dict({**self.optimizer.state_dict(), "state": state})
        for part in held:
            for name, value in state.get(number_of[id(part)], {}).items():
                # NAdam's product is a plain number of float32, of which PyTorch would make one of the weights' kind.
                if name != "step" and isinstance(value, Tensor) and not value.ndim:
                    self.optimizer.state[part][name] = value


def _norms(gradient: Tensor) -> Tensor:
    """Of each member's whole gradient, (K,), each in a call of its own, which may round otherwise than one for all."""
    return torch.stack([torch.linalg.vector_norm(mine, dtype=torch.float64) for mine in gradient.unbind(0)])
