"""Settings in a link: every experiment survives the way there and back, and no link, however broken, raises."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from simulator import Experiment, SettingsError
from simulator.catalog import menu
from simulator.settings.experiment import FIELDS
from simulator.settings.setting import range_of

LONGEST = 300
"""Characters in which a line about something ignored must fit."""


def values(name: str, kind: str) -> st.SearchStrategy[Any]:
    """Every value that the setting allows."""
    limits = range_of(FIELDS[name])
    if limits is None:
        return st.just(kind) if name == "kind" else st.sampled_from(list(menu(name, kind)))
    if FIELDS[name].annotation is int:
        return st.integers(int(limits[0]), int(limits[1]))
    return st.floats(*limits)


@st.composite
def experiments(draw: st.DrawFn) -> Experiment:
    kind = draw(st.sampled_from(["deep", "sequence"]))
    names = draw(st.sets(st.sampled_from(list(FIELDS))))
    try:
        return Experiment(**{name: draw(values(name, kind)) for name in sorted(names)} | {"kind": kind})
    except SettingsError:  # two settings clash, or the run costs too much
        assume(False)
        raise


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)
NAMES = st.sampled_from(list(FIELDS))
PLAUSIBLE = st.sampled_from(["deep", "sequence", "lstm", "conv", "copy", "xor", "batch", "1", "2", "500", "0.5", "200"])
QUERIES = st.dictionaries(
    NAMES | st.text() | st.integers() | st.none() | st.binary(), PLAUSIBLE | ANYTHING, max_size=12
)


def opened(query: Mapping[Any, Any]) -> tuple[Experiment, list[str]]:
    """What a link gives, with what holds for every link."""
    experiment, sentences = Experiment.from_query(query)
    assert Experiment.from_query(experiment.to_query()) == (experiment, [])
    for sentence in sentences:
        assert sentence.isascii() and sentence.isprintable()
        assert 0 < len(sentence) <= LONGEST
        assert sentence[-1] in ".?"
    return experiment, sentences


@given(experiments())
@settings(deadline=None)
def test_an_experiment_survives_the_way_through_a_link(experiment: Experiment) -> None:
    query = experiment.to_query()
    assert all(isinstance(text, str) for text in query.values())
    assert Experiment.from_query(dict(parse_qsl(urlencode(query)))) == (experiment, [])


@given(QUERIES)
@settings(deadline=None, max_examples=200)
@example({"layer": "conv", "task": "xor", "normalization": "batch", "batch_size": 1})
@example({"steps": 2000, "width": 512, "depth": 200, "batch_size": 512, "activation": "maxout", "skip": "highway"})
@example({"kind": "sequence", "cell": "lstm", "task": "copy", "sequence_length": 500, "width": 512, "pretraining": 9})
@example({"kind": "sequence", "cell": "lstm", "activation": "maxout"})
@example({"kind": "sequence", "cell": "gru", "activation": "step"})
def test_no_link_raises_and_everything_wrong_is_said_once(query: dict[Any, Any]) -> None:
    experiment, sentences = opened(query)
    unknown = [name for name in query if name not in FIELDS]
    wrong = [name for name in query if name in FIELDS and not fits(name, query[name], experiment.kind)]
    assert len(unknown) + len(wrong) <= len(sentences) <= len(query)
    for name in wrong:
        assert getattr(experiment, name) == experiment.default_of(name)
        assert sum(sentence.startswith(f"{FIELDS[name].title}: ") for sentence in sentences) == 1


def fits(name: str, value: Any, kind: str) -> bool:
    """Whether the setting is right, taken alone."""
    small = {"depth": 1, "width": 2, "steps": 1, "kind": kind}
    try:
        return bool(Experiment(**{**small, name: value}))
    except SettingsError as error:
        return len(error.fields) > 1


def test_the_default_needs_no_link() -> None:
    assert Experiment().to_query() == {}
    assert opened({}) == (Experiment(), [])


def test_a_link_holds_only_what_differs_from_the_default() -> None:
    query = {"kind": "sequence", "cell": "lstm", "learning_rate": "0.003"}
    assert Experiment(kind="sequence", cell="lstm", learning_rate=0.003, depth=20).to_query() == query


HOSTILE = [
    ("depth", "abc", "Layers: 'abc' was ignored; allowed are whole numbers from 1 to 200."),
    ("depth", "201", "Layers: '201' was ignored; allowed are whole numbers from 1 to 200."),
    ("depth", "", "Layers: '' was ignored; allowed are whole numbers from 1 to 200."),
    # int() reads the digits of every script; a link is not to.
    ("depth", "٣", "Layers: '\\u0663' was ignored; allowed are whole numbers from 1 to 200."),
    ("depth", None, "Layers: None was ignored; allowed are whole numbers from 1 to 200."),
    ("depth", ["3"], "Layers: ['3'] was ignored; allowed are whole numbers from 1 to 200."),
    ("depth", {"a": 1}, "Layers: {'a': 1} was ignored; allowed are whole numbers from 1 to 200."),
    ("gain", "NaN", "Weight gain: 'NaN' was ignored; allowed are numbers from 0 to 10."),
    ("gain", "1e999", "Weight gain: '1e999' was ignored; allowed are numbers from 0 to 10."),
    ("gain", "-inf", "Weight gain: '-inf' was ignored; allowed are numbers from 0 to 10."),
    # Python refuses to write out more than 4300 digits, and the sentence must not fail by that.
    ("seed", 10**5000, "Random seed: a value that cannot be shown was ignored; allowed are whole numbers from 0 to "),
    ("activation", "x" * 20_000, f"Activation: '{'x' * 35}...' was ignored; it is not on the menu."),
    ("activation", "relu\0", "Activation: 'relu\\x00' was ignored; it is not on the menu."),
    ("task", "<script>alert(1)</script>", "Task: '<script>alert(1)</script>' was ignored; it is not on the menu."),
    ("kind", "\ud800", "Kind of network: '\\ud800' was ignored; it is not on the menu."),
    ("kind", 1, "Kind of network: 1 was ignored; it is not on the menu."),
    ("dpeth", "3", "'dpeth' is not a setting and was ignored; did you mean depth?"),
    ("<b>", "3", "'<b>' is not a setting and was ignored."),
    (5, "3", "5 is not a setting and was ignored."),
    (None, None, "None is not a setting and was ignored."),
    ("k" * 20_000, "3", f"'{'k' * 35}...' is not a setting and was ignored."),
]


@pytest.mark.parametrize(("name", "value", "sentence"), HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_wrong_is_left_out_and_the_rest_is_kept(name: Any, value: Any, sentence: str) -> None:
    experiment, sentences = opened({"width": "64", name: value})
    assert experiment == Experiment(width=64)
    assert len(sentences) == 1
    assert sentences[0].startswith(sentence)


def test_of_two_settings_that_clash_one_is_left_out() -> None:
    experiment, sentences = opened({"task": "xor", "layer": "conv"})
    assert experiment == Experiment(task="xor")
    assert sentences == [
        "Kind of layer: 'conv' was ignored; convolutional layers need images, and the task XOR has none."
    ]


def test_of_what_costs_too_much_as_much_is_kept_as_can_be() -> None:
    experiment, sentences = opened({"depth": "120", "width": "256", "steps": "2000"})
    assert experiment == Experiment(depth=120, width=256)
    assert sentences[0].startswith("Training steps: '2000' was ignored; this run would take about ")
