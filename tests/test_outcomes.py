"""A run that explodes is a result: it says where, its arrays end there, and no size or start is an exception."""

from itertools import cycle
from typing import Any

import numpy as np
import pytest

from simulator import Experiment, Trace, preview, simulate
from simulator.catalog import MENUS

pytestmark = pytest.mark.usefixtures("short_exam")
SMALL: dict[str, Any] = {"width": 8, "batch_size": 16, "device": "cpu"}
WILD: dict[str, Any] = SMALL | {"steps": 60, "learning_rate": 1000.0, "init": "he_normal", "gain": 3.0}
DEEP: dict[str, Any] = {"kind": "deep", "depth": 6, "task": "digits"}
CONV = DEEP | {"layer": "conv"}
RNN: dict[str, Any] = {"kind": "sequence", "task": "adding", "sequence_length": 12}
DIVERGING = {
    "dense": WILD | DEEP | {"activation": "leaky_relu"},
    "linear": WILD | DEEP | {"activation": "linear"},
    "conv": WILD | CONV | {"activation": "linear"},
    "rnn": WILD | RNN | {"activation": "leaky_relu"},
    "residual": WILD | DEEP | {"activation": "softplus", "skip": "residual"},
    "momentum": WILD | DEEP | {"activation": "leaky_relu", "optimizer": "momentum"},
    "forward": WILD | DEEP | {"activation": "linear", "init": "identity", "gain": 10.0, "depth": 60},
    "sequence": WILD | RNN | {"activation": "linear", "init": "identity", "gain": 10.0, "sequence_length": 60},
}


def _check_end(trace: Trace) -> None:
    """A diverged trace names a step and a site and ends there; only the step that led there may be infinite."""
    outcome = trace.outcome
    assert outcome.name == "diverged" and outcome.step is not None and outcome.site is not None
    assert 1 <= outcome.site <= trace.sites
    assert trace.steps == outcome.step
    assert str(outcome) == f"diverged at step {outcome.step}, site {outcome.site}"
    for name, values in trace.arrays().items():
        assert len(values) == trace.steps, name
        if name not in ("accuracy", "update_ratio") and "factor" not in name:
            assert np.isfinite(values[: outcome.step - 1]).all(), name


@pytest.mark.parametrize("name", DIVERGING)
def test_an_exploding_run_says_where_and_ends_there(name: str) -> None:
    trace = simulate(Experiment(**DIVERGING[name]))
    _check_end(trace)
    assert trace.steps < 60


def test_an_overflowing_forward_pass_names_the_site_of_the_overflow() -> None:
    """x grows tenfold at each layer, and float32 ends at 3.4e38: layer 38 to 41, whatever the digits are."""
    outcome = simulate(Experiment(**DIVERGING["forward"])).outcome
    assert outcome.step == 1
    assert outcome.site is not None and 37 <= outcome.site <= 41


@pytest.mark.parametrize("optimizer", MENUS["optimizer"])
@pytest.mark.parametrize("kind", [DEEP, CONV, RNN], ids=["deep", "conv", "rnn"])
def test_a_wild_learning_rate_is_never_an_exception(kind: dict[str, Any], optimizer: str) -> None:
    trace = simulate(Experiment(**WILD | kind | {"optimizer": optimizer, "steps": 20, "activation": "relu"}))
    if trace.outcome.name == "diverged":
        _check_end(trace)
    else:
        assert trace.outcome.name == "finished" and trace.steps == 20


KINDS = {"deep": DEEP, "conv": CONV, "rnn": RNN}


@pytest.mark.parametrize(("activation", "kind"), [*zip(MENUS["activation"], cycle(KINDS), strict=False)])
@pytest.mark.parametrize("init", ["zeros", "constant"])
def test_equal_weights_train_without_an_exception(init: str, activation: str, kind: str) -> None:
    """Every activation and every kind of network with either start."""
    trace = simulate(Experiment(**SMALL | KINDS[kind], activation=activation, init=init, gain=0.01, steps=3))
    assert trace.outcome.name == "finished"
    assert np.isfinite(trace.gradient_norm).all()
    assert not np.isnan(trace.update_ratio).any()  # infinite where a step leaves zero, as it is by definition


def test_zero_weights_let_no_gradient_pass() -> None:
    trace = simulate(Experiment(**SMALL | DEEP, activation="tanh", init="zeros", steps=3))
    assert (trace.gradient_norm[0] == 0).all()
    assert (trace.weight_gradient_norm[0] == 0).all()


@pytest.mark.parametrize("skip", MENUS["skip"])
@pytest.mark.parametrize("normalization", ["none", "layer", "rms"])
@pytest.mark.parametrize("layer", ["dense", "conv"])
def test_one_layer_of_two_units_and_one_sample_trains(layer: str, normalization: str, skip: str) -> None:
    e = Experiment(
        depth=1, width=2, batch_size=1, layer=layer, normalization=normalization, skip=skip, steps=3, device="cpu"
    )
    trace = simulate(e)
    assert trace.outcome.name == "finished"
    assert trace.gradient_norm.shape == (3, 1)


@pytest.mark.parametrize("normalization", ["none", "layer", "rms"])
@pytest.mark.parametrize("cell", MENUS["cell"])
def test_two_time_steps_of_two_units_and_one_sample_train(cell: str, normalization: str) -> None:
    sizes = {"sequence_length": 2, "width": 2, "batch_size": 1, "steps": 3, "task": "recall_first", "device": "cpu"}
    trace = simulate(Experiment(kind="sequence", cell=cell, normalization=normalization, **sizes))
    assert trace.outcome.name == "finished"
    assert trace.gradient_norm.shape == (3, 2)


@pytest.mark.parametrize("normalization", MENUS["normalization"])
@pytest.mark.parametrize("kind", [DEEP, CONV, RNN], ids=["deep", "conv", "rnn"])
def test_preview_is_the_first_row_of_the_run(kind: dict[str, Any], normalization: str) -> None:
    e = Experiment(**SMALL | kind, normalization=normalization, steps=2, dropout=0.2)
    first, whole = preview(e), simulate(e)
    assert first.steps == 1
    np.testing.assert_array_equal(first.gradient_norm[0], whole.gradient_norm[0])
    np.testing.assert_array_equal(first.loss[0], whole.loss[0])


def test_progress_is_told_and_ends_at_the_last_step() -> None:
    told: list[tuple[int, int]] = []
    simulate(Experiment(**SMALL | DEEP, steps=5), progress=lambda step, steps: told.append((step, steps)))
    assert told[-1] == (5, 5)
    assert told == sorted(told)
