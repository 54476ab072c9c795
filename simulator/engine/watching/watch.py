"""Somebody else's training loop, watched by hooks: what it trains and draws at random stays bit by bit the same."""

from collections import defaultdict
from collections.abc import Sequence
from math import nan
from typing import Any, Self

import numpy as np
import torch
from torch import Tensor, nn
from torch.utils.hooks import RemovableHandle

from simulator.catalog.quantities import QUANTITIES
from simulator.catalog.quantity import MATRICES, SITES, STEPS
from simulator.engine.rows import diverged, similarity
from simulator.engine.watching.places import Places, places
from simulator.engine.watching.seen import Row, norms
from simulator.outcome import Outcome
from simulator.trace import Array, Rows, Trace, numbered


def watch(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    sites: Sequence[str] = (),
    *,
    guess: float = nan,
    scaler: torch.amp.GradScaler | None = None,
) -> "Watch":
    """Watches a training loop while it is inside ``with watch(model, optimizer) as w:``; ``w.trace`` is what was seen.

    ``sites`` name modules, such as "encoder.0", whose outputs are to be the sites. Without them a site is the output of
    an activation module, in the order of the forward pass; of a network with an ``nn.RNN``, ``nn.LSTM`` or ``nn.GRU``
    it is a time step. ``guess`` is the loss of the best answer that is the same for all samples, such as ``log(10)``
    for ten classes: without it nothing is said of what was learned. ``scaler`` is the loop's GradScaler, if it has one:
    norms are those of the loss before it is scaled.

    Raises ValueError with a sentence where there are no such sites.
    """
    return Watch(model, optimizer, places(model, sites), guess, scaler)


class Watch:
    """A row is kept at each step of the optimizer: of several passes before it the last, whose loss is a mean."""

    def __init__(
        self,
        model: nn.Module,
        optimizer: torch.optim.Optimizer,
        seen: Places,
        guess: float,
        scaler: torch.amp.GradScaler | None,
    ) -> None:
        self._model, self._optimizer, self._places, self._guess, self._scaler = model, optimizer, seen, guess, scaler
        self._scale: Tensor | float = 1.0
        """By which the gradients of this step are larger than those of the loss."""
        self._parameters = [value for value in model.parameters() if value.requires_grad]
        self._handles: list[RemovableHandle] = []
        self._rows: dict[str, list[Tensor]] = defaultdict(list)
        self._loss: Tensor | None = None
        self._matrices = {name: value for name, value in model.named_parameters() if value.ndim >= 2}
        self._whole: dict[Tensor, Tensor] = {}
        """Norm of each parameter's gradient as it came from the loss, before anything clips it."""
        self._awaited = False
        self._before: list[Tensor] = []
        self._row: Row = {}
        self._over = False

    def __enter__(self) -> Self:
        self._handles += self._places.hook(self._await_end)
        self._handles.append(self._model.register_forward_pre_hook(self._begin))
        self._handles.append(self._optimizer.register_step_pre_hook(self._before_step))
        self._handles.append(self._optimizer.register_step_post_hook(self._after_step))
        return self

    def __exit__(self, *_: object) -> None:
        for handle in self._handles:
            handle.remove()
        self._handles.clear()
        self._over = True

    def loss(self, loss: Tensor) -> Tensor:
        """Notes the loss of this training step, and hands it back: ``w.loss(criterion(model(x), y)).backward()``."""
        self._loss = loss.detach()
        return loss

    @property
    def trace(self) -> Trace:
        """The steps so far, up to the one at which a number overflowed; raises ValueError where there are none."""
        if not self._rows:
            raise ValueError(
                "Nothing was watched: no step of the optimizer came after a forward and backward pass. What "
                "torch.compile had compiled before is not seen: call torch.compiler.reset() inside the watch."
            )
        rows = self._derived()
        if self._scaler is None and (factor := _scaled(rows["clip_scale"])):
            raise ValueError(
                f"Each gradient was divided by {factor:g} before the step, as a GradScaler does: hand it over, "
                "watch(model, optimizer, scaler=scaler)."
            )
        # What hooks do not see is no sign that numbers overflowed.
        known = {name: np.zeros_like(v) if np.isnan(v).all() else v for name, v in rows.items()}
        end = diverged(known)
        outcome = Outcome("finished" if self._over else "running")
        if end is not None:
            outcome = Outcome("diverged", numbered(end[0]), end[1])
            rows = {name: values[: end[0] + 1] for name, values in rows.items()}
        network = self._places.network(len(rows["loss"]))
        # Modules may be made in another order than they are called in.
        order = {value: i for i, value in enumerate(reversed(self._places.matrices), 1)}
        columns = sorted(range(len(self._matrices)), key=lambda i: -order.get([*self._matrices.values()][i], 0))
        rows["update_ratio"] = rows["update_ratio"][:, columns]
        names = [name.removesuffix(".weight") for name in self._matrices]
        gates = {name.removeprefix("gate:"): rows.pop(name) for name in list(rows) if name.startswith("gate:")}
        plain: dict[str, Any] = {**rows, "gates": gates, "chance_loss": self._guess}
        return Trace(network, outcome, tuple(names[i] for i in columns), **plain)

    def _derived(self) -> Rows:
        rows = {name: _numbers(torch.stack(values)) for name, values in self._rows.items() if name != "products"}
        with np.errstate(all="ignore"):
            rows["similarity"] = np.stack([similarity(_numbers(products)) for products in self._rows["products"]])
        # Where all units of a layer are dead, no gradient passes: that much of the link is known.
        rows["slope_factor"] = np.where(rows["dead"] == 1, 0.0, nan)
        return _unseen(rows) | rows

    # ---- the hooks --------------------------------------------------------------------------------------------------

    def _begin(self, *_: object) -> None:
        if torch.is_grad_enabled():
            self._awaited = False  # where a way back was broken off
            self._places.begin()

    def _await_end(self) -> None:
        """Called on the way back, at the end of which the gradients of all parameters are there."""
        if not self._awaited:
            self._awaited = True
            torch.autograd.Variable._execution_engine.queue_callback(self._arrived)

    @torch.no_grad()
    def _arrived(self) -> None:
        self._awaited = False
        there = {value: value.grad for value in self._parameters if value.grad is not None}
        self._whole = dict(zip(there, norms([*there.values()]), strict=True)) if there else {}
        if self._scaler and there:
            # Asked as a tensor, since a number would have to wait for the device; and now, before it is changed.
            self._scale = self._scaler.scale(next(iter(there)).new_ones((), dtype=torch.float32))

    @torch.no_grad()
    def _before_step(self, _: torch.optim.Optimizer, given: tuple[Any, ...], named: dict[str, Any]) -> None:
        if any([*given[1:], *named.values()]):  # the first is the optimizer itself
            raise ValueError("A step with a closure makes its passes by itself, and cannot be watched: call step().")
        gradients = [value.grad for value in self._parameters if value.grad is not None]
        if not self._places.complete or not self._whole or not gradients:
            return
        self._row = self._places.take(self._whole)
        for name in ("gradient_norm", "weight_gradient_norm"):
            self._row[name] = self._row[name] / self._scale
        before, after = torch.stack([*self._whole.values()]).norm() / self._scale, norms(gradients).norm()
        self._row["clip_scale"] = torch.where(before > 0, after / before, 1.0)
        self._row["loss"] = self._loss.to(before) if self._loss is not None else before.new_full((), nan)
        self._before = [value.detach().clone() for value in self._matrices.values()]

    @torch.no_grad()
    def _after_step(self, *_: object) -> None:
        if not self._row:
            return
        moved = norms(torch._foreach_sub([*self._matrices.values()], self._before))
        sizes = norms(self._before)
        self._row["update_ratio"] = torch.where(moved == 0, 0.0, moved / sizes)
        for name, value in self._row.items():
            self._rows[name].append(value)
        self._row, self._before, self._loss = {}, [], None
        self._whole.clear()
        self._places.begin()


def _scaled(clipped: Array) -> float:
    """The power of two by which every step's gradients were divided, which no clipping does; 0 where there is none."""
    found = np.log2(clipped[clipped > 0])
    whole = len(found) > 1 and found[0] < -0.5 and (np.abs(found - found[0].round()) < 1e-4).all()
    return float(2.0 ** -found[0].round()) if whole else 0.0


def _unseen(rows: Rows) -> Rows:
    """What a trace holds beside ``rows``, and hooks do not see, such as the links of the chain: NaN."""
    like = {STEPS: rows["loss"], SITES: rows["gradient_norm"], MATRICES: rows["update_ratio"]}
    missing = {name: row.shape for name, row in QUANTITIES.items() if row.shape in like and name not in rows}
    return {name: np.full_like(like[shape], nan) for name, shape in missing.items()}


def _numbers(values: Tensor) -> Array:
    return values.detach().cpu().numpy().astype(np.float64)
