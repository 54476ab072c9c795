"""What the papers prove or report is what the simulator's networks do, at initialization and in training."""

import math
from typing import Any

import numpy as np
import pytest

from simulator import Experiment, Trace, preview, simulate
from simulator.engine.network import Network
from tests.stories import trained

# Wide, since the papers' factors are those of infinite width, from which narrow layers stray.
WIDE: dict[str, Any] = {"depth": 20, "width": 256, "batch_size": 128, "task": "digits", "device": "cpu"}
SEEDS = range(5)


def _previews(**settings: Any) -> list[Trace]:
    return [preview(Experiment(**WIDE | settings, seed=seed)) for seed in SEEDS]


def _per_layer(values: np.ndarray) -> float:
    """Geometric mean of what one layer does, from the second layer to the last."""
    # The one at the end is left out: it stands beside inputs or outputs, which are not as many as units.
    return float((values[-1] / values[1]) ** (1 / (len(values) - 2)))


def _signal_factor(trace: Trace) -> float:
    """By what one layer multiplies the second moment of h."""
    return _per_layer(trace.activation_mean[0] ** 2 + trace.activation_std[0] ** 2)


def _gradient_factor(trace: Trace) -> float:
    """By what one layer multiplies the gradient on its way back."""
    return _per_layer(trace.gradient_norm[0][::-1])


@pytest.mark.parametrize("init", ["he_normal", "he_uniform"])
def test_he_weights_keep_the_second_moment_under_relu(init: str) -> None:
    """He, Zhang, Ren, Sun (2015), "Delving deep into rectifiers", equation 10; five seeds, within 5 % per layer."""
    traces = _previews(activation="relu", init=init)
    assert np.mean([_signal_factor(t) for t in traces]) == pytest.approx(1.0, abs=0.05)
    assert np.mean([_gradient_factor(t) for t in traces]) == pytest.approx(1.0, abs=0.05)


@pytest.mark.parametrize("init", ["xavier_normal", "xavier_uniform"])
def test_xavier_weights_halve_the_second_moment_under_relu(init: str) -> None:
    """He et al. (2015), section 2.2: half of the signal is dropped and nothing makes up for it; within 5 %."""
    traces = _previews(activation="relu", init=init)
    assert np.mean([_signal_factor(t) for t in traces]) == pytest.approx(0.5, abs=0.025)
    assert np.mean([_gradient_factor(t) ** 2 for t in traces]) == pytest.approx(0.5, abs=0.025)


@pytest.mark.parametrize("init", ["xavier_normal", "xavier_uniform", "lecun_normal", "lecun_uniform"])
def test_xavier_weights_keep_signal_and_gradient_of_a_linear_network(init: str) -> None:
    """Glorot, Bengio (2010), equations 10 to 12; five seeds, within 3 % per layer."""
    traces = _previews(activation="linear", init=init)
    assert np.mean([_signal_factor(t) for t in traces]) == pytest.approx(1.0, abs=0.05)
    assert np.mean([_gradient_factor(t) for t in traces]) == pytest.approx(1.0, abs=0.03)


def test_xavier_weights_keep_the_gradient_of_tanh_near_zero() -> None:
    """Glorot, Bengio (2010): near zero tanh is linear, so a faint input makes the linear case; within 3 % per layer."""
    factors = []
    for seed in SEEDS:
        net = Network(Experiment(**WIDE, activation="tanh", seed=seed))
        net.parameters["input"].mul_(1e-4)
        factors.append(_per_layer(net.step()["gradient_norm"].double().numpy()[::-1]))
    assert np.mean(factors) == pytest.approx(1.0, abs=0.03)


def test_orthogonal_weights_keep_the_gradient_of_a_linear_network_exactly() -> None:
    """Saxe, McClelland, Ganguli (2013): every singular value is 1; float32 rounding is all that is allowed."""
    for trace in _previews(activation="linear", init="orthogonal", depth=50, width=64):
        np.testing.assert_allclose(trace.gradient_norm[0], trace.gradient_norm[0, -1], rtol=1e-5)


def test_sigmoid_keeps_at_most_a_quarter_per_layer() -> None:
    """Hochreiter (1991); Bengio, Simard, Frasconi (1994): the slope of a sigmoid is at most 1/4, trained or not."""
    for seed in SEEDS:
        trace = simulate(Experiment(depth=10, steps=30, learning_rate=1.0, seed=seed, device="cpu"))
        assert trace.slope_factor.max() <= 0.25 * (1 + 1e-6)


def test_tanh_never_raises_the_gradient() -> None:
    """LeCun, Bottou, Orr, Müller (1998): the slope of tanh is at most 1."""
    for trace in _previews(activation="tanh", gain=2.0, width=64):
        assert trace.slope_factor.max() <= 1 + 1e-6


def test_selu_with_lecun_weights_keeps_mean_zero_and_variance_one() -> None:
    """Klambauer, Unterthiner, Mayr, Hochreiter (2017), theorem 1; five seeds, within a tenth at layer 20."""
    traces = _previews(activation="selu", init="lecun_normal")
    assert np.mean([t.activation_mean[0, -1] for t in traces]) == pytest.approx(0.0, abs=0.1)
    assert np.mean([t.activation_std[0, -1] for t in traces]) == pytest.approx(1.0, abs=0.1)


def test_shortcuts_carry_the_gradient_past_saturated_layers() -> None:
    """He, Zhang, Ren, Sun (2016), "Identity mappings", equation 5: the gradient has a road of slope 1."""
    without, with_shortcuts = (
        np.mean([_gradient_factor(t) for t in _previews(activation="sigmoid", skip=skip, width=32)])
        for skip in ("none", "residual")
    )
    assert without < 0.3
    assert with_shortcuts >= 1.0


def test_highway_gates_start_mostly_open_to_the_unchanged_state() -> None:
    """Srivastava, Greff, Schmidhuber (2015), section 2.2: a gate bias of -1 gives an opening of about sigmoid(-1)."""
    for trace in _previews(activation="tanh", skip="highway", width=32, init="normal", gain=0.01):
        np.testing.assert_allclose(trace.gates["transform"][0], 1 / (1 + math.e), atol=0.02)


def test_normalization_makes_the_backward_pass_independent_of_the_weights_scale() -> None:
    """Ioffe, Szegedy (2015), section 3.3: BN((aW)u) = BN(Wu), and the Jacobian does not feel the scale either."""
    norms = []
    for gain in (1.0, 10.0):
        net = Network(Experiment(**WIDE, normalization="batch", activation="tanh"))
        net.parameters["hidden"].mul_(gain)
        norms.append(net.step()["gradient_norm"].double().numpy())
    np.testing.assert_allclose(norms[0], norms[1], rtol=1e-2)


def test_an_open_forget_gate_carries_the_gradient_through_time() -> None:
    """Gers, Schmidhuber, Cummins (2000); Jozefowicz, Zaremba, Sutskever (2015): spread grows with the forget bias."""
    settings = {"sequence_length": 100, "task": "recall_first", "device": "cpu"}
    for seed in SEEDS:
        spreads = []
        for bias in (-1.0, 1.0, 5.0):
            g = preview(
                Experiment(kind="sequence", cell="lstm", forget_bias=bias, seed=seed, **settings)
            ).gradient_norm[0]
            spreads.append(g[0] / g[-1])
        assert spreads[0] < 1e-20 < spreads[1] < 1.0 < spreads[2]


@pytest.mark.parametrize("seed", range(3))
def test_a_relu_in_an_lstm_explodes_where_its_own_tanh_learns(seed: int) -> None:
    """As users of Keras found: stackoverflow.com/questions/55322991, github.com/keras-team/keras/issues/2194."""
    common: dict[str, Any] = {"kind": "sequence", "cell": "lstm", "task": "noisy_sine", "batch_size": 32}
    settings = common | {"gain": 2.0, "steps": 100, "seed": seed, "device": "cpu"}
    tanh, relu = (trained(Experiment(**settings, **more)) for more in ({}, {"activation": "relu"}))
    assert (tanh.outcome.name, relu.outcome.name) == ("finished", "diverged")
    assert np.abs(tanh.activation_mean).max() < 1  # |h| = |o tanh(c)|
    assert np.nanmax(relu.activation_std) > 1e6
    assert tanh.loss[-10:].mean() < 0.5 * tanh.loss[0]
