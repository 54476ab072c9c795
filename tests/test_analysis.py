"""Verdicts on traces whose truth is known because they were built for it."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from simulator import Experiment, Trace
from simulator.analysis.describe import describe
from simulator.analysis.verdict import captions, log_factor, log_spread, verdict
from simulator.analysis.words import part, percent, scientific, spelled, times
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


def test_each_layer_of_a_vanishing_network_passes_on_the_share_that_it_was_built_with() -> None:
    said = verdict(chain(0.25, 20))
    assert said.name == "vanishing"
    expected = "Vanishing: each layer passes on 25 % of the gradient, so layer 1 receives 4e-12 of what layer 20 does"
    assert said.sentence == expected
    assert said.spelled == "4e-12: 4 trillionths"


def test_each_layer_of_an_exploding_network_multiplies_the_gradient() -> None:
    said = verdict(chain(1.5, 30))
    assert (said.name, said.spelled) == ("exploding", "1e5: 100 thousand")
    expected = "Exploding: each layer multiplies the gradient by 1.5, so layer 1 receives 1e5 times what layer 30 does"
    assert said.sentence == expected


def test_a_level_chain_is_healthy_and_passes_on_everything() -> None:
    assert verdict(chain(1.0, 20)).sentence == (
        "Healthy: each layer passes on all of the gradient, so layer 1 receives as much as layer 20 does"
    )


def test_a_sequence_speaks_of_time_steps() -> None:
    assert verdict(chain(0.5, 9, **SEQUENCE)).sentence == (
        "Healthy: each time step passes on 50 % of the gradient, "
        "so time step 1 receives 0.39 % of what time step 9 does"
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
    assert "1e-500 of what" in said.sentence


def test_spread_and_factor_are_those_of_the_definition() -> None:
    trace = with_norms(10.0 ** np.array([[-6, -3, 0], [4, 1, 2]]))
    np.testing.assert_allclose(log_spread(trace), [-6, 2])
    np.testing.assert_allclose(log_factor(trace), [-3, 1])


def test_zeros_are_named_with_the_place_where_the_gradient_ends() -> None:
    assert verdict(with_norms(np.zeros(5))).sentence == "No gradient: every layer receives exactly zero"
    some = verdict(with_norms(np.array([0, 0, 0, 1e-5, 1.0])))
    assert some.sentence == "No gradient: it ends at layer 4, and layers 1 to 3 receive exactly zero"
    one = verdict(with_norms(np.array([0, 1e-5, 1.0])))
    assert (one.name, one.sentence) == ("zero", "No gradient: it ends at layer 2, and layer 1 receives exactly zero")


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


def test_captions_start_with_the_first_row_and_do_not_flicker() -> None:
    spreads = 10.0 ** np.where(np.arange(300) % 2, -2.99, -3.01)  # to and fro over the limit at every step
    trace = with_norms(np.stack([spreads, np.ones(300)], axis=1))
    said = captions(trace, range(300))
    assert said[0].row == 0
    assert len(said) == 1


def test_numbers_of_one_name_change_at_most_every_tenth_of_the_run() -> None:
    spreads = 10.0 ** np.linspace(-10, -4, 300)
    said = captions(with_norms(np.stack([spreads, np.ones(300)], axis=1)), range(300))
    assert 5 <= len(said) <= 10
    assert all(later.row - earlier.row >= 30 for earlier, later in pairwise(said))


def test_a_new_name_is_said_in_the_row_in_which_it_begins() -> None:
    spreads = np.where(np.arange(100) < 40, 1e-6, 1.0)
    said = captions(with_norms(np.stack([spreads, np.ones(100)], axis=1)), range(0, 100, 2))
    assert [(c.row, c.name) for c in said] == [(0, "vanishing"), (20, "healthy")]


def test_the_last_caption_of_a_diverged_run_is_its_end() -> None:
    trace = replace(with_norms(np.ones((50, 4))), outcome=Outcome("diverged", 49, 2))
    assert [(c.row, c.name) for c in captions(trace, range(50))] == [(0, "healthy"), (49, "diverged")]


def test_captions_of_a_growing_run_stay_as_they_were() -> None:
    whole = synthetic(Experiment(depth=20, steps=200))
    half = replace(whole, gradient_norm=whole.gradient_norm[:100], outcome=Outcome("running"))
    early = captions(half, range(100))
    assert early == captions(whole, range(200))[: len(early)]


@pytest.mark.parametrize(
    ("value", "text"),
    [(1, "all"), (0.9999, "all"), (0.987, "98.7 %"), (0.95, "95 %"), (0.234, "23 %"), (0.034, "3.4 %")]
    + [(0.0034, "0.34 %"), (0.00012, "0.01 %"), (9.9e-5, "1e-4"), (3.2e-13, "3e-13"), (1e-300, "1e-300")],
)
def test_parts_are_percentages_down_to_a_ten_thousandth(value: float, text: str) -> None:
    assert part(float(np.log10(value))) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(1.004, "1.004"), (1.04, "1.04"), (1.5, "1.5"), (12.3, "12"), (3310, "3,300"), (40000, "4e4"), (2e300, "2e300")],
)
def test_growth_is_a_plain_number_up_to_ten_thousand(value: float, text: str) -> None:
    assert times(float(np.log10(value))) == text


@pytest.mark.parametrize("wording", [spelled, scientific, percent])
def test_numbers_are_worded_as_in_the_player(wording: Callable[[float], str]) -> None:
    for value, words in json.loads(Path(__file__).with_name("js").joinpath("words.json").read_text())[wording.__name__]:
        assert wording(value) == words


def test_very_small_and_large_numbers_are_spelled_out() -> None:
    assert spelled(-7) == "a ten-millionth"
    assert spelled(-13) == "a ten-trillionth"
    assert spelled(float(np.log10(8e-5))) == "8 hundred-thousandths"
    assert spelled(float(np.log10(4e25))) == "40 septillion"
    assert spelled(-2) == spelled(-200) == ""


def test_a_digit_that_rounds_up_moves_the_power() -> None:
    assert scientific(float(np.log10(9.7e-8))) == "1e-7"


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({}, "A 20-layer sigmoid network learns "),
        ({"depth": 8, "activation": "relu"}, "An 8-layer ReLU network learns "),
        ({"depth": 11, "skip": "residual", "activation": "leaky_relu"}, "An 11-layer residual leaky ReLU network "),
        ({"depth": 4, "layer": "conv", "activation": "swish"}, "A 4-layer convolutional swish network learns "),
        ({**SEQUENCE, "activation": "tanh"}, "A tanh RNN over 50 time steps learns "),
        ({**SEQUENCE, "cell": "lstm", "sequence_length": 9}, "An LSTM over 9 time steps learns "),
        ({**SEQUENCE, "cell": "gru", "skip": "residual"}, "A GRU over 50 time steps learns "),
    ],
)
def test_the_sentence_says_what_is_trained(settings: dict[str, object], text: str) -> None:
    assert describe(Experiment(**settings)).startswith(text)


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, tasks in TASKS.items() for name in tasks])
def test_every_task_completes_the_sentence(kind: str, name: str) -> None:
    said = describe(Experiment(kind=kind, task=name))
    assert re.fullmatch(r"An? .+ learns [\w ,]+\w\.", said)
