"""Training takes exactly the steps that torch.optim takes on an nn.Module with the same weights."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.optim.lr_scheduler import CosineAnnealingLR, LambdaLR, LRScheduler, OneCycleLR

from simulator import Experiment, simulate
from simulator.catalog import MENUS, OPTIMIZERS
from simulator.catalog.choice import load
from simulator.engine import descent
from simulator.engine.network import Network
from simulator.engine.training import advance, begin, begin_trial
from simulator.trace import Rows, join
from tests.small import CONV, DEEP, SEQUENCE, copies, matrices, shaken

# More than the four steps over which warm-up rises in a run of 40.
ROUNDS = 6
TORCH: dict[str, tuple[type[torch.optim.Optimizer], dict[str, Any]]] = {
    "sgd": (torch.optim.SGD, {}),
    "momentum": (torch.optim.SGD, {"momentum": 0.9}),
    "nesterov": (torch.optim.SGD, {"momentum": 0.9, "nesterov": True}),
    "rmsprop": (torch.optim.RMSprop, {}),
    "adagrad": (torch.optim.Adagrad, {}),
    "adam": (torch.optim.Adam, {}),
    "adamw": (torch.optim.AdamW, {}),
}
FOR_SPEED = ("foreach", "fused")
"""Options that change how an optimizer computes, not what."""


class LastState(nn.Module):
    """A plain RNN read out at its last time step."""

    def __init__(self, e: Experiment) -> None:
        super().__init__()
        self.cell = nn.RNN(e.task_row.inputs, e.width, nonlinearity="tanh")
        self.head = nn.Linear(e.width, e.task_row.output_size)

    def forward(self, x: Tensor) -> Tensor:
        logits: Tensor = self.head(self.cell(x)[0][-1])
        return logits


def _module(e: Experiment) -> nn.Module:
    if e.kind == "sequence":
        return LastState(e)
    sizes = [e.task_row.inputs] + [e.width] * e.depth
    if e.layer == "conv":
        sizes[0] = 1
        maps = [nn.Conv2d(a, b, 3, padding=1) for a, b in zip(sizes, sizes[1:], strict=False)]
        layers: list[nn.Module] = [nn.Unflatten(1, (1, 8, 8)), *_woven(maps), nn.Flatten()]
        return nn.Sequential(*layers, nn.Linear(64 * e.width, 10))
    dense = [nn.Linear(a, b) for a, b in zip(sizes, sizes[1:], strict=False)]
    return nn.Sequential(*_woven(dense), nn.Linear(e.width, e.task_row.output_size))


def _woven(maps: list[Any]) -> Iterator[nn.Module]:
    for linear in maps:
        yield linear
        yield nn.Tanh()


def _values(p: dict[str, Tensor], e: Experiment) -> list[Tensor]:
    """The engine's parameters in the order and the orientation of the module's."""
    if e.kind == "sequence":
        parts = [p["input"].T, p["hidden"].T, p["bias"], torch.zeros_like(p["bias"])]
    elif e.layer == "conv":
        weights = [p["input"], *p["hidden"]]
        parts = [v for pair in zip(weights, p["bias"], strict=True) for v in pair]
    else:
        weights = [p["input"].T, *(w.T for w in p["hidden"])]
        parts = [v for pair in zip(weights, p["bias"], strict=True) for v in pair]
    return [*parts, p["head"].T, p["head_bias"]]


def _loaded(net: Network, e: Experiment) -> nn.Module:
    module = _module(e).double()
    for target, value in zip(module.parameters(), _values(copies(net), e), strict=True):
        target.data.copy_(value)
    if e.kind == "sequence":
        # torch has two biases where the engine has one: trained together they would move twice as far.
        module.get_parameter("cell.bias_hh_l0").requires_grad_(False)
    return module


def _of_the_table(optimizer: str) -> tuple[type[torch.optim.Optimizer], dict[str, Any]]:
    """For a row that is not written down above: torch's own class, one step for each parameter."""
    row = OPTIMIZERS[optimizer]
    return load(row.function), {name: value for name, value in row.options if name not in FOR_SPEED}


def _optimizer(module: nn.Module, e: Experiment) -> torch.optim.Optimizer:
    kind, options = TORCH.get(e.optimizer) or _of_the_table(e.optimizer)
    trained = [p for p in module.parameters() if p.requires_grad]
    matrices = [p for p in trained if p.dim() > 1]
    rest = [p for p in trained if p.dim() == 1]
    # torch penalizes a whole group: biases, which are not penalized, need one of their own.
    groups = [{"params": matrices, "weight_decay": e.l2}, {"params": rest, "weight_decay": 0.0}]
    return kind(groups, lr=e.learning_rate, **options)  # type: ignore[call-arg]


def _scheduler(optimizer: torch.optim.Optimizer, e: Experiment) -> LRScheduler:
    if e.schedule == "cosine":
        return CosineAnnealingLR(optimizer, T_max=e.steps)
    if e.schedule == "onecycle":
        return OneCycleLR(optimizer, e.learning_rate, e.steps, cycle_momentum=False)
    rise = e.steps / 10 if e.schedule == "warmup" else 1
    return LambdaLR(optimizer, lambda s: min(1.0, (s + 1) / rise))


def _clip(module: nn.Module, e: Experiment) -> None:
    """As torch clips; its norm clipping adds 1e-6 to the norm, which the larger threshold takes back."""
    trained = [p for p in module.parameters() if p.grad is not None]
    if e.clip == "norm":
        total = nn.utils.get_total_norm([p.grad for p in trained if p.grad is not None])
        nn.utils.clip_grad_norm_(trained, e.clip_at * float(1 + 1e-6 / total))
    if e.clip == "value":
        nn.utils.clip_grad_value_(trained, e.clip_at)


def _check(e: Experiment) -> list[float]:
    """Six steps of both; returns how much clipping shrank the gradient in each."""
    net, scales = shaken(e), []
    module = _loaded(net, e)
    optimizer = _optimizer(module, e)
    scheduler = _scheduler(optimizer, e)
    for _ in range(ROUNDS):
        x, y = (part.clone() for part in net.batch())
        optimizer.zero_grad()
        F.cross_entropy(module(x), y.flatten()).backward()
        _clip(module, e)
        for p in module.parameters():
            # L1 comes behind the clipping, for it is no part of the gradient that is clipped.
            if p.grad is not None and p.dim() > 1:
                p.grad.add_(p.detach().sign(), alpha=e.l1)
        optimizer.step()
        scheduler.step()
        scales.append(float(net.step()["clip_scale"]))
    for target, value in zip(module.parameters(), _values(copies(net), e), strict=True):
        torch.testing.assert_close(value, target.detach(), rtol=1e-9, atol=1e-12)
    return scales


@pytest.mark.parametrize("penalties", [{}, {"l1": 0.01, "l2": 0.02}], ids=["free", "penalized"])
@pytest.mark.parametrize("schedule", MENUS["schedule"])
@pytest.mark.parametrize("optimizer", MENUS["optimizer"])
def test_every_optimizer_steps_as_torchs(optimizer: str, schedule: str, penalties: dict[str, float]) -> None:
    chosen = {"optimizer": optimizer, "schedule": schedule, "learning_rate": OPTIMIZERS[optimizer].usual_rate}
    assert _check(Experiment(**DEEP | {"activation": "tanh"} | chosen | penalties)) == [1.0] * ROUNDS


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
@pytest.mark.parametrize(("clip", "clip_at"), [("norm", 0.2), ("value", 0.05)])
@pytest.mark.parametrize("kind", [DEEP, CONV, SEQUENCE], ids=["deep", "conv", "rnn"])
def test_clipping_is_torchs(kind: dict[str, Any], clip: str, clip_at: float, optimizer: str) -> None:
    chosen = {
        "clip": clip,
        "clip_at": clip_at,
        "optimizer": optimizer,
        "learning_rate": OPTIMIZERS[optimizer].usual_rate,
    }
    scales = _check(Experiment(**kind | {"activation": "tanh", "l1": 0.01, "l2": 0.02} | chosen))
    assert any(scale < 1 for scale in scales)


def test_clipping_leaves_a_small_gradient_alone() -> None:
    assert _check(Experiment(**DEEP, activation="tanh", clip="norm", clip_at=1e6)) == [1.0] * ROUNDS


@pytest.mark.parametrize("optimizer", MENUS["optimizer"])
def test_update_ratio_is_the_step_that_was_taken(optimizer: str) -> None:
    e = Experiment(
        **DEEP, optimizer=optimizer, learning_rate=OPTIMIZERS[optimizer].usual_rate, l2=0.1, clip="norm", clip_at=0.1
    )
    net = shaken(e)
    for _ in range(3):
        before = copies(net)
        ratios = net.step()["update_ratio"].double()
        pairs = zip(matrices(copies(net)), matrices(before), strict=True)
        expected = torch.stack([(new - old).norm() / old.norm() for new, old in pairs])
        torch.testing.assert_close(ratios, expected, rtol=1e-9, atol=0.0)


@pytest.mark.parametrize("schedule", MENUS["schedule"])
def test_a_schedule_runs_over_the_steps_of_each_layers_pretraining(
    schedule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Case 24: neither over those of the training that follows, nor over all layers at once."""
    e, taken = Experiment(**DEEP | {"steps": 1000, "depth": 3}, schedule=schedule, pretraining=20), list[float]()
    rate = descent.rate

    def watched(e: Experiment, step: int) -> float:
        taken.append(rate(e, step))
        return taken[-1]

    monkeypatch.setattr(descent, "rate", watched)
    begin(e)(1)
    optimizer = torch.optim.SGD([torch.zeros(())], lr=e.learning_rate)
    scheduler, expected = _scheduler(optimizer, e.replace(steps=20)), []
    for _ in range(20):
        expected += scheduler.get_last_lr()
        optimizer.step()
        scheduler.step()
    assert taken[:-1] == pytest.approx(expected * 3, rel=1e-12)


def test_pretraining_starts_the_whole_network_from_layers_that_have_learned() -> None:
    """Bengio, Lamblin, Popovici, Larochelle (2007): one layer at a time, and the first row already knows something."""
    settings = {"width": 16, "batch_size": 64, "steps": 2, "activation": "tanh"}
    losses = []
    for seed in range(3):
        plain = Experiment(**DEEP | {"depth": 6} | settings, seed=seed)
        start, pretrained = simulate(plain), simulate(plain.replace(pretraining=75))
        assert pretrained.steps == 2
        losses.append((float(start.loss[0]), float(pretrained.loss[0])))
    before, after = (sum(column) / len(losses) for column in zip(*losses, strict=True))
    assert after < 0.95 * before


@pytest.mark.parametrize(("l2", "alike"), [(0.0, True), (0.01, False)])
def test_adamw_without_an_l2_penalty_is_adam_bit_for_bit(l2: float, alike: bool) -> None:
    """As the menu says; L1 is in the gradient of both."""
    settings: dict[str, Any] = DEEP | {"l1": 0.001, "l2": l2, "steps": 20}
    one, other = (simulate(Experiment(**settings, optimizer=name)) for name in ("adam", "adamw"))
    assert np.array_equal(one.update_ratio, other.update_ratio) == alike


@pytest.mark.parametrize("penalty", ["l1", "l2"])
def test_a_penalty_is_in_none_of_gradient_clipping_and_loss(penalty: str) -> None:
    """As its help says; it moves the weights all the same."""
    settings: dict[str, Any] = DEEP | {"clip": "norm", "clip_at": 0.01, "steps": 1}
    one, other = (simulate(Experiment(**settings, **more)) for more in ({}, {penalty: 1.0}))
    for name in ("gradient_norm", "weight_gradient_norm", "clip_scale", "loss"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name
    assert (other.update_ratio > one.update_ratio).all()


@pytest.mark.parametrize("seconds", [0.0, 60.0])
def test_a_trial_ends_with_the_first_step_that_float32_does_not_carry(seconds: float) -> None:
    """Its rows are those of the run itself, however it is cut into slices."""
    e = Experiment(**DEEP | {"activation": "tanh", "gain": 3.0, "learning_rate": 3.0, "steps": 60, "depth": 10})
    run, trial = begin(e)(60), begin_trial(e)(60)
    assert trial.outcome.name == "beyond" and trial.outcome.step == trial.steps < run.steps
    for name, values in trial.arrays().items():
        np.testing.assert_array_equal(values, run.arrays()[name][: trial.steps])
    state, rows = None, list[Rows]()
    while state is None or not state.done:
        state, more = advance(e, state, seconds, single=True)
        rows.append(more)
    assert state.outcome == trial.outcome and np.array_equal(join(rows)["loss"], trial.loss)
