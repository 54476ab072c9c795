"""Repeating a run with several seeds gives what a loop over them gives, in whatever slices it is trained."""

import random
import time
from typing import Any

import numpy as np
import pytest

from simulator import Experiment, SettingsError, repeat, simulate
from simulator.analysis.progress import learns
from simulator.analysis.seeds import counted, how_often
from simulator.analysis.verdict import verdict
from simulator.engine.many import advance_many
from simulator.service.service import Service
from simulator.settings.repeating import COUNT, group, is_repeated, repeated_query, too_costly
from simulator.trace import Trace, join
from tests.test_stack import drawn_shape

SEEDS = 3


def _random(rng: random.Random) -> Experiment:
    """Of any kind; some diverge, some need float64, some are trained layer by layer first."""
    while True:
        numbers: dict[str, Any] = {"gain": rng.choice([0.02, 1.0, 3.0]), "learning_rate": rng.choice([0.1, 1000.0])}
        numbers |= {"dropout": rng.choice([0.0, 0.0, 0.3]), "pretraining": rng.choice([0, 0, 0, 2])}
        try:
            return Experiment(**drawn_shape(rng), **numbers, seed=rng.choice([0, 1, 7]))
        except SettingsError:
            continue


def _alone(experiment: Experiment) -> list[Trace]:
    return [simulate(one) for one in group(experiment, SEEDS)]


def _padded(values: np.ndarray[Any, Any], steps: int, end: float) -> np.ndarray[Any, Any]:
    """With ``end`` for the steps that a run did not come to."""
    return np.concatenate([values, np.full((steps - len(values), *values.shape[1:]), end)])


@pytest.mark.usefixtures("short_exam")
@pytest.mark.parametrize("case", range(12))
def test_a_repeated_run_has_the_medians_and_ranges_of_a_loop(case: int) -> None:
    e = _random(random.Random(case))
    traces, found = _alone(e), repeat(e, seeds=SEEDS)
    norms = np.stack([_padded(trace.gradient_norm, e.steps, np.inf) for trace in traces])
    losses = np.stack([_padded(trace.loss, e.steps, np.inf) for trace in traces])
    for values, one in ((norms, found.gradient_norm), (losses, found.loss)):
        # Left out, a run that has diverged would make the others look healthier than they are.
        values[np.isnan(values)] = np.inf
        np.testing.assert_array_equal(one.median, np.median(values, axis=0))
        np.testing.assert_array_equal(one.low, values.min(axis=0))
        np.testing.assert_array_equal(one.high, values.max(axis=0))
    for row in range(e.steps):
        right = [trace.accuracy[row] for trace in traces if row < trace.steps and np.isfinite(trace.accuracy[row])]
        expected = (np.median(right), min(right), max(right)) if right else (np.nan,) * 3
        here = (found.accuracy.median[row], found.accuracy.low[row], found.accuracy.high[row])
        np.testing.assert_array_equal(here, expected)
        names = [verdict(trace, row).name if row < trace.steps else "diverged" for trace in traces]
        assert found.verdicts[:, row].tolist() == names
    assert found.learning() == sum(learns(trace) for trace in traces if trace.outcome.name == "finished")


@pytest.mark.usefixtures("short_exam")
@pytest.mark.parametrize("case", range(4))
def test_a_run_that_is_stopped_at_every_step_is_the_same(case: int) -> None:
    e = _random(random.Random(100 + case))
    experiments, blob, parts = group(e, SEEDS), b"", [list[Trace]() for _ in range(SEEDS)]
    while blob or not parts[0]:
        if blob and case % 2:  # as if its answer were lost: only the bytes are left to go on from
            advance_many(experiments, blob, 0.0)
        blob, pieces = advance_many(experiments, blob, 0.0)
        for member, piece in pieces:
            parts[member].append(piece)
    for trace, pieces_of in zip(_alone(e), parts, strict=True):
        assert (pieces_of[-1].outcome.name, pieces_of[-1].outcome.step) == (trace.outcome.name, trace.outcome.step)
        whole = join([piece.arrays() for piece in pieces_of])
        for name, values in trace.arrays().items():
            np.testing.assert_array_equal(whole[name], values, err_msg=name)


def test_a_long_run_is_looked_at_now_and_then() -> None:
    e = Experiment(depth=2, width=2, batch_size=2, steps=1000, device="cpu")
    found, trace = repeat(e, seeds=2), simulate(e)
    assert len(found.rows) == 400 and found.rows[-1] == 999
    low, high = found.gradient_norm.low, found.gradient_norm.high
    shown = trace.gradient_norm[list(found.rows)]
    assert ((low <= shown) & (shown <= high)).all()


def test_seeds_that_belong_together_are_the_same_whichever_is_looked_at() -> None:
    e = Experiment()
    assert [one.seed for one in group(e.replace(seed=13))] == [*range(10, 20)]
    assert group(e.replace(seed=13)) == group(e.replace(seed=17))
    assert group(e.replace(seed=2**31 - 1))[-1].seed == 2**31 - 1


def test_a_verdict_says_in_how_many_seeds_it_holds() -> None:
    e = Experiment(depth=20, activation="sigmoid", task="circles", width=8, steps=30, device="cpu")
    found, own = repeat(e, seeds=2), verdict(simulate(e))
    assert own.sentence.startswith("Vanishing: ")
    assert counted(own, found, -1).sentence.startswith("Vanishing in 2 of 2 seeds: each layer")
    assert how_often(found) == "With 2 random seeds: vanishing in 2; 0 of 2 learn"


def test_what_would_take_too_long_is_refused_in_words() -> None:
    e = Experiment(depth=50, width=128, steps=1500)
    assert "Lower the training steps to" in too_costly(e)
    assert too_costly(e.replace(steps=30)) == ""


def test_a_link_asks_for_the_seeds_of_the_page_and_no_others() -> None:
    assert is_repeated(repeated_query(True)) == (True, [])
    assert is_repeated(repeated_query(False)) == (False, [])
    for text in ("", "0", "1e1", "²", "-10", "9" * 5000, "<b>"):
        asked, ignored = is_repeated({"seeds": [text]})
        assert not asked and len(ignored) == 1 and str(COUNT) in ignored[0]


def test_all_who_ask_share_one_repetition_and_it_keeps_no_more_than_is_drawn(service: Service) -> None:
    e = Experiment(depth=3, width=4, batch_size=4, steps=50, device="cpu", seed=4)
    one = service.repetitions.get(e)
    assert service.repetitions.get(e.replace(seed=8)) is one
    deadline = time.monotonic() + 60
    while not (one.seeds or one.error):
        assert time.monotonic() < deadline
        one.ask()
        time.sleep(0.02)
    assert one.seeds and not one.error and one.progress == 1
    expected = repeat(e)
    np.testing.assert_array_equal(one.seeds.gradient_norm.median, expected.gradient_norm.median)
    assert one.seeds.verdicts.tolist() == expected.verdicts.tolist()
    # Three curves by site and three for each of loss and accuracy, of the rows that are drawn; and words.
    numbers = 8 * (3 * 50 * 3 + 6 * 50)
    assert one.nbytes < numbers + COUNT * 50 * 4 * len("symmetric_units") + COUNT * 50 + 60_000
