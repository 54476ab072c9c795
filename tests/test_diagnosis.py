"""Remedies apply to the settings at hand, do what is said of them, and the first of them is the best."""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest

from simulator import PRESETS, Experiment, Trace, diagnose, simulate
from simulator.analysis import diagnosis as analysis
from simulator.analysis import effect as effects
from simulator.analysis.candidates import CANDIDATES, candidates
from simulator.analysis.diagnosis import Diagnosis
from simulator.analysis.finding import Finding
from simulator.analysis.findings import findings
from simulator.analysis.rules import RULES
from simulator.analysis.search import Search
from simulator.analysis.words import number
from simulator.engine.training import begin
from tests.stories import story, trained

SOUND = ("healthy", "solved")
"""What stories show whose gradient is sound and which learn, or have learned all there is."""
STORIES = ("zero_weights", "dead_relu", "symmetric_weights")
CASES: dict[str, dict[str, Any]] = {
    "steps too small": {"task": "sine_surface", "depth": 2, "width": 16, "activation": "tanh", "learning_rate": 1e-4},
    "not learned": {"task": "circles", "depth": 5, "activation": "tanh", "learning_rate": 0.001},
    "overshooting penalty": {
        "task": "two_spirals",
        "depth": 2,
        "width": 8,
        "activation": "tanh",
        "init": "uniform",
        "gain": 0.5,
        "learning_rate": 3.0,
        "l2": 1.0,
        "batch_size": 30,
        "steps": 500,
    },
}
RUNS = {name: Experiment(**PRESETS[name].settings) for name in STORIES} | {n: Experiment(**c) for n, c in CASES.items()}
"""Runs with a problem whose remedies are soon tried; tests/test_promise.py searches for those of all stories."""


@cache
def diagnosed(name: str) -> tuple[Trace, Diagnosis]:
    """One of the runs and what is said of it."""
    trace = trained(RUNS[name])
    return trace, diagnose(trace)


@pytest.mark.parametrize("name", [*reversed(PRESETS)])  # from the last, as the other worker trains them from the first
def test_a_story_shows_what_its_row_says(name: str) -> None:
    shows = PRESETS[name].shows
    assert findings(story(name))[0].name in (SOUND if shows == "healthy" else (shows,))


@pytest.mark.parametrize("name", RUNS)
def test_what_is_said_of_a_remedy_is_what_its_run_does(name: str) -> None:
    trace, diagnosis = diagnosed(name)
    for remedy in diagnosis.remedies[:2]:
        effect, run = remedy.effect, trained(trace.experiment.replace(**remedy.changes))
        late = slice(effect.steps - max(3, effect.steps // 5), effect.steps)
        assert effect.loss_after == pytest.approx(float(run.loss[late].mean()))
        norm = np.log10(run.gradient_norm[effect.steps // 2 : effect.steps])
        assert np.log10(effect.spread_after) == pytest.approx(float(np.median(norm[:, 0] - norm[:, -1])))
        assert effect.whole == (effect.steps == run.steps == trace.experiment.steps)
        if trace.outcome.name == "finished":
            assert effect.loss_before == pytest.approx(float(trace.loss[late].mean()))
        far = "the whole run" if effect.whole else f"the first {effect.steps} of {trace.experiment.steps} steps"
        assert remedy.measured.startswith(f"tried over {far}: loss {number(effect.loss_after)} (before ")
        assert f"guessing {number(trace.chance_loss)}" in remedy.measured


@pytest.mark.parametrize("name", RUNS)
def test_what_is_offered_helps_and_what_does_not_is_told_apart(name: str) -> None:
    """What diverges too, cannot act or changes nothing is not offered: 2.3 instead of 2.3 is no help."""
    trace, diagnosis = diagnosed(name)
    for remedy in diagnosis.remedies:
        effect = remedy.effect
        assert remedy.helps and not effect.diverged and effect.spread_after > 0
        begun = effect.loss_before if np.isfinite(effect.loss_before) else trace.loss[0]
        assert number(effect.loss_after) != number(begun) and effect.loss_after < begun
    assert not any(remedy.helps for remedy in (*diagnosis.undecided, *diagnosis.rejected))
    for remedy in diagnosis.rejected:
        effect = remedy.effect
        begun = effect.loss_before if np.isfinite(effect.loss_before) else trace.loss[0]
        assert effect.whole or effect.diverged or not effect.spread_after > 0 or effect.loss_after > begun
    for remedy in diagnosis.undecided:
        assert not remedy.effect.whole and not remedy.effect.diverged and remedy.effect.spread_after > 0
    assert "e-17976" not in " ".join(remedy.measured for remedy in diagnosis.tried)


def test_the_best_remedy_was_tried_over_the_whole_run() -> None:
    assert all(diagnosed(name)[1].remedies[0].effect.whole for name in RUNS)


def test_the_penalty_that_overshoots_is_dropped_by_a_remedy() -> None:
    trace, diagnosis = diagnosed("overshooting penalty")
    assert diagnosis.verdict == "penalty_overshoots"
    tried = [remedy.name for remedy in diagnosis.tried]
    assert "no_penalty" in tried and "no_penalty" in diagnosis.remedies[0].name


def test_clipping_and_smaller_steps_do_not_wake_what_is_dead_from_the_start() -> None:
    """Where a gradient is exactly zero at step 0 there is nothing to clip, and no step to make smaller."""
    dead = Experiment(activation="relu", init="he_normal", gain=0.01, depth=60, width=4, steps=40, learning_rate=0.1)
    trace = simulate(dead)
    found = (Finding("dead_units", ""),)
    search = Search(trace, found)
    for trial in search.trials:
        trial.add(begin(trial.experiment)(10))
    told = {trial.candidate.name: effects.remedy(trial, trace).helps for trial in search.trials}
    assert trace.gradient_norm[0, 0] == 0 or not told["clipping"]
    assert not told["clipping"] and not told["smaller_rate"] and not told["much_smaller_rate"]


def test_the_beginning_of_a_run_is_the_run_cut_short() -> None:
    # Whatever has a memory must go on across the cuts: Adam's moments, the schedule, what was pretrained.
    e = Experiment(depth=5, steps=80, pretraining=2, optimizer="adam", schedule="cosine", clip="norm")
    whole, grow = simulate(e), begin(e)
    parts = [grow(20), grow(50), grow(80)]
    assert [part.steps for part in parts] == [20, 30, 30]
    assert [part.outcome.name for part in parts] == ["running", "running", "finished"]
    for name, values in whole.arrays().items():
        np.testing.assert_array_equal(np.concatenate([part.arrays()[name] for part in parts]), values)


@pytest.mark.parametrize("name", RUNS)
def test_remedies_change_something_and_are_valid(name: str) -> None:
    trace, diagnosis = diagnosed(name)
    for remedy in diagnosis.tried:
        changed = trace.experiment.replace(**remedy.changes)
        assert changed.canonical() != trace.experiment.canonical()
        assert remedy.sentence and remedy.measured


def test_a_sound_run_needs_no_remedy() -> None:
    diagnosis = diagnose(simulate(Experiment(activation="tanh", init="orthogonal", depth=5, steps=60)))
    assert diagnosis.verdict in SOUND and not diagnosis.remedies and diagnosis.sure


def test_two_seeds_that_disagree_leave_a_doubt() -> None:
    trace = simulate(Experiment(depth=20, steps=40))
    healthy = simulate(Experiment(activation="relu", init="he_normal", depth=20, steps=40, learning_rate=0.03))
    diagnosis = analysis.diagnose(trace, lambda e: _part(healthy if e.seed == 1 else trace))
    assert not diagnosis.sure and diagnosis.doubt.startswith("Not sure")
    assert analysis.diagnose(trace, lambda e: _part(trace)).sure


def _part(trace: Trace) -> Callable[[int], Trace]:
    """Gives the beginning of a run, whatever is asked of it."""
    return lambda steps: trace.first(min(steps, 4))


def test_no_remedy_leads_to_settings_that_are_refused() -> None:
    """A convolutional layer has no place where a task has no image, and a batch of one no batch normalization."""
    found = (Finding("vanishing", ""),)
    names = [row.name for row, _ in candidates(Experiment(batch_size=1), found)]
    assert "batch_norm" not in names and "layer_norm" in names


def test_every_candidate_names_what_it_is_against_and_why_it_works() -> None:
    assert len({row.name for row in CANDIDATES}) == len(CANDIDATES) >= 20
    assert all(row.label and row.why and row.source and row.against for row in CANDIDATES)
    tags = frozenset[str]().union(*(rule.tags for rule in RULES))
    assert all(row.against <= tags for row in CANDIDATES)


WITHOUT_REMEDY = {"solved", "overfitting"}
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
