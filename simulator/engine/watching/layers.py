"""Sites that are outputs of modules, one each time that a module is called in a forward pass."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils.hooks import RemovableHandle

from simulator.engine.watching.activated import Activated, activated
from simulator.engine.watching.seen import Row, norms, outputs, slopes, unknown
from simulator.watched import Watched

LARGE = 2**16
"""Entries of h from which on a site is looked at by itself and at once: keeping it would cost more than that saves."""


@dataclass(frozen=True)
class Site:
    """One site in one pass."""

    name: str
    matrix: Tensor | None
    """The weights that lead into it: the last ones that the pass came by."""
    known: Activated | None
    convolved: bool
    """Whether those are a convolution's, so that a unit is a channel, and not an entry of the last dimension."""
    z: Tensor
    h: Tensor


class Layers:
    """The outputs of the ``chosen`` modules, by their names."""

    def __init__(self, model: nn.Module, chosen: dict[str, nn.Module]) -> None:
        self.model, self.chosen = model, chosen
        self.activated = {name: activated(module) for name, module in chosen.items()}
        self.matrices: list[Tensor] = []
        self.names: tuple[str, ...] = ()
        self.batch_size, self.smallest = 0, 0.0
        self.begin()

    def hook(self, at_gradient: Callable[[], None]) -> list[RemovableHandle]:
        self.at_gradient = at_gradient
        held = [(module, matrix_of(module)) for module in self.model.modules()]
        leading = [m.register_forward_pre_hook(partial(self._lead, matrix)) for m, matrix in held if matrix is not None]
        return leading + [m.register_forward_hook(partial(self._passes, name)) for name, m in self.chosen.items()]

    def begin(self) -> None:
        self.sites: list[Site] = []
        self.rows: dict[int, Row] = {}
        self.gradients: dict[int, Tensor] = {}
        self.sizes: dict[int, Tensor] = {}
        self.leading: tuple[nn.Module, Tensor] | None = None

    @property
    def complete(self) -> bool:
        return bool(self.gradients or self.sizes)

    def take(self, weights: dict[Tensor, Tensor]) -> Row:
        self.names = self.names or _numbered([site.name for site in self.sites])
        if len(self.sites) != len(self.names):
            raise ValueError(
                f"The first forward pass came by {len(self.names)} sites, this one by {len(self.sites)}: name modules "
                "that every pass goes through, each as often as every other pass does."
            )
        self._look()
        self._measure()
        rows = [self.rows[i] for i in range(len(self.sites))]
        row = {name: torch.stack([one[name] for one in rows]) for name in rows[0]}
        # What has no way to the loss gets no gradient.
        nothing = row["activation_mean"].new_zeros(())
        roots = nothing.new_tensor([len(site.h) ** 0.5 for site in self.sites])
        row["gradient_norm"] = roots * torch.stack([self.sizes.get(i, nothing) for i in range(len(self.sites))])
        asked = [nothing * torch.nan if s.matrix is None else weights.get(s.matrix, nothing) for s in self.sites]
        return row | {"weight_gradient_norm": torch.stack(asked)}

    def network(self, steps: int) -> Watched:
        known = [one.row for one in self.activated.values() if one]
        return Watched(
            name=type(self.model).__name__,
            kind="deep",
            cell="",
            names=self.names,
            steps=steps,
            batch_size=self.batch_size,
            bounded=bool(known) and all(row.bounded for row in known),
            can_die=any(row.flat for row in known),
            chain=_is_chain(self.model),
            smallest=self.smallest,
        )

    def _lead(self, matrix: Tensor, module: nn.Module, _: Any) -> None:
        self.leading = module, matrix
        if not self.names:
            self.matrices.append(matrix)

    def _passes(self, name: str, _: nn.Module, given: tuple[Tensor, ...], h: Tensor) -> None:
        if not h.requires_grad:  # asked without being trained, as in an evaluation
            return
        i, known = len(self.sites), self.activated[name]
        h.register_hook(partial(self._arrives, i))
        module, matrix = self.leading or (None, None)
        # Autograd itself keeps the h that a slope is found from; another h may be overwritten later in the pass.
        kept = h.detach() if known and known.from_output or h.numel() >= LARGE else h.detach().clone()
        convolved = isinstance(module, nn.modules.conv._ConvNd)
        self.sites.append(Site(name, matrix, known, convolved, given[0].detach(), kept))
        if h.numel() >= LARGE:
            self._look()
        if not self.batch_size:
            self.batch_size, self.smallest = len(h), torch.finfo(h.dtype).tiny

    def _arrives(self, i: int, gradient: Tensor) -> None:
        self.at_gradient()
        self.gradients[i] = gradient
        if gradient.numel() >= LARGE:
            self._measure()

    def _measure(self) -> None:
        if self.gradients:
            self.sizes |= dict(zip(self.gradients, norms([*self.gradients.values()]), strict=True))
            self.gradients = {}

    @torch.no_grad()
    def _look(self) -> None:
        """Sites that are of one kind and shape together, as each look by itself costs as much as all."""
        alike: dict[Any, list[int]] = defaultdict(list)
        for i, site in enumerate(self.sites):
            if i not in self.rows:
                alike[site.known and site.known.alike, site.convolved, site.h.shape, site.h.dtype].append(i)
        for chosen in alike.values():
            found = _seen([self.sites[i] for i in chosen])
            self.rows |= {i: {name: values[k] for name, values in found.items()} for k, i in enumerate(chosen)}


def _seen(sites: Sequence[Site]) -> Row:
    one, h = sites[0], torch.stack([site.h for site in sites])
    of_h = outputs(h.reshape(*h.shape[:2], -1))
    if one.known is None:
        return of_h | unknown(of_h["activation_mean"])
    slope = one.known.slope(torch.stack([site.z for site in sites]), h)
    slope = slope.reshape(*h.shape[:2], *(h.shape[2:] or (1,)))
    units = slope.movedim(2 if one.convolved else -1, 2).unsqueeze(-1).flatten(3)
    return of_h | slopes(units, one.known.row.flat)


def matrix_of(module: nn.Module) -> Tensor | None:
    """The first weight matrix that a module holds itself."""
    return next((value for value in module.parameters(recurse=False) if value.ndim >= 2), None)


def _numbered(names: list[str]) -> tuple[str, ...]:
    """A module that a pass comes by more than once gives several sites."""
    times: Counter[str] = Counter()
    said = []
    for name in names:
        times[name] += 1
        said.append(name if times[name] == 1 else f"{name} ({times[name]})")
    return tuple(said)


def _is_chain(model: nn.Module) -> bool:
    """Whether its modules are called one after the other, all that there are."""
    return type(model) is nn.Sequential and all(not [*part.children()] or _is_chain(part) for part in model)
