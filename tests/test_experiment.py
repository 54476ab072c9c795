"""What an experiment accepts, what it refuses and in which words, and when two experiments are equal."""

import pickle
from typing import Any

import numpy as np
import pytest

from pages.shared.controls import GROUPS
from simulator import Experiment, SettingsError
from simulator.catalog import menu
from simulator.settings.experiment import FIELDS, bounds, extra
from simulator.settings.setting import range_of

NUMBERS = [name for name, info in FIELDS.items() if range_of(info)]
MENUS = [name for name in FIELDS if name not in NUMBERS]
RANGES = {
    "depth": ("Layers", "whole numbers from 1 to 200"),
    "sequence_length": ("Time steps", "whole numbers from 2 to 500"),
    "gain": ("Weight gain", "numbers from 0 to 10"),
    "bias_std": ("Bias deviation", "numbers from 0 to 10"),
    "forget_bias": ("Forget-gate bias", "numbers from -10 to 10"),
    "weight_mean": ("Mean of the weights", "numbers from -10 to 10"),
    "learning_rate": ("Learning rate", "numbers from 1e-06 to 1000"),
    "input_scale": ("Scale of the inputs", "numbers from 0.001 to 1000"),
    "input_offset": ("Offset of the inputs", "numbers from -1000 to 1000"),
    "target_scale": ("Scale of the targets", "numbers from 0.001 to 1000"),
    "width": ("Width", "whole numbers from 2 to 512"),
    "batch_size": ("Batch size", "whole numbers from 1 to 512"),
    "steps": ("Training steps", "whole numbers from 1 to 10000"),
    "seed": ("Random seed", "whole numbers from 0 to 2147483647"),
    "clip_at": ("Clipping threshold", "numbers from 1e-06 to 1000000"),
    "dropout": ("Dropout", "numbers from 0 to 0.9"),
    "l1": ("L1 penalty", "numbers from 0 to 1"),
    "l2": ("L2 penalty", "numbers from 0 to 10"),
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
    # Python itself refuses to print whole numbers of more than 4,300 digits.
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
def test_every_menu_refuses_what_is_not_on_it(name: str) -> None:
    nonsense: tuple[object, ...] = ("nonsense " * 3000, 5, None, [], "\0")
    for value in nonsense:
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
    assert extra(name)["group"] in ("basic", *GROUPS)


@pytest.mark.parametrize("name", [name for name in NUMBERS if "stops" in extra(name)])
def test_stops_are_sorted_reach_both_ends_and_hold_the_default(name: str) -> None:
    stops = extra(name)["stops"]
    assert stops == sorted(set(stops))
    assert (stops[0], stops[-1]) == bounds(name)
    assert FIELDS[name].default in stops
    assert {type(stop) for stop in stops} == {FIELDS[name].annotation}


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


def test_sites_are_layers_or_time_steps() -> None:
    assert Experiment(depth=7).sites == 7
    assert Experiment(kind="sequence", sequence_length=7).sites == 64  # the pixels of a digit
    assert Experiment(kind="sequence", sequence_length=7, task="adding").sites == 7
