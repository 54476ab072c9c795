"""Which experiments train as one stack: those that differ by numbers alone, as many as pays."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from simulator.engine.precision import first_precision
from simulator.settings.costs import megabytes
from simulator.settings.experiment import Experiment
from simulator.settings.limits import MEGABYTES
from simulator.settings.sizes import positions

SCALES = ("input_scale", "input_offset", "target_scale")
NUMBERS = (
    "seed",
    "gain",
    "bias_std",
    "weight_mean",
    "forget_bias",
    "learning_rate",
    "l1",
    "l2",
    "clip_at",
    "dropout",
    *SCALES,
)
"""The settings in which the members of a stack may differ; dropout as long as each has some."""
MOST, FEWEST = 32, 4
"""Most members of a stack: more save next to nothing, and their results come later; and most of large networks."""
ENTRIES = 1 << 19
"""Numbers h of all members at all sites beyond which more members only leave the processor's cache (measured)."""


def stacks(experiments: Sequence[Experiment]) -> Iterator[list[int]]:
    """The places of experiments of one shape together, as many as fit into the memory of a run."""
    for numbers in alike(experiments, NUMBERS):
        # Those of equal numbers side by side, as the optimizer takes their step at once.
        numbers.sort(key=lambda number: (experiments[number].learning_rate, experiments[number].l2))
        size = size_of(experiments[numbers[0]], len(numbers))
        yield from (numbers[i : i + size] for i in range(0, len(numbers), size))


def shape_of(e: Experiment) -> Any:
    """What the experiments of a stack have in common: all but their numbers, and whether anything is dropped."""
    return _settings(e.canonical(), frozenset(NUMBERS)), e.dropout > 0


def _settings(e: Experiment, but_for: frozenset[str]) -> tuple[Any, ...]:
    """The values of all settings but some."""
    return tuple(value for name, value in vars(e).items() if name not in but_for)


def alike(experiments: Sequence[Experiment], but_for: Sequence[str]) -> list[list[int]]:
    """The places of experiments together that are alike but for some settings, and begin in one precision."""
    written, shapes = defaultdict[Any, list[int]](list), defaultdict[Any, list[int]](list)
    ignored = frozenset(but_for)
    for number, e in enumerate(experiments):
        written[_settings(e, ignored), e.dropout > 0, first_precision(e)].append(number)
    # What does not matter depends on none of the numbers, so it is asked once for all that are written alike.
    for (_, drops, precision), numbers in written.items():
        shapes[_settings(experiments[numbers[0]].canonical(), ignored), drops, precision] += numbers
    return list(shapes.values())


def size_of(e: Experiment, count: int) -> int:
    """Members of a stack, where ``count`` experiments of one shape are shared out evenly."""
    entries = e.sites * e.batch_size * e.width * positions(e)
    most = max(1, min(MOST, max(FEWEST, ENTRIES // entries), int(MEGABYTES / megabytes(e))))
    return -(-count // -(-count // most))
