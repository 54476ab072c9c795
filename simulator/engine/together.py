"""Stacks in training: the loop that trains several experiments until a time is over, and where they stand then."""

import math
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import torch

from simulator.engine.exam import examine
from simulator.engine.machine import device_of
from simulator.engine.network import Network
from simulator.engine.precision import first_precision, fits
from simulator.engine.record import CAPACITY
from simulator.engine.rows import diverged
from simulator.engine.stack import stacks
from simulator.engine.training import advance
from simulator.outcome import Outcome, State
from simulator.settings.costs import megabytes
from simulator.settings.experiment import Experiment
from simulator.trace import Rows, numbered

LIVE = 60.0
"""Megabytes of a stack that is kept for the next slice, at most: a run in the same process may need the rest."""


@dataclass(frozen=True)
class Group:
    """Members of one stack, which have come to the same training step; without states or network they begin."""

    members: tuple[int, ...]
    """Their places among the experiments."""
    exact: bool
    """Whether they go on in float64."""
    states: tuple[dict[str, Any], ...] = ()
    network: Network | None = None
    """The stack itself, where it was not given up meanwhile."""

    def resting(self) -> "Group":
        """The same as plain data, which another process can go on from."""
        if self.network is None:
            return self
        return Group(self.members, self.exact, tuple(self.network.state(k) for k in range(len(self.members))))


@dataclass(frozen=True)
class Alone:
    """A member that goes on by itself, since its layers are trained one by one first."""

    member: int
    state: State | None = None


Left = list[Group | Alone]


class Piece(NamedTuple):
    """New rows of a member, by its place among the experiments, and how it stands after them."""

    member: int
    rows: Rows
    outcome: Outcome


def begun(experiments: Sequence[Experiment]) -> Left:
    """All experiments before their first step, those of one shape together."""
    left: Left = []
    for members in stacks(experiments):
        first = experiments[members[0]]
        if first.canonical().pretraining:
            left += [Alone(member) for member in members]
        else:
            left.append(Group(tuple(members), first_precision(first) == torch.float64))
    return left


def go_on(
    experiments: Sequence[Experiment], left: Left, deadline: float = math.inf, examined: bool = False
) -> tuple[list[Piece], Left]:
    """Trains the first of those that are left until one of its members has ended or the time is over.

    Returns its new rows, of one step at least, and what is left then.
    """
    first, *rest = left
    if isinstance(first, Alone):
        pieces, more = _alone(experiments, first, deadline)
    else:
        pieces, more = _Stack(experiments, first, examined).train(deadline)
    return pieces, more + rest


def _alone(experiments: Sequence[Experiment], one: Alone, deadline: float) -> tuple[list[Piece], Left]:
    state, rows = advance(experiments[one.member], one.state, deadline - time.perf_counter(), asks=False)
    pieces = [Piece(one.member, rows, state.outcome)] if rows else []
    return pieces, [] if state.done else [Alone(one.member, state)]


class _Stack:
    """A group while it is trained."""

    def __init__(self, experiments: Sequence[Experiment], group: Group, examined: bool) -> None:
        self.experiments, self.group, self.examined = experiments, group, examined
        members = [experiments[member] for member in group.members]
        dtype = torch.float64 if group.exact else torch.float32
        self.network = group.network or Network(members, dtype, device_of(members[0]), state=group.states or None)

    def train(self, deadline: float) -> tuple[list[Piece], Left]:
        """Until the time is over, or until one of its members has ended or needs float64."""
        group, network = self.group, self.network
        watched = not group.exact and fits(network.e)
        found: list[Piece] = []
        while True:
            before = self._states() if watched else []
            # A start that float32 cannot carry is to be found at once.
            rows = self._steps(min(CAPACITY if network.number else 1, network.e.steps - network.number), deadline)
            doubts = network.recorder.doubtful if watched else [None] * len(rows)
            beyond, on = defaultdict[int, list[int]](list), list[int]()
            for k, (part, doubt) in enumerate(zip(rows, doubts, strict=True)):
                if doubt is not None:
                    beyond[doubt].append(k)
                    continue
                found.append(self._piece(k, part))
                on += [k] if found[-1].outcome.name == "running" else []
            if len(on) < len(rows):
                break
            if time.perf_counter() >= deadline:
                return found, [self._standing()]
        left: Left = [self._some(on, self._states(on))] if on else []
        for steps, some in beyond.items():
            pieces, exact = self._exact(some, [before[k] for k in some], steps)
            found += pieces
            left.append(exact)
        return found, left

    def _standing(self) -> Group:
        """All members as they are now."""
        live = replace(self.group, states=(), network=self.network)
        size = sum(megabytes(self.experiments[member]) for member in self.group.members)
        return live if size <= LIVE else live.resting()

    def _states(self, members: Sequence[int] | None = None) -> list[dict[str, Any]]:
        return [self.network.state(k) for k in (range(len(self.group.members)) if members is None else members)]

    def _some(self, members: list[int], states: Sequence[dict[str, Any]]) -> Group:
        return Group(tuple(self.group.members[k] for k in members), self.group.exact, tuple(states))

    def _exact(self, members: list[int], before: Sequence[dict[str, Any]], steps: int) -> tuple[list[Piece], Group]:
        """Members of which float32 carries ``steps`` steps more: those, and the members as they go on in float64."""
        group, pieces = self._some(members, before), list[Piece]()
        if steps:
            part = _Stack(self.experiments, group, False)
            pieces = [part._piece(k, rows) for k, rows in enumerate(part.network.run_all(steps))]
            group = part._some(list(range(len(members))), part._states())
        return pieces, replace(group, exact=True)

    def _steps(self, most: int, deadline: float) -> list[Rows]:
        """The rows of every member, of ``most`` steps at most, and of one at least."""
        for ahead in range(most, 0, -1):
            self.network.measure(ahead)
            self.network.update()
            if time.perf_counter() >= deadline:
                break
        return self.network.recorder.take()

    def _piece(self, k: int, rows: Rows) -> Piece:
        """A member's new rows, up to the one that diverged."""
        number, member = self.network.number, self.group.members[k]
        if end := diverged(rows):
            outcome = Outcome("diverged", numbered(number - len(rows["loss"]) + end[0]), end[1])
            return Piece(member, {name: values[: end[0] + 1] for name, values in rows.items()}, outcome)
        return Piece(member, rows, self._finished(k) if number == self.network.e.steps else Outcome("running"))

    def _finished(self, k: int) -> Outcome:
        if not self.examined:
            return Outcome("finished")
        n, e = self.network, self.experiments[self.group.members[k]]
        return Outcome("finished", exam=examine(Network(e, n.dtype, n.device, state=n.state(k), capacity=1)))
