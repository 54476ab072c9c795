"""Which activation a module is, and its slope where it was used."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn.modules import activation

from simulator.catalog.activations import ACTIVATIONS, Activation
from simulator.catalog.choice import load

ROWS: dict[type[nn.Module], str] = {
    nn.Identity: "linear",
    nn.Sigmoid: "sigmoid",
    nn.Tanh: "tanh",
    nn.ReLU: "relu",
    nn.LeakyReLU: "leaky_relu",
    nn.PReLU: "prelu",
    nn.ELU: "elu",
    nn.SELU: "selu",
    nn.GELU: "gelu",
    nn.SiLU: "swish",
    nn.Mish: "mish",
    nn.Softplus: "softplus",
    nn.Hardtanh: "hard_tanh",
}
"""The rows of the table of activations, by torch's modules."""
NOT_BY_ENTRY = (nn.Softmax, nn.Softmin, nn.LogSoftmax, nn.Softmax2d, nn.GLU, nn.MultiheadAttention)
"""What torch counts among its activations, and is no function of each entry by itself."""
LINEAR = (nn.Linear, nn.modules.conv._ConvNd)
"""Modules whose output, where it is named as a site, has no activation: h = z."""


def is_activation(module: nn.Module) -> bool:
    """Whether it is one of torch's activations, known to the table or not."""
    known = isinstance(module, (*ROWS,)) and not isinstance(module, nn.Identity)
    return known or type(module).__module__ == activation.__name__ and not isinstance(module, NOT_BY_ENTRY)


@dataclass(frozen=True)
class Activated:
    """An activation that is known: ``row`` of the table, and how its slope is found."""

    row: Activation
    module: nn.Module
    from_output: Callable[[Tensor], Tensor] | None
    alike: str
    """The same of modules that are the same function."""

    def slope(self, z: Tensor, h: Tensor) -> Tensor:
        """f'(z), like h, (sites, batch, ...); from h where possible, as what works in place has overwritten z."""
        if self.from_output:
            return self.from_output(h.detach())
        with torch.enable_grad():
            # A module knows samples and units, and no sites.
            into = z.detach().flatten(0, 1).requires_grad_()
            # Not by calling the module, which would call the hooks again.
            (slope,) = torch.autograd.grad(type(self.module).forward(self.module, into).sum(), into)
        return slope.view_as(z)


def activated(module: nn.Module) -> Activated | None:
    """The activation that a module's output has gone through; None where it is not known."""
    name = "linear" if isinstance(module, LINEAR) else ROWS.get(type(module))
    if name is None:
        return None
    row = ACTIVATIONS[name]
    if name == "linear":
        return Activated(row, module, torch.ones_like, name)
    if row.from_output:
        return Activated(row, module, load(row.from_output), name)
    alike = str(id(module)) if [*module.parameters()] else repr(module)
    return None if getattr(module, "inplace", False) else Activated(row, module, None, alike)
