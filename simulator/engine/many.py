"""Many experiments at once: those that differ by numbers alone train as one stack, each bit for bit as if alone."""

import io
import os
import pickle
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

import torch

from simulator.engine.chance import chance
from simulator.engine.machine import own_arithmetic
from simulator.engine.together import Group, Left, begun, go_on
from simulator.outcome import Outcome
from simulator.settings.experiment import Experiment
from simulator.trace import Rows, Trace

Each = Callable[[Trace], Any]
Progress = Callable[[int, int], None]
TOKEN = 16
"""Bytes in front of a blob by which the process that made it finds what it has kept."""
_alive: dict[bytes, Left] = {}
"""Where the last slice stands that ended in this process, with its networks, by its token."""


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
    found, parts = dict[int, Any](), defaultdict[int, list[Rows]](list)
    left = begun(experiments)
    with own_arithmetic():
        while left:
            pieces, left = go_on(experiments, left, examined=examined)
            for number, rows, outcome in pieces:
                parts[number].append(rows)
                if outcome.name != "running":
                    found[number] = each(_trace(experiments[number], outcome, parts.pop(number)))
                    progress(len(found), len(experiments))
    return [found[number] for number in range(len(experiments))]


def advance_many(
    experiments: Sequence[Experiment], blob: bytes, seconds: float
) -> tuple[bytes, list[tuple[int, Trace]]]:
    """Trains experiments for ``seconds``, at least a step of some of them; those of one shape as one stack.

    Returns places among the experiments with their new rows and how they stand. ``blob`` is what the slice before
    returned, empty at the start; an empty one is returned when all have ended. Rows are those of ``simulate``, bit for
    bit, however often it stops; nothing is asked on the way, and no exam is held of what trains as a stack. Raises
    SettingsError where the device is missing.
    """
    deadline, found = time.perf_counter() + seconds, list[tuple[int, Trace]]()
    left = _load(blob) if blob else begun(experiments)
    with own_arithmetic():
        while left and (not found or time.perf_counter() < deadline):
            pieces, left = go_on(experiments, left, deadline)
            found += [(number, _trace(experiments[number], outcome, [rows])) for number, rows, outcome in pieces]
    return (_saved(left) if left else b""), found


def _trace(e: Experiment, outcome: Outcome, parts: list[Rows]) -> Trace:
    return Trace.from_rows(e, outcome, e.canonical().matrices, parts, chance(e))


class _Pickler(pickle.Pickler):
    """Writes tensors as arrays: of many small ones in a tenth of the time that ``torch.save`` takes."""

    def reducer_override(self, value: Any) -> Any:
        return (torch.from_numpy, (value.numpy(),)) if isinstance(value, torch.Tensor) else NotImplemented


def _saved(left: Left) -> bytes:
    """Any process can go on from these bytes; this one need not make its networks anew."""
    token, blob = os.urandom(TOKEN), io.BytesIO()
    blob.write(token)
    _Pickler(blob, pickle.HIGHEST_PROTOCOL).dump([g.resting() if isinstance(g, Group) else g for g in left])
    let_go()  # of those of the slice before: no more than one may take the memory of a process
    _alive[token] = left
    return blob.getvalue()


def let_go() -> None:
    """Lets go of the networks that are kept for a next slice."""
    _alive.clear()


def _load(blob: bytes) -> Left:
    # Taken out: whoever sends the same bytes once more is to go on from where they were written.
    if kept := _alive.pop(blob[:TOKEN], None):
        return kept
    left: Left = pickle.loads(memoryview(blob)[TOKEN:])  # this program's own bytes
    return left
