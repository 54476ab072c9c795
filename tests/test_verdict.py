"""Verdicts on traces whose truth is known because they were built for it."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from simulator import Experiment, Trace
from simulator.analysis.verdict import log_factor, log_spread, verdict
from simulator.outcome import Outcome
from simulator.trace import Array
from tests.synthetic import with_norms

SEQUENCE = {"kind": "sequence", "task": "recall_first"}


def chain(factor: float, sites: int, **settings: object) -> Trace:
    """One row in which each site passes on exactly ``factor`` of the gradient."""
    size = {"sequence_length": sites} if settings.get("kind") == "sequence" else {"depth": sites}
    return with_norms(factor ** np.arange(sites)[::-1].astype(float), Experiment(**{**size, **settings}, steps=1))


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
    assert "1e-500 (1 after 500 zeros) of what" in said.sentence


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
    begun = learning(1.0, 0.8)
    moved = replace(begun, update_ratio=np.full_like(begun.update_ratio, 0.1))
    assert verdict(moved, 5).name == "healthy"
    still = replace(begun, update_ratio=np.full_like(begun.update_ratio, 1e-6))
    assert [verdict(still, row).name for row in (5, 50)] == ["early", "not_learning"]


def test_what_weights_that_stand_still_have_learned_is_what_they_had_not_before() -> None:
    begun = replace(learning(1.0, 0.8), update_ratio=np.full((100, 11), 1e-6))
    assert ": accuracy 80 %, guessing gives 50 %, but by luck: its first weights did as well" in verdict(begun).sentence
    better = replace(begun, accuracy=np.repeat([0.5, 0.8], 50))
    falling = replace(begun, loss=np.geomspace(1e4, 500, 100), accuracy=np.full(100, 0.9))
    assert verdict(better).name == verdict(falling).name == "healthy"
    few = replace(begun, network=learning(1.0).experiment.replace(batch_size=1), loss_noise=np.full(100, 3.0))
    assert "but of so few answers that may be chance" in verdict(few).sentence


def test_luck_of_the_first_weights_is_said_only_where_they_did_as_well() -> None:
    """Six single answers, all right, of weights that hardly move and got 60 % at first."""
    single = learning(1.0).experiment.replace(batch_size=1)
    begun = replace(learning(1.0).first(60), update_ratio=np.full((60, 11), 1e-6), loss_noise=np.full(60, np.nan))
    losses = np.r_[0.1, 5.0, 0.1, 5.0, 0.1, np.full(49, 2.0), np.full(6, 0.1)]
    right = np.r_[1.0, 0.0, 1.0, 0.0, 1.0, np.full(49, 0.5), np.full(6, 1.0)]
    said = verdict(replace(begun, network=single, loss=losses, accuracy=right)).sentence
    assert "of so few answers that may be chance" in said and "luck" not in said


def test_three_single_samples_show_nothing() -> None:
    few = learning(1.0).experiment.replace(batch_size=1, steps=3)
    lone = replace(learning(1.0), network=few, loss=np.r_[0.1, 0.05, 1.6, np.ones(97)], accuracy=np.full(100, np.nan))
    said = verdict(replace(lone, chance_accuracy=np.nan, loss_noise=np.full(100, np.nan)).first(3))
    assert said.name == "not_learning" and "loss 0.583, a guess costs 2, but of so few answers" in said.sentence


def test_what_looks_far_better_and_is_sure_by_little_alone_is_not_called_little() -> None:
    """All of four answers right: as many as a coin gets in one of 16 runs."""
    four = learning(1.0).experiment.replace(batch_size=1, steps=4, pretraining=1)
    lone = replace(learning(1.99, 1.0), network=four).first(4)
    few = "earned: accuracy 100 %, guessing gives 50 %, but of so few answers that may be chance"
    assert few in verdict(lone).sentence
    by_loss = verdict(learning(1.0, 0.5, noise=1.5)).sentence
    assert "accuracy 50 %, guessing gives 50 %; loss 1, a guess costs 2, but of so few answers" in by_loss


def test_two_samples_that_agree_do_not_make_their_loss_sure() -> None:
    """Of a batch of two that are both right, or both wrong, the spread within is nothing."""
    losses = np.where(np.arange(100) % 10, 0.7, 10.0)
    pair = replace(learning(losses, 0.5, noise=0.0), network=learning(1.0).experiment.replace(batch_size=2))
    assert verdict(pair).name == "not_learning" and verdict(learning(losses, 0.5, noise=0.0)).name == "healthy"


def test_a_loss_within_the_noise_of_the_batches_shows_nothing() -> None:
    assert verdict(learning(1.85, noise=0.5)).name == "not_learning"
    assert verdict(learning(1.85, noise=0.01)).name == "healthy"


def test_a_loss_that_overflowed_for_a_while_does_not_hide_what_came_after() -> None:
    losses = np.full(100, 1.0)
    losses[10] = 1e30
    assert verdict(learning(losses), 99).name == "healthy"
