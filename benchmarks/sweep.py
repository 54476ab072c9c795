"""How fast many networks train as one stack, each as a share of what it takes alone; and a map of them.

``python -m benchmarks.sweep`` prints the table; ``--save`` adds it to benchmarks/RESULTS.md with date and versions.
"""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import as_completed
from functools import partial
from time import perf_counter, process_time
from typing import Any

import loky

from benchmarks.bare import watched_at_start
from benchmarks.engine import Case, Ours, heading, line, measure
from benchmarks.interleaved import ROUNDS, Block
from benchmarks.table import options, write
from simulator import Experiment, simulate_many
from simulator.engine.network import Network
from simulator.engine.previews import preview_many
from simulator.engine.process import warm
from simulator.engine.record import CAPACITY
from simulator.engine.stack import size_of

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
            # The engine trains for as many steps as its experiment says.
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


def _column(depth: int) -> list[float]:
    """The losses that networks of one depth reach, by gain."""
    gains = [0.25 * (1 + k) for k in range(20)]
    experiments = [_deep(depth, 32, 64, gain=gain, steps=100) for gain in gains]
    return simulate_many(experiments, each=lambda trace: float(trace.loss[-1]), examined=False)


def _map() -> str:
    """Seconds for a map of gain x depth, by all processes, which stand ready."""
    cores = os.cpu_count() or 1
    executor = loky.ProcessPoolExecutor(cores, initializer=warm)
    try:
        # Before the clock runs, so that to start processes is not measured.
        list(executor.map(_column, [1] * cores))
        start, ends = perf_counter(), []
        # The deepest ones first, so that no process is left alone with one at the end.
        for done in as_completed([executor.submit(_column, depth) for depth in range(20, 0, -1)]):
            assert len(done.result()) == 20
            ends.append(perf_counter() - start)
    finally:
        executor.shutdown(kill_workers=True)
    met = "yes" if ends[-1] <= 15 else "no"
    return f"| 20 x 20 map trained for 100 steps, d <= 20 w32 | at most 15 s | {ends[-1]:.1f} s | | {met} |"


def _map_at_start() -> str:
    """Processor seconds of one process for the first rows of a map of gain x depth, and the same with hooks."""
    depths = sorted({round(2 + 48 * k / 29) for k in range(30)})
    networks = [_deep(depth, 32, 64, gain=0.2 + 2.8 * k / 29, steps=1) for depth in depths for k in range(30)]
    ours = sorted(_timed(lambda: preview_many(networks, lambda trace: trace.gradient_norm)) for _ in range(ROUNDS))
    # Every tenth: gain plays no part in how long it takes.
    hooks = 10 * _timed(lambda: watched_at_start(networks[0], networks[::10]))
    median = ours[ROUNDS // 2]
    met, spread = median <= min(hooks / 50, 0.12), f"{ours[ROUNDS // 4]:.2f} to {ours[-ROUNDS // 4]:.2f} s"
    case = f"30 x 30 map of gain x depth at initialization, of {hooks:.1f} s with hooks | at most 1/50 and 0.12 s"
    return f"| {case} | 1/{hooks / median:.0f}, {median:.2f} s | {spread} | {'yes' if met else 'no'} |"


def _timed(what: Callable[[], object]) -> float:
    start = process_time()
    what()
    return process_time() - start


def _share_line(case: Case) -> str:
    return line(case, measure(case))


def main() -> None:
    chosen = options(__doc__)
    warm()
    head = [
        heading().replace("Engine", "Sweep"),
        "| case | target | measured | quartiles | met |",
        "|---|---|---|---|---|",
    ]
    rows: list[Callable[[], str]] = [partial(_share_line, case) for case in CASES if chosen.only in case.name]
    rows += [_map, _map_at_start] if chosen.only in "map" else []
    write(head, (row() for row in rows), chosen.save)


if __name__ == "__main__":
    main()
