"""What is found in runs whose trouble is known by construction, and that nothing is found where nothing is wrong."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from simulator import Experiment, simulate
from simulator.analysis.finding import Trait
from simulator.analysis.findings import findings
from simulator.analysis.rules import RULES
from simulator.catalog import ACTIVATIONS
from simulator.outcome import Outcome
from simulator.trace import Trace
from tests.stories import trained
from tests.synthetic import trace as synthetic

RELU = {"activation": "relu", "init": "he_normal"}
TANH = {"activation": "tanh", "init": "orthogonal"}
LINEAR = {"activation": "linear", "init": "identity"}
SEQUENCE = {"kind": "sequence", "activation": "tanh", "batch_size": 32, "sequence_length": 60, "task": "recall_first"}
QUICK = {"steps": 60, "device": "cpu"}

SOUND = {"healthy", "solved"}
"""A sound gradient in a network that learns, or has learned."""
KNOWN: list[tuple[str, dict[str, Any]]] = [
    ("vanishing", {}),
    ("vanishing", {"depth": 10}),
    ("vanishing", {"depth": 100}),
    ("vanishing", {"task": "two_spirals", "depth": 12}),
    ("vanishing", {**TANH, "gain": 0.5}),
    ("vanishing", {**LINEAR, "gain": 0.5, "depth": 15}),
    ("vanishing", {"activation": "softplus", "gain": 0.4}),
    ("vanishing", {**RELU, "gain": 0.5}),
    ("vanishing", {"layer": "conv", "depth": 8, "width": 4, "batch_size": 16, "steps": 20}),
    ("vanishing", {**SEQUENCE, "gain": 0.5}),
    ("vanishing", {**SEQUENCE, "activation": "sigmoid"}),
    ("vanishing", {**SEQUENCE, "cell": "lstm", "forget_bias": -2.0}),
    # The least rate that is allowed: with a larger one what explodes diverges, which is told first.
    ("exploding", {**LINEAR, "gain": 1.5, "learning_rate": 1e-6}),
    ("exploding", {**LINEAR, "gain": 2.5, "depth": 12, "learning_rate": 1e-6}),
    ("exploding", {**RELU, "gain": 2.0, "learning_rate": 1e-6, "depth": 15}),
    # 1.13 to the power of 59 is 1,350: just beyond the limit of 1,000.
    ("exploding", {**SEQUENCE, "activation": "linear", "init": "identity", "gain": 1.13, "learning_rate": 1e-6}),
    ("exploding", {**RELU, "depth": 50, "normalization": "batch", "learning_rate": 0.01, "steps": 20}),
    ("diverged", {**RELU, "learning_rate": 100.0}),
    ("diverged", {**LINEAR, "gain": 3.0, "depth": 30}),
    ("diverged", {"activation": "selu", "init": "lecun_normal", "learning_rate": 100.0}),
    ("diverged", {**SEQUENCE, "task": "noisy_sine", "init": "orthogonal", "gain": 1.8, "learning_rate": 1.0}),
    ("diverged", {"activation": "tanh", "task": "sine_surface", "depth": 4, "learning_rate": 5.0}),
    ("symmetric_units", {"activation": "tanh", "init": "zeros"}),
    ("symmetric_units", {"init": "zeros"}),
    ("symmetric_units", {"activation": "tanh", "init": "constant", "gain": 0.1, "depth": 3}),
    ("symmetric_units", {**RELU, "init": "constant", "gain": 0.05, "depth": 4}),
    ("dead_units", {**RELU, "depth": 10, "optimizer": "adam"}),
    ("dead_units", {**RELU, "depth": 6, "optimizer": "adam", "learning_rate": 1.0}),
    ("saturated_units", {**TANH, "depth": 5, "learning_rate": 30.0}),
    ("saturated_units", {"activation": "hard_tanh", "init": "normal", "gain": 1.0, "depth": 3, "learning_rate": 1e-4}),
    ("raw_inputs", {**TANH, "depth": 5, "input_offset": 10.0}),
    ("raw_inputs", {**RELU, "depth": 5, "learning_rate": 0.03, "input_offset": 10.0}),
    ("raw_inputs", {**TANH, "depth": 5, "input_scale": 0.01}),
    ("flat_output", {**RELU, "depth": 3, "objective": "mse", "output_activation": "relu", "learning_rate": 2.0}),
    ("flat_output", {**RELU, "depth": 3, "gain": 4.0, "objective": "mse", "output_activation": "sigmoid"}),
    ("flat_output", {**RELU, "task": "sine_surface", "depth": 3, "gain": 4.0, "output_activation": "sigmoid"}),
    ("stalled", {**TANH, "depth": 5, "learning_rate": 1e-6}),
    ("stalled", {**RELU, "depth": 4, "learning_rate": 1e-6}),
    ("healthy", {**RELU, "learning_rate": 0.03, "width": 64}),
    ("healthy", {**TANH, "depth": 5}),
    ("healthy", {**TANH, "depth": 30, "learning_rate": 0.03}),
    ("healthy", {"normalization": "batch"}),
    ("healthy", {"skip": "residual", **RELU, "normalization": "layer", "learning_rate": 0.003}),
    ("healthy", {"activation": "selu", "init": "lecun_normal", "learning_rate": 0.03}),
    ("healthy", {"activation": "tanh", "task": "moons", "depth": 3}),
    ("healthy", {**SEQUENCE, "init": "orthogonal", "optimizer": "adam", "learning_rate": 0.003, "sequence_length": 20}),
]


@pytest.mark.parametrize(("name", "settings"), KNOWN, ids=lambda value: value if isinstance(value, str) else "")
def test_what_was_put_in_is_what_is_found(name: str, settings: dict[str, Any]) -> None:
    found = findings(trained(Experiment(**QUICK | settings)))
    names = {name} if name != "healthy" else SOUND
    assert found[0].name in names, [finding.sentence for finding in found]
    assert found[0].steps and all(0 <= first <= last for first, last in found[0].steps)
    assert found[0].evidence["share_of_steps"] > 0


@pytest.mark.parametrize("name", [row.name for row in ACTIVATIONS.values() if row.bounded])
def test_large_weights_saturate_every_bounded_activation(name: str) -> None:
    e = Experiment(**QUICK, activation=name, init="normal", gain=10.0, depth=3, learning_rate=1e-4)
    assert findings(simulate(e))[0].name == "saturated_units"


def test_there_are_forty_of_them() -> None:
    assert len(KNOWN) >= 40


def made(**settings: Any) -> Trace:
    """A healthy run made of formulas: ten sites, between which hardly anything is lost."""
    e = Experiment(**{"depth": 10, "activation": "relu", "steps": 30} | settings)
    healthy = np.full((e.steps, e.sites), 0.1)
    return replace(synthetic(e, -0.05), dead=healthy, saturated=healthy)


def _first(trace: Trace) -> str:
    return findings(trace)[0].name


def test_a_loss_that_jumps_is_called_oscillating() -> None:
    jumping = 2.0 + np.where(np.arange(30) % 2, 0.5, -0.5)
    wild = replace(
        made(), loss=jumping, update_ratio=np.full_like(made().update_ratio, 0.1), loss_noise=np.full(30, 0.05)
    )
    assert _first(wild) == "oscillating"
    assert _first(replace(wild, loss_noise=np.full(30, 0.8))) != "oscillating"  # batches differ by as much
    assert _first(replace(wild, update_ratio=wild.update_ratio / 1e4)) != "oscillating"  # the steps cannot do it


def test_a_gradient_that_ends_on_the_way_back_through_time_is_a_short_memory() -> None:
    norms = np.tile(10.0 ** -np.arange(11, -1, -1.0), (20, 1))
    trace = replace(made(kind="sequence", task="recall_first", sequence_length=12, steps=20), gradient_norm=norms)
    memory = next(finding for finding in findings(trace) if finding.name == "short_memory")
    assert memory.evidence["time_steps_back"] == 3 and memory.sites == (1, 8)


def test_first_layers_that_stand_still_are_found() -> None:
    trace = made()
    ratios = np.tile(np.geomspace(1e-6, 1e-2, len(trace.matrices)), (30, 1))
    found = findings(replace(trace, update_ratio=ratios))
    assert "upper_layers_only" in [finding.name for finding in found]


def test_clipping_at_most_steps_is_found() -> None:
    trace = replace(made(), clip_scale=np.repeat([0.1, 1.0], [20, 10]), chance_loss=1.0, loss_noise=np.zeros(30))
    found = findings(trace)
    assert [finding.name for finding in found] == ["healthy", "clipped_mostly"] and found[1].steps == ((0, 19),)


LSTM: dict[str, Any] = {"kind": "sequence", "task": "recall_first", "cell": "lstm", "sequence_length": 10}


@pytest.mark.parametrize(
    ("settings", "around"),
    [({}, ""), (LSTM, "gates"), (LSTM | {"cell": "gru"}, "gates"), ({"skip": "residual"}, "shortcuts")],
)
def test_what_dead_units_do_depends_on_whether_the_gradient_has_a_way_around_them(
    settings: dict[str, Any], around: str
) -> None:
    trace = made(**settings)
    one, most = trace.dead.copy(), np.full_like(trace.dead, 0.9)
    one[:, 3] = 1.0
    # With a way around, one site does not end the gradient.
    assert (_first(replace(trace, dead=one)) == "dead_units") == (not around)
    dead = findings(replace(trace, dead=most))[0]
    assert dead.name == "dead_units"
    assert ("pass no gradient back" in dead.sentence) == (not around)
    assert around in dead.sentence


@pytest.mark.parametrize(
    ("activation", "bounded"), [("tanh", True), ("hard_tanh", True), ("relu", False), ("elu", False)]
)
def test_a_gated_cell_saturates_only_where_its_activation_is_bounded(activation: str, bounded: bool) -> None:
    trace = made(**LSTM, activation=activation)
    found = [finding.name for finding in findings(replace(trace, saturated=np.full_like(trace.dead, 0.9)))]
    assert ("saturated_units" in found) == bounded


def test_a_penalty_is_not_what_is_wrong_where_nothing_arrived_before_it_had_moved_a_weight() -> None:
    """Answers so sure that a sigmoid passes nothing back, with an L1 that pulls harder than that nothing."""
    sure = {"depth": 6, "init": "normal", "gain": 5.0, "input_scale": 100.0, "activation": "leaky_relu"}
    flat = {"objective": "mse", "output_activation": "sigmoid", "optimizer": "rmsprop", "l1": 0.1, "steps": 3}
    trace = simulate(Experiment(**sure, **flat, width=16))
    assert (trace.weight_gradient_norm[0] < 1e-300).all()
    found = [finding.name for finding in findings(trace)]
    assert "flat_output" in found and "penalty_overshoots" not in found


def test_a_diverged_run_is_not_also_called_stalled() -> None:
    trace = replace(made(), outcome=Outcome("diverged", 29, 1), loss=np.full(30, 2.3))
    assert [finding.name for finding in findings(trace)] == ["diverged"]


def test_every_rule_says_where_it_comes_from() -> None:
    names = [rule.name for rule in RULES]
    assert len(set(names)) == len(names)
    assert all(rule.criterion and rule.source for rule in RULES)


def test_a_rule_hides_only_what_there_is() -> None:
    tags = frozenset[str]().union(*(rule.tags for rule in RULES))
    assert all(rule.hides <= tags and not rule.hides & rule.tags - {*Trait} for rule in RULES)
