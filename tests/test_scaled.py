"""Inputs and targets of another scale: what they are, what they do to a gradient, and what is told of them."""

from typing import Any

import numpy as np
import pytest
import torch

from simulator import Experiment, diagnose, preview, simulate
from simulator.analysis.candidates import CANDIDATES
from simulator.analysis.trial import Trial
from simulator.engine.exam import examine
from simulator.engine.network import Network
from tests.small import CONV, DEEP, SEQUENCE, check_step, shaken

SCALED: dict[str, Any] = {"input_scale": 3.0, "input_offset": -2.0, "target_scale": 5.0}
REGRESSIONS = [DEEP | {"task": "sine_surface"}, SEQUENCE | {"task": "adding"}]
LINEAR: dict[str, Any] = {"activation": "linear", "init": "lecun_normal", "task": "sine_surface", "depth": 4}


@pytest.mark.parametrize("settings", [*REGRESSIONS, CONV], ids=lambda s: s["task"])
def test_scaled_samples_are_those_of_the_task_times_the_scale_and_agree_with_autograd(settings: dict[str, Any]) -> None:
    e = Experiment(**settings, **SCALED)
    (x, y), (plain, right) = shaken(e).batch(), shaken(Experiment(**settings)).batch()
    torch.testing.assert_close(x, 3 * plain - 2, rtol=1e-6, atol=1e-6)
    torch.testing.assert_close(y, right if e.task_row.classes else 5 * right)
    check_step(shaken(e), e)


@pytest.mark.parametrize("kind", ["deep", "sequence"])
def test_a_linear_network_asked_for_four_times_as_much_of_inputs_four_times_as_large_has_four_times_the_gradient(
    kind: str,
) -> None:
    """Of powers of two to the last bit: everything in it is in proportion."""
    settings = LINEAR | ({"kind": "sequence", "task": "noisy_sine"} if kind == "sequence" else {})
    plain, scaled = (preview(Experiment(**settings, input_scale=s, target_scale=s)) for s in (1.0, 4.0))
    np.testing.assert_array_equal(scaled.gradient_norm, 4 * plain.gradient_norm)
    np.testing.assert_array_equal(scaled.loss, 16 * plain.loss)
    np.testing.assert_array_equal(scaled.loss / scaled.chance_loss, plain.loss / plain.chance_loss)


def test_the_exam_is_of_scaled_samples() -> None:
    exams = [examine(Network(Experiment(**LINEAR, input_scale=s, target_scale=s))) for s in (1.0, 4.0)]
    assert (exams[1].seen_loss, exams[1].unseen_loss) == (16 * exams[0].seen_loss, 16 * exams[0].unseen_loss)


def test_what_is_learned_is_asked_in_scaled_inputs_and_shown_in_those_of_the_task() -> None:
    """The plane stays where it is; heights are as large as they are asked for."""
    plain, scaled = (simulate(Experiment(**LINEAR, steps=1, input_scale=s, target_scale=s)).learned for s in (1.0, 4.0))
    assert plain and scaled
    for name in ("inputs", "axis"):
        np.testing.assert_array_equal(getattr(scaled, name), getattr(plain, name))
    for name in ("targets", "truth", "samples", "grid"):
        np.testing.assert_array_equal(getattr(scaled, name), 4 * getattr(plain, name))


def test_a_remedy_that_changes_the_targets_is_measured_in_the_units_of_the_run() -> None:
    e = Experiment(task="sine_surface", depth=3, activation="tanh", target_scale=100.0, steps=60)
    row = next(one for one in CANDIDATES if one.name == "normalize_targets")
    run, changes = simulate(e.replace(target_scale=1.0)), row.change(e)
    trial = Trial(e.replace(**changes), candidate=row, changes=changes, guess=preview(e).chance_loss)
    trial.add(run)
    np.testing.assert_allclose(trial.course.loss, 1e4 * run.loss)
    assert trial.course.noise[0] == pytest.approx(1e4 * run.loss_noise[0])


def test_inputs_that_are_not_normalized_are_found_and_normalized_by_the_first_remedy() -> None:
    raw = {"activation": "relu", "init": "he_normal", "input_scale": 96.0, "input_offset": 78.0}
    trace = simulate(Experiment(depth=5, learning_rate=0.03, steps=60, **raw))
    found = diagnose(trace)
    first = found.remedies[0]
    assert "raw_inputs" in [finding.name for finding in found.findings]
    assert trace.outcome.name == "diverged" and first.name.startswith("normalize_inputs")
    assert first.changes["input_scale"] == 1.0 and first.changes["input_offset"] == 0.0
