"""Many experiments at once: those that differ by numbers alone train as one stack, each bit for bit as if alone."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch

from simulator.engine.chance import chance
from simulator.engine.exam import examine
from simulator.engine.network import Network
from simulator.engine.precision import first_precision, fits
from simulator.engine.record import CAPACITY
from simulator.engine.rows import diverged
from simulator.engine.training import begin, device_of, own_arithmetic
from simulator.outcome import Outcome
from simulator.settings.experiment import Experiment
from simulator.settings.limits import MEGABYTES, megabytes, positions
from simulator.trace import Rows, Trace, numbered

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
Each = Callable[[Trace], Any]
Progress = Callable[[int, int], None]


@dataclass(eq=False)
class Member:
    """One experiment on its way: its rows so far, and where it stands."""

    number: int
    """Its place among all experiments."""
    experiment: Experiment
    examined: bool
    parts: list[Rows] = field(default_factory=list)
    state: dict[str, Any] | None = None

    def trace(self, outcome: Outcome) -> Trace:
        """The whole run."""
        e = self.experiment
        return Trace.from_rows(e, outcome, e.canonical().matrices, self.parts, chance(e))


Ended = tuple[Member, Outcome]


def simulate_many(
    experiments: Sequence[Experiment],
    each: Each = lambda trace: trace,
    progress: Progress = lambda done, all: None,
    examined: bool = True,
) -> list[Any]:
    """Trains all experiments to the end, and returns what ``each`` makes of their traces, in their order.

    Experiments that differ only by numbers, such as seed, gain or learning rate, train as one stack, the quicker the
    smaller they are. A trace is that of ``simulate``, bit for bit, but for ``learned``, for nothing is asked on the
    way; and without ``examined`` no exam is held at the end. Where ``each`` keeps a few numbers of a trace, memory
    holds no more than a stack. ``progress(done, all)`` is called after each experiment. Raises SettingsError where the
    device is missing.
    """
    found: dict[int, Any] = {}
    with own_arithmetic():
        for numbers in stacks(experiments):
            members = [Member(number, experiments[number], examined) for number in numbers]
            for member, outcome in _trained(members):
                found[member.number] = each(member.trace(outcome))
                progress(len(found), len(experiments))
    return [found[number] for number in range(len(experiments))]


def stacks(experiments: Sequence[Experiment]) -> Iterator[list[int]]:
    """The places of experiments of one shape together, as many as fit into the memory of a run."""
    for numbers in alike(experiments, NUMBERS):
        # Those of equal numbers side by side, as the optimizer takes their step at once.
        numbers.sort(key=lambda number: (experiments[number].learning_rate, experiments[number].l2))
        size = size_of(experiments[numbers[0]], len(numbers))
        yield from (numbers[i : i + size] for i in range(0, len(numbers), size))


def alike(experiments: Sequence[Experiment], but_for: Sequence[str]) -> list[list[int]]:
    """The places of experiments together that are alike but for some settings, and begin in one precision."""
    written, shapes = defaultdict[Any, list[int]](list), defaultdict[Any, list[int]](list)
    any_of = dict.fromkeys(but_for)
    for number, e in enumerate(experiments):
        as_given = tuple(value for name, value in e if name not in any_of)
        written[as_given, e.dropout > 0, first_precision(e)].append(number)
    # What does not matter depends on none of the numbers, so it is asked once for all that are written alike.
    for (_, drops, precision), numbers in written.items():
        shape = experiments[numbers[0]].canonical().model_copy(update=any_of)
        shapes[shape, drops, precision] += numbers
    return list(shapes.values())


def size_of(e: Experiment, count: int) -> int:
    """Members of a stack, where ``count`` experiments of one shape are shared out evenly."""
    entries = e.sites * e.batch_size * e.width * positions(e)
    most = max(1, min(MOST, max(FEWEST, ENTRIES // entries), int(MEGABYTES / megabytes(e))))
    return -(-count // -(-count // most))


def _trained(members: list[Member]) -> Iterator[Ended]:
    """Each member when it has ended, and how."""
    if not members[0].experiment.canonical().pretraining:
        yield from _run(members, first_precision(members[0].experiment))
        return
    for member in members:
        whole = begin(member.experiment)(member.experiment.steps)
        member.parts.append(whole.arrays())
        yield member, whole.outcome


def _run(members: list[Member], dtype: torch.dtype) -> Iterator[Ended]:
    """Trains to the end; where one has ended, the others go on as a smaller stack."""
    while members:
        network, left = _network(members, dtype), members
        watched = dtype == torch.float32 and fits(network.e)
        while len(left) == len(members):
            before = [network.state(k) for k in range(len(members))] if watched else []
            start = network.number
            # A start that float32 cannot carry is to be found at once.
            rows = network.run_all(min(CAPACITY if start else 1, network.e.steps - start))
            doubts = network.recorder.doubtful if before else [None] * len(members)
            beyond, left = defaultdict[int, list[Member]](list), []
            for k, (member, part, doubt) in enumerate(zip(members, rows, doubts, strict=True)):
                if doubt is not None:
                    member.state = before[k]
                    beyond[doubt].append(member)
                elif outcome := _outcome(member, part, network, k):
                    yield member, outcome
                else:
                    left.append(member)
            for steps, some in beyond.items():
                yield from _in_float64(some, steps)
            for k, member in enumerate(members):
                if len(left) < len(members) and member in left:
                    member.state = network.state(k)
        members = left


def _outcome(member: Member, rows: Rows, network: Network, k: int) -> Outcome | None:
    """Keeps the new rows, and says how the member has ended with them; None where it has not."""
    end = diverged(rows)
    if end:
        member.parts.append({name: values[: end[0] + 1] for name, values in rows.items()})
        return Outcome("diverged", numbered(network.number - len(rows["loss"]) + end[0]), end[1])
    member.parts.append(rows)
    if network.number < network.e.steps:
        return None
    if not member.examined:
        return Outcome("finished")
    alone = Network(member.experiment, network.dtype, network.device, state=network.state(k), capacity=1)
    return Outcome("finished", exam=examine(alone))


def _in_float64(members: list[Member], steps: int) -> Iterator[Ended]:
    """Goes on with members of which float32 carries ``steps`` steps more."""
    if steps:
        network = _network(members, torch.float32)
        for k, (member, rows) in enumerate(zip(members, network.run_all(steps), strict=True)):
            member.parts.append(rows)
            member.state = network.state(k)
    yield from _run(members, torch.float64)


def _network(members: list[Member], dtype: torch.dtype) -> Network:
    """The stack, at its start or as it was left."""
    states = [member.state for member in members if member.state is not None]
    experiments = [member.experiment for member in members]
    return Network(experiments, dtype, device_of(experiments[0]), state=states or None)
