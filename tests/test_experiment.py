"""What an experiment accepts, what it refuses and in which words, and when two experiments are the same run."""

import pickle
from typing import Any

import numpy as np
import pytest
import torch

from simulator import Experiment, SettingsError
from simulator.catalog import menu
from simulator.engine.precision import first_precision
from simulator.settings.experiment import FIELDS, bounds, extra
from simulator.settings.limits import MEGABYTES, SECONDS, megabytes, seconds
from simulator.settings.setting import range_of

NUMBERS = [name for name, info in FIELDS.items() if range_of(info)]
MENUS = [name for name in FIELDS if name not in NUMBERS]
RANGES = {
    "depth": ("Layers", "whole numbers from 1 to 200"),
    "sequence_length": ("Time steps", "whole numbers from 2 to 500"),
    "gain": ("Weight gain", "numbers from 0 to 10"),
    "forget_bias": ("Forget-gate bias", "numbers from -10 to 10"),
    "learning_rate": ("Learning rate", "numbers from 1e-06 to 1000"),
    "width": ("Width", "whole numbers from 2 to 512"),
    "batch_size": ("Batch size", "whole numbers from 1 to 512"),
    "steps": ("Training steps", "whole numbers from 1 to 2000"),
    "seed": ("Random seed", "whole numbers from 0 to 2147483647"),
    "clip_at": ("Clipping threshold", "numbers from 1e-06 to 1000000"),
    "dropout": ("Dropout", "numbers from 0 to 0.9"),
    "l1": ("L1 penalty", "numbers from 0 to 1"),
    "l2": ("L2 penalty", "numbers from 0 to 1"),
    "pretraining": ("Pretraining steps per layer", "whole numbers from 0 to 500"),
}
ACTIVATIONS = ", ".join(menu("activation", "deep"))


def refused(**settings: Any) -> SettingsError:
    with pytest.raises(SettingsError) as caught:
        Experiment(**settings)
    return caught.value


def just_outside(name: str) -> list[int | float]:
    low, high = bounds(name)
    if FIELDS[name].annotation is int:
        return [int(low) - 1, int(high) + 1]
    return [float(np.nextafter(low, -np.inf)), float(np.nextafter(high, np.inf))]


def test_every_number_has_its_range_written_down_here() -> None:
    assert list(RANGES) == NUMBERS


@pytest.mark.parametrize("name", NUMBERS)
def test_both_ends_of_a_range_are_allowed(name: str) -> None:
    small = {"depth": 1, "width": 2} if name not in ("depth", "width") else {}
    for value in bounds(name):
        assert getattr(Experiment(**{**small, name: value}), name) == value


@pytest.mark.parametrize("name", NUMBERS)
def test_just_outside_of_a_range_is_refused_with_label_range_value_and_remedy(name: str) -> None:
    label, allowed = RANGES[name]
    for value in just_outside(name):
        error = refused(**{name: value})
        given = repr(value)
        assert str(error) == f"{label}: allowed are {allowed}; given was {given}. Choose one in that range."
        assert error.fields == (name,)


@pytest.mark.parametrize(
    "value", ["many", "", "NaN", float("nan"), float("inf"), "1e999", None, [3], True, b"\xff", "٣"]
)
@pytest.mark.parametrize("name", ["depth", "gain"])
def test_what_is_no_finite_number_is_refused_in_the_same_words(name: str, value: object) -> None:
    label, allowed = RANGES[name]
    sentence = f"{label}: allowed are {allowed}; given was {ascii(value)}. Choose one in that range."
    assert str(refused(**{name: value})) == sentence


def test_half_a_layer_is_refused() -> None:
    assert "whole numbers from 1 to 200; given was 2.5." in str(refused(depth=2.5))


def test_numbers_of_numpy_are_numbers() -> None:
    assert Experiment(depth=np.int64(3), gain=np.float64(0.5)) == Experiment(depth=3, gain=0.5)


def test_a_long_value_is_cut_and_a_number_too_long_to_print_does_no_harm() -> None:
    assert f"given was '{'9' * 35}...'. Choose" in str(refused(depth="9" * 20_000))
    assert "given was a value that cannot be shown. Choose" in str(refused(seed=10**5000))


def test_an_unknown_name_is_refused_with_its_menu() -> None:
    sentence = f"Activation: allowed are {ACTIVATIONS}; given was 'step'. Choose one of these."
    assert str(refused(activation="step")) == sentence


def test_a_misspelt_name_is_refused_with_what_was_probably_meant() -> None:
    sentence = f"Activation: allowed are {ACTIVATIONS}; given was 'Leaky ReLU'. Did you mean leaky_relu?"
    assert str(refused(activation="Leaky ReLU")) == sentence
    assert str(refused(learnin_rate=1)) == "'learnin_rate' is not a setting. Did you mean learning_rate?"


def test_a_setting_that_does_not_exist_is_refused_with_those_that_do() -> None:
    assert str(refused(zzz=1)) == f"'zzz' is not a setting. The settings are {', '.join(FIELDS)}."


@pytest.mark.parametrize("name", MENUS)
@pytest.mark.parametrize("value", ["nonsense " * 3000, 5, None, [], "\0"])
def test_every_menu_refuses_what_is_not_on_it(name: str, value: object) -> None:
    error = refused(**{name: value})
    assert str(error).startswith(f"{FIELDS[name].title}: allowed ")
    assert str(error).endswith(". Choose one of these.")
    assert len(str(error)) < 300
    assert error.fields == (name,)


def test_a_task_of_the_other_kind_is_refused_with_the_tasks_of_this_kind() -> None:
    error = refused(kind="sequence", task="two_spirals")
    tasks = ", ".join(menu("task", "sequence"))
    assert str(error) == f"Task: allowed for a sequence are {tasks}; given was 'two_spirals'. Choose one of these."
    assert "Task: allowed for a deep network are digits, two_spirals, " in str(refused(task="copy"))


def test_convolutions_need_images() -> None:
    error = refused(layer="conv", task="xor")
    assert str(error) == (
        "Kind of layer: convolutional layers need images, and the task XOR has none. "
        "Choose the task Handwritten digits, or dense layers."
    )
    assert error.fields == ("layer", "task")
    assert Experiment(layer="conv", depth=2).layer == "conv"


def test_batch_normalization_needs_something_to_compare() -> None:
    error = refused(normalization="batch", batch_size=1)
    assert str(error) == (
        "Normalization: batch normalization compares the samples of a batch, and a batch size of 1 has just one. "
        "Choose a batch size of 2 or more, or layer normalization."
    )
    assert error.fields == ("normalization", "batch_size")
    assert Experiment(normalization="batch", batch_size=2).batch_size == 2


def test_a_task_can_need_more_time_steps() -> None:
    error = refused(kind="sequence", task="copy", sequence_length=5)
    assert str(error) == ("Time steps: the task Copy needs at least 6; given was 5. Choose 6 or more, or another task.")
    assert error.fields == ("sequence_length", "task")
    assert Experiment(kind="sequence", task="copy", sequence_length=6).sites == 6


def largest(name: str, cost: Any, limit: float, **settings: Any) -> int:
    """The largest value whose cost stays within the limit, found by walking up."""
    base = Experiment(**settings)
    return max(v for v in range(1, 2001) if cost(base.model_copy(update={name: v})) <= limit)


def test_a_run_that_takes_too_long_is_refused_with_its_seconds_and_how_far_to_lower_what() -> None:
    big = {"depth": 100, "width": 340}
    steps = largest("steps", seconds, SECONDS, **big, steps=1)
    assert Experiment(**big, steps=steps).steps == steps
    error = refused(**big, steps=steps + 1)
    assert str(error).startswith("This run would take about 301 seconds; allowed are 300. Lower the training steps to")
    assert f" {steps}, the width to 339, the batch size to 63 or the layers to 99." in str(error)
    assert error.fields == ("steps", "width", "batch_size", "depth")


def test_what_is_foreseen_to_be_computed_in_float64_counts_as_the_longer_run_that_it_is() -> None:
    foreseen: list[dict[str, Any]] = [{"init": "constant"}, {"width": 2}]
    for settings in foreseen:
        e = Experiment(**settings, normalization="layer")
        assert first_precision(e) == torch.float64
        ordinary = e.model_copy(update={"init": "xavier_normal", "width": e.width + (e.width == 2)})
        assert first_precision(ordinary) == torch.float32 and seconds(e) > 2 * seconds(ordinary)


def test_a_run_that_needs_too_much_memory_is_refused_with_its_size_and_how_far_to_lower_what() -> None:
    big: dict[str, Any] = {"depth": 100, "width": 256, "steps": 1}
    batch = largest("batch_size", megabytes, MEGABYTES, **big)
    assert Experiment(**big, batch_size=batch).batch_size == batch
    error = refused(**big, batch_size=batch + 1)
    assert str(error) == (
        f"This run would need about {MEGABYTES + 1:.0f} MB of memory; allowed are {MEGABYTES:.0f}. "
        f"Lower the width to 255, the batch size to {batch} or the layers to 99."
    )
    assert error.fields == ("width", "batch_size", "depth")


def test_lowering_as_told_is_enough() -> None:
    big: dict[str, Any] = {"kind": "sequence", "cell": "gru", "task": "adding", "sequence_length": 500, "steps": 2000}
    error = refused(**big, width=128)
    width = int(str(error).split("the width to ")[1].split(",")[0])
    assert Experiment(**big, width=width).width == width


def test_replace_checks_and_leaves_the_original_alone() -> None:
    first = Experiment()
    assert first.replace(depth=3) == Experiment(depth=3)
    assert first.depth == 20
    with pytest.raises(SettingsError, match="Layers"):
        first.replace(depth=0)


def test_equal_experiments_are_equal_hash_alike_and_survive_pickling() -> None:
    one, other = Experiment(depth=7, gain=1), Experiment(gain=1.0, depth=7)
    assert one == other
    assert hash(one) == hash(other)
    assert len({one, other, Experiment()}) == 2
    assert pickle.loads(pickle.dumps(one)) == one


def test_an_experiment_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Experiment().depth = 3


@pytest.mark.parametrize("name", list(FIELDS))
def test_every_setting_has_label_help_and_a_group_of_the_page(name: str) -> None:
    info = FIELDS[name]
    assert info.title and info.title[0].isupper()
    assert info.description and info.description.endswith(".")
    assert extra(name)["group"] in ("basic", "task", "training", "regularization")


@pytest.mark.parametrize("name", [name for name in NUMBERS if "stops" in extra(name)])
def test_stops_are_sorted_reach_both_ends_and_hold_the_default(name: str) -> None:
    stops = extra(name)["stops"]
    assert stops == sorted(set(stops))
    assert (stops[0], stops[-1]) == bounds(name)
    assert FIELDS[name].default in stops
    assert {type(stop) for stop in stops} == {FIELDS[name].annotation}


IDLE = [
    ({}, {"sequence_length", "cell", "forget_bias", "clip_at"}),
    ({"clip": "norm", "init": "zeros"}, {"sequence_length", "cell", "forget_bias", "gain"}),
    ({"kind": "sequence"}, {"depth", "layer", "pretraining", "forget_bias", "clip_at", "sequence_length"}),
    (
        {"kind": "sequence", "cell": "lstm", "task": "adding"},
        {"depth", "layer", "pretraining", "clip_at", "skip"},
    ),
    (
        {"kind": "sequence", "cell": "gru", "task": "adding", "clip": "value"},
        {"depth", "layer", "pretraining", "skip", "forget_bias"},
    ),
]


@pytest.mark.parametrize(("settings", "idle"), IDLE)
def test_only_what_can_change_the_run_matters(settings: dict[str, Any], idle: set[str]) -> None:
    experiment = Experiment(**settings)
    assert {name for name in FIELDS if not experiment.matters(name)} == idle


def test_settings_that_do_not_matter_do_not_make_another_run() -> None:
    assert Experiment(clip_at=5.0, cell="gru", sequence_length=9).canonical() == Experiment()
    assert Experiment(clip="norm", clip_at=5.0).canonical() == Experiment(clip="norm", clip_at=5.0)
    deep = {"depth": 9, "layer": "conv", "pretraining": 9}
    assert Experiment(kind="sequence", **deep).canonical() == Experiment(kind="sequence")


GATED: list[dict[str, Any]] = [{"kind": "sequence", "cell": cell} for cell in ("lstm", "gru")]


@pytest.mark.parametrize("settings", GATED)
def test_a_gated_cell_has_its_own_tanh_unless_another_activation_is_asked_for(settings: dict[str, Any]) -> None:
    """As torch.nn.LSTM and GRU have it; Keras takes any ``activation``."""
    own, other = Experiment(**settings), Experiment(**settings, activation="relu")
    assert (own.activation, other.activation) == ("tanh", "relu")
    assert own == Experiment(**settings, activation="tanh") == own.canonical() != Experiment(**settings | OTHER)
    assert own.to_query() == settings
    assert other.to_query() == {**settings, "activation": "relu"}
    assert Experiment(**settings | OTHER).to_query() == settings | OTHER
    for experiment in (own, other, Experiment(**settings | OTHER)):
        assert Experiment.from_query(experiment.to_query()) == (experiment, [])


OTHER: dict[str, Any] = {"activation": Experiment().activation}
"""The activation that layers and plain cells have if nobody asks."""


@pytest.mark.parametrize("settings", GATED)
def test_an_activation_that_was_not_asked_for_changes_with_the_cell(settings: dict[str, Any]) -> None:
    for plain in (Experiment(), Experiment(kind="sequence"), Experiment(cell="gru")):
        assert plain.activation == OTHER["activation"]
        assert plain.replace(**settings) == Experiment(**settings)
    assert Experiment(activation="relu").replace(**settings).activation == "relu"
    assert Experiment(**settings).replace(cell="rnn").activation == "tanh"
    assert Experiment(**settings, **OTHER).replace(width=8).activation == OTHER["activation"]
    assert Experiment().replace(**settings, **OTHER).activation == OTHER["activation"]


@pytest.mark.parametrize("settings", GATED)
def test_maxout_has_no_place_in_a_gated_cell(settings: dict[str, Any]) -> None:
    error = refused(**settings, activation="maxout")
    label = settings["cell"].upper()
    assert str(error) == (
        f"Activation: maxout takes the larger of 2 weighted sums, and in the cell {label} the activation has "
        "one alone. Choose Tanh, or the cell Plain RNN."
    )
    assert error.fields == ("activation", "cell")


def test_sites_are_layers_or_time_steps() -> None:
    assert Experiment(depth=7).sites == 7
    assert Experiment(kind="sequence", sequence_length=7).sites == 64  # the pixels of a digit
    assert Experiment(kind="sequence", sequence_length=7, task="adding").sites == 7


IGNORED: list[tuple[dict[str, Any], list[str]]] = [
    ({}, []),
    ({"depth": 9, "clip": "norm", "clip_at": 3.0, "init": "he_normal", "gain": 2.0}, []),
    ({"kind": "sequence", "cell": "gru", "forget_bias": 3.0}, ["Forget-gate bias: 3 has no effect in a GRU."]),
    ({"kind": "sequence", "cell": "lstm", "forget_bias": 3.0, "activation": "relu"}, []),
    ({"kind": "sequence", "cell": "lstm", "skip": "residual"}, ["Shortcuts: Residual has no effect in an LSTM."]),
    ({"kind": "sequence", "layer": "conv"}, ["Kind of layer: Convolutional has no effect in a plain RNN."]),
    (
        {"cell": "lstm", "sequence_length": 9},
        ["Cell: LSTM has no effect in a deep network.", "Time steps: 9 has no effect in a deep network."],
    ),
    (
        {"kind": "sequence", "sequence_length": 9},
        ["Time steps: 9 has no effect on the task Handwritten digits, pixel by pixel, which has 64 time steps."],
    ),
    ({"init": "zeros", "gain": 2.0}, ["Weight gain: 2 has no effect on weights that all start at zero."]),
    ({"clip_at": 3.0}, ["Clipping threshold: 3 has no effect without gradient clipping."]),
    ({"init": "orthogonal", "gain": 0.0}, ["Starting weights: Orthogonal has no effect with a weight gain of 0."]),
    ({"skip": "residual", "depth": 1}, ["Shortcuts: Residual has no effect in a single layer."]),
    ({"skip": "highway", "depth": 1}, []),
    (
        {"schedule": "warmup", "steps": 14},
        ["Learning-rate schedule: Warm-up has no effect in fewer than 15 training steps."],
    ),
    ({"schedule": "warmup", "steps": 15}, []),
    ({"schedule": "warmup", "steps": 14, "pretraining": 15}, []),
    (
        {"schedule": "cosine", "steps": 1},
        ["Learning-rate schedule: Cosine has no effect in fewer than 2 training steps."],
    ),
    ({"schedule": "cosine", "steps": 2}, []),
]


@pytest.mark.parametrize(("settings", "sentences"), IGNORED)
def test_what_is_asked_for_to_no_effect_is_told(settings: dict[str, Any], sentences: list[str]) -> None:
    assert list(Experiment(**settings).ignored) == sentences
