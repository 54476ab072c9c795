"""Many experiments at once in slices of time: where the stacks of ``stack.py`` stand is bytes between two of them."""

import io
import pickle
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch

from simulator.engine.chance import chance
from simulator.engine.network import Network
from simulator.engine.precision import first_precision, fits
from simulator.engine.record import CAPACITY
from simulator.engine.rows import diverged
from simulator.engine.stack import stacks
from simulator.engine.training import advance, device_of, own_arithmetic
from simulator.outcome import Outcome, State
from simulator.settings.experiment import Experiment
from simulator.trace import Rows, Trace, numbered


@dataclass(frozen=True)
class Group:
    """Members of one stack, which have come to the same training step; ``states`` is empty where they begin."""

    members: tuple[int, ...]
    """Their places among the experiments."""
    exact: bool
    """Whether they go on in float64."""
    states: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True)
class Alone:
    """A member that goes on by itself, since its layers are trained one by one first."""

    member: int
    state: State | None = None


Left = list[Group | Alone]
Piece = tuple[int, Trace]
"""A member's place among the experiments, and its new rows with how it stands after them."""


def advance_many(experiments: Sequence[Experiment], blob: bytes, seconds: float) -> tuple[bytes, list[Piece]]:
    """Trains experiments for ``seconds``, at least a step of some of them; those of one shape as one stack.

    ``blob`` is what the slice before returned, empty at the start; an empty one is returned when all have ended. Rows
    are those of ``simulate``, bit for bit, however often it stops; nothing is asked on the way, and no exam is held.
    Raises SettingsError where the device is missing.
    """
    deadline, found = time.perf_counter() + seconds, list[Piece]()
    left: Left = _load(blob) if blob else _begun(experiments)
    with own_arithmetic():
        while left and (not found or time.perf_counter() < deadline):
            first = left.pop(0)
            if isinstance(first, Alone):
                pieces, more = _alone(experiments, first, deadline)
            else:
                pieces, more = _together(experiments, first, deadline)
            found += pieces
            left = more + left
    return (_saved(left) if left else b""), found


def _begun(experiments: Sequence[Experiment]) -> Left:
    left: Left = []
    for members in stacks(experiments):
        first = experiments[members[0]]
        if first.canonical().pretraining:
            left += [Alone(member) for member in members]
        else:
            left.append(Group(tuple(members), first_precision(first) == torch.float64))
    return left


def _alone(experiments: Sequence[Experiment], one: Alone, deadline: float) -> tuple[list[Piece], Left]:
    e = experiments[one.member]
    state, rows = advance(e, one.state, deadline - time.perf_counter(), asks=False)
    pieces = [(one.member, Trace.from_rows(e, state.outcome, state.matrices, [rows], state.chance))] if rows else []
    return pieces, [] if state.done else [Alone(one.member, state)]


def _together(experiments: Sequence[Experiment], group: Group, deadline: float) -> tuple[list[Piece], Left]:
    """Trains a stack until the time is over, or until one of its members has ended or needs float64."""
    network = _network(experiments, group)
    watched = not group.exact and fits(network.e)
    found: list[Piece] = []
    while True:
        before = [network.state(k) for k in range(len(group.members))] if watched else []
        # A start that float32 cannot carry is to be found at once.
        rows = _steps(network, min(CAPACITY if network.number else 1, network.e.steps - network.number), deadline)
        doubts = network.recorder.doubtful if watched else [None] * len(rows)
        beyond, on = defaultdict[int, list[int]](list), list[int]()
        for k, (part, doubt) in enumerate(zip(rows, doubts, strict=True)):
            if doubt is not None:
                beyond[doubt].append(k)
                continue
            piece = _piece(experiments, group.members[k], part, network)
            found.append(piece)
            on += [k] if piece[1].outcome.name == "running" else []
        if len(on) == len(rows) and time.perf_counter() < deadline:
            continue
        left: Left = [_some(group, on, [network.state(k) for k in on])] if on else []
        for steps, some in beyond.items():
            pieces, exact = _exact(experiments, _some(group, some, [before[k] for k in some]), steps)
            found += pieces
            left.append(exact)
        return found, left


def _some(group: Group, members: list[int], states: list[dict[str, Any]]) -> Group:
    return Group(tuple(group.members[k] for k in members), group.exact, tuple(states))


def _exact(experiments: Sequence[Experiment], group: Group, steps: int) -> tuple[list[Piece], Group]:
    """Members of which float32 carries ``steps`` steps more: those, and the members as they go on in float64."""
    states, pieces = group.states, list[Piece]()
    if steps:
        network = _network(experiments, group)
        rows = network.run_all(steps)
        states = tuple(network.state(k) for k in range(len(rows)))
        pieces = [_piece(experiments, m, part, network) for m, part in zip(group.members, rows, strict=True)]
    return pieces, Group(group.members, True, states)


def _steps(network: Network, most: int, deadline: float) -> list[Rows]:
    """The rows of every member, of so many steps at most, and of one at least."""
    for ahead in range(most, 0, -1):
        network.measure(ahead)
        network.update()
        if time.perf_counter() >= deadline:
            break
    return network.recorder.take()


def _piece(experiments: Sequence[Experiment], member: int, rows: Rows, network: Network) -> Piece:
    e, outcome = experiments[member], Outcome("finished" if network.number == network.e.steps else "running")
    if end := diverged(rows):
        outcome = Outcome("diverged", numbered(network.number - len(rows["loss"]) + end[0]), end[1])
        rows = {name: values[: end[0] + 1] for name, values in rows.items()}
    return member, Trace.from_rows(e, outcome, network.e.matrices, [rows], chance(e))


def _network(experiments: Sequence[Experiment], group: Group) -> Network:
    """The stack, at its start or as it was left."""
    members = [experiments[member] for member in group.members]
    dtype = torch.float64 if group.exact else torch.float32
    return Network(members, dtype, device_of(members[0]), state=group.states or None)


class _Pickler(pickle.Pickler):
    """Writes tensors as arrays: of many small ones in a tenth of the time that ``torch.save`` takes."""

    def reducer_override(self, value: Any) -> Any:
        return (torch.from_numpy, (value.numpy(),)) if isinstance(value, torch.Tensor) else NotImplemented


def _saved(left: Left) -> bytes:
    blob = io.BytesIO()
    _Pickler(blob, pickle.HIGHEST_PROTOCOL).dump(left)
    return blob.getvalue()


def _load(blob: bytes) -> Left:
    left: Left = pickle.loads(blob)  # this program's own bytes
    return left
