"""The first remedy is as good as the best, for every story with a problem and every case, and the search keeps to its
budget: the product's own search, on runs that were trained before (tests/courses.py)."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from benchmarks.remedies import COST, FIRST, RATIO, RUNS, SOLVED
from simulator.analysis.course import Course
from simulator.analysis.effect import judged
from simulator.analysis.finding import Finding
from simulator.analysis.findings import findings
from simulator.analysis.search import RESUMED, Search
from simulator.engine.training import begin_trial
from simulator.settings.limits import seconds
from tests.courses import FILE, key, read
from tests.stories import trained
from tests.synthetic import trace as synthetic

AGAIN = "what is kept in courses.xz is no longer so: python -m benchmarks.remedies --save"
MENDED = [name for name in RUNS if name != "case 8"]
"""All but the one that has nothing to mend."""
TRAINED = ("zero_weights", "case 14")
"""Of two that are quickly trained the runs are held against the engine's."""
BEGINNING = 20
"""Training steps after which rounding may have led two machines to different places."""


class Replay:
    """A search on the runs that are kept."""

    def __init__(self, name: str) -> None:
        e, self.kept = RUNS[name], read()[name]
        assert self.kept.settings == key(e), AGAIN
        self.alone = self.kept.wholes[key(e)]
        trace = replace(synthetic(e, rows=min(e.steps, 5)), chance_loss=self.kept.chance)
        self.search = Search(trace, [Finding(found, "") for found in self.kept.found])
        self.rounds = [self._trained(jobs) for jobs in self.search.rounds()]

    def _trained(self, jobs: list) -> float:
        """Gives every run its steps; what they cost, in whole runs without remedies."""
        cost = 0.0
        for run, steps in jobs:
            twin = run is self.search.twin
            whole = self.alone if twin else self.kept.wholes.get(key(run.experiment))
            assert whole, f"{AGAIN} ({key(run.experiment)})"
            done = run.course.steps
            cost += whole.cost(done, steps) + (RESUMED / seconds(self.search.experiment) if done else 0.0)
            run.course = whole.course.first(steps)
        return cost

    @property
    def tried(self) -> list[str]:
        """The settings of what was tried, in the order of a diagnosis: what helps, what may help, all else."""
        return [key(trial.experiment) for trial in sorted(self.search.ranked, key=self._place)]

    def _place(self, trial) -> int:
        before = self.alone.course
        if not before.diverged:
            before = before.first(trial.course.steps)
        helps, undecided = judged(before, trial.course, trial.course.steps >= self.search.steps)
        return 0 if helps else 1 if undecided else 2


@cache
def replay(name: str) -> Replay:
    return Replay(name)


@pytest.mark.parametrize("name", MENDED)
def test_the_first_remedy_is_as_good_as_the_best_that_was_tried(name: str) -> None:
    run = replay(name)
    ends = [run.kept.wholes[settings].end for settings in run.tried]
    assert ends[0] <= max(RATIO * min(ends), SOLVED * run.kept.chance), [*zip(run.tried, ends, strict=True)]


@pytest.mark.parametrize("name", MENDED)
def test_trials_cost_what_they_may(name: str) -> None:
    """By the processor time that was measured when these runs were kept."""
    rounds = replay(name).rounds
    assert rounds[0] <= FIRST and sum(rounds) <= COST, rounds


@pytest.mark.parametrize("name", TRAINED)
def test_what_is_kept_is_what_the_engine_trains(name: str) -> None:
    e, kept = RUNS[name], read()[name]
    trace = trained(e)
    assert tuple(finding.name for finding in findings(trace)) == kept.found, AGAIN
    assert trace.chance_loss == pytest.approx(kept.chance), AGAIN
    for trial in Search(trace, findings(trace)).trials:
        course, whole = Course.of(begin_trial(trial.experiment)(BEGINNING)), kept.wholes[key(trial.experiment)]
        np.testing.assert_allclose(whole.course.loss[:BEGINNING], course.loss, rtol=0.01, err_msg=AGAIN)
        np.testing.assert_allclose(whole.course.log_spread[:BEGINNING], course.log_spread, atol=0.05, err_msg=AGAIN)


def test_the_file_is_small() -> None:
    assert FILE.stat().st_size < 300_000
