"""Somebody else's network is watched: its gradients are those of plain autograd, and its training is not touched."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from simulator import SettingsError, diagnose, watch
from simulator.analysis.verdict import verdict
from simulator.charts.pictures import PICTURES
from simulator.engine.watching import layers
from simulator.trace import Trace
from tests.seeing import written

BATCH, STEPS = 8, 4


class Residual(nn.Module):
    """h + f(W h), with an activation that is called twice in each pass."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second, self.head = nn.Linear(6, 6), nn.Linear(6, 6), nn.Linear(6, 3)
        self.act = nn.Tanh()

    def forward(self, x: Tensor) -> Tensor:
        for linear in (self.first, self.second):
            x = x + self.act(linear(x))
        out: Tensor = self.head(x)
        return out


class Reads(nn.Module):
    """A recurrent network that answers at its last time step."""

    def __init__(self, cell: nn.RNNBase) -> None:
        super().__init__()
        self.cell, self.head = cell, nn.Linear(5, 3)

    def forward(self, x: Tensor) -> Tensor:
        h, _ = self.cell(x.unflatten(1, (3, 2)))
        out: Tensor = self.head(h[:, -1])
        return out


def mlp(depth: int = 4, act: Callable[[], nn.Module] = nn.ReLU) -> nn.Sequential:
    """A chain of linear layers and activations, with a head."""
    hidden = [part for _ in range(depth) for part in (nn.Linear(6, 6), act())]
    return nn.Sequential(*hidden, nn.Linear(6, 3))


NETWORKS: dict[str, Callable[[], nn.Module]] = {
    "mlp": mlp,
    "gelu": lambda: mlp(act=nn.GELU),
    "prelu": lambda: mlp(act=lambda: nn.PReLU(6)),
    # It writes over its input, so whoever has kept that no longer has z.
    "inplace": lambda: mlp(act=lambda: nn.ReLU(inplace=True)),
    "residual": Residual,
    "conv": lambda: nn.Sequential(
        nn.Unflatten(1, (1, 2, 3)), nn.Conv2d(1, 4, 3, padding=1), nn.ReLU(), nn.Flatten(), nn.Linear(24, 3)
    ),
    "lstm": lambda: Reads(nn.LSTM(2, 5, batch_first=True)),
    "deep lstm": lambda: Reads(nn.LSTM(2, 5, num_layers=2, batch_first=True)),
    "gru": lambda: Reads(nn.GRU(2, 5, batch_first=True)),
    "rnn": lambda: Reads(nn.RNN(2, 5, batch_first=True)),
}


def batches() -> Iterator[tuple[Tensor, Tensor]]:
    generator = torch.Generator().manual_seed(1)
    for _ in range(STEPS):
        yield torch.randn(BATCH, 6, generator=generator), torch.randint(3, (BATCH,), generator=generator)


def built(name: str) -> tuple[nn.Module, torch.optim.Optimizer]:
    # torch's modules draw from the global stream alone; the engine leaves it alone.
    torch.manual_seed(0)
    model = NETWORKS[name]()
    return model, torch.optim.SGD(model.parameters(), lr=0.5, momentum=0.9)


def trained(model: nn.Module, optimizer: torch.optim.Optimizer, note: Callable[[Tensor], Tensor] = lambda x: x) -> None:
    """The reader's loop, with clipping."""
    for x, y in batches():
        optimizer.zero_grad()
        note(F.cross_entropy(model(x), y)).backward()
        nn.utils.clip_grad_norm_(model.parameters(), 0.2)
        optimizer.step()


def watched(name: str) -> Trace:
    model, optimizer = built(name)
    with watch(model, optimizer, guess=float(np.log(3))) as w:
        trained(model, optimizer, w.loss)
    return w.trace


def autograd(name: str) -> dict[str, list[list[float]]]:
    """The same loop with what autograd itself keeps, h by h; time steps by cells that are called one by one."""
    model, optimizer = built(name)
    found: dict[str, list[list[float]]] = {"gradient_norm": [], "update_ratio": [], "loss": [], "clip_scale": []}
    matrices = [value for value in model.parameters() if value.ndim >= 2]
    for x, y in batches():
        optimizer.zero_grad()
        kept: list[Tensor] = []
        loss = F.cross_entropy(_kept(model, x, kept), y)
        for h in kept:
            h.retain_grad()
        loss.backward()
        found["gradient_norm"].append([BATCH**0.5 * _norm(h.grad) for h in kept])
        whole = _norm(torch.cat([p.grad.flatten() for p in model.parameters() if p.grad is not None]))
        # clip_grad_norm_ adds 1e-6 to the norm by which it divides.
        found["clip_scale"].append([min(1.0, 0.2 / (whole + 1e-6))])
        nn.utils.clip_grad_norm_(model.parameters(), 0.2)
        old = [value.detach().clone() for value in matrices]
        optimizer.step()
        found["update_ratio"].append([_norm(n - o) / _norm(o) for n, o in zip(matrices, old, strict=True)])
        found["loss"].append([loss.item()])
    return found


def _norm(values: Tensor | None) -> float:
    assert values is not None
    return float(values.detach().double().square().sum().sqrt())


def _kept(model: nn.Module, x: Tensor, kept: list[Tensor]) -> Tensor:
    """What the network answers, with the h of each site put into ``kept``."""
    if isinstance(model, Reads):
        return model.head(_last(model.cell, x.unflatten(1, (3, 2)), kept))
    if isinstance(model, Residual):
        for linear in (model.first, model.second):
            kept.append(model.act(linear(x)))
            x = x + kept[-1]
        return model.head(x)
    for part in model.children():
        x = part(x)
        if isinstance(part, nn.ReLU | nn.GELU | nn.PReLU):
            kept.append(x)
    return x


CELLS = {nn.RNN: nn.RNNCell, nn.LSTM: nn.LSTMCell, nn.GRU: nn.GRUCell}


def _last(module: nn.RNNBase, x: Tensor, kept: list[Tensor]) -> Tensor:
    """h of the last time step, by torch's cells with the module's own weights."""
    inputs = list(x.unbind(1))
    for layer in range(module.num_layers):
        cell = CELLS[type(module)](inputs[0].shape[1], module.hidden_size)
        for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"):
            delattr(cell, name)
            setattr(cell, name, getattr(module, f"{name}_l{layer}"))
        state, done = None, []
        for step in inputs:
            state = cell(step, state)
            done.append(state[0] if isinstance(state, tuple) else state)
        inputs = done
    kept.extend(inputs)
    return inputs[-1]


@pytest.mark.parametrize("name", NETWORKS)
def test_every_norm_is_that_of_plain_autograd(name: str) -> None:
    trace, truth = watched(name), autograd(name)
    for quantity, values in truth.items():
        measured = getattr(trace, quantity).reshape(STEPS, -1)
        np.testing.assert_allclose(
            measured, values, rtol=1e-6 if quantity == "gradient_norm" else 1e-5, err_msg=quantity
        )


@pytest.mark.parametrize("name", NETWORKS)
def test_training_is_bit_by_bit_the_same_and_no_hook_is_left(name: str) -> None:
    alone, optimizer = built(name)
    trained(alone, optimizer)
    model, optimizer = built(name)
    with watch(model, optimizer) as w:
        trained(model, optimizer, w.loss)
    assert all(torch.equal(one, other) for one, other in zip(alone.parameters(), model.parameters(), strict=True))
    assert not any(module._forward_hooks or module._forward_pre_hooks for module in model.modules())
    assert not (optimizer._optimizer_step_pre_hooks or optimizer._optimizer_step_post_hooks)
    before = w.trace.steps
    trained(model, optimizer)
    assert w.trace.steps == before


def test_large_sites_are_looked_at_one_by_one_with_the_same_result(monkeypatch: pytest.MonkeyPatch) -> None:
    together = watched("gelu")
    monkeypatch.setattr(layers, "LARGE", 1)
    for name, values in watched("gelu").arrays().items():
        np.testing.assert_allclose(values, together.arrays()[name], rtol=1e-12)


def test_units_and_samples_are_seen_as_they_are() -> None:
    torch.manual_seed(0)
    first, model = nn.Linear(6, 6), nn.Sequential()
    nn.init.constant_(first.bias[:3], -100.0)
    model.extend([first, nn.ReLU(), nn.Linear(6, 3)])
    optimizer = torch.optim.SGD(model.parameters(), lr=0.0)
    x, y = next(batches())
    with watch(model, optimizer) as w:
        F.cross_entropy(model(x), y).backward()
        optimizer.step()
    h = first(x).relu().detach().double()
    pairs = [F.cosine_similarity(h[i], h[j], dim=0) for i in range(4) for j in range(i)]
    trace = w.trace
    assert trace.dead[0, 0] == (h == 0).all(0).double().mean() >= 0.5
    assert trace.saturated[0, 0] == pytest.approx((h == 0).double().mean())
    assert trace.similarity[0, 0] == pytest.approx(float(torch.stack(pairs).mean()), abs=1e-6)
    assert trace.activation_mean[0, 0] == pytest.approx(float(h.mean()))
    assert trace.activation_std[0, 0] == pytest.approx(float(h.std(correction=0)))
    assert np.isnan(trace.loss).all() and trace.network.ignored == ()


@pytest.mark.parametrize("name", ["mlp", "residual", "lstm"])
def test_verdict_charts_and_page_work_on_it(name: str, tmp_path: Path) -> None:
    trace = watched(name)
    assert (trace.steps, trace.outcome.name) == (STEPS, "finished")
    assert diagnose(trace).findings and "remedy" in diagnose(trace).doubt
    assert verdict(trace).sentence
    for picture in PICTURES:
        assert written(trace.chart(picture))
    trace.save(tmp_path / "run.html")
    page = tmp_path.joinpath("run.html").read_text("utf-8")
    assert "[data-to=why], [data-to=learns] { display: none; }" in page  # nothing was recorded for these views
    assert "watched at" in trace._repr_html_()
    assert len(trace.to_frame()) > STEPS


def test_a_deep_sigmoid_network_is_found_to_vanish_and_remedies_are_not_made_up() -> None:
    torch.manual_seed(0)
    model = mlp(12, nn.Sigmoid)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    with watch(model, optimizer) as w:
        trained(model, optimizer, w.loss)
    found = diagnose(w.trace)
    assert (found.verdict, found.remedies, found.sure) == ("vanishing", (), False)


def test_without_its_loss_nothing_is_said_of_it() -> None:
    model, optimizer = built("mlp")
    with watch(model, optimizer) as w:
        trained(model, optimizer)
    assert diagnose(w.trace).findings[0].sentence == "Healthy: the gradient reaches layer 1, and no loss was noted"


def test_a_run_that_diverges_ends_where_the_numbers_do() -> None:
    model, optimizer = built("mlp")
    with watch(model, optimizer) as w:
        for step, (x, y) in enumerate(batches()):
            optimizer.zero_grad()
            w.loss(F.cross_entropy(model(x * (torch.inf if step == 2 else 1)), y)).backward()
            optimizer.step()
    assert (w.trace.outcome.name, w.trace.outcome.step, w.trace.steps) == ("diverged", 3, 3)
    assert diagnose(w.trace).verdict == "diverged"


def test_what_needs_settings_is_refused_in_a_sentence(tmp_path: Path) -> None:
    trace = watched("mlp")
    for ending in ("csv", "npz", "json", "py", "ipynb"):
        with pytest.raises(SettingsError, match="its settings are not known"):
            trace.save(tmp_path / f"run.{ending}")


def test_sites_are_those_that_are_named() -> None:
    model, optimizer = built("mlp")
    with watch(model, optimizer, ["0", "3"]) as w:
        model(torch.randn(2, 6)).sum().backward()  # a pass before the one that counts
        with torch.no_grad():
            model(torch.randn(2, 6))
        trained(model, optimizer)
    assert w.trace.gradient_norm.shape == (STEPS, 2)


def test_what_cannot_be_watched_is_said() -> None:
    model, optimizer = built("mlp")
    with pytest.raises(ValueError, match="no module 'encoder.0'"):
        watch(model, optimizer, ["encoder.0"])
    with pytest.raises(ValueError, match="no activation module"):
        watch(nn.Sequential(nn.Linear(6, 3)), optimizer)
    with pytest.raises(ValueError, match="bidirectional"):
        watch(nn.LSTM(2, 5, bidirectional=True), optimizer)
    with watch(model, optimizer), pytest.raises(ValueError, match="closure"):
        optimizer.step(lambda: 0.0)
    with watch(model, optimizer) as w, pytest.raises(ValueError, match="Nothing was watched"):
        assert w.trace


def scaled(scaler: torch.amp.GradScaler | None, given: torch.amp.GradScaler) -> Trace:
    """The loop with a gradient scaler, as mixed precision has it, which the watch may be told of."""
    model, optimizer = built("mlp")
    with watch(model, optimizer, scaler=scaler) as w:
        for x, y in batches():
            optimizer.zero_grad()
            given.scale(w.loss(F.cross_entropy(model(x), y))).backward()
            given.unscale_(optimizer)
            nn.utils.clip_grad_norm_(model.parameters(), 0.2)
            given.step(optimizer)
            given.update()
    return w.trace


def test_a_gradient_scaler_changes_no_norm() -> None:
    # It doubles within the four steps: whoever divides by the first scale would be found out.
    scaler = torch.amp.GradScaler("cpu", init_scale=1024.0, growth_interval=2)
    found, plain = scaled(scaler, scaler), watched("mlp")
    for name in ("gradient_norm", "weight_gradient_norm", "clip_scale", "update_ratio", "loss"):
        np.testing.assert_allclose(found.arrays()[name], plain.arrays()[name], rtol=1e-5, err_msg=name)


def test_a_gradient_scaler_that_the_watch_is_not_told_of_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nn.utils, "clip_grad_norm_", lambda *_: None)
    with pytest.raises(ValueError, match=r"divided by 1024 .* scaler=scaler"):
        scaled(None, torch.amp.GradScaler("cpu", init_scale=1024.0))


def test_under_autocast_every_norm_is_that_of_plain_autograd_in_the_lower_precision() -> None:
    with torch.autocast("cpu", torch.bfloat16):
        trace, truth = watched("mlp"), autograd("mlp")
    np.testing.assert_allclose(trace.gradient_norm, truth["gradient_norm"], rtol=1e-6)
    np.testing.assert_allclose(trace.loss[:, None], truth["loss"], rtol=1e-6)
    # Otherwise autocast would not have been on, and the lines above would hold all the same.
    assert np.abs(trace.gradient_norm / watched("mlp").gradient_norm - 1).max() > 1e-4
