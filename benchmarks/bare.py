"""What anyone would write: the bare training loop in PyTorch, and the same loop with hooks that record everything."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from simulator import Experiment
from simulator.catalog.choice import load

ACTIVATIONS: dict[str, type[nn.Module]] = {"tanh": nn.Tanh, "sigmoid": nn.Sigmoid, "relu": nn.ReLU, "gelu": nn.GELU}
CELLS: dict[str, Callable[[int, int], nn.RNNBase]] = {"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}
# All the digits that there are; of made-up tasks as many.
SAMPLES = 1797


class LastStep(nn.Module):
    """A recurrent cell and a linear readout of its last time step."""

    def __init__(self, e: Experiment) -> None:
        super().__init__()
        self.cell = CELLS[e.cell](e.task_row.inputs, e.width)
        self.head = nn.Linear(e.width, e.task_row.output_size)

    def forward(self, x: Tensor) -> Tensor:
        states, _ = self.cell(x)
        out: Tensor = self.head(states[-1])
        return out


def module(e: Experiment) -> nn.Module:
    """The experiment's network as torch.nn modules."""
    if e.kind == "sequence":
        return LastStep(e)
    conv = e.layer == "conv"
    layers: list[nn.Module] = [nn.Unflatten(1, (1, 8, 8))] if conv else []
    inputs = 1 if conv else e.task_row.inputs
    for _ in range(e.depth):
        linear = nn.Conv2d(inputs, e.width, 3, padding=1) if conv else nn.Linear(inputs, e.width)
        nn.init.xavier_normal_(linear.weight)
        layers += [linear, ACTIVATIONS[e.activation]()]
        inputs = e.width
    head = [nn.Flatten(), nn.Linear(64 * inputs, 10)] if conv else [nn.Linear(inputs, e.task_row.output_size)]
    return nn.Sequential(*layers, *head)


class Bare:
    """The training loop: forward, backward, step; nothing is recorded."""

    def __init__(self, e: Experiment) -> None:
        torch.manual_seed(0)
        x, y = load(e.task_row.function)(SAMPLES, e.sites, np.random.default_rng(0))
        self.x, self.y = torch.from_numpy(x), torch.from_numpy(y)
        self.axis = 1 if e.kind == "sequence" else 0
        self.batch = e.batch_size
        self.loss = F.cross_entropy if e.task_row.classes else F.mse_loss
        self.module = module(e)
        self.optimizer = torch.optim.SGD(self.module.parameters(), lr=e.learning_rate)

    def __call__(self, steps: int) -> None:
        for _ in range(steps):
            self.step()

    def step(self) -> Tensor:
        # As the engine does: another batch for each step, and nothing shuffled ahead.
        chosen = torch.randint(SAMPLES, (self.batch,))
        self.optimizer.zero_grad()
        self.out = self.module(self.x.index_select(self.axis, chosen))
        self.target = self.y[chosen]
        loss = self.loss(self.out, self.target)
        loss.backward()
        self.optimizer.step()
        return loss


class Hooked(Bare):
    """The same, recording what a trace holds with hooks and ``.item()`` (tanh, no normalization, no clipping)."""

    def __init__(self, e: Experiment) -> None:
        super().__init__(e)
        self.row: dict[str, float] = {}
        self.rows: list[dict[str, float]] = []
        self.linears = [m for m in self.module.modules() if isinstance(m, nn.Linear)]
        activations = [m for m in self.module.modules() if isinstance(m, nn.Tanh)]
        for site, (linear, activation) in enumerate(zip(self.linears, activations, strict=False)):
            activation.register_forward_hook(self._forward(site))
            activation.register_full_backward_hook(self._backward("slope_factor", site))
            # The first matrix leads no gradient on: the inputs ask for none.
            if site:
                linear.register_full_backward_hook(self._backward("weight_factor", site))

    def _forward(self, site: int) -> Callable[[nn.Module, Any, Tensor], None]:
        def watch(_: nn.Module, inputs: Any, h: Tensor) -> None:
            slope = 1 - h.detach() ** 2
            self.row[f"activation_mean {site}"] = h.mean().item()
            self.row[f"activation_std {site}"] = h.std(correction=0).item()
            self.row[f"saturated {site}"] = (slope < 0.05).float().mean().item()
            self.row[f"dead {site}"] = (slope == 0).all(0).float().mean().item()

        return watch

    def _backward(self, link: str, site: int) -> Callable[[nn.Module, Any, Any], None]:
        def watch(_: nn.Module, before: Any, after: Any) -> None:
            # In float32 the squares of entries below 1e-19 are lost.
            norm = after[0].norm(dtype=torch.float64)
            if link == "slope_factor":
                # The loss is a mean over the batch, and a trace holds the gradient of single samples.
                self.row[f"gradient_norm {site}"] = norm.item() * self.batch**0.5
            self.row[f"{link} {site}"] = (before[0].norm(dtype=torch.float64) / norm).item()

        return watch

    def step(self) -> Tensor:
        # The step as it really was, whatever an optimizer makes of the gradient.
        old = [m.weight.detach().clone() for m in self.linears]
        loss = super().step()
        for site, (linear, weight) in enumerate(zip(self.linears, old, strict=True)):
            if linear.weight.grad is not None:
                self.row[f"weight_gradient_norm {site}"] = linear.weight.grad.norm(dtype=torch.float64).item()
            self.row[f"update_ratio {site}"] = ((linear.weight.detach() - weight).norm() / weight.norm()).item()
        self.row["loss"] = loss.item()
        self.row["accuracy"] = (self.out.argmax(1) == self.target).float().mean().item()
        self.rows.append(self.row)
        self.row = {}
        return loss


def built_and_run(e: Experiment) -> Callable[[int], None]:
    """Builds the network anew and takes it forward and backward once, as a preview does."""
    loop = Bare(e)

    def block(steps: int) -> None:
        for _ in range(steps):
            # The data stay, as the engine keeps its own between previews.
            network = module(e)
            loss = loop.loss(network(loop.x[: e.batch_size]), loop.y[: e.batch_size])
            loss.backward()

    return block


def watched_at_start(e: Experiment, networks: Sequence[Experiment]) -> None:
    """Builds each of the networks and takes it forward and backward once, with hooks that note the gradient's norms."""
    loop = Bare(e)
    for each in networks:
        network, norms = module(each), dict[int, float]()
        for site, part in enumerate(part for part in network.modules() if isinstance(part, nn.Tanh)):
            part.register_full_backward_hook(_noting(site, norms))
        loop.loss(network(loop.x[: e.batch_size]), loop.y[: e.batch_size]).backward()


def _noting(site: int, norms: dict[int, float]) -> Callable[[nn.Module, Any, Any], None]:
    def note(_: nn.Module, before: Any, after: Any) -> None:
        norms[site] = after[0].norm().item()

    return note
