"""Remedies apply to the settings at hand, do what their trial measured, and keep to their budget."""

from functools import cache
from typing import Any

import numpy as np
import pytest

from simulator import PRESETS, Experiment, Trace, diagnose, simulate
from simulator.analysis import diagnosis as analysis
from simulator.analysis.candidates import CANDIDATES, candidates
from simulator.analysis.diagnosis import BUDGET, MOST, Diagnosis, trial_steps
from simulator.analysis.finding import Finding
from simulator.analysis.findings import findings
from simulator.analysis.rules import RULES
from simulator.analysis.verdict import log_spread
from simulator.engine.training import begin
from simulator.settings.limits import seconds
from tests.stories import story, trained

SOUND = ("healthy", "solved")
"""What stories show whose gradient is sound and which learn, or have learned all there is."""
TROUBLED = [name for name, row in PRESETS.items() if row.shows not in SOUND]


@cache
def diagnosed(name: str) -> tuple[Trace, Diagnosis]:
    """A story and what is said of it."""
    return story(name), analysis.diagnose(story(name), trained)


def _spread(trace: Trace) -> float:
    logs = log_spread(trace)
    return float(np.nanmedian(logs)) if not np.isnan(logs).all() else -np.inf


@pytest.mark.parametrize("name", [*reversed(PRESETS)])  # from the last, as the other worker trains them from the first
def test_a_story_shows_what_its_row_says(name: str) -> None:
    shows = PRESETS[name].shows
    assert findings(story(name))[0].name in (SOUND if shows == "healthy" else (shows,))


@pytest.mark.parametrize("name", TROUBLED)
def test_the_first_remedy_heals_the_story_or_moves_its_spread_a_thousandfold(name: str) -> None:
    trace, diagnosis = diagnosed(name)
    assert diagnosis.verdict not in SOUND
    first = diagnosis.remedies[0]
    assert not first.worse and not first.effect.diverged
    after = trained(trace.experiment.replace(**first.changes))
    moved = abs(_spread(after) - _spread(trace)) >= 3
    assert findings(after)[0].name in SOUND or moved, (first.name, findings(after)[0].sentence)


def test_what_is_said_of_a_remedy_is_what_its_trial_measured() -> None:
    trace = story("vanishing_sigmoid")
    diagnosis = diagnose(trace)
    relu = next(remedy for remedy in diagnosis.remedies if remedy.name == "relu")
    steps = relu.effect.steps
    trial = begin(trace.experiment.replace(**relu.changes), steps)
    assert trial.steps == steps == MOST
    late = trial.gradient_norm[steps // 2 :]
    assert relu.effect.spread_after == pytest.approx(float(np.median(late[:, 0] / late[:, -1])))
    assert relu.effect.loss_after == pytest.approx(float(trial.loss[-(steps // 5) :].mean()))
    begun = trace.gradient_norm[steps // 2 : steps]
    before = float(np.median(begun[:, 0] / begun[:, -1]))
    assert relu.effect.spread_before == pytest.approx(before)
    assert relu.measured.startswith(f"layer 1's gradient from {before:.0e} to ")
    assert f"loss after {steps} steps" in relu.measured


def test_the_beginning_of_a_run_is_the_run_cut_short() -> None:
    e = Experiment(depth=5, steps=80, pretraining=2, optimizer="adam", schedule="cosine", clip="norm")
    whole, start = simulate(e), begin(e, 20)
    assert start.steps == 20 and start.outcome.name == "running"
    for name, values in whole.first(20).arrays().items():
        np.testing.assert_array_equal(start.arrays()[name], values)


def test_a_remedy_that_makes_it_worse_is_said_to_and_stands_last() -> None:
    _, diagnosis = diagnosed("linear_one_and_a_half")
    worse = [remedy.worse for remedy in diagnosis.remedies]
    assert any(worse) and worse == sorted(worse)


def test_remedies_change_something_and_are_valid() -> None:
    for name in ("vanishing_sigmoid", "dead_relu", "rnn_forgets"):
        trace, diagnosis = diagnosed(name)
        assert len(diagnosis.remedies) >= 5
        for remedy in diagnosis.remedies:
            changed = trace.experiment.replace(**remedy.changes)
            assert changed.canonical() != trace.experiment.canonical()
            assert remedy.sentence and remedy.measured


def test_a_sound_run_needs_no_remedy() -> None:
    diagnosis = diagnose(simulate(Experiment(activation="tanh", init="orthogonal", depth=5, steps=60)))
    assert diagnosis.verdict in SOUND and not diagnosis.remedies and diagnosis.sure


def test_two_seeds_that_disagree_leave_a_doubt() -> None:
    trace = simulate(Experiment(depth=20, steps=40))
    healthy = simulate(Experiment(activation="relu", init="he_normal", depth=20, steps=40, learning_rate=0.03))
    diagnosis = analysis.diagnose(trace, lambda e, steps: (healthy if e.seed == 1 else trace).first(steps))
    assert not diagnosis.sure and diagnosis.doubt.startswith("Not sure")
    assert analysis.diagnose(trace, lambda e, steps: trace.first(steps)).sure


def test_no_remedy_leads_to_settings_that_are_refused() -> None:
    """A convolutional layer has no place where a task has no image, and a batch of one no batch normalization."""
    found = (Finding("vanishing", ""),)
    names = [row.name for row, _ in candidates(Experiment(batch_size=1), found)]
    assert "batch_norm" not in names and "layer_norm" in names


@pytest.mark.parametrize("settings", [{}, {"kind": "sequence", "task": "recall_first"}, {"steps": 2000}, {"steps": 3}])
def test_trials_keep_to_their_budget(settings: dict[str, str | int]) -> None:
    e = Experiment(**settings)
    changes = [changes for _, changes in candidates(e, (Finding("vanishing", ""), Finding("exploding", "")))]
    steps = trial_steps(e, changes)
    assert 1 <= steps <= min(MOST, e.steps)
    cost = sum(seconds(e.replace(**change).model_copy(update={"steps": steps})) for change in changes)
    assert steps <= 5 or cost <= BUDGET * seconds(e)


def test_every_candidate_names_what_it_is_against_and_why_it_works() -> None:
    assert len({row.name for row in CANDIDATES}) == len(CANDIDATES) >= 20
    assert all(row.label and row.why and row.source and row.against for row in CANDIDATES)
    tags = frozenset[str]().union(*(rule.tags for rule in RULES))
    assert all(row.against <= tags for row in CANDIDATES)


WITHOUT_REMEDY = {"solved", "not_learning", "overfitting", "alike_samples"}
"""Names of the rules against which nothing can be tried."""


def test_every_rule_has_its_remedies_but_for_those_that_are_listed() -> None:
    assert {rule.name for rule in RULES if not any(row.against & rule.tags for row in CANDIDATES)} == WITHOUT_REMEDY


@pytest.mark.parametrize("cell", ["lstm", "gru"])
def test_where_a_gated_cell_explodes_with_a_relu_its_own_tanh_helps_most(cell: str) -> None:
    common: dict[str, Any] = {"kind": "sequence", "task": "noisy_sine", "sequence_length": 30, "steps": 30, "width": 16}
    e = Experiment(**common, cell=cell, activation="relu", gain=3.0)
    diagnosis = diagnose(simulate(e))
    assert diagnosis.findings[0].name == "diverged"
    assert diagnosis.remedies[0].changes["activation"] == "tanh"
