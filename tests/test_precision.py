"""Numbers where float32 ends: what is recorded is true to 1 % down to 1e-300, and 0 only where it is exactly 0.

Cases are those that were once shown wrongly, by their number in the list of cases from the wild.
"""

from typing import Any

import mpmath
import numpy as np
import pytest
import torch

from simulator import Experiment, Trace, preview, simulate
from simulator.catalog import MENUS, TASKS
from simulator.engine import training
from simulator.engine.activation import Activation
from simulator.engine.machine import own_arithmetic
from simulator.engine.network import Network
from simulator.engine.precision import first_precision, fits
from simulator.engine.snapshot import snapshot
from simulator.settings.errors import SettingsError
from simulator.trace import Rows, join
from tests.reference import twin
from tests.small import DEEP

CASES: dict[str, dict[str, Any]] = {
    "17": {"activation": "leaky_relu", "init": "normal", "gain": 0.05, "depth": 100},
    "18": {"activation": "relu", "init": "normal", "gain": 0.05, "depth": 70},
    "19": {"activation": "tanh", "init": "identity", "gain": 0.5, "depth": 150, "width": 16},
    "20 (prelu)": {"activation": "prelu", "init": "he_normal", "gain": 0.1, "depth": 50, "width": 128},
    "20 (maxout)": {"activation": "maxout", "init": "lecun_normal", "gain": 0.1, "depth": 50, "width": 128},
    "22": {"task": "sine_surface", "activation": "tanh", "init": "constant", "depth": 5, "width": 16},
    "25": {"normalization": "layer", "width": 2, "depth": 5},
}
NORMS = ("gradient_norm", "weight_gradient_norm", "activation_std", "slope_factor", "weight_factor", "norm_factor")
SHARES = ("saturated", "dead", "similarity")
ALIKE = Experiment(init="constant", gain=0.1, activation="tanh", depth=5, steps=3, device="cpu")


def truth(e: Experiment) -> dict[str, np.ndarray[Any, Any]]:
    """The first row by plain autograd in float64, from the same weights and samples."""
    net = Network(e, dtype=torch.float64)
    x, y = net.batch()
    weights = {name: values.clone() for name, values in net.parameters.items()}
    return {name: values.numpy() for name, values in twin(weights, e.canonical(), x, y).row.items()}


def agrees(trace: Trace, true: dict[str, np.ndarray[Any, Any]]) -> None:
    """To 1 %, where the gradient is one that float64 can hold."""
    held = (true["gradient_norm"] > 1e-290) & (np.roll(true["gradient_norm"], 1) > 1e-290)
    for name in NORMS:
        here, there = getattr(trace, name)[0][held], true[name][held]
        # PyTorch's own deviation squares what it sums.
        there = np.where((name == "activation_std") & (there < 1e-150), here, there)
        allowed = 0.01 * there + _rounding(trace, true, name)[held]
        assert (np.abs(here - there) <= allowed).all(), (name, trace.experiment, here, there)
    for name in SHARES:
        np.testing.assert_allclose(getattr(trace, name)[0], true[name], atol=0.01, err_msg=name)


def _rounding(trace: Trace, true: dict[str, np.ndarray[Any, Any]], name: str) -> np.ndarray[Any, Any]:
    """What float32 rounds of the parts of a sum or a difference, (sites,): where they cancel, it may be the larger."""
    size = np.hypot(true["activation_mean"], true["activation_std"])
    if name == "activation_std":
        return 1e-6 * size
    if name != "weight_gradient_norm":
        return np.zeros_like(size)
    before = np.append(1.0, size[:-1]) * trace.experiment.width**0.5
    # Some fifty roundings; how many are met depends on the processor.
    return 3e-6 * before * true["gradient_norm"] * true["slope_factor"] * true["norm_factor"]


@pytest.mark.parametrize("case", CASES)
def test_what_float32_cannot_hold_is_what_autograd_finds_in_float64(case: str) -> None:
    e = Experiment(**CASES[case], device="cpu")
    trace, true = preview(e), truth(e)
    agrees(trace, true)
    assert trace.gradient_norm.all()
    for name in ("weight_gradient_norm", "activation_std"):
        np.testing.assert_allclose(getattr(trace, name)[0], true[name], rtol=0.01)


def drawn(seed: int) -> Experiment | None:
    """Settings from all over their range; None where they clash."""
    r = np.random.default_rng(seed)
    kind = "deep" if r.random() < 0.65 else "sequence"
    names = ("activation", "init", "skip", "cell", "normalization")
    chosen: dict[str, Any] = {name: str(r.choice(list(MENUS[name]))) for name in names}
    chosen["normalization"] = chosen["normalization"] if r.random() < 0.4 else "none"
    chosen["skip"] = chosen["skip"] if r.random() < 0.3 and chosen["cell"] == "rnn" else "none"
    sizes = {"batch_size": (1, 2, 7, 16), "width": (2, 3, 8, 24), "depth": (1, 5, 20, 60), "sequence_length": (12, 40)}
    chosen |= {name: int(r.choice(values)) for name, values in sizes.items()}
    gain, task = float(10 ** r.uniform(-3, 1)), str(r.choice(list(TASKS[kind])))
    try:
        return Experiment(kind=kind, task=task, gain=gain, seed=seed, device="cpu", **chosen)
    except SettingsError:
        return None


@pytest.mark.parametrize("seeds", [range(start, start + 8) for start in range(0, 48, 8)], ids=str)
def test_settings_from_all_over_their_range_agree_with_autograd(seeds: range) -> None:
    for e in filter(None, map(drawn, seeds)):
        trace, true = preview(e), truth(e)
        if trace.outcome.name == "diverged" or _chaotic(trace):
            continue
        if e.init in ("constant", "zeros") and e.task_row.classes:
            continue  # autograd has rounding where 0 is
        agrees(trace, true)


def _chaotic(trace: Trace) -> bool:
    """Whether what float32 rounds in a layer's h grows to more than 1 % on its way to the loss."""
    with np.errstate(divide="ignore", invalid="ignore"):
        sizes = np.log10(trace.gradient_norm[0] * np.hypot(trace.activation_mean[0], trace.activation_std[0]))
        return bool(np.nanmax(sizes - sizes[-1], initial=0) > 3.5)


# ---- slopes -----------------------------------------------------------------------------------------------------

SATURATING = {
    "sigmoid": lambda z: 1 / (1 + mpmath.exp(-z)),
    "tanh": mpmath.tanh,
    "gelu": lambda z: z * mpmath.erfc(-z / mpmath.sqrt(2)) / 2,
    "swish": lambda z: z / (1 + mpmath.exp(-z)),
    "mish": lambda z: z * mpmath.tanh(mpmath.log1p(mpmath.exp(z))),
    "softplus": lambda z: mpmath.log1p(mpmath.exp(z)),
    "elu": lambda z: z if z > 0 else mpmath.expm1(z),
}


@pytest.mark.parametrize("name", SATURATING)
def test_a_slope_that_is_nowhere_0_is_not_rounded_to_it(name: str) -> None:
    """Case 22; against 400 digits."""
    z = torch.tensor([-300.0, -36.0, -20.0, -9.5, -5.0, -1.1, 0.3, 5.0, 9.5, 20.0, 300.0], dtype=torch.float64)
    # A GELU's slope falls as exp(-z² / 2): beyond 38 it is below float64's smallest normal number.
    z = z[z.abs() < 38] if name == "gelu" else z
    slope = Activation(Experiment(activation=name), precise=True)(z.view(1, 1, 1, -1), None).alone.flatten()
    # The slope of tanh at 300 is 1 - h² = 1e-260: with fewer digits the truth would be 0, too.
    with mpmath.workdps(400):
        true = [float(mpmath.diff(SATURATING[name], mpmath.mpf(float(point)))) for point in z]
    np.testing.assert_allclose(slope.numpy(), true, rtol=1e-6)


def test_a_slope_that_is_nowhere_0_makes_no_unit_dead() -> None:
    """Case 21."""
    trace = preview(Experiment(activation="tanh", init="normal", gain=3.0, width=256, depth=10, device="cpu"))
    assert trace.saturated.mean() > 0.8 and not trace.dead.any()


def test_a_memory_that_h_hardly_sees_still_carries_the_gradient() -> None:
    """What a wide-open LSTM with a large memory passes on, beside the product of its gates and tanhs in 60 digits."""
    e = Experiment(
        kind="sequence",
        cell="lstm",
        task="adding",
        sequence_length=30,
        init="constant",
        gain=2.0,
        width=2,
        batch_size=1,
    )
    trace = preview(e)
    np.testing.assert_allclose(trace.gradient_norm[0], _lstm_gradients(Network(e)), rtol=1e-3)


def _lstm_gradients(net: Network) -> list[float]:
    """|dL/dh_t| of one unit times the root of 2, as both are alike; back through time, written out for one unit."""
    (x, y), p = net.batch(), net.parameters
    with mpmath.workdps(60):
        w, u, out = (mpmath.mpf(float(p[name].flatten()[0])) for name in ("hidden", "input", "head"))
        bias = [mpmath.mpf(float(value)) for value in p["bias"].view(4, 2)[:, 0]]
        h, c, steps = mpmath.mpf(0), mpmath.mpf(0), []
        for sample in x[:, 0]:
            z = 2 * w * h + u * mpmath.mpf(float(sample.double().sum()))
            g, (i, f, o) = mpmath.tanh(z + bias[0]), (1 / (1 + mpmath.exp(-z - b)) for b in bias[1:])
            before, c = c, f * c + i * g
            h = o * mpmath.tanh(c)
            steps.append((g, i, f, o, before, c))
        dh, dc, found = (
            2 * (2 * out * h + mpmath.mpf(float(p["head_bias"][0])) - mpmath.mpf(float(y[0, 0]))) * out,
            0,
            [],
        )
        for g, i, f, o, before, c in reversed(steps):
            found.append(float(abs(dh) * mpmath.sqrt(2)))
            dc = dc + dh * o * mpmath.sech(c) ** 2
            dz = dc * (i * (1 - g**2) + g * i * (1 - i) + before * f * (1 - f)) + dh * mpmath.tanh(c) * o * (1 - o)
            dh, dc = 2 * w * dz, dc * f
    return found[::-1]


# ---- a run that leaves float32 on its way -----------------------------------------------------------------------

SHRINKING = Experiment(
    **DEEP
    | {"depth": 30, "steps": 40, "l2": 0.5, "learning_rate": 0.5, "activation": "leaky_relu", "init": "he_normal"}
)
"""Weights that lose a quarter at every step, and with them the gradient its way."""


def sliced(e: Experiment, seconds: float) -> tuple[Rows, list[torch.dtype]]:
    """The whole run in slices, and in which precision it went on after each."""
    state, parts, precisions = None, [], []
    while state is None or not state.done:
        state, rows = training.advance(e, state, seconds)
        parts.append(rows)
        if state.blob:
            network, _ = training.resume(e, state)
            precisions.append(network.dtype)
    return join(parts), precisions


def test_a_run_goes_on_in_float64_from_the_same_step_whatever_the_slices() -> None:
    with own_arithmetic():
        whole, _ = sliced(SHRINKING, 60.0)
        parts, precisions = sliced(SHRINKING, 0.0)
    assert all(np.array_equal(whole[name], parts[name], equal_nan=True) for name in whole)
    norms = whole["gradient_norm"][:, 0]
    assert norms[0] > 1e-10 and 0 < norms[-1] < 1e-100
    assert precisions[5] == torch.float32 and precisions[-1] == torch.float64


def test_a_run_that_left_float32_is_the_run_in_float64() -> None:
    trace, exact = simulate(SHRINKING), Network(SHRINKING, dtype=torch.float64).run(40)
    for name in ("gradient_norm", "weight_gradient_norm", "activation_std"):
        np.testing.assert_allclose(np.log10(getattr(trace, name)), np.log10(exact[name]), atol=0.01, err_msg=name)


def test_preview_run_and_snapshot_are_one_in_float64_too() -> None:
    e = Experiment(**CASES["18"] | {"depth": 40}, steps=3, device="cpu")
    first, run, seen = preview(e), simulate(e), snapshot(e, None, 2)
    np.testing.assert_array_equal(first.gradient_norm[0], run.gradient_norm[0])
    np.testing.assert_allclose(seen.row["gradient_norm"], run.gradient_norm[2], rtol=1e-9)


def test_an_ordinary_run_stays_in_float32_and_a_run_that_fills_the_memory_does() -> None:
    for settings in ({}, {"kind": "sequence", "cell": "lstm"}, {"activation": "relu", "init": "he_normal"}):
        e = Experiment(**settings, steps=20)
        network, _, _ = training.train(Network(e), 20, np.inf)
        assert not network.precise and fits(e) and first_precision(e) == torch.float32, settings
    assert not fits(Experiment(depth=200, width=128, batch_size=256))


# ---- exactly zero -----------------------------------------------------------------------------------------------


def test_alike_outputs_pass_on_exactly_nothing_and_no_rounding_of_it() -> None:
    """Case 15: the gradients of a softmax add up to 0."""
    trace = simulate(ALIKE)
    assert not trace.gradient_norm[0].any() and trace.exactly_zero[0].all()
    assert trace.gradient_norm[1:].all() and not trace.exactly_zero[1:].any()


@pytest.mark.parametrize(
    "settings",
    [
        {"init": "zeros"},
        {"init": "orthogonal", "gain": 0.0, "activation": "tanh"},
        {"init": "normal", "gain": 0.0, "kind": "sequence", "cell": "rnn", "task": "adding", "activation": "linear"},
        {"activation": "hard_tanh", "init": "normal", "gain": 10.0, "width": 2, "depth": 40, "seed": 2},
        {"activation": "relu", "init": "he_normal", "width": 2, "depth": 60, "seed": 3},
        {
            "activation": "relu",
            "init": "lecun_uniform",
            "kind": "sequence",
            "cell": "lstm",
            "task": "parity",
            "width": 2,
            "seed": 3,
        },
    ],
    ids=str,
)
def test_what_is_exactly_0_is_said_to_be(settings: dict[str, Any]) -> None:
    trace = preview(Experiment(**{"depth": 6, "sequence_length": 30, "device": "cpu"} | settings))
    assert not trace.gradient_norm[0, 0] and trace.exactly_zero[0, 0]
    assert np.array_equal(trace.exactly_zero, trace.gradient_norm == 0)


@pytest.mark.parametrize(
    "settings",
    [
        {"activation": "sigmoid", "gain": 0.001, "depth": 150},
        {"activation": "relu", "init": "normal", "gain": 0.001, "depth": 150},
        {"activation": "tanh", "init": "constant", "gain": 10.0, "width": 64, "depth": 4, "task": "sine_surface"},
    ],
    ids=str,
)
def test_what_is_too_small_for_a_float_is_not_called_0(settings: dict[str, Any]) -> None:
    trace = preview(Experiment(**settings, device="cpu"))
    assert not trace.gradient_norm[0, 0] and not trace.exactly_zero.any()


# ---- similarity -------------------------------------------------------------------------------------------------


def test_samples_that_are_nothing_are_alike_and_one_sample_is_like_none() -> None:
    assert (preview(Experiment(init="zeros", activation="tanh", depth=3)).similarity == 1).all()
    assert np.isnan(preview(Experiment(batch_size=1, depth=3)).similarity).all()


def test_similarity_tends_to_what_theory_has_for_wide_networks() -> None:
    """Poole et al. (2016): a tanh network with small weights makes all alike, one with large weights none."""
    wide: dict[str, Any] = {"width": 256, "depth": 30, "activation": "tanh", "init": "lecun_normal", "device": "cpu"}
    ordered = preview(Experiment(**wide, gain=0.9)).similarity[0]
    chaotic = preview(Experiment(**wide, gain=2.5)).similarity[0]
    # At 256 units the cosine of two samples with nothing in common is still off by about 1 / 16.
    assert abs(chaotic[-1]) < 0.15 and ordered[-1] > chaotic[-1]
