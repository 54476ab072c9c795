"""Runs side by side: what is said to differ differs, what is said to be the same is, and a link keeps the pins."""

from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator import Experiment, SettingsError, simulate
from simulator.analysis.comparison import alike, compared, differing, named
from simulator.engine.network import Network
from simulator.settings.link import DEFAULT, MOST_PINNED, PIN, added, from_query, to_query
from tests.test_query import experiments

BASE = Experiment(depth=4, width=8, batch_size=8, steps=20)
SEQUENCE = Experiment(kind="sequence", task="recall_first", sequence_length=6, width=8, batch_size=8)


@settings(deadline=None, max_examples=50)
@given(experiments(), st.lists(experiments(), max_size=MOST_PINNED, unique_by=lambda e: e.canonical()))
def test_pinned_runs_survive_the_way_through_a_link(experiment: Experiment, pins: list[Experiment]) -> None:
    assert from_query(to_query(experiment, pins)) == (experiment, pins, [])


def test_a_pinned_run_is_short_and_plain_in_a_link() -> None:
    query = to_query(Experiment(), [Experiment(activation="relu", gain=1.5), Experiment()])
    assert query == {PIN: ["activation.relu*gain.1.5", DEFAULT]}


@settings(deadline=None, max_examples=200)
@given(st.lists(st.text(max_size=60), max_size=6))
def test_no_pin_however_broken_raises(texts: list[str]) -> None:
    experiment, pins, ignored = from_query({PIN: texts})
    assert experiment == Experiment() and len(pins) <= MOST_PINNED
    assert all(len(sentence) < 300 for sentence in ignored)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("depth.abc", "In a pinned run: "),
        ("depth.9*nothing.1", "'nothing' cannot be set"),
        ("<script>alert(1)</script>", "cannot be set"),
        # Each of these is allowed alone; together they cost too much.
        ("steps.2000*width.512*depth.200*batch_size.512", "In a pinned run: "),
        ("x" * 20_000, "cannot be set"),
    ],
)
def test_what_a_pin_asks_for_in_vain_is_said(text: str, said: str) -> None:
    _, pins, ignored = from_query({PIN: [text]})
    assert len(pins) == 1 and said in " ".join(ignored) and len(" ".join(ignored)) < 1000


def test_too_many_pins_are_counted_and_equal_ones_kept_once() -> None:
    assert len(from_query({PIN: [f"depth.{n}" for n in range(1, 9)]})[1]) == MOST_PINNED
    assert "8 runs are pinned" in " ".join(from_query({PIN: [f"depth.{n}" for n in range(1, 9)]})[2])
    assert added([BASE], BASE.replace(forget_bias=3.0)) == [BASE]
    full = [BASE.replace(depth=n) for n in (1, 2, 3)]
    assert added(full, full[1]) == full
    with pytest.raises(SettingsError, match="no room for one more pinned run: 3 of 3 places"):
        added(full, BASE)


def test_only_what_matters_and_differs_is_named() -> None:
    relu = BASE.replace(activation="relu", init="he_normal", forget_bias=3.0)
    assert differing([BASE, relu]) == ["activation", "init"]
    assert named(relu, ["activation", "init"]) == "ReLU, He (normal)"
    assert named(BASE.replace(depth=9, skip="none"), ["depth", "skip"]) == "layers 9, shortcuts none"
    assert named(BASE, []) == "the same settings"


def test_the_table_holds_what_differs_and_what_was_measured() -> None:
    pair = [BASE.replace(activation="tanh", init="orthogonal"), BASE]
    traces = [simulate(e) for e in pair]
    rows = {row.label: row.values for row in compared(pair, traces)}
    assert rows["Activation"] == ("Tanh", "Sigmoid")
    for i, trace in enumerate(traces):
        late = slice(-(trace.steps // 5), None)
        assert rows["Loss"][i] == f"{trace.loss[late].mean():.3g}"
        share = float(trace.gradient_norm[late, 0].mean() / trace.gradient_norm[late, -1].mean())
        shown = rows["Layer 1 receives, of the last"][i]
        assert float(shown.removesuffix(" %").removesuffix(" times")) == pytest.approx(
            100 * share if shown.endswith("%") else share, rel=0.3
        )
    assert rows["Training"] == ("20 of 20 steps", "20 of 20 steps")
    waiting = {row.label: row.values for row in compared(pair, [traces[0], None])}
    assert waiting["Loss"][1] == "–"


def same_samples(one: Network, other: Network) -> bool:
    return torch.equal(one.batch()[0], other.batch()[0])


@pytest.mark.parametrize(
    ("base", "change", "samples", "weights"),
    [
        (BASE, {"activation": "relu"}, "same samples", "Their first weights are the same."),
        (BASE, {"init": "he_normal"}, "same samples", "are the same, of another size."),
        (BASE, {"depth": 6}, "same samples", "are the same, as far as the smaller one reaches."),
        (BASE, {"seed": 1}, "different samples", "are other random numbers."),
        (BASE, {"width": 16}, "same samples", "Where the shapes differ (width)"),
        (BASE, {"batch_size": 16}, "different samples", "are the same."),
        (BASE, {"init": "orthogonal"}, "same samples", "are drawn in different ways."),
        (BASE, {"activation": "maxout"}, "same samples", "Where the shapes differ (activation)"),
        (SEQUENCE, {"cell": "lstm"}, "same samples", "Where the shapes differ (cell)"),
        (SEQUENCE, {"sequence_length": 9}, "different samples", "are the same."),
    ],
)
def test_what_is_said_to_be_the_same_is(base: Experiment, change: dict[str, Any], samples: str, weights: str) -> None:
    other = base.replace(**change)
    said = alike([base, other])
    assert samples in said and weights in said
    mine, theirs = Network(base), Network(other)
    assert same_samples(mine, theirs) == (samples == "same samples")
    hidden, there = mine.parameters["hidden"], theirs.parameters["hidden"]
    if weights.endswith(("are the same.", "reaches.")):
        assert torch.equal(hidden, there[: len(hidden)])
    elif weights.endswith("another size."):
        torch.testing.assert_close(hidden / hidden.norm(), there / there.norm())
    else:
        assert hidden.shape != there.shape or not torch.allclose(hidden, there)


def test_what_diverged_is_not_said_to_receive_nothing() -> None:
    e = Experiment(depth=60, activation="linear", init="identity", gain=1.5, steps=50, width=8, batch_size=16)
    values = {row.label: row.values[0] for row in compared([e], [simulate(e)])}
    assert values["Training"].startswith("Diverged")
    assert values["Layer 1 receives, of the last"] != "nothing" and "nan" not in values["Loss"]
