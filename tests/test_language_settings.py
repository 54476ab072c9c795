"""Every row of a table, every refusal, and what is said of links and idle settings is told in the reader's language."""

import re
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import pytest

from simulator import Experiment, SettingsError
from simulator.analysis.candidates import CANDIDATES
from simulator.analysis.rules import RULES
from simulator.analysis.verdict import VERDICTS, verdict_label
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
from simulator.language.pseudo import PSEUDO
from simulator.settings.experiment import FIELDS
from simulator.settings.labels import help_of, label_of, spoken_label
from simulator.settings.link import added, from_query
from simulator.settings.lock import ONLY, opened
from simulator.settings.moment import moment_of
from simulator.settings.repeating import is_repeated, too_costly
from simulator.sweeps import plan_link
from simulator.sweeps.questions import QUESTIONS
from simulator.teaching.challenges.attempt import attempt_of
from simulator.teaching.challenges.codes import CodeError, from_code
from simulator.teaching.place import place_of
from simulator.teaching.readings import READINGS
from tests.marked import WORD, plain


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
    # A table that had lost its rows would have no text that is not marked.
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
