"""A run as the player gets it: every run fits into its bytes, and no number is lost on the way."""

import json
import struct
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from simulator import preview, simulate
from simulator.analysis.captions import exact
from simulator.analysis.verdict import verdict
from simulator.charts import answers, payload, theme
from simulator.charts.recorded import displayed
from simulator.outcome import Outcome
from simulator.prediction import Prediction
from simulator.settings.experiment import Experiment
from simulator.trace import Trace
from tests import synthetic
from tests.unpacking import packed, unpack

LONGEST = Experiment(kind="sequence", task="recall_first", cell="lstm", sequence_length=500, steps=2000, width=2)
DEEPEST = Experiment(depth=200, steps=2000, width=2)


def pack_of(trace: Trace) -> bytes:
    return payload.pack(trace, run="r", ask_for_more=False)


@pytest.mark.parametrize(
    "settings",
    [
        {"task": "two_spirals", "depth": 2, "width": 4},
        {"task": "sine_surface", "depth": 2, "width": 4},
        {"depth": 2, "width": 4},
        {"kind": "sequence", "task": "copy", "sequence_length": 100, "width": 4},
        {"kind": "sequence", "task": "adding", "sequence_length": 20, "width": 4},
    ],
    ids=lambda s: s.get("task", "digits"),
)
def test_what_is_learned_arrives_and_takes_little(settings: dict[str, Any]) -> None:
    trace = simulate(Experiment(**settings, steps=120, batch_size=8))
    early, _ = unpack(pack_of(preview(trace.experiment)))
    assert early["learned"]["recorded"] == [] and early["learned"]["asked"]
    sent, (header, arrays) = sum(len(b.data) for b in answers.blocks(trace)), unpack(pack_of(trace))
    assert trace.learned and sent * 60 / len(trace.learned.steps) < 150_000
    about, said = header["learned"], trace.learned.samples
    assert about["recorded"] == (trace.learned.steps + 1).tolist() and about["asked"] == said.shape[1]
    if about["classes"]:
        np.testing.assert_array_equal(arrays["said:class"], said.argmax(-1).reshape(len(said), -1))
        np.testing.assert_allclose(arrays["said:sure"], said.max(-1).reshape(len(said), -1), atol=0.0021)
    else:
        np.testing.assert_allclose(arrays["said"], said.reshape(len(said), -1), atol=1e-3)
    if about["picture"] == "plane":
        grid = trace.learned.grid
        low, high = (0.0, 1.0) if about["classes"] else (1.5 * about["low"], 1.5 * about["high"])
        np.testing.assert_allclose(arrays["said:grid"], grid.clip(low, high), atol=0.01)


@pytest.mark.parametrize("experiment", [LONGEST, DEEPEST, LONGEST.replace(cell="rnn"), Experiment()])
def test_a_run_of_any_size_stays_under_a_megabyte(experiment: Experiment) -> None:
    assert len(payload.pack(synthetic.trace(experiment), run="r", ask_for_more=True)) < 1_000_000


def test_norms_come_back_within_a_fraction_of_a_decade_of_what_they_were() -> None:
    trace = synthetic.trace(Experiment(depth=200, width=2), -1.4)
    header, arrays = packed(trace)
    logs = np.log10(trace.gradient_norm)
    assert logs.min() < -250
    unit = header["blocks"][0]["unit"]
    assert unit < 0.005
    assert np.abs(arrays["norm"] - logs).max() <= 0.51 * unit


def test_a_usual_norm_comes_back_to_three_digits() -> None:
    trace = synthetic.trace(Experiment())
    _, arrays = packed(trace)
    np.testing.assert_allclose(10 ** arrays["norm"], trace.gradient_norm, rtol=5e-4)
    np.testing.assert_allclose(10 ** arrays["updates"], trace.update_ratio, rtol=5e-4)


def test_shares_and_learning_come_back() -> None:
    trace = synthetic.trace(Experiment())
    _, arrays = packed(trace)
    # A share is sent in parts of 1 / 250, so half of such a part may be lost.
    np.testing.assert_allclose(arrays["saturated"], trace.saturated, atol=0.0021)
    np.testing.assert_allclose(arrays["dead"], trace.dead, atol=0.0021)
    np.testing.assert_allclose(arrays["similarity"], trace.similarity, atol=1e-4)
    np.testing.assert_allclose(arrays["loss"][:, 0], trace.loss, rtol=1e-6)
    np.testing.assert_allclose(arrays["accuracy"][:, 0], trace.accuracy, rtol=1e-6)


def test_gates_come_instead_of_saturated_units() -> None:
    header, arrays = packed(synthetic.trace(LONGEST.replace(steps=10)))
    gates = [name for name in arrays if name.startswith("gate:")]
    assert gates == ["gate:input", "gate:forget", "gate:output"] and "saturated" not in arrays
    sites = header["blocks"][-1]["sites"]
    assert (sites[0], sites[-1], len(sites)) == (1, 500, 150)
    assert header["gated"] and arrays["norm"].shape == (10, 500)


def test_zero_nan_and_infinity_stay_what_they_are() -> None:
    trace = synthetic.trace(Experiment(depth=4, steps=2))
    norm = trace.gradient_norm.copy()
    norm[1] = [0, np.nan, np.inf, 1e-300]
    _, arrays = packed(replace(trace, gradient_norm=norm, loss=np.array([1, np.nan])))
    assert arrays["norm"][1, 0] == -np.inf and np.isnan(arrays["norm"][1, 1]) and arrays["norm"][1, 2] == np.inf
    assert arrays["norm"][1, 3] == pytest.approx(-300, abs=0.01)
    assert np.isnan(arrays["loss"][1, 0])


def test_a_run_of_zeros_only_can_be_packed() -> None:
    trace = synthetic.trace(Experiment(steps=3, init="zeros"))
    header, arrays = packed(replace(trace, gradient_norm=0 * trace.gradient_norm, update_ratio=0 * trace.update_ratio))
    assert (arrays["norm"] == -np.inf).all() and header["axis"] == [-10, 0]


def test_a_header_is_json_that_every_browser_reads() -> None:
    frames = payload.pack(synthetic.diverging(Experiment()), run="r", ask_for_more=False)
    size = struct.unpack("<I", frames[:4])[0]
    json.loads(frames[4 : 4 + size], parse_constant=lambda word: pytest.fail(f"{word} is not JSON"))


@pytest.mark.parametrize("steps", [1, 2, 399, 400, 401, 2000])
def test_at_most_400_steps_are_shown_with_the_first_and_the_last(steps: int) -> None:
    shown = displayed(synthetic.trace(Experiment(depth=2, steps=steps)))
    assert len(shown) == min(steps, 400) and shown[0] == 0 and shown[-1] == steps - 1
    gaps = np.diff(shown)
    assert steps == 1 or gaps.max() - gaps.min() <= 1


def test_the_steps_shown_stay_the_same_while_a_run_grows() -> None:
    whole = synthetic.trace(Experiment(depth=2, steps=1000))
    final = displayed(whole)
    for rows in (1, 7, 500, 999):
        assert displayed(whole.first(rows)) == [step for step in final if step < rows]


def test_the_step_at_which_a_run_diverged_is_shown() -> None:
    trace = synthetic.diverging(Experiment(depth=4, steps=2000), step=33)
    header, arrays = packed(trace)
    assert (
        header["steps"][-1] == 33
        and header["done"]
        and header["outcome"] == {"name": "diverged", "step": 33, "site": 3}
    )
    assert np.isinf(arrays["norm"][-1, 0]) and np.isnan(arrays["norm"][-1, 3])


def test_a_run_that_goes_on_says_so() -> None:
    header, _ = packed(synthetic.trace(Experiment()).first(10), note="pretraining layer 3 of 20", stop=True)
    assert (header["trained"], header["total"], header["planned"]) == (10, 300, 300)
    assert not header["done"] and header["ask_for_more"] and header["stop"]
    assert header["note"] == "pretraining layer 3 of 20"


def test_a_run_without_rows_still_has_axes() -> None:
    header, arrays = unpack(payload.pack_waiting(Experiment(), run="r", note="starting"))
    assert (header["steps"], header["sites"], header["axis"], arrays) == ([], 20, [-10, 0], {})
    assert header.keys() == packed(synthetic.trace(Experiment()))[0].keys()


def test_theory_hangs_at_the_last_sites_norm_of_the_first_step() -> None:
    trace, profile = synthetic.trace(Experiment(depth=3)), np.array([-2.0, -np.inf, 0.0])
    lower, upper = np.array([-np.inf, -3.0, 0.0]), np.array([-1.0, 0.0, 0.0])
    expected = Prediction("Theory of random networks.", profile, lower, upper, np.array([0.5, 0.75, np.nan]))
    header, arrays = packed(trace, expected=expected)
    last = arrays["norm"][0, -1]
    assert header["theory"] == [pytest.approx(last - 2, abs=2e-3), None, pytest.approx(last, abs=2e-3)]
    assert header["theory_low"] == [None, pytest.approx(last - 3, abs=2e-3), pytest.approx(last, abs=2e-3)]
    assert header["theory_high"] == [pytest.approx(last + shift, abs=2e-3) for shift in (-1, 0, 0)]
    assert header["theory_similarity"] == [0.5, 0.75, None]
    assert header["theory_word"].endswith("theory, before training") and header["theory_note"] == expected.note
    bound, _ = packed(trace, expected=replace(expected, bound=True))
    assert bound["theory_word"].endswith("upper bound before training")
    none, _ = packed(trace)
    assert (none["theory"], none["theory_word"], none["theory_note"]) == ([], "", "")


def test_what_is_said_travels_with_the_row_from_which_it_holds() -> None:
    trace = synthetic.trace(Experiment())
    said = exact([verdict(trace, row) for row in displayed(trace)])
    header, _ = packed(trace, captions=said, exact=said)
    assert header["captions"] == header["exact"]
    row, name, sentence, written = header["captions"][0]
    assert (row, name) == (0, "vanishing") and sentence.startswith("Vanishing: ") and written == "4e-12"
    assert name in theme.SIGNS


def test_what_the_player_has_is_left_out_and_nothing_that_differs_from_it() -> None:
    trace = synthetic.trace(Experiment())
    said = exact([verdict(trace, row) for row in displayed(trace)])
    whole, _ = packed(trace, captions=said, exact=said)
    kept, arrays = packed(trace, captions=said, exact=said, known=whole["body"], ask_for_more=False)
    assert kept == {**whole, "kept": True, "ask_for_more": False, "captions": [], "exact": [], "blocks": []}
    assert not arrays
    for other, while_playing, standing in (
        (replace(trace, loss=trace.loss + 1e-6), said, said),
        (trace.first(299), said, said),
        (trace, said[:1], said),
        (trace, said, said[:1]),
    ):
        about, arrays = packed(other, captions=while_playing, exact=standing, known=whole["body"])
        assert not about["kept"] and about["body"] != whole["body"] and len(arrays) == len(whole["blocks"])


def test_outcomes_other_than_running_end_a_run() -> None:
    trace = synthetic.trace(Experiment(depth=2, steps=5))
    for name, done in (("running", False), ("finished", True), ("diverged", True)):
        assert packed(replace(trace, outcome=Outcome(name)))[0]["done"] is done  # type: ignore[arg-type]


@pytest.mark.parametrize("skip", ["none", "residual", "highway"])
@pytest.mark.parametrize("settings", [{"depth": 3}, {"kind": "sequence", "task": "recall_first", "sequence_length": 4}])
def test_saturated_and_dead_units_reach_the_player_whatever_the_shortcut(settings: dict[str, Any], skip: str) -> None:
    trace = simulate(Experiment(**settings, skip=skip, width=4, batch_size=8, steps=2))
    header, arrays = packed(trace)
    assert not header["gated"] and {"saturated", "dead"} <= arrays.keys()
