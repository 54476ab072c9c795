"""Norms are right at any size: 1e-200 is not 0, 1e+100 is not infinite; a linear network is a matrix product."""

from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from simulator import Experiment, preview
from simulator.engine.network import Network
from tests.reference import twin
from tests.small import copies, shaken

DEEP = {
    "activation": "linear",
    "init": "identity",
    "width": 8,
    "batch_size": 16,
    "device": "cpu",
    "task": "two_spirals",
}


@pytest.mark.parametrize(("gain", "depth"), [(0.1, 200), (0.5, 200), (0.05, 200), (1.5, 150), (1.0, 200), (0.001, 90)])
def test_a_deep_linear_network_multiplies_by_its_gain_at_every_layer(gain: float, depth: int) -> None:
    trace = preview(Experiment(**DEEP, gain=gain, depth=depth))
    g = trace.gradient_norm[0]
    expected = gain ** np.arange(depth - 1, -1, -1, dtype=np.float64)
    np.testing.assert_allclose(g / g[-1], expected, rtol=1e-4)


def test_a_norm_of_1e_minus_200_reads_as_such() -> None:
    g = preview(Experiment(**DEEP, gain=0.1, depth=200)).gradient_norm[0]
    assert 1e-202 < g[0] < 1e-198


@pytest.mark.parametrize("gain", [0.1, 10.0])
def test_every_size_that_float32_holds_is_measured(gain: float) -> None:
    """h and dW of 1e-34 to 1e+34, whose squares float32 does not hold."""
    trace = preview(Experiment(**DEEP, gain=gain, depth=34))
    expected = gain ** np.arange(34.0)
    np.testing.assert_allclose(trace.activation_std[0] / trace.activation_std[0, 0], expected, rtol=1e-4)
    np.testing.assert_allclose(trace.activation_mean[0] / trace.activation_mean[0, 0], expected, rtol=1e-4)
    shares = trace.weight_gradient_norm[0, 1:]  # h grows as dz shrinks
    np.testing.assert_allclose(shares / shares[0], 1.0, rtol=1e-4)


@pytest.mark.parametrize("kind", ["deep", "sequence"])
def test_a_norm_of_1e_plus_100_reads_as_such(kind: str) -> None:
    """With nothing at the input every h is 0, so only the gradient explodes."""
    chain = {"depth": 101} if kind == "deep" else {"sequence_length": 101, "task": "recall_first"}
    net = Network(Experiment(**DEEP | {"activation": "tanh", "kind": kind, "gain": 10.0} | chain))
    net.parameters["input"].zero_()
    g = net.step()["gradient_norm"].double().numpy()
    np.testing.assert_allclose(g / g[-1], 10.0 ** np.arange(100, -1, -1), rtol=1e-4)


def test_a_recurrent_linear_network_multiplies_by_its_gain_at_every_time_step() -> None:
    """Pascanu, Mikolov, Bengio (2013): the gradient shrinks as a power of the recurrent matrix."""
    e = Experiment(kind="sequence", **DEEP | {"task": "recall_first", "gain": 0.1}, sequence_length=250)
    g = preview(e).gradient_norm[0]
    np.testing.assert_allclose(g / g[-1], 0.1 ** np.arange(249, -1, -1.0), rtol=1e-4)


STARTS: list[dict[str, Any]] = [
    {"activation": "softplus", "init": "normal", "gain": 1e-3, "depth": 60},
    {"activation": "tanh", "init": "uniform", "gain": 1e-5, "depth": 40},
    {"activation": "sigmoid", "init": "normal", "gain": 3.0, "depth": 15},
    {"activation": "hard_tanh", "init": "orthogonal", "gain": 0.01, "normalization": "layer", "depth": 30},
    {"activation": "tanh", "init": "orthogonal", "gain": 1e-4, "skip": "highway", "depth": 100},
]


@pytest.mark.parametrize("settings", STARTS, ids=lambda settings: str(settings["activation"]))
def test_no_start_makes_a_gradient_vanish_from_the_record(settings: dict[str, Any]) -> None:
    """Whatever one site does to it, the gradient in float32 is what autograd finds in float64."""
    e = Experiment(width=16, batch_size=8, device="cpu", **settings)
    net = Network(e)
    before, (x, y) = copies(net), net.batch()
    expected = twin(before, e, x.clone(), y.clone()).row
    row = net.step()
    for name in ("gradient_norm", "slope_factor", "weight_factor", "norm_factor"):
        np.testing.assert_allclose(row[name].double().numpy(), expected[name].numpy(), rtol=2e-3, err_msg=name)


@pytest.mark.parametrize("settings", [{"activation": "sigmoid"}, {"activation": "sigmoid", "normalization": "layer"}])
def test_a_deep_sigmoid_network_in_float32_agrees_with_autograd_in_float64(settings: dict[str, str]) -> None:
    e = Experiment(depth=120, width=16, batch_size=32, gain=0.1, device="cpu", **settings)
    net = Network(e)
    before, (x, y) = copies(net), net.batch()
    expected = twin(before, e, x.clone(), y.clone()).row
    row = net.step()
    names = ["gradient_norm", "weight_gradient_norm", "slope_factor", "weight_factor", "norm_factor", "activation_mean"]
    for name in names:
        np.testing.assert_allclose(row[name].double().numpy(), expected[name].numpy(), rtol=2e-3, err_msg=name)
    if "normalization" not in settings:
        assert 0 < float(expected["gradient_norm"][0]) < 1e-100


@pytest.mark.parametrize("cell", ["lstm", "gru"])
def test_a_long_sequence_in_float32_agrees_with_autograd_in_float64(cell: str) -> None:
    settings = {"width": 8, "batch_size": 8, "device": "cpu", "task": "recall_first", "forget_bias": -3.0}
    e = Experiment(kind="sequence", cell=cell, sequence_length=300, **settings)
    net = Network(e)
    if cell == "gru":
        net.parameters["bias"][2 * e.width : 3 * e.width] -= 3.0  # hardly anything of the old state is kept
    before, (x, y) = copies(net), net.batch()
    expected = twin(before, e, x.clone(), y.clone()).row["gradient_norm"]
    found = net.step()["gradient_norm"].double()
    np.testing.assert_allclose(found.numpy(), expected.numpy(), rtol=5e-3)
    # Below float32's smallest normal number, or the rescaling would not have been needed.
    assert 0 < float(expected[0]) < 1e-40


def _softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    exponentials = np.exp(logits - logits.max(1, keepdims=True))
    return np.asarray(exponentials / exponentials.sum(1, keepdims=True))


def test_a_linear_network_is_the_product_of_its_matrices() -> None:
    e = Experiment(depth=12, width=6, batch_size=9, activation="linear", task="digits", device="cpu")
    net = shaken(e)
    for name in ("bias", "head_bias"):
        net.parameters[name].zero_()
    p = {name: values.numpy() for name, values in copies(net).items()}
    x, y = (part.numpy().copy() for part in net.batch())
    row = {name: values.double().numpy().copy() for name, values in net.step().items()}
    matrices = [p["input"], *p["hidden"], p["head"]]
    logits = x @ np.linalg.multi_dot(matrices)
    error = (_softmax(logits) - np.eye(10)[y]) / e.batch_size
    back = [error @ _product(matrices[layer:]).T for layer in range(1, e.depth + 1)]
    expected = [e.batch_size**0.5 * np.linalg.norm(dh) for dh in back]
    np.testing.assert_allclose(row["gradient_norm"], expected, rtol=1e-9)
    ahead = [x @ _product(matrices[: layer + 1]) for layer in range(e.depth)]
    np.testing.assert_allclose(row["activation_std"], [h.std() for h in ahead], rtol=1e-9)
    shares = [np.linalg.norm(h.T @ dh) for h, dh in zip([x, *ahead], back, strict=False)]
    np.testing.assert_allclose(row["weight_gradient_norm"], shares, rtol=1e-9)


def _product(matrices: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    product = matrices[0]
    for matrix in matrices[1:]:
        product = product @ matrix
    return product


def test_the_gradient_norm_does_not_depend_on_the_batch_size() -> None:
    """The root mean square over samples: eight times the batch, about the same number."""
    small, large = (
        np.mean([preview(Experiment(depth=5, batch_size=b, seed=s, device="cpu")).gradient_norm[0] for s in range(5)])
        for b in (64, 512)
    )
    assert large == pytest.approx(small, rel=0.1)


def test_dtype_of_the_record_is_wide_enough_for_every_norm() -> None:
    net = Network(Experiment(**DEEP, gain=0.1, depth=200))
    assert net.step()["gradient_norm"].dtype == torch.float64
