"""Verdicts on traces whose truth is known because they were built for it."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simulator import Experiment, Trace
from simulator.analysis.describe import describe
from simulator.analysis.verdict import Caption, captions, exact, log_factor, log_spread, verdict
from simulator.analysis.words import number, part, percent, scientific, spoken, times
from simulator.catalog.tasks import TASKS
from simulator.trace import Array, Outcome
from tests.synthetic import trace as synthetic

SEQUENCE = {"kind": "sequence", "task": "recall_first"}


def chain(factor: float, sites: int, **settings: object) -> Trace:
    """One row in which each site passes on exactly ``factor`` of the gradient."""
    size = {"sequence_length": sites} if settings.get("kind") == "sequence" else {"depth": sites}
    return with_norms(factor ** np.arange(sites)[::-1].astype(float), Experiment(**{**size, **settings}, steps=1))


def with_norms(norms: Array, experiment: Experiment | None = None) -> Trace:
    """A trace of these gradient norms, one row or several."""
    rows = np.atleast_2d(np.asarray(norms, dtype=float))
    experiment = experiment or Experiment(depth=rows.shape[1], steps=len(rows))
    return replace(synthetic(experiment, rows=len(rows)), gradient_norm=rows)


def said_of(trace: Trace, rows: Sequence[int]) -> list[Caption]:
    """What is said while these rows are played."""
    return captions([verdict(trace, row) for row in rows], rows, trace.experiment.steps)


def test_each_layer_of_a_vanishing_network_passes_on_the_share_that_it_was_built_with() -> None:
    said = verdict(chain(0.25, 20))
    assert said.name == "vanishing"
    expected = (
        "Vanishing: each layer passes on 25 % of the gradient, so layer 1 receives 4 trillionths of what layer 20 does"
    )
    assert said.sentence == expected
    assert said.written == "4e-12"


def test_each_layer_of_an_exploding_network_multiplies_the_gradient() -> None:
    said = verdict(chain(1.5, 30))
    assert (said.name, said.written) == ("exploding", "1e5")
    received = "layer 1 receives 100 thousand times what layer 30 does"
    assert said.sentence == f"Exploding: each layer multiplies the gradient by 1.5, so {received}"


def test_a_level_chain_is_healthy_and_passes_on_everything() -> None:
    assert verdict(chain(1.0, 20)).sentence == "Healthy: layer 1 receives as much as layer 20 does"


def test_a_sequence_speaks_of_time_steps() -> None:
    assert (
        verdict(chain(0.5, 9, **SEQUENCE)).sentence == "Healthy: time step 1 receives 0.39 % of what time step 9 does"
    )
    assert verdict(chain(0.5, 11, **SEQUENCE)).name == "vanishing"


@pytest.mark.parametrize(
    ("spread", "name"), [(0.99e-3, "vanishing"), (1.01e-3, "healthy"), (0.99e3, "healthy"), (1.01e3, "exploding")]
)
def test_the_limits_of_health_are_a_thousandth_and_a_thousand(spread: float, name: str) -> None:
    assert verdict(with_norms(np.array([spread, 1.0]))).name == name


def test_a_gradient_that_is_small_everywhere_is_not_called_vanishing() -> None:
    assert verdict(with_norms(np.full(20, 1e-200))).name == "healthy"


def test_a_spread_beyond_all_floating_point_numbers_is_still_told() -> None:
    said = verdict(with_norms(np.array([1e-300, 1e200])))
    assert said.name == "vanishing"
    assert "1e-500 (a 1 after 500 zeros) of what" in said.sentence


def test_spread_and_factor_are_those_of_the_definition() -> None:
    trace = with_norms(10.0 ** np.array([[-6, -3, 0], [4, 1, 2]]))
    np.testing.assert_allclose(log_spread(trace), [-6, 2])
    np.testing.assert_allclose(log_factor(trace), [-3, 1])


def ending(norms: list[float]) -> Trace:
    """A ReLU network whose gradient ends where all units are dead: at the last site above which something arrives."""
    trace = with_norms(np.array(norms), Experiment(depth=len(norms), activation="relu", steps=1))
    return replace(trace, slope_factor=np.zeros_like(trace.slope_factor))


def test_zeros_are_named_with_the_place_where_the_gradient_ends() -> None:
    assert verdict(with_norms(np.zeros(5))).sentence == "No gradient: every layer receives exactly zero"
    some = verdict(ending([0, 0, 0, 1e-5, 1.0]))
    assert some.sentence == "No gradient: it ends at layer 4, and layers 1 to 3 receive exactly zero"
    one = verdict(ending([0, 1e-5, 1.0]))
    assert (one.name, one.sentence) == ("zero", "No gradient: it ends at layer 2, and layer 1 receives exactly zero")


def test_a_gradient_that_is_too_small_for_any_number_is_not_called_exactly_zero() -> None:
    tanh = verdict(with_norms(np.array([0, 0, 1e-299, 1.0]), Experiment(depth=4, activation="tanh", steps=1)))
    sentence = "Vanishing: layers 1 to 2 receive less than 1e-300, too little to be computed"
    assert (tanh.name, tanh.sentence) == ("vanishing", sentence)


@pytest.mark.parametrize("broken", [np.nan, np.inf])
def test_a_number_that_is_none_counts_as_diverged_at_its_layer(broken: float) -> None:
    said = verdict(with_norms(np.array([1.0, broken, 1.0])))
    assert (said.name, said.sentence) == ("diverged", "Diverged: the gradient at layer 2 is too large to be computed")


def test_the_end_of_a_diverged_run_says_when_and_where() -> None:
    trace = replace(with_norms(np.ones((3, 4))), outcome=Outcome("diverged", 3, 2))
    assert verdict(trace, 0).name == "healthy"
    expected = "Diverged: in training step 3 the numbers at layer 2 grew too large to compute with, and training ended"
    assert verdict(trace).sentence == verdict(trace, 2).sentence == expected


def test_a_single_layer_has_nothing_to_lose() -> None:
    said = verdict(with_norms(np.array([0.5])))
    assert (said.name, said.sentence) == ("healthy", "Healthy: with a single layer the gradient has no way to go")


HEALTHY_YET = "The gradient is healthy, yet"


def learning(loss: Array | float, accuracy: float = np.nan, spread: float = 1.0, noise: float = 0.01) -> Trace:
    """100 steps of ten layers with this loss, on a task on which a guess costs 2 and gets a half right."""
    trace = with_norms(np.tile(np.geomspace(spread, 1, 10), (100, 1)))
    known: dict[str, Any] = {"chance_loss": 2.0, "chance_accuracy": 0.5, "loss_noise": np.full(100, noise)}
    return replace(trace, loss=np.broadcast_to(loss, 100), accuracy=np.full(100, accuracy), **known)


@pytest.mark.parametrize(
    ("trace", "name", "sentence"),
    [
        (learning(2.0, 0.5), "not_learning", f"{HEALTHY_YET} nothing is learned: accuracy 50 %, guessing gives 50 %; "),
        (learning(2.0), "not_learning", f"{HEALTHY_YET} nothing is learned: loss 2, a guess costs 2; "),
        (learning(1.95, 0.53), "not_learning", f"{HEALTHY_YET} little is learned: accuracy 53 %, "),
        (
            learning(1.95, 0.7),
            "healthy",
            "Healthy: layer 1 receives as much as layer 10 does; it learns: accuracy 70 %, ",
        ),
        (learning(3.0, 0.7), "not_learning", f"{HEALTHY_YET} little is learned: accuracy 70 %, "),
        (
            learning(3.0, 0.9),
            "healthy",
            "Healthy: layer 1 receives as much as layer 10 does; it learns: accuracy 90 %, ",
        ),
        (learning(np.nan, 0.5), "not_learning", f"{HEALTHY_YET} nothing is learned: "),
        (
            learning(1.0, 0.8),
            "healthy",
            "Healthy: layer 1 receives as much as layer 10 does; it learns: accuracy 80 %, ",
        ),
        (learning(0.1, 0.99), "solved", "Solved: accuracy 99 %, guessing gives 50 %; layer 1 "),
        (learning(0.1, 0.99, 1e-9), "solved", "Solved: accuracy 99 %, guessing gives 50 %, although the gradient "),
        (learning(2.0, 0.5, 1e-9), "vanishing", "Vanishing: each layer passes on 10 % of the gradient, "),
    ],
)
def test_the_sentence_speaks_of_the_gradient_and_of_what_is_learned(trace: Trace, name: str, sentence: str) -> None:
    said = verdict(trace)
    assert said.name == name and said.sentence.startswith(sentence)


def test_a_vanishing_gradient_is_said_to_learn_or_not() -> None:
    nothing, some = verdict(learning(2.0, 0.5, 1e-9)).sentence, verdict(learning(1.0, 0.8, 1e-9)).sentence
    assert nothing.endswith("; nothing is learned: accuracy 50 %, guessing gives 50 %")
    assert some.endswith("; all the same it learns: accuracy 80 %, guessing gives 50 %")


def test_in_the_first_tenth_of_a_run_it_is_too_early_to_tell() -> None:
    trace = learning(2.0, 0.5)
    assert [verdict(trace, row).name for row in (0, 9, 10, 50)] == ["early", "early", "not_learning", "not_learning"]
    assert verdict(trace, 0).sentence.endswith("; too early to tell whether it learns")
    assert verdict(learning(1.0, 0.8), 5).name == "healthy"


def test_a_loss_within_the_noise_of_the_batches_shows_nothing() -> None:
    assert verdict(learning(1.85, noise=0.5)).name == "not_learning"
    assert verdict(learning(1.85, noise=0.01)).name == "healthy"


def test_a_loss_that_overflowed_for_a_while_does_not_hide_what_came_after() -> None:
    losses = np.full(100, 1.0)
    losses[10] = 1e30
    assert verdict(learning(losses), 99).name == "healthy"


def test_where_a_run_stands_still_every_row_has_its_own_numbers() -> None:
    spreads = 10.0 ** np.linspace(-10, -8, 30)
    trace = with_norms(np.stack([spreads, np.ones(30)], axis=1))
    verdicts = [verdict(trace, row) for row in range(30)]
    said = exact(verdicts)
    for row in range(30):
        assert next(c for c in reversed(said) if c.row <= row).sentence == verdicts[row].sentence
    assert 3 < len(said) < 30


def test_captions_start_with_the_first_row_and_do_not_flicker() -> None:
    spreads = 10.0 ** np.where(np.arange(300) % 2, -2.99, -3.01)  # to and fro over the limit at every step
    trace = with_norms(np.stack([spreads, np.ones(300)], axis=1))
    said = said_of(trace, range(300))
    assert said[0].row == 0
    assert len(said) == 1


def test_numbers_of_one_name_change_at_most_every_tenth_of_the_run() -> None:
    spreads = 10.0 ** np.linspace(-10, -4, 300)
    said = said_of(with_norms(np.stack([spreads, np.ones(300)], axis=1)), range(300))
    assert 5 <= len(said) <= 10
    assert all(later.row - earlier.row >= 30 for earlier, later in pairwise(said))


def test_a_new_name_is_said_in_the_row_in_which_it_begins() -> None:
    spreads = np.where(np.arange(100) < 40, 1e-6, 1.0)
    said = said_of(with_norms(np.stack([spreads, np.ones(100)], axis=1)), range(0, 100, 2))
    assert [(c.row, c.name) for c in said] == [(0, "vanishing"), (20, "healthy")]


def test_the_last_caption_of_a_diverged_run_is_its_end() -> None:
    trace = replace(with_norms(np.ones((50, 4))), outcome=Outcome("diverged", 49, 2))
    assert [(c.row, c.name) for c in said_of(trace, range(50))] == [(0, "healthy"), (49, "diverged")]


def test_captions_of_a_growing_run_stay_as_they_were() -> None:
    whole = synthetic(Experiment(depth=20, steps=200))
    half = replace(whole, gradient_norm=whole.gradient_norm[:100], outcome=Outcome("running"))
    early = said_of(half, range(100))
    assert early == said_of(whole, range(200))[: len(early)]


@pytest.mark.parametrize(
    ("value", "text"),
    [(1, "all"), (0.9999, "all"), (0.987, "98.7 %"), (0.95, "95 %"), (0.234, "23 %"), (0.034, "3.4 %")]
    + [(0.0034, "0.34 %"), (0.00012, "0.01 %"), (9.9e-5, "a ten-thousandth"), (3.2e-13, "3 ten-trillionths")],
)
def test_parts_are_percentages_down_to_a_ten_thousandth(value: float, text: str) -> None:
    assert part(float(np.log10(value))) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(1.004, "1.00"), (1.04, "1.04"), (1.5, "1.5"), (12.3, "12"), (3310, "3,300"), (40000, "40 thousand")]
    + [(3e13, "30 trillion"), (2e300, "2e300 (a 2 with 300 zeros)")],
)
def test_growth_is_a_plain_number_up_to_ten_thousand_and_then_a_word(value: float, text: str) -> None:
    assert times(float(np.log10(value))) == text


@pytest.mark.parametrize("wording", [spoken, scientific, percent])
def test_numbers_are_worded_as_in_the_player(wording: Callable[[float], str]) -> None:
    for value, words in json.loads(Path(__file__).with_name("js").joinpath("words.json").read_text())[wording.__name__]:
        assert wording(value) == words


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (0.00333, "0.00333"), (8.254, "8.25"), (870.4, "870"), (999.6, "1,000"), (4543, "4,500"), (-2.5, "-2.5")]
    + [(6.6e35, "7e35 (a 7 with 35 zeros)"), (2e-9, "2e-9"), (np.inf, "infinite"), (np.nan, "not a number")],
)
def test_a_plain_number_has_three_digits_and_no_exponent_where_a_word_serves(value: float, text: str) -> None:
    assert number(value) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "0 %"), (0.12, "12 %"), (1.59, "159 %"), (9.99, "999 %"), (15.9, "16 times"), (870, "870 times")],
)
def test_a_share_is_never_more_than_a_thousand_percent(share: float, text: str) -> None:
    assert percent(share) == text


def test_very_small_and_large_numbers_are_spelled_out() -> None:
    assert spoken(-7) == "a ten-millionth"
    assert spoken(-13) == "a ten-trillionth"
    assert spoken(float(np.log10(8e-5))) == "8 hundred-thousandths"
    assert spoken(float(np.log10(4e25))) == "40 trillion trillion"
    assert spoken(-2) == ""


def test_a_digit_that_rounds_up_moves_the_power() -> None:
    assert scientific(float(np.log10(9.7e-8))) == "1e-7"


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({}, "A 20-layer sigmoid network is trained "),
        ({"depth": 8, "activation": "relu"}, "An 8-layer ReLU network is trained "),
        ({"depth": 11, "skip": "residual", "activation": "leaky_relu"}, "An 11-layer residual leaky ReLU network "),
        ({"depth": 4, "layer": "conv", "activation": "swish"}, "A 4-layer convolutional swish network is trained "),
        ({**SEQUENCE, "activation": "tanh"}, "A tanh RNN over 50 time steps is trained "),
        ({**SEQUENCE, "cell": "lstm", "sequence_length": 9}, "An LSTM over 9 time steps is trained "),
        ({**SEQUENCE, "cell": "gru", "skip": "residual"}, "A GRU over 50 time steps is trained "),
        ({**SEQUENCE, "cell": "lstm", "activation": "relu"}, "A ReLU LSTM over 50 time steps is trained "),
        ({**SEQUENCE, "cell": "gru", "activation": "elu"}, "An ELU GRU over 50 time steps is trained "),
    ],
)
def test_the_sentence_says_what_is_trained(settings: dict[str, object], text: str) -> None:
    assert describe(Experiment(**settings)).startswith(text)


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, tasks in TASKS.items() for name in tasks])
def test_every_task_completes_the_sentence(kind: str, name: str) -> None:
    said = describe(Experiment(kind=kind, task=name))
    assert re.fullmatch(r"An? .+ is trained (to|on) [\w ,]+\w\.", said)
    assert re.fullmatch(r"An? .+ learns [\w ,]+\w\.", describe(Experiment(kind=kind, task=name), learns=True))
