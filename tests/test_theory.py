"""Theory against published constants, against products of matrices, and against wide networks that were measured."""

from typing import Any

import numpy as np
import pytest

from simulator import Experiment, predict, preview
from simulator.catalog.activations import ACTIVATIONS
from simulator.engine.moments import moments
from simulator.engine.network import Network

WIDE = {"depth": 10, "width": 512, "steps": 1, "device": "cpu"}
SEEDS, CLOSE = 3, 0.1
"""Three seeds of width 512; theory and their mean may differ by a tenth of a power of ten over nine layers."""


def _measured(e: Experiment, seeds: int = SEEDS) -> Any:
    """log10 of g_l / g_L, mean over the seeds."""
    norms = [preview(e.replace(seed=seed)).gradient_norm[0] for seed in range(seeds)]
    return np.mean([np.log10(g / g[-1]) for g in norms], axis=0)


@pytest.mark.parametrize(
    "extra", [{}, {"skip": "residual"}, {"normalization": "layer"}, {"normalization": "rms"}], ids=str
)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_wide_networks_do_what_theory_says(activation: str, extra: dict[str, Any]) -> None:
    e = Experiment(**WIDE, activation=activation, init=ACTIVATIONS[activation].proper_init, **extra)
    np.testing.assert_allclose(predict(e).log10_profile, _measured(e), atol=CLOSE)


@pytest.mark.parametrize("skip", ["none", "residual"])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_wide_networks_with_batch_normalization_come_near_theory(activation: str, skip: str) -> None:
    """Measured with batches of 64: at most 0.13 decades over nine layers."""
    init = ACTIVATIONS[activation].proper_init
    e = Experiment(**WIDE, activation=activation, init=init, normalization="batch", skip=skip)
    np.testing.assert_allclose(predict(e).log10_profile, _measured(e, 1), atol=0.16)


def test_batch_normalization_explodes_a_relu_network_by_pi_over_pi_minus_1() -> None:
    """Yang, Pennington, Rao, Sohl-Dickstein, Schoenholz (2019): squares grow 1.467-fold, whatever the gain."""
    for gain in (0.3, 1.0, 4.0):
        e = Experiment(activation="relu", init="he_normal", normalization="batch", gain=gain, depth=30)
        assert 10 ** (2 * predict(e).log10_factor) == pytest.approx(np.pi / (np.pi - 1), rel=2e-3)


@pytest.mark.parametrize(
    "settings",
    [
        {"activation": "tanh", "init": "orthogonal", "gain": 1.3},
        {"activation": "tanh", "init": "pytorch"},
        {"activation": "sigmoid", "init": "uniform", "gain": 0.2},
        {"activation": "relu", "init": "he_uniform", "dropout": 0.2},
        {"activation": "tanh", "init": "xavier_normal", "gain": 0.5, "task": "two_spirals"},
    ],
    ids=str,
)
def test_theory_knows_gains_biases_dropout_and_every_kind_of_draw(settings: dict[str, Any]) -> None:
    e = Experiment(**WIDE | settings)
    np.testing.assert_allclose(predict(e).log10_profile, _measured(e), atol=CLOSE)


def test_selu_with_lecun_weights_keeps_mean_0_and_variance_1() -> None:
    """The fixed point of Klambauer, Unterthiner, Mayr, Hochreiter (2017)."""
    m = moments("selu", 1.0)
    assert m.mean == pytest.approx(0.0, abs=1e-6) and m.square == pytest.approx(1.0, abs=1e-6)


def test_relu_keeps_half_of_every_square() -> None:
    """He, Zhang, Ren, Sun (2015), equations 8 and 13; Hanin, Nica (2019): its logarithm varies by 5 / width a layer."""
    m = moments("relu", 3.0)
    assert m.square == pytest.approx(1.5, rel=1e-4) and m.slope == pytest.approx(0.5, rel=1e-3)
    e = Experiment(activation="relu", init="he_normal", depth=21, width=100)
    assert predict(e).log10_factor == pytest.approx(0.0, abs=1e-3)
    assert predict(e).log10_deviation == pytest.approx(0.5 / np.log(10) * (20 * 5 / 100) ** 0.5, rel=1e-2)


def test_tanh_is_critical_at_a_gain_of_one() -> None:
    """Poole et al. (2016): without biases, order below sigma_w = 1 and chaos above; at tiny z its slope is 1."""
    m = moments("tanh", 1e-8)
    assert m.slope == pytest.approx(1.0, abs=1e-6) and m.square == pytest.approx(1e-8, rel=1e-5)
    for gain, sign in ((0.9, -1), (1.5, 1)):
        e = Experiment(activation="tanh", init="lecun_normal", gain=gain, depth=100)
        assert np.sign(predict(e).log10_factor) == sign


def test_a_linear_residual_network_doubles_the_square_at_every_layer() -> None:
    """Yang, Schoenholz (2017): 1 + sigma_w^2."""
    e = Experiment(activation="linear", init="lecun_normal", skip="residual", depth=11)
    assert predict(e).log10_profile[0] == pytest.approx(10 * np.log10(2) / 2)


@pytest.mark.parametrize("gain", [0.5, 1.5])
def test_identity_weights_are_known_exactly(gain: float) -> None:
    e = Experiment(activation="linear", init="identity", gain=gain, depth=20, device="cpu")
    g = preview(e).gradient_norm[0]
    np.testing.assert_allclose(predict(e).log10_profile, np.log10(g / g[-1]), atol=1e-5)


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu", "linear", "gelu", "selu"])
def test_a_recurrent_gradient_never_passes_its_bound(activation: str) -> None:
    """Pascanu, Mikolov, Bengio (2013), with the singular value from numpy."""
    e = Experiment(kind="sequence", task="recall_first", sequence_length=30, activation=activation, device="cpu")
    prediction, g = predict(e), preview(e).gradient_norm[0]
    assert prediction.bound
    assert (np.log10(g / g[-1]) <= prediction.log10_profile + 1e-5).all()
    largest = np.linalg.svd(Network(e).parameters["hidden"].numpy(), compute_uv=False)[0]
    assert prediction.log10_profile[0] >= 29 * np.log10(largest * 0.25) - 1e-4


@pytest.mark.parametrize(
    "settings",
    [
        {"init": "zeros"},
        {"init": "constant"},
        {"init": "identity"},
        {"skip": "highway"},
        {"kind": "sequence", "task": "recall_first", "cell": "lstm"},
        {"kind": "sequence", "task": "recall_first", "normalization": "layer"},
    ],
    ids=str,
)
def test_where_there_is_no_result_theory_says_so(settings: dict[str, Any]) -> None:
    prediction = predict(Experiment(**settings))
    assert not len(prediction.log10_profile) and prediction.note.startswith("No line: ")
