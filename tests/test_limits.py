"""Settings that are sound one by one and do not go together, and runs that would cost too much."""

from typing import Any

import pytest
import torch

from simulator import Experiment
from simulator.engine.precision import first_precision
from simulator.engine.training import begin
from simulator.settings.costs import megabytes, recorded, seconds
from simulator.settings.limits import MEGABYTES, SECONDS
from tests.test_experiment import GATED, refused


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
    # model_copy checks nothing, so that what is refused has a price as well.
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


def test_a_run_that_records_too_much_is_refused_and_what_is_counted_is_what_a_trace_holds() -> None:
    error = refused(depth=150, width=8, batch_size=8, steps=10_000)
    assert str(error).startswith("This run would record about 157 MB; allowed are 130. Lower the training steps to 8")
    assert error.fields == ("steps", "depth")
    for settings in ({"depth": 30}, {"kind": "sequence", "cell": "lstm", "task": "adding", "sequence_length": 40}):
        e = Experiment(**settings, width=4, batch_size=4, steps=60)
        held = sum(values.nbytes for values in begin(e)(e.steps).arrays().values())
        assert recorded(e) == pytest.approx(held / 1e6, rel=0.03)


def test_lowering_as_told_is_enough() -> None:
    big: dict[str, Any] = {"kind": "sequence", "cell": "gru", "task": "adding", "sequence_length": 500, "steps": 2000}
    error = refused(**big, width=128)
    width = int(str(error).split("the width to ")[1].split(",")[0])
    assert Experiment(**big, width=width).width == width


@pytest.mark.parametrize("settings", GATED)
def test_maxout_has_no_place_in_a_gated_cell(settings: dict[str, Any]) -> None:
    error = refused(**settings, activation="maxout")
    label = settings["cell"].upper()
    assert str(error) == (
        f"Activation: maxout takes the larger of 2 weighted sums, and in the cell {label} the activation has "
        "one alone. Choose Tanh, or the cell Plain RNN."
    )
    assert error.fields == ("activation", "cell")
