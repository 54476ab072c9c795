"""Which settings can change a run, and what is said of the others."""

from typing import Any

import pytest

from simulator import Experiment
from simulator.settings.experiment import FIELDS

DEEP = {"sequence_length", "cell", "forget_bias", "gate_biases", "input_init", "target_scale"}
"""What cannot matter where layers tell classes apart."""
IDLE = [
    ({}, {"clip_at", *DEEP}),
    ({"clip": "norm", "init": "zeros"}, {"gain", "weight_mean", *DEEP}),
    (
        {"kind": "sequence"},
        {"depth", "layer", "pretraining", "forget_bias", "gate_biases", "clip_at", "sequence_length", "target_scale"},
    ),
    (
        {"kind": "sequence", "cell": "lstm", "task": "adding"},
        {"depth", "layer", "pretraining", "clip_at", "skip"},
    ),
    (
        {"kind": "sequence", "cell": "gru", "task": "adding", "clip": "value"},
        {"depth", "layer", "pretraining", "skip", "forget_bias"},
    ),
]


@pytest.mark.parametrize(("settings", "idle"), IDLE)
def test_only_what_can_change_the_run_matters(settings: dict[str, Any], idle: set[str]) -> None:
    experiment = Experiment(**settings)
    assert {name for name in FIELDS if not experiment.matters(name)} == idle


def test_settings_that_do_not_matter_do_not_make_another_run() -> None:
    assert Experiment(clip_at=5.0, cell="gru", sequence_length=9).canonical() == Experiment()
    assert Experiment(clip="norm", clip_at=5.0).canonical() == Experiment(clip="norm", clip_at=5.0)
    deep = {"depth": 9, "layer": "conv", "pretraining": 9}
    assert Experiment(kind="sequence", **deep).canonical() == Experiment(kind="sequence")


IGNORED: list[tuple[dict[str, Any], list[str]]] = [
    ({}, []),
    ({"depth": 9, "clip": "norm", "clip_at": 3.0, "init": "he_normal", "gain": 2.0}, []),
    ({"kind": "sequence", "cell": "gru", "forget_bias": 3.0}, ["Forget-gate bias: 3 has no effect in a GRU."]),
    ({"kind": "sequence", "cell": "lstm", "forget_bias": 3.0, "activation": "relu"}, []),
    ({"kind": "sequence", "cell": "lstm", "skip": "residual"}, ["Shortcuts: Residual has no effect in an LSTM."]),
    ({"kind": "sequence", "layer": "conv"}, ["Kind of layer: Convolutional has no effect in a plain RNN."]),
    (
        {"cell": "lstm", "sequence_length": 9},
        ["Cell: LSTM has no effect in a deep network.", "Time steps: 9 has no effect in a deep network."],
    ),
    (
        {"kind": "sequence", "sequence_length": 9},
        ["Time steps: 9 has no effect on the task Handwritten digits, pixel by pixel, which has 64 time steps."],
    ),
    ({"init": "zeros", "gain": 2.0}, ["Weight gain: 2 has no effect on weights that all start at zero."]),
    (
        {"init": "orthogonal", "weight_mean": 0.5},
        ["Mean of the weights: 0.5 has no effect on weights that are not drawn one by one."],
    ),
    ({"gain": 0.0, "weight_mean": 0.5}, ["Mean of the weights: 0.5 has no effect with a weight gain of 0."]),
    ({"input_init": "normal"}, ["Weights from the inputs: Normal, of chosen size has no effect in a deep network."]),
    (
        {"kind": "sequence", "init": "identity", "input_init": "lecun_normal"},
        ["Weights from the inputs: LeCun (normal) has no effect where it is how they are drawn anyway."],
    ),
    ({"kind": "sequence", "gate_biases": "chrono"}, ["Gate biases: Chrono has no effect in a plain RNN."]),
    (
        {"kind": "sequence", "cell": "lstm", "gate_biases": "chrono", "forget_bias": 3.0},
        ["Forget-gate bias: 3 has no effect beside chrono gate biases."],
    ),
    ({"clip_at": 3.0}, ["Clipping threshold: 3 has no effect without gradient clipping."]),
    (
        {"target_scale": 3.0},
        ["Scale of the targets: 3 has no effect on the task Handwritten digits, which asks for one of 10 classes."],
    ),
    ({"task": "sine_surface", "target_scale": 3.0, "input_scale": 9.0, "input_offset": 1.0}, []),
    (
        {"normalization": "layer", "bias_std": 0.5},
        ["Bias deviation: 0.5 has no effect beside a normalization, which has a shift in place of the biases."],
    ),
    ({"init": "zeros", "bias_std": 0.5}, []),
    ({"init": "orthogonal", "gain": 0.0}, ["Starting weights: Orthogonal has no effect with a weight gain of 0."]),
    ({"skip": "residual", "depth": 1}, ["Shortcuts: Residual has no effect in a single layer."]),
    ({"skip": "highway", "depth": 1}, []),
    (
        {"schedule": "warmup", "steps": 14},
        ["Learning-rate schedule: Warm-up has no effect in fewer than 15 training steps."],
    ),
    ({"schedule": "warmup", "steps": 15}, []),
    ({"schedule": "warmup", "steps": 14, "pretraining": 15}, []),
    (
        {"schedule": "cosine", "steps": 1},
        ["Learning-rate schedule: Cosine has no effect in fewer than 2 training steps."],
    ),
    ({"schedule": "cosine", "steps": 2}, []),
]


@pytest.mark.parametrize(("settings", "sentences"), IGNORED)
def test_what_is_asked_for_to_no_effect_is_told(settings: dict[str, Any], sentences: list[str]) -> None:
    assert list(Experiment(**settings).ignored) == sentences
