"""Every story tells a true story: what its sentence promises is measured on the network that it trains."""

import re
from typing import Any

import numpy as np
import pytest

from simulator import PRESETS, Experiment, Trace, preview, simulate
from simulator.catalog.initializers import INITIALIZERS
from simulator.catalog.stories import GROUPS
from simulator.catalog.thresholds import SATURATED_SLOPE
from simulator.catalog.viewing import SPEEDS, VIEWS
from simulator.settings.experiment import FIELDS
from simulator.settings.link import MOST_PINNED
from simulator.settings.told import beside, told
from tests.stories import story, trained


def spread(trace: Trace) -> Any:
    """g_1 / g_L at every step."""
    return trace.gradient_norm[:, 0] / trace.gradient_norm[:, -1]


def rivals(name: str) -> list[Trace]:
    """The runs that stand beside a story."""
    settings = PRESETS[name].settings
    return [trained(Experiment(**{**settings, **changes})) for changes in PRESETS[name].beside]


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
        assert settled(story(remedy).accuracy) > 0.4, remedy


def test_weights_too_small_do_not_learn_and_their_remedies_do() -> None:
    assert settled(story("small_weights").accuracy) < 0.6
    for remedy in ("layer_norm", "rms_norm", "highway", "pretraining"):
        trace = story(remedy)
        assert settled(trace.accuracy) > 0.7, remedy
        assert 0.1 < spread(trace)[-1] < 30, remedy


def test_a_vanished_gradient_leaves_the_surface_flat_that_bends_beside_it() -> None:
    flat, bent = story("small_weights"), rivals("small_weights")[0]
    assert flat.learned and bent.learned
    assert np.ptp(flat.learned.grid, axis=1).max() < 0.01
    away = np.hypot(bent.learned.axis[:, None], bent.learned.axis).ravel()
    inner, outer = (bent.learned.grid[-1][np.abs(away - radius) < 0.2] for radius in (0.72, 1.8))
    assert inner.mean() > 0.9 and outer.mean() < 0.1


def test_huge_steps_kill_every_relu_of_a_layer() -> None:
    trace = story("dead_relu")
    assert trace.dead[-1].max() == 1
    assert np.all(trace.gradient_norm[-1, 0] == 0)


def test_tanh_explodes_into_saturation() -> None:
    trace = story("saturated_tanh")
    assert settled(spread(trace)) < 1e-3 and trace.saturated[-1].mean() > 0.8


def test_an_rnn_explodes_for_as_long_as_its_steps_are_tiny() -> None:
    assert spread(story("exploding_rnn")).min() > 100
    assert (rivals("exploding_rnn")[0].gradient_norm[10:, 0] < 1e-3).mean() > 0.95


def test_clipping_saves_the_run_that_explodes() -> None:
    for name in ("clip_norm", "clip_value"):
        trace = story(name)
        assert trace.clip_scale.min() < 0.01, name
        assert np.median(trace.loss[trace.steps // 2 :]) < 0.7 * trace.chance_loss, name
        assert rivals(name)[0].outcome.name == "diverged"


def test_too_large_a_rate_and_too_large_weights_end_the_run() -> None:
    for name in ("large_weights", "learning_rate_too_large", "raw_inputs"):
        assert story(name).outcome.name == "diverged", name
        assert story(name).steps < 50, name
    assert story("large_weights").steps <= 3


def test_pixels_as_a_file_has_them_start_a_hundred_times_as_wrong_and_normalized_ones_are_read() -> None:
    trace, (beside,) = story("raw_inputs"), rivals("raw_inputs")
    assert trace.steps < 10 and trace.loss[0] > 30 * beside.loss[0]
    assert settled(beside.accuracy) > 0.9


def test_adam_learns_where_sgd_stalls() -> None:
    assert settled(story("sgd_stalls").accuracy) < 0.2
    trace = story("adam_steps")
    assert settled(trace.loss) < 0.8 * trace.chance_loss and np.median(spread(trace)[50:150]) > 0.05


def test_order_vanishes_chaos_explodes_and_their_edge_learns() -> None:
    """Schoenholz, Gilmer, Ganguli, Sohl-Dickstein (2017)."""
    edge, (order, chaos) = story("edge_of_chaos"), rivals("edge_of_chaos")
    assert settled(edge.accuracy) > 0.6 and max(settled(other.accuracy) for other in (order, chaos)) < 0.2
    assert spread(order)[0] < 1e-4 and spread(chaos)[0] > 1e3
    assert order.similarity[0, -1] > 0.99 and chaos.similarity[0, -1] < 0.4


def test_branches_that_start_at_zero_learn_and_others_break_off() -> None:
    assert settled(story("zero_branches").accuracy) > 0.9
    (other,) = rivals("zero_branches")
    assert other.outcome.name == "diverged" and spread(other)[0] > 1e3


def test_a_sure_sigmoid_keeps_the_gradient_of_a_squared_error_and_not_of_a_cross_entropy() -> None:
    """Nielsen (2015), chapter 3."""
    trace, (other,) = story("sigmoid_output"), rivals("sigmoid_output")
    assert np.median(trace.output_slope) < SATURATED_SLOPE and trace.loss[0] > 2 * trace.chance_loss
    assert settled(other.accuracy) > settled(trace.accuracy) + 0.4


def test_warm_up_saves_a_run() -> None:
    trace, (other,) = story("warm_up"), rivals("warm_up")
    assert settled(trace.loss) < 0.3 and settled(other.loss) > 10 * settled(trace.loss)
    assert other.loss.max() > 200 * other.chance_loss


def test_penalties_and_equal_weights_leave_their_mark() -> None:
    assert settled(spread(story("too_much_l2"))) < 1e-6
    assert settled(story("l1").accuracy) > 0.8
    assert settled(story("symmetric_weights").loss) > 1.5
    assert story("cosine").update_ratio[-1].max() < 1e-5


def test_a_plain_rnn_forgets_and_an_lstm_remembers() -> None:
    assert settled(story("rnn_forgets").accuracy) < 0.45
    assert settled(story("lstm_remembers").accuracy) > 0.9
    for name in ("orthogonal_rnn", "identity_relu_rnn"):
        assert settled(story(name).accuracy) > 0.6, name


def test_sequences_are_read_to_their_first_step() -> None:
    assert settled(story("pixel_digits").accuracy) > 0.5
    trace = story("adding_gru")
    assert settled(trace.loss) < 0.05 and spread(trace)[-1] > 1e-2


@pytest.mark.usefixtures("short_exam")
@pytest.mark.parametrize("name", PRESETS)
def test_every_story_trains_a_few_steps(name: str) -> None:
    experiment = Experiment(**{**PRESETS[name].settings, "steps": 3, "pretraining": 0})
    trace = simulate(experiment)
    assert trace.sites == experiment.sites
    assert trace.outcome.name == "finished" or PRESETS[name].shows == "diverged"
    assert np.isfinite(trace.gradient_norm[0]).all() and np.isfinite(trace.loss[0])


BETTER = ("relu_he", "orthogonal", "batch_norm", "layer_norm", "residual", "highway", "pretraining")
BETTER_TOO = ("orthogonal_rnn", "adam_steps", "warm_up")
WORSE = ("vanishing_sigmoid", "linear_half", "small_weights", "dead_relu", "forget_bias", "sgd_stalls")
WORSE_TOO = ("symmetric_weights", "dropout", "too_much_l2")
LEVEL = ("linear_half", "small_weights", "large_weights", "batch_norm_explodes")


def test_a_story_learns_more_or_less_than_the_run_that_it_is_compared_with() -> None:
    for name in (*BETTER, *BETTER_TOO, *WORSE, *WORSE_TOO):
        sign = 1 if name in (*BETTER, *BETTER_TOO) else -1
        better = sign * (settled(story(name).accuracy) - settled(rivals(name)[0].accuracy))
        assert better > 0.15, name


def test_a_little_l1_and_a_normalization_by_size_alone_do_no_harm() -> None:
    little, (none,) = story("l1"), rivals("l1")
    assert settled(little.loss) > settled(none.loss) and settled(little.accuracy) > settled(none.accuracy) - 0.15
    size, (both,) = story("rms_norm"), rivals("rms_norm")
    assert 0.5 < np.median(spread(size)) / np.median(spread(both)) < 2
    assert settled(size.accuracy) > settled(both.accuracy) - 0.15


def test_the_gradient_beside_a_story_is_what_its_sentence_says() -> None:
    for name in LEVEL:
        assert 1 / 30 < spread(rivals(name)[0])[0] < 30, name
    assert spread(rivals("lstm_remembers")[0])[0] < 1e-6
    assert spread(rivals("conv_vanishing")[0])[0] < 1e-5
    for name in ("large_weights", "learning_rate_too_large", "raw_inputs"):
        assert rivals(name)[0].outcome.name == "finished", name
    assert rivals("cosine")[0].update_ratio[-1].max() > 100 * story("cosine").update_ratio[-1].max()
    assert settled(rivals("prelu")[0].dead) > 0 == story("prelu").dead.max()


def test_half_of_the_slopes_of_a_healthy_relu_are_zero() -> None:
    for name in ("relu_he", "conv_relu", "dropout"):
        assert 0.3 < story(name).saturated[0].mean() < 0.7 and "zero is normal" in PRESETS[name].note, name


def test_selu_and_maxout_keep_themselves_level_and_learn() -> None:
    selu, maxout = story("selu"), story("maxout")
    assert np.all((selu.activation_std[0] > 0.7) & (selu.activation_std[0] < 1.4))
    assert maxout.saturated.max() == maxout.dead.max() == 0
    for trace in (selu, maxout):
        assert 0.1 < np.median(spread(trace)) < 10 and settled(trace.accuracy) > 0.6


def test_convolutions_read_the_digits_after_a_hundred_steps_or_so() -> None:
    trace = story("conv_relu")
    assert 0.1 < np.median(spread(trace)) < 10
    assert trace.accuracy[:20].mean() < 0.5 and trace.accuracy[100:150].mean() > 0.6


def test_half_more_in_every_layer_learns_all_the_same() -> None:
    assert settled(story("linear_one_and_a_half").accuracy) > 0.8


def test_a_sentence_that_compares_brings_what_it_compares_with() -> None:
    for name, row in PRESETS.items():
        assert bool(row.beside) == bool(re.search(r"\bbeside\b", row.note.lower())), name


@pytest.mark.parametrize("name", PRESETS)
def test_a_story_opens_with_a_view_and_a_speed_that_there_are(name: str) -> None:
    row = PRESETS[name]
    assert row.view in ("", *VIEWS) and row.speed in (0, *SPEEDS.values())
    assert len(beside(name)) == len(row.beside) <= MOST_PINNED and told(name) not in beside(name)
