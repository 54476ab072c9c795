"""Every story tells a true story: what its sentence promises is measured on the network that it trains."""

from typing import Any

import numpy as np
import pytest

from simulator import PRESETS, Experiment, Trace, preview, simulate
from simulator.catalog.initializers import INITIALIZERS
from simulator.catalog.stories import GROUPS
from simulator.settings.experiment import FIELDS
from tests.stories import story, trained


def spread(trace: Trace) -> Any:
    """g_1 / g_L at every step."""
    return trace.gradient_norm[:, 0] / trace.gradient_norm[:, -1]


def settled(values: Any) -> float:
    """Mean over the last 20 steps."""
    return float(np.mean(values[-20:]))


def test_stories_stand_in_the_order_of_their_groups_and_hold_only_what_differs() -> None:
    groups = [row.group for row in PRESETS.values()]
    assert len(PRESETS) >= 22
    assert list(dict.fromkeys(groups)) == list(GROUPS)
    assert groups == sorted(groups, key=GROUPS.index)
    for row in PRESETS.values():
        assert all(FIELDS[name].default != value for name, value in row.settings.items()), row.name
    assert Experiment(**PRESETS["vanishing_sigmoid"].settings) == Experiment()


def test_a_spread_at_the_start_is_missing_only_where_settings_do_not_decide_it() -> None:
    """Of weights that are all alike, which pass nothing at first, and of those that pretraining has changed before."""
    without = {name for name, row in PRESETS.items() if row.start is None}
    experiments = {name: Experiment(**row.settings) for name, row in PRESETS.items()}
    assert without == {name for name, e in experiments.items() if INITIALIZERS[e.init].alike or e.pretraining}


@pytest.mark.parametrize("name", [name for name, row in PRESETS.items() if row.start])
def test_a_story_starts_with_the_gradient_it_tells_of(name: str) -> None:
    low, high = PRESETS[name].start or (0, 0)
    assert low < spread(preview(Experiment(**PRESETS[name].settings)))[0] < high


def test_zero_weights_pass_nothing() -> None:
    assert np.all(story("zero_weights").gradient_norm == 0)


def test_the_vanishing_sigmoid_does_not_learn_and_its_remedies_do() -> None:
    assert settled(story("vanishing_sigmoid").accuracy) < 0.2
    for remedy in ("relu_he", "batch_norm", "residual"):
        assert settled(story(remedy).accuracy) > 0.5, remedy


def test_weights_too_small_do_not_learn_and_their_remedies_do() -> None:
    assert settled(story("small_weights").accuracy) < 0.2
    for remedy in ("layer_norm", "rms_norm", "highway", "pretraining"):
        trace = story(remedy)
        assert settled(trace.accuracy) > 0.7, remedy
        assert 0.1 < spread(trace)[-1] < 30, remedy


def test_huge_steps_kill_every_relu_of_a_layer() -> None:
    trace = story("dead_relu")
    assert trace.dead[-1].max() == 1
    assert np.all(trace.gradient_norm[-1, 0] == 0)


def test_tanh_explodes_into_saturation() -> None:
    trace = story("saturated_tanh")
    assert settled(spread(trace)) < 1e-3 and trace.saturated[-1].mean() > 0.8


def test_clipping_saves_the_run_that_explodes() -> None:
    assert story("exploding_rnn").outcome.name == "diverged"
    for name in ("clip_norm", "clip_value"):
        trace = story(name)
        assert trace.clip_scale.min() < 0.01 and settled(trace.loss) < 0.4, name


def test_too_large_a_rate_and_too_large_weights_end_the_run() -> None:
    for name in ("large_weights", "learning_rate_too_large"):
        assert story(name).outcome.name == "diverged", name
        assert story(name).steps < 50, name
    assert story("large_weights").steps <= 3


def test_adam_learns_where_sgd_stalls() -> None:
    assert settled(story("sgd_stalls").accuracy) < 0.2
    trace = story("adam_steps")
    assert settled(trace.loss) < 1.6 and np.median(spread(trace)[50:150]) > 0.05


def test_warm_up_saves_a_run() -> None:
    settings = PRESETS["warm_up"].settings
    assert settled(story("warm_up").loss) < 0.3
    assert settled(trained(Experiment(**{**settings, "schedule": "constant"})).loss) > 0.6


def test_penalties_and_equal_weights_leave_their_mark() -> None:
    assert settled(spread(story("too_much_l2"))) < 1e-6
    assert settled(story("l1").accuracy) > 0.8
    assert settled(story("symmetric_weights").loss) > 1.5
    assert story("cosine").update_ratio[-1].max() < 1e-5


def test_a_plain_rnn_forgets_and_an_lstm_remembers() -> None:
    assert settled(story("rnn_forgets").accuracy) < 0.45
    assert settled(story("lstm_remembers").accuracy) > 0.9
    for name in ("orthogonal_rnn", "identity_relu_rnn"):
        assert settled(story(name).accuracy) > 0.7, name


def test_sequences_are_read_to_their_first_step() -> None:
    assert settled(story("pixel_digits").accuracy) > 0.5
    trace = story("adding_gru")
    assert settled(trace.loss) < 0.05 and spread(trace)[-1] > 1e-2


@pytest.mark.parametrize("name", PRESETS)
def test_every_story_trains_a_few_steps(name: str) -> None:
    experiment = Experiment(**{**PRESETS[name].settings, "steps": 3, "pretraining": 0})
    trace = simulate(experiment)
    assert trace.sites == experiment.sites
    assert trace.outcome.name == "finished" or PRESETS[name].shows == "diverged"
    assert np.isfinite(trace.gradient_norm[0]).all() and np.isfinite(trace.loss[0])
