"""A snapshot has the numbers of the run, and what it adds to them is what plain PyTorch finds."""

import math
from functools import lru_cache
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor
from torch.nn import functional as F

from simulator import Experiment, Trace, simulate
from simulator.charts.snapshot import pack_snapshot
from simulator.engine.network import Network
from simulator.engine.snapshot import snapshot, snapshots
from simulator.engine.training import advance, begin
from simulator.outcome import State
from simulator.snapshot import BINS, POINTS, Snapshot
from simulator.trace import Array, evenly_spaced
from tests.reference import norm
from tests.reference_chain import Site, forward, function
from tests.small import CONV, DEEP, SEQUENCE, copies

STEP = 3
LSTM, GRU = ({**SEQUENCE, "cell": cell} for cell in ("lstm", "gru"))
CASES: dict[str, dict[str, Any]] = {
    "deep": DEEP | {"optimizer": "adam"},
    "one layer": DEEP | {"depth": 1, "activation": "tanh"},
    "regression": DEEP | {"task": "sine_surface", "activation": "gelu"},
    "clipped": DEEP | {"activation": "relu", "init": "he_normal", "clip": "norm", "clip_at": 0.01},
    "dropout": DEEP | {"activation": "hard_tanh", "dropout": 0.3},
    "batch": DEEP | {"normalization": "batch", "learning_rate": 0.01},
    "layer": DEEP | {"normalization": "layer", "activation": "selu"},
    "rms": DEEP | {"normalization": "rms", "activation": "softplus"},
    "residual": DEEP | {"skip": "residual", "activation": "tanh"},
    "highway": DEEP | {"skip": "highway", "activation": "elu"},
    "prelu": DEEP | {"activation": "prelu", "learning_rate": 0.3},
    "maxout": DEEP | {"activation": "maxout"},
    "maxout highway": DEEP | {"activation": "maxout", "skip": "highway"},
    "conv": CONV | {"activation": "relu"},
    "conv batch": CONV | {"activation": "mish", "normalization": "batch"},
    "conv maxout": CONV | {"activation": "maxout"},
    "rnn": SEQUENCE | {"activation": "sigmoid"},
    "rnn prelu": SEQUENCE | {"activation": "prelu", "task": "adding"},
    "rnn highway": SEQUENCE | {"skip": "highway", "activation": "tanh"},
    "rnn maxout": SEQUENCE | {"activation": "maxout", "normalization": "layer"},
    "lstm": LSTM,
    "lstm copy": LSTM | {"task": "copy", "sequence_length": 8},
    "lstm batch": LSTM | {"normalization": "batch", "dropout": 0.2},
    "lstm selu": LSTM | {"activation": "selu", "dropout": 0.2},
    "gru": GRU,
    "gru prelu": GRU | {"activation": "prelu", "task": "adding"},
    "gru rms": GRU | {"normalization": "rms", "task": "copy", "sequence_length": 7},
}
ALL = CASES | {"pretraining": DEEP | {"pretraining": 3, "activation": "tanh", "depth": 2}}
every = pytest.mark.parametrize("name", CASES)


class Twin:
    """The same step in plain PyTorch, float64: its sites, and the parameters before and after it."""

    def __init__(self, e: Experiment) -> None:
        network = Network(e)
        network.run(STEP)
        self.e, self.p = e, {name: values.double().requires_grad_() for name, values in copies(network).items()}
        x, self.y = (values.clone() for values in network.batch())
        self.x = x.double()
        network.step()
        self.after = {name: values.double() for name, values in copies(network).items()}
        self.sites = forward(self.p, e, self.x, None if network.mask is None else network.mask.double())
        read = [site.h.flatten(1) for site in self.sites[-e.task_row.readouts :]]
        self.outputs = (torch.stack(read) @ self.p["head"] + self.p["head_bias"]).flatten(0, 1)
        for site in self.sites:
            site.h.retain_grad()
        loss = F.cross_entropy if e.task_row.classes else F.mse_loss
        loss(self.outputs, self.y.flatten() if e.task_row.classes else self.y.double()).backward()

    def z(self, site: Site) -> Tensor:
        pieces = site.z.chunk(site.z.shape[1] // self.e.width, 1)
        if "reset" in site.gates:
            return pieces[0] + site.gates["reset"] * pieces[3]
        return torch.maximum(pieces[0], pieces[1]) if self.e.activation == "maxout" else pieces[0]

    def matrix(self, values: dict[str, Tensor], name: str) -> Array:
        """The first map of "input", or the one that drives z of "hidden"; filters as the mean of their taps."""
        weight = values[name].detach()
        if self.e.layer == "conv" and self.e.kind == "deep":
            weight = weight.mean((-2, -1)).transpose(-2, -1)
        first = 2 * self.e.width if self.e.kind == "sequence" and self.e.cell == "gru" and name == "hidden" else 0
        return weight[..., first : first + self.e.width].numpy()


@lru_cache(maxsize=len(CASES))
def taken(name: str) -> tuple[Snapshot, Twin]:
    e = Experiment(**CASES[name])
    return snapshot(e, None, STEP), Twin(e)


def close(found: Any, expected: Any, rtol: float = 1e-4, atol: float = 1e-6) -> None:
    np.testing.assert_allclose(
        found, expected.detach().numpy() if isinstance(expected, Tensor) else expected, rtol, atol
    )


def same(one: Snapshot, other: Snapshot) -> None:
    """Bit for bit."""
    assert pack_snapshot(one, run="", row=0) == pack_snapshot(other, run="", row=0)
    equal_rows(one, other.row)


def equal_rows(look: Snapshot, row: dict[str, Array]) -> None:
    assert set(look.row) == set(row)
    for name, values in row.items():
        assert look.row[name].dtype == np.float64 and look.row[name].shape == values.shape, name
        np.testing.assert_array_equal(look.row[name], values, err_msg=name)


def row_of(trace: Trace, step: int) -> dict[str, Array]:
    return {name: np.asarray(values[step]) for name, values in trace.arrays().items()}


@pytest.mark.parametrize("name", ALL)
def test_the_row_is_the_traces_bit_for_bit(name: str) -> None:
    e = Experiment(**ALL[name])
    equal_rows(taken(name)[0] if name in CASES else snapshot(e, None, STEP), row_of(begin(e)(STEP + 1), STEP))


@every
def test_z_is_counted_where_a_plain_forward_pass_has_it(name: str) -> None:
    look, twin = taken(name)
    assert look.z_sites == tuple(range(1, len(twin.sites) + 1))
    for k, site in enumerate(twin.sites):
        z, reach = twin.z(site).detach().numpy().ravel(), look.z_range[k]
        held, half = (np.count_nonzero(abs(z) <= edge) / len(z) for edge in (reach + 1e-6, reach / 2 - 1e-6))
        assert math.log2(reach) in range(1, 11) and held >= 0.995 and (half < 0.995 or reach == 2)
        counts, _ = np.histogram(z.clip(-reach, reach), BINS, (-reach, reach))
        assert abs(look.z_share[k] * len(z) - counts).sum() <= 4, "float32 may move a number over an edge"
        assert look.z_share[k].sum() == pytest.approx(1, abs=1e-12)


@every
def test_the_curve_and_its_slope_are_pytorchs(name: str) -> None:
    look, twin = taken(name)
    for k, (reach, curve, slope) in enumerate(zip(look.z_range, look.curve, look.slope, strict=True)):
        z = torch.linspace(-reach, reach, POINTS, dtype=torch.float64)
        # linspace may miss 0 by a rounding, and where there is a corner the slope would be another.
        z[POINTS // 2] = 0
        z.requires_grad_()
        if "slope" in twin.p:
            value = F.prelu(z, twin.p["slope"].detach()[[k if twin.e.kind == "deep" else 0]])
        else:
            value = z if twin.e.activation == "maxout" else function(twin.e.activation)(z)
        (expected,) = torch.autograd.grad(value.sum(), z)
        close(curve, value, 1e-9, 1e-9)
        inner = abs(abs(z.detach().numpy()) - 1) > 1e-9  # hard tanh has corners there
        close(slope[inner], expected[inner], 1e-9, 1e-9)


@every
def test_the_units_gradients_are_autograds_and_add_up(name: str) -> None:
    look, twin = taken(name)
    batch = len(twin.sites[0].h)
    for k, site in enumerate(twin.sites):
        assert site.h.grad is not None
        close(look.drawing.gradient[k], batch**0.5 * site.h.grad.transpose(0, 1).flatten(1).norm(dim=1), 1e-3, 1e-9)
    close(np.linalg.norm(look.drawing.gradient, axis=1), look.row["gradient_norm"], 1e-5, 0)


@every
def test_what_is_drawn_is_the_networks(name: str) -> None:
    look, twin = taken(name)
    d, e = look.drawing, twin.e
    assert d.units == (0, 1, 2, 3, 4) and d.outputs == evenly_spaced(e.task_row.output_size, 10)
    for k, site in enumerate(twin.sites):
        close(d.h[k], site.h.transpose(0, 1).flatten(1).mean(1))
    conv = e.kind == "deep" and e.layer == "conv"
    close(d.x, twin.x.mean().view(1) if conv else twin.x.mean(1 if e.kind == "sequence" else 0)[..., list(d.inputs)])
    after = {name: (twin.after[name] - before.detach()) for name, before in twin.p.items()}
    rows = list(d.inputs)
    for values, drawn in ((twin.p, (d.weight_in, d.weight, d.weight_out)), (after, (d.step_in, d.step, d.step_out))):
        hidden = twin.matrix(values, "hidden")
        close(drawn[0], twin.matrix(values, "input")[rows])
        close(drawn[1], hidden if hidden.ndim == 3 else hidden[None])
        close(drawn[2], values["head"].view(e.width, -1, len(d.outputs)).mean(1))


@every
def test_predictions_are_compared_with_targets(name: str) -> None:
    look, twin = taken(name)
    if twin.e.task_row.classes:
        expected = (twin.outputs.softmax(1), F.one_hot(twin.y.flatten(), twin.outputs.shape[1]).double())
    else:
        expected = (twin.outputs, twin.y.double())
    close(look.drawing.probability, expected[0].mean(0))
    close(look.drawing.target, expected[1].mean(0))


@every
def test_the_recurrent_matrix_is_measured(name: str) -> None:
    look, twin = taken(name)
    if twin.e.kind == "deep":
        assert look.singular_value is None and look.spectral_radius is None
        return
    matrix = torch.from_numpy(twin.matrix(twin.p, "hidden"))
    assert look.singular_value == pytest.approx(float(torch.linalg.svdvals(matrix)[0]), rel=1e-6)
    assert look.spectral_radius == pytest.approx(float(torch.linalg.eigvals(matrix).abs().max()), rel=1e-6)


# ---- the LSTM's memory --------------------------------------------------------------------------------------------


def plain_lstm(e: Experiment) -> tuple[list[Tensor], list[Tensor], Tensor]:
    """c and f of every time step at the run's start, the cs with their gradients, in float64."""
    network = Network(e)
    p = {name: values.double().requires_grad_() for name, values in network.parameters.items()}
    x, y = network.batch()
    h = c = torch.zeros(e.batch_size, e.width, dtype=torch.float64)
    a = function(e.activation)
    cs: list[Tensor] = []
    fs: list[Tensor] = []
    read: list[Tensor] = []
    for t in range(e.sites):
        g, i, f, o = (x[t].double() @ p["input"] + h @ p["hidden"] + p["bias"]).chunk(4, 1)
        c = torch.sigmoid(f) * c + torch.sigmoid(i) * a(g)
        c.retain_grad()
        h = torch.sigmoid(o) * a(c)
        cs, fs, read = [*cs, c], [*fs, torch.sigmoid(f)], [*read, h]
    outputs = torch.stack(read[-e.task_row.readouts :]) @ p["head"] + p["head_bias"]
    F.cross_entropy(outputs.flatten(0, 1), y.flatten()).backward()
    assert cs[-1].grad is not None
    return cs, fs, cs[-1].grad


@pytest.mark.parametrize(
    "change", [{}, {"activation": "swish"}, {"task": "copy"}, {"forget_bias": -3.0, "sequence_length": 120}]
)
def test_the_forget_gates_road_and_the_cells_gradient_are_autograds(change: dict[str, Any]) -> None:
    e = Experiment(**LSTM | {"sequence_length": 12} | change)
    look = snapshot(e, None, 0)
    cs, fs, road = plain_lstm(e)
    assert look.forget_road is not None and look.cell_gradient is not None
    last = norm(road)
    for t in range(e.sites - 1, -1, -1):
        measured = cs[t].grad
        assert measured is not None
        close(look.forget_road[t], (norm(road) / last).log10(), 1e-5, 1e-5)
        close(look.cell_gradient[t], (norm(measured) / last).log10(), 1e-5, 1e-5)
        road = road * fs[t]
    assert look.forget_road[-1] == look.cell_gradient[-1] == 0
    if "forget_bias" in change:
        assert look.forget_road[0] < -150


def test_only_an_lstm_has_a_forget_road() -> None:
    for name in ("deep", "rnn", "gru"):
        assert taken(name)[0].forget_road is None and taken(name)[0].cell_gradient is None


# ---- where a look starts, and where it cannot ---------------------------------------------------------------------


@pytest.mark.parametrize("name", ["deep", "dropout", "conv", "lstm", "pretraining"])
def test_a_look_from_a_checkpoint_is_the_one_from_the_start(name: str) -> None:
    e = Experiment(**ALL[name])
    state: State | None = None
    while state is None or state.step < STEP:
        state, _ = advance(e, state, 0.0)
        if state.step <= STEP:
            same(snapshot(e, state, STEP), snapshot(e, None, STEP))


def test_several_along_one_training_are_those_taken_one_by_one() -> None:
    for name in ("deep", "lstm", "pretraining"):
        e = Experiment(**ALL[name])
        for together, step in zip(snapshots(e, [0, 2, STEP]), [0, 2, STEP], strict=True):
            same(together, snapshot(e, None, step))


def test_a_step_that_diverges_is_shown_as_it_is_and_none_comes_after() -> None:
    e = Experiment(**DEEP | {"activation": "relu", "init": "he_normal", "gain": 8.0, "learning_rate": 1000.0})
    trace = simulate(e)
    assert trace.outcome.name == "diverged" and trace.outcome.step
    step = trace.outcome.step - 1
    look = snapshot(e, None, step)
    equal_rows(look, row_of(trace, step))
    assert pack_snapshot(look, run="r", row=0)
    with pytest.raises(ValueError, match="diverged at step"):
        snapshot(e, None, step + 1)


def test_a_step_that_is_no_number_at_all_can_be_packed() -> None:
    e = Experiment(**SEQUENCE | {"cell": "rnn", "activation": "linear", "gain": 10.0, "sequence_length": 100})
    look = snapshot(e, None, 0)
    assert not np.isfinite(look.row["activation_mean"]).all() and np.isnan(look.z_share).any()
    assert look.singular_value and pack_snapshot(look, run="r", row=0)


def test_steps_that_are_not_there_are_refused() -> None:
    e = Experiment(**DEEP)
    state, _ = advance(e, None, 0.0)
    done, _ = advance(e, state, math.inf)
    for at, step, told in ((None, e.steps, "40, counted"), (None, -1, "no row -1"), (state, 0, "of 1 rows")):
        with pytest.raises(ValueError, match=told):
            snapshot(e, at, step)
    with pytest.raises(ValueError, match="finished"):
        snapshot(e, done, e.steps - 1)
