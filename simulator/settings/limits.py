"""What is refused before it starts: settings that clash, and runs that cost too much to be interactive."""

from bisect import bisect_right
from collections.abc import Callable
from math import ceil
from typing import TYPE_CHECKING

from simulator.catalog.activations import ACTIVATIONS
from simulator.settings.errors import SettingsError

if TYPE_CHECKING:
    from simulator.settings.experiment import Experiment

Cost = Callable[["Experiment"], float]

SECONDS = 300.0
"""Longest run, in seconds of one ordinary core, that is still called interactive."""
MEGABYTES = 600.0
"""Largest working memory of one run."""
FLOPS = 4e10
"""Multiplications and additions per second of one ordinary core (measured, float32)."""
PER_VALUE = 2e-8
"""Seconds for everything that is done to one number of z: activation, slope, norms, moments (measured)."""
PER_WEIGHT = 1e-8
"""Seconds for the update of one weight and the measuring of its step (measured)."""
OVERHEAD = 35e-6
"""Seconds per site and step that go into starting operations (measured)."""


def check(e: "Experiment") -> None:
    """Raises SettingsError where two settings clash or the run would cost too much."""
    clash = _clash(e)
    if clash:
        raise clash
    _check_cost(e)


def _clash(e: "Experiment") -> SettingsError | None:
    if e.kind == "deep" and e.layer == "conv" and e.task_row.image is None:
        return SettingsError(
            f"Kind of layer: convolutional layers need images, and the task {e.task_row.label} has none. "
            "Choose the task Handwritten digits, or dense layers.",
            "layer",
            "task",
        )
    if e.normalization == "batch" and e.batch_size * positions(e) == 1:
        return SettingsError(
            "Normalization: batch normalization compares the samples of a batch, and a batch size of 1 has just one. "
            "Choose a batch size of 2 or more, or layer normalization.",
            "normalization",
            "batch_size",
        )
    shortest = e.task_row.shortest
    if e.kind == "sequence" and e.sites < shortest:
        return SettingsError(
            f"Time steps: the task {e.task_row.label} needs at least {shortest}; given was {e.sites}. "
            f"Choose {shortest} or more, or another task.",
            "sequence_length",
            "task",
        )
    return None


def pieces(e: "Experiment") -> int:
    """Linear maps per unit: 4 in an LSTM or a GRU, one more than the activation's with a highway gate."""
    if e.gated:
        return 4
    return ACTIVATIONS[e.activation].pieces + (e.skip == "highway")


def positions(e: "Experiment") -> int:
    """Places at which a unit is computed: the pixels of a convolutional layer, else 1."""
    if e.kind == "deep" and e.layer == "conv" and e.task_row.image:
        height, width = e.task_row.image
        return height * width
    return 1


def weights(e: "Experiment") -> int:
    """Weights that lead from one site to the next."""
    taps = 9 if positions(e) > 1 else 1
    return taps * e.width * e.width * pieces(e)


def seconds(e: "Experiment") -> float:
    """Estimated seconds of the whole run on one ordinary core, from its operations."""
    values = e.batch_size * positions(e) * e.width * pieces(e)
    product = 2 * e.batch_size * positions(e) * weights(e)
    site = OVERHEAD + PER_VALUE * values + 3 * product / FLOPS
    step = e.sites * site + PER_WEIGHT * weights(e) * (e.sites if e.kind == "deep" else 1)
    return step * e.steps + e.pretraining * (e.kind == "deep") * (step + e.sites * 2e-4)


def megabytes(e: "Experiment") -> float:
    """Estimated working memory: so many numbers for each unit and each map of each sample, and ten for each weight."""
    numbers = 6 + (3 if e.normalization == "none" else 9) * pieces(e)
    values = e.sites * e.batch_size * positions(e) * e.width * numbers
    return 4e-6 * (values + 10 * weights(e) * (e.sites if e.kind == "deep" else 1))


def _check_cost(e: "Experiment") -> None:
    length = "depth" if e.kind == "deep" else "sequence_length"
    if seconds(e) > SECONDS:
        remedy, fields = _remedy(e, seconds, SECONDS, ("steps", "width", "batch_size", length, "pretraining"))
        raise SettingsError(
            f"This run would take about {ceil(seconds(e)):,} seconds; allowed are {SECONDS:,.0f}. {remedy}", *fields
        )
    if megabytes(e) > MEGABYTES:
        remedy, fields = _remedy(e, megabytes, MEGABYTES, ("width", "batch_size", length))
        raise SettingsError(
            f"This run would need about {ceil(megabytes(e)):,} MB of memory; allowed are {MEGABYTES:,.0f}. {remedy}",
            *fields,
        )


def _remedy(e: "Experiment", cost: Cost, limit: float, names: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """What to lower, and how far where one setting alone is enough; and the settings it speaks of."""
    enough = {name: _enough(e, name, cost, limit) for name in names if e.matters(name) and getattr(e, name)}
    alone = {name: value for name, value in enough.items() if value}
    label = {name: str(type(e).model_fields[name].title).lower() for name in enough}
    if alone:
        ways = [f"the {label[name]} to {value}" for name, value in alone.items()]
        return f"Lower {_either(ways, 'or')}.", tuple(alone)
    return f"Lower {_either([f'the {label[name]}' for name in enough], 'and')}.", tuple(enough)


def _enough(e: "Experiment", name: str, cost: Cost, limit: float) -> int:
    """The largest value of this setting alone with which the cost stays within its limit; 0 where there is none."""
    values = range(2, getattr(e, name))
    fitting = bisect_right(values, limit, key=lambda value: cost(e.model_copy(update={name: value})))
    return values[fitting - 1] if fitting else 0


def _either(ways: list[str], word: str) -> str:
    return f" {word} ".join(filter(None, [", ".join(ways[:-1]), ways[-1]]))
