"""How fast many networks train as one stack, each as a share of what it takes alone.

``python -m benchmarks.sweep`` prints the table; ``--save`` adds it to benchmarks/RESULTS.md with date and versions.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any

from benchmarks.engine import Case, Ours, heading, line, measure
from benchmarks.interleaved import Block
from benchmarks.table import options, write
from simulator import Experiment
from simulator.engine.network import Network
from simulator.engine.record import CAPACITY
from simulator.engine.stack import size_of
from simulator.engine.training import warm

MEMBERS = 16


class Stacked:
    """Seeds of one experiment in stacks as ``simulate_many`` makes them, fully recorded."""

    def __init__(self, e: Experiment) -> None:
        experiments, size = [e.replace(seed=seed) for seed in range(MEMBERS)], size_of(e, MEMBERS)
        self.parts = [experiments[i : i + size] for i in range(0, MEMBERS, size)]
        self.nets = [Network(part) for part in self.parts]

    def __call__(self, steps: int) -> None:
        while steps:
            rows = min(steps, CAPACITY)
            if self.nets[0].number + rows > self.nets[0].e.steps:
                self.nets = [Network(part) for part in self.parts]
            for net in self.nets:
                net.run_all(rows)
            steps -= rows


def _in_turn(e: Experiment) -> Block:
    """As many runs one after the other."""
    ours = Ours(e)
    return lambda steps: ours(steps * MEMBERS)


def _deep(depth: int, width: int, batch_size: int, **settings: Any) -> Experiment:
    common = {"activation": "tanh", "learning_rate": 0.01, "steps": 2000, "task": "digits", "device": "cpu"}
    return Experiment(depth=depth, width=width, batch_size=batch_size, **common | settings)


def _sequence(cell: str) -> Experiment:
    sizes = {"sequence_length": 50, "width": 32, "batch_size": 32, "task": "adding", "steps": 1000}
    return Experiment(kind="sequence", cell=cell, activation="tanh", learning_rate=0.01, device="cpu", **sizes)


def _share(name: str, target: float, e: Experiment) -> Case:
    return Case(name, target, partial(Stacked, e), partial(_in_turn, e))


CASES: Sequence[Case] = [
    _share(f"K = {MEMBERS} seeds, MLP d20 w32 b64, each", 0.5, _deep(20, 32, 64)),
    _share("the same, ReLU", 0.5, _deep(20, 32, 64, activation="relu")),
    _share("d20 w16 b32", 0.3, _deep(20, 16, 32)),
    _share("d6 w8 b10", 0.15, _deep(6, 8, 10)),
    _share("RNN, T 50, hidden 32", 0.6, _sequence("rnn")),
    _share("GRU, T 50, hidden 32", 0.6, _sequence("gru")),
    _share("LSTM, T 50, hidden 32", 0.6, _sequence("lstm")),
]


def main() -> None:
    chosen = options(__doc__)
    warm()
    head = [
        heading().replace("Engine", "Sweep"),
        "| case | target | measured | quartiles | met |",
        "|---|---|---|---|---|",
    ]
    write(head, (line(case, measure(case)) for case in CASES if chosen.only in case.name), chosen.save)


if __name__ == "__main__":
    main()
