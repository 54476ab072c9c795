"""Every text of verdict, findings, remedies, runs side by side and challenges is told in the reader's language."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from simulator import Experiment, Trace
from simulator.analysis.candidates import CANDIDATES, changed
from simulator.analysis.candidates.candidate import Both
from simulator.analysis.captions import captions, exact
from simulator.analysis.comparison import alike, compared, named
from simulator.analysis.describe import describe
from simulator.analysis.diagnosis import Trying
from simulator.analysis.effect import remedy
from simulator.analysis.findings import findings
from simulator.analysis.seeds import counted, how_often
from simulator.analysis.trial import Trial
from simulator.analysis.verdict import verdict
from simulator.analysis.words import number, part, percent, relative, spoken, times
from simulator.catalog.challenges import CHALLENGES
from simulator.catalog.lessons import LESSONS
from simulator.catalog.stories import STORIES
from simulator.language import using
from simulator.language.pseudo import PSEUDO
from simulator.outcome import Exam
from simulator.repeated import Range, Seeds
from simulator.sweeps.questions import said_of_all
from simulator.teaching.challenges.attempt import begun
from simulator.teaching.challenges.causes import explanation, table_of
from simulator.teaching.challenges.marks import mark
from simulator.teaching.runs import experiments
from simulator.teaching.words import filled
from tests.marked import plain
from tests.stories import story, trained
from tests.synthetic import diverging, silent, with_norms
from tests.synthetic import trace as synthetic
from tests.test_findings import KNOWN, QUICK


def told_of(trace: Trace) -> Iterator[str]:
    """What is said of a run, at its first training step, in the middle, and at the end."""
    rows = [0, trace.steps // 2, trace.steps - 1]
    found = [verdict(trace, row) for row in rows]
    yield from (caption.sentence for caption in (*captions(found, rows, trace.steps), *exact(found)))
    yield from (finding.sentence for finding in findings(trace))
    yield describe(trace.network)
    yield describe(trace.network, learns=True)


@pytest.mark.parametrize("name", STORIES)
def test_what_is_said_of_every_story_is_marked(name: str) -> None:
    with using(PSEUDO):
        assert plain(told_of(story(name))) == set()


@pytest.mark.parametrize("settings", [settings for _name, settings in KNOWN], ids=str)
def test_what_is_found_of_every_known_trouble_is_marked(settings: dict[str, Any]) -> None:
    with using(PSEUDO):
        assert plain(told_of(trained(Experiment(**QUICK | settings)))) == set()


@pytest.mark.parametrize("kind", ["deep", "sequence"])
def test_what_is_said_of_gradients_of_all_kinds_is_marked(kind: str) -> None:
    e = Experiment(kind=kind, task="digits" if kind == "deep" else "recall_first", depth=8, sequence_length=8, steps=60)
    profiles = [np.zeros(8), np.r_[0, np.ones(7)], np.r_[0, 0, 0, np.ones(5)], np.r_[np.ones(7), 0], np.full(8, np.inf)]
    profiles += [factor ** np.arange(8.0) for factor in (0.01, 0.9, 1.0, 1.1, 3.0, 30.0, 1e30)]
    traces = [with_norms(profile, e.replace(steps=1)) for profile in profiles]
    traces += [silent(e), diverging(e), replace(diverging(e), outcome=replace(diverging(e).outcome, site=None))]
    with using(PSEUDO):
        for trace in traces:
            assert plain(told_of(trace)) == set()


def test_numbers_are_marked() -> None:
    logs = [*np.arange(-40.0, 40.0, 0.7), -np.inf]
    with using(PSEUDO):
        assert plain([say(log) for log in logs[:-1] for say in (part, spoken, relative)] + [relative(-np.inf)]) == set()
        assert plain([times(log) for log in logs if log > 0]) == set()
        assert plain([say(10.0**log) for log in logs for say in (number, percent)] + [number(np.nan)]) == set()


def test_remedies_are_marked() -> None:
    e = Experiment(depth=6, activation="relu", learning_rate=10.0, clip="norm", l2=0.1, input_scale=100.0, steps=60)
    without, gone = synthetic(e), diverging(e)
    with using(PSEUDO):
        tried = [(row, row.change(e)) for row in CANDIDATES]
        trials = [Trial(e, candidate=row, changes=changes, guess=2.3) for row, changes in tried if changed(e, changes)]
        trials += [Trial(e, candidate=Both(*two), changes={}, guess=2.3) for two in combinations(CANDIDATES[:3], 2)]
        found = []
        for trial, run in zip(trials, [without, without.first(20), gone] * 20, strict=False):
            trial.add(run)
            found += [remedy(trial, base) for base in (without, gone)]
        assert plain(text for one in found for text in (one.label, one.sentence, one.measured)) == set()
        trying = Trying(without)
        trying.search.twin.add(gone.first(20))
        assert plain([trying.diagnosis.doubt]) == set()


def test_runs_side_by_side_and_over_many_seeds_are_marked() -> None:
    e = Experiment(depth=6, steps=60)
    others: list[dict[str, Any]] = [{"depth": 8}, {"seed": 1}, {"init": "he_normal"}, {"gain": 2.0}]
    others += [{"width": 8, "gain": 2.0}, {"width": 8, "depth": 9, "gain": 2.0}]
    others += [{"activation": "maxout"}, {"normalization": "batch"}, {"output_activation": "sigmoid"}, {"steps": 9}]
    with using(PSEUDO):
        for changes in others:
            runs = [e, e.replace(**changes)]
            rows = compared(runs, [synthetic(runs[0]), diverging(runs[1], 5)])
            texts = [text for row in rows for text in (row.label, *row.values)]
            assert plain([*texts, alike(runs), *(named(one, ["depth", *changes]) for one in runs)]) == set()
        names = np.array([["vanishing"], ["healthy"], ["not_learning"]])
        spread = Range(np.ones(1), np.ones(1), np.ones(1))
        seeds = Seeds(e, (0, 1, 2), (0,), spread, spread, spread, names, np.array([[False], [True], [True]]))
        vanishing = verdict(synthetic(e), 0)
        assert plain([how_often(seeds), counted(vanishing, seeds, 0).sentence]) == set()
        assert plain([said_of_all("verdict", ["vanishing", "solved"]), said_of_all("loss", [1.0, 2.5])]) == set()


def test_marks_and_lessons_with_their_numbers_are_marked() -> None:
    with using(PSEUDO):
        for name in CHALLENGES:
            attempt = begun(CHALLENGES[name], 7)
            e = attempt.experiment
            traces = [synthetic(e), synthetic(e, 0.6), synthetic(e, -0.01)]
            # What makes a run diverge writes to its fourth site.
            for trace in traces + ([diverging(e)] if e.sites > 3 else []):
                found = mark(attempt, trace)
                table = [text for row in (*found.rows.items(), *table_of(trace).items()) for text in row]
                assert plain([found.word, found.sentence, found.said, explanation(trace), *table]) == set(), name
        for lesson in LESSONS.values():
            runs = {name: examined(synthetic(e)) for name, e in experiments(lesson).items()}
            assert plain([filled(one.text, runs) for screen in lesson.screens for one in screen.text]) == set()


def examined(trace: Trace) -> Trace:
    """The run as if it had been asked of samples that it never saw."""
    return replace(trace, outcome=replace(trace.outcome, exam=Exam(0.1, 2.0, 0.9, 0.5)), chance_accuracy=0.1)
