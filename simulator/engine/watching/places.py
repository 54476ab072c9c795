"""Where somebody else's network is watched: at the outputs of modules, or at the time steps of a recurrent one."""

from collections.abc import Callable, Sequence
from typing import Protocol

from torch import Tensor, nn
from torch.utils.hooks import RemovableHandle

from simulator.engine.watching.activated import is_activation
from simulator.engine.watching.layers import Layers
from simulator.engine.watching.seen import Row
from simulator.engine.watching.time_steps import TimeSteps
from simulator.watched import Watched


class Places(Protocol):
    """The sites of a network that is watched."""

    matrices: list[Tensor]
    """Weight matrices in the order of the forward pass, as far as modules are seen to hold them."""

    def hook(self, at_gradient: Callable[[], None]) -> list[RemovableHandle]:
        """Begins to watch; ``at_gradient`` is to be called whenever a gradient arrives."""

    def begin(self) -> None:
        """A forward pass begins: what was seen of the one before is forgotten."""

    @property
    def complete(self) -> bool:
        """Whether a pass was seen, forward and backward."""

    def take(self, weights: dict[Tensor, Tensor]) -> Row:
        """What was seen of the last pass; ``weights`` are the norms of the parameters' gradients."""

    def network(self, steps: int) -> Watched:
        """What is known of the network, after ``steps`` training steps."""


def places(model: nn.Module, sites: Sequence[str]) -> Places:
    """The sites by name; without names the time steps of the only recurrent module, or else every activation.

    Raises ValueError where there are none.
    """
    modules = dict(model.named_modules())
    lost = [name for name in sites if name not in modules]
    if lost:
        raise ValueError(f"The network has no module {lost[0]!r}; it has {', '.join(filter(None, modules))}.")
    chosen = {name: modules[name] for name in sites} or modules
    recurrent = {name: module for name, module in chosen.items() if isinstance(module, nn.RNNBase)}
    if len(recurrent) == 1 and len(sites) < 2:
        return TimeSteps(model, *recurrent.values())
    if recurrent:
        raise ValueError(
            f"Sites are the time steps of one recurrent module, or else outputs of others: name one of "
            f"{', '.join(recurrent)}, or none of them."
        )
    if not sites:
        chosen = {name: module for name, module in modules.items() if is_activation(module)}
    if not chosen:
        raise ValueError(
            "The network has no activation module, such as nn.ReLU; functions, such as torch.relu, cannot be seen. "
            'Name the modules whose outputs are to be the sites: watch(model, optimizer, ["encoder.0", "encoder.1"]).'
        )
    return Layers(model, chosen)
