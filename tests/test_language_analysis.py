"""Every text of verdict, findings, remedies, refusals, links, maps and challenges is told in the reader's language.

The made-up language accents each letter of a message: a word of plain letters is a text that nobody marked.
"""

import re
from collections.abc import Iterator
from dataclasses import fields, replace
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from simulator import Experiment, SettingsError, Trace
from simulator.analysis.candidates import CANDIDATES, changed
from simulator.analysis.candidates.candidate import Both
from simulator.analysis.captions import captions, exact
from simulator.analysis.comparison import alike, compared, named
from simulator.analysis.describe import describe
from simulator.analysis.diagnosis import Trying
from simulator.analysis.effect import remedy
from simulator.analysis.findings import findings
from simulator.analysis.rules import RULES
from simulator.analysis.seeds import counted, how_often
from simulator.analysis.trial import Trial
from simulator.analysis.verdict import VERDICTS, verdict, verdict_label
from simulator.analysis.words import number, part, percent, relative, spoken, times
from simulator.catalog import MENUS, TASKS
from simulator.catalog.challenges import CAUSES, CHALLENGES
from simulator.catalog.choice import Choice
from simulator.catalog.glossary import GLOSSARY
from simulator.catalog.lessons import LESSONS
from simulator.catalog.maps import MAPS
from simulator.catalog.quantities import QUANTITIES
from simulator.catalog.stories import STORIES
from simulator.catalog.viewing import MOMENT
from simulator.language import using
from simulator.language.pseudo import KEPT, PSEUDO
from simulator.outcome import Exam
from simulator.repeated import Range, Seeds
from simulator.settings.experiment import FIELDS
from simulator.settings.labels import help_of, label_of, spoken_label
from simulator.settings.link import added, from_query
from simulator.settings.lock import ONLY, opened
from simulator.settings.moment import moment_of
from simulator.settings.repeating import is_repeated, too_costly
from simulator.sweeps import plan_link
from simulator.sweeps.questions import QUESTIONS, said_of_all
from simulator.teaching.challenges.attempt import attempt_of, begun
from simulator.teaching.challenges.causes import explanation, table_of
from simulator.teaching.challenges.codes import CodeError, from_code
from simulator.teaching.challenges.marks import mark
from simulator.teaching.place import place_of
from simulator.teaching.readings import READINGS
from simulator.teaching.runs import experiments
from simulator.teaching.words import filled
from tests.stories import story, trained
from tests.synthetic import diverging, silent, with_norms
from tests.synthetic import trace as synthetic
from tests.test_findings import KNOWN, QUICK

WORD = re.compile(r"[A-Za-z]{3,}")
NAMES = {"RNN", "and", "inf", "nan"}
"""Of a cell; and how a list is joined, which follows no message."""


def plain(texts: Iterator[str] | list[str]) -> set[str]:
    """The words of these texts that are no message, but for names of settings and of the rows of menus."""
    known = {*NAMES, *FIELDS, *(name for rows in (*MENUS.values(), *TASKS.values()) for name in rows)}
    known |= {one for name in known for one in name.split("_")}
    return {word for text in texts for word in WORD.findall(KEPT.sub("", text))} - known


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


def texts_of(row: Any) -> Iterator[str]:
    """The texts of a row and of the rows in it."""
    for name in ("label", "note", "plain", "unit", "group", "learns", "why", "criterion", "text", "misconception"):
        yield str(getattr(row, name, ""))
    for name in ("heading", "term"):
        yield str(getattr(row, name, ""))
    for name in ("aims", "hints"):
        yield from getattr(row, name, ())
    for field in fields(row):
        inner = getattr(row, field.name, ())
        for one in inner if isinstance(inner, tuple) and field.name in ("screens", "text", "answers") else ():
            yield from texts_of(one)


def test_every_row_of_every_table_is_marked() -> None:
    tables = [*MENUS.values(), *TASKS.values(), STORIES, LESSONS, CHALLENGES, CAUSES, MAPS, GLOSSARY, QUANTITIES]
    rows: list[Any] = [row for table in (*tables, QUESTIONS, READINGS) for row in table.values()]
    assert all(isinstance(row, Choice) for row in rows) and len(rows) > 250
    with using(PSEUDO):
        for row in (*rows, *CANDIDATES, *RULES):
            # A hole of a lesson's sentence names a run and a reading; "(our own)" stands in no text.
            found = [re.sub(r"\{[\w.]+\}", "", text) for text in texts_of(row) if not text.startswith("(")]
            assert plain(found) == set(), row.name
        for name in FIELDS:
            assert plain([label_of(name), help_of(name), spoken_label(name)]) == set(), name
        assert plain([verdict_label(name) for name in VERDICTS]) == set()


REFUSED: list[dict[str, Any]] = [
    {"layer": "conv", "task": "xor"},
    {"normalization": "batch", "batch_size": 1},
    {"kind": "sequence", "task": "copy", "sequence_length": 5},
    {"kind": "sequence", "task": "recall_first", "cell": "lstm", "activation": "maxout"},
    {"task": "sine_surface", "objective": "cross_entropy"},
    {"depth": 200, "width": 512, "batch_size": 512, "steps": 10_000},
    {"depth": 100, "width": 256, "batch_size": 512, "steps": 1},
    {"depth": 200, "width": 2, "batch_size": 1, "steps": 10_000},
    {"depth": 0},
    {"depth": "many"},
    {"gain": float("nan")},
    {"activation": "sigmoit"},
    {"task": "x"},
    {"kind": "sequence", "task": "x"},
    {"dephts": 1},
    {"qqqq": 1},
]


@pytest.mark.parametrize("settings", REFUSED, ids=str)
def test_every_refusal_is_marked(settings: dict[str, Any]) -> None:
    with using(PSEUDO):
        with pytest.raises(SettingsError) as error:
            Experiment(**settings)
        given = {"maxout", "sigmoit", "many", "dephts", "depth", "qqqq", "nan"}
        assert plain([str(error.value)]) <= given
        _, ignored = Experiment.from_query({name: str(value) for name, value in settings.items()})
        assert ignored and plain(ignored) <= given


def test_what_has_no_effect_is_marked() -> None:
    gru = {"kind": "sequence", "task": "recall_first", "cell": "gru"}
    pixels = next(row.name for row in TASKS["sequence"].values() if row.length)
    runs: list[dict[str, Any]] = [
        {"forget_bias": 3.0, "sequence_length": 9, "target_scale": 2.0, "clip_at": 3.0, "cell": "lstm"},
        {"normalization": "layer", "bias_std": 1.0, "init": "zeros", "gain": 2.0, "schedule": "cosine", "steps": 1},
        {"depth": 1, "skip": "residual", "gain": 0.0, "weight_mean": 1.0, "init": "he_normal"},
        {**gru, "depth": 3, "forget_bias": 2.0, "layer": "conv", "skip": "residual", "gate_biases": "chrono"},
        {**gru, "cell": "lstm", "gate_biases": "chrono", "forget_bias": 2.0, "input_init": "xavier_normal"},
        {**gru, "cell": "rnn", "gate_biases": "chrono", "sequence_length": 2},
        {"kind": "sequence", "task": pixels, "sequence_length": 9, "weight_mean": 1.0, "init": "orthogonal"},
    ]
    with using(PSEUDO):
        for settings in runs:
            assert plain([*Experiment(**settings).ignored]) == set()


def test_what_is_ignored_of_a_link_is_marked() -> None:
    odd = "zzz"
    with using(PSEUDO):
        said = from_query({"pin": ["depth.x", "colour.red", "depth.3", "depth.4", "depth.5"], odd: ["1"]})[2]
        said += moment_of({"at": ["0"], "view": [odd], "speed": [odd]}, 30)[1] + is_repeated({"seeds": [odd]})[1]
        said += opened({ONLY: ["depth~default~0123456789"], "width": ["5"]}, "key")[3]
        said += [too_costly(Experiment(depth=100, width=128, steps=500))]
        said += place_of({"lesson": ["tanj"]})[1] + place_of({"lesson": ["tanh"], "screen": ["99"], odd: [""]})[1]
        said += place_of({"screen": ["1"]})[1] + place_of({"lesson": [odd]})[1]
        said += attempt_of({"challenge": [odd]})[1] + attempt_of({"challenge": ["whispe"], "number": ["x"]})[1]
        wrong = {"challenge": ["whisper"], "number": ["x"], "hints": ["9"], "answer": [odd], "depth": ["1"], odd: [""]}
        said += attempt_of(wrong | {"gain": ["x"]})[1]
        maps = [{"map": [odd]}, {"across": ["kind"], "up": ["gain:3:1"]}, {"across": ["depth:5:5"], "up": ["skip:zzz"]}]
        maps += [{"across": ["gain"], "up": ["gain"], "ask": [odd], "seeds": ["99"]}, {"map": ["gain_depth_tan"]}]
        for query in maps:
            said += plan_link.from_query(query)[1]
        said += plan_link.cells_of(plan_link.ready_made(plan_link.FIRST), ["zzz*1"])[1]
        for code in (odd, "whisper~4711~1~gain.1.0~3f2a9c"):
            with pytest.raises(CodeError) as error:
                from_code(code, "key")
            said.append(str(error.value))
        for more in (1, 2):
            with pytest.raises(SettingsError) as full:
                added([Experiment(depth=n) for n in (2, 3, 4)], *[Experiment(depth=9 + n) for n in range(more)])
            said.append(str(full.value))
        parameters = {*plan_link.OWN, *MOMENT, *QUESTIONS, "lesson", "screen", "answer", "hints", "number"}
        words = {word for name in parameters for word in WORD.findall(name)}
        given = {odd, "colour", "tanj", "tanh", "whispe", "whisper", *WORD.findall("watch why walk learns slow normal")}
        assert plain(said) <= words | given | {"fast", "gain", "tan", "above", "chance", "sigmoid", "width"}


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
