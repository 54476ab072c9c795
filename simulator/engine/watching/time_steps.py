"""Sites that are the time steps of a recurrent module.

torch computes all time steps in one operation, whose hooks see of dL/dh_t only what comes from the outputs, not what
comes back from the time step behind. So the module's own steps are made again, with the weights, inputs and output
gradients that it had, in wide numbers and one by one; the training itself is not touched.
"""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils.hooks import RemovableHandle

from simulator.catalog.activations import ACTIVATIONS
from simulator.catalog.choice import load
from simulator.engine.watching.seen import Row, norms, number_of, outputs, slopes
from simulator.engine.watching.unrolled import unroll
from simulator.watched import Watched

NAMES = {nn.RNN: "rnn", nn.LSTM: "lstm", nn.GRU: "gru"}


class TimeSteps:
    """h_t of the uppermost layer of ``module``."""

    def __init__(self, model: nn.Module, module: nn.RNNBase) -> None:
        for holds, what in (
            (module.bidirectional, "a bidirectional network, whose gradient walks two ways"),
            (module.proj_size, "an LSTM with projections"),
            (module.dropout and module.num_layers > 1, "dropout between recurrent layers"),
        ):
            if holds:
                raise ValueError(f"Time steps cannot be watched in {what}; name other modules as sites.")
        self.model, self.module = model, module
        self.cell = NAMES[type(module)]
        self.row = ACTIVATIONS[str(getattr(module, "nonlinearity", "tanh"))]
        self.matrices: list[Tensor] = [value for value in module.parameters() if value.ndim == 2]
        self.sites, self.batch_size, self.smallest = 0, 0, 0.0
        self.begin()

    def hook(self, at_gradient: Callable[[], None]) -> list[RemovableHandle]:
        self.at_gradient = at_gradient
        return [self.module.register_forward_hook(self._passed, with_kwargs=True)]

    def begin(self) -> None:
        self.given: tuple[Tensor, Any] | None = None
        self.shapes: list[Tensor] = []
        self.gradients: dict[int, Tensor] = {}

    @property
    def complete(self) -> bool:
        return bool(self.gradients)

    def take(self, weights: dict[Tensor, Tensor]) -> Row:
        assert self.given is not None
        x, state = self.given
        with torch.enable_grad():
            steps = unroll(self.module, x, state)
            ends = [torch.stack(steps.h), *steps.ends]
        arrived = [self.gradients[i].to(end).reshape(end.shape) for i, end in enumerate(ends) if i in self.gradients]
        met = [end for i, end in enumerate(ends) if i in self.gradients]
        found = torch.autograd.grad(met, [*steps.h, *steps.weights], arrived, allow_unused=True)
        count = len(steps.h)
        self.sites = self.sites or count
        if count != self.sites:
            raise ValueError(
                f"The first sequence had {self.sites} time steps, this one {count}: they must be of one length."
            )
        root, nothing = x.shape[1] ** 0.5, ends[0].new_zeros(())
        sizes = norms([nothing if one is None else one for one in found])
        h, slope = ends[0].detach(), load(self.row.from_output)(torch.stack(steps.candidates).detach())
        gates = {f"gate:{name}": values.detach().mean((1, 2)) for name, values in steps.gates.items()}
        seen = outputs(h) | slopes(slope.unsqueeze(3), self.row.flat) | gates
        return seen | {"gradient_norm": root * sizes[:count], "weight_gradient_norm": sizes[count:]}

    def network(self, steps: int) -> Watched:
        return Watched(
            name=type(self.model).__name__,
            kind="sequence",
            cell=self.cell,
            names=tuple(f"time step {t}" for t in range(1, self.sites + 1)),
            steps=steps,
            batch_size=self.batch_size,
            bounded=self.row.bounded,
            can_die=self.row.flat,
            chain=self.cell == "rnn",
            smallest=self.smallest,
        )

    def _passed(self, _: nn.Module, given: tuple[Any, ...], named: dict[str, Any], made: tuple[Tensor, Any]) -> None:
        x, state = (*given, *named.values(), None)[:2]
        if isinstance(x, nn.utils.rnn.PackedSequence):
            raise ValueError(
                "Packed sequences cannot be watched, as their time steps hold different samples: pad them."
            )
        h, ends = made
        if not h.requires_grad:  # asked without being trained, as in an evaluation
            return
        self.given = self._ordered(x), state
        for i, end in enumerate((h, *(ends if isinstance(ends, tuple) else (ends,)))):
            end.register_hook(lambda gradient, i=i: self._arrives(i, gradient))
        self.batch_size = self.batch_size or self.given[0].shape[1]
        self.smallest = torch.finfo(number_of(h)).tiny

    def _arrives(self, i: int, gradient: Tensor) -> None:
        self.at_gradient()
        self.gradients[i] = gradient.detach() if i else self._ordered(gradient)

    def _ordered(self, values: Tensor) -> Tensor:
        """(time steps, batch, entries), whichever comes first."""
        if values.ndim == 2:
            return values.detach().unsqueeze(1)
        return values.detach().transpose(0, 1) if self.module.batch_first else values.detach()
