"""How fast the engine is, recording everything, beside the bare PyTorch loop that records nothing.

``python -m benchmarks.engine`` prints the table; ``--save`` adds it to benchmarks/RESULTS.md with date and versions.
"""

import math
import os
import platform
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import torch

from benchmarks.bare import Bare, Hooked, built_and_run
from benchmarks.interleaved import ROUNDS, Block, Ratio, ratio, seconds
from benchmarks.table import options, write
from simulator import Experiment, preview
from simulator.engine.first_row import forget
from simulator.engine.network import Network
from simulator.engine.process import warm
from simulator.engine.record import CAPACITY
from simulator.engine.training import train

# On the processor, as the bare loop runs there.
PLAIN: dict[str, Any] = {"activation": "tanh", "learning_rate": 0.01, "steps": 2000, "task": "digits", "device": "cpu"}


def _deep(depth: int, width: int = 32, batch_size: int = 64, **settings: Any) -> Experiment:
    return Experiment(depth=depth, width=width, batch_size=batch_size, **PLAIN | {"steps": 300} | settings)


def _sequence(cell: str) -> Experiment:
    sizes = {"sequence_length": 100, "width": 32, "batch_size": 32, "task": "adding", "steps": 300}
    return Experiment(kind="sequence", cell=cell, **PLAIN | sizes)


class Ours:
    """The engine's training step with full recording; rows are handed over as full as they come."""

    def __init__(self, e: Experiment) -> None:
        self.experiment = e
        self.net, self.left = Network(e), e.steps

    def __call__(self, steps: int) -> None:
        while steps:
            # The engine trains for as many steps as its experiment says.
            if not self.left:
                self.net, self.left = Network(self.experiment), self.experiment.steps
            rows = min(steps, self.left, CAPACITY)
            self.net.run(rows)
            self.left -= rows
            steps -= rows


class Asked:
    """Whole runs as the service trains them, with what the network learns recorded or without it."""

    def __init__(self, e: Experiment, asks: bool) -> None:
        self.experiment, self.asks = e, asks
        self.net = Network(e)

    def __call__(self, steps: int) -> None:
        while steps:
            if self.net.number == self.experiment.steps:
                self.net = Network(self.experiment)
            done = self.net.number
            train(self.net, min(self.experiment.steps, done + steps), math.inf, asks=self.asks)
            steps -= self.net.number - done


def _previews(e: Experiment, anew: bool = False) -> Block:
    """Previews as under a slider of the gain, or ``anew``: each as if its shape were another than that before."""

    def block(steps: int) -> None:
        for number in range(steps):
            if anew:
                forget()
            preview(e.model_copy(update={"gain": 1 + number % 50 / 50}))

    return block


@dataclass(frozen=True)
class Case:
    """One line of the table: the time of ``candidate`` over that of ``reference``, at most or at least ``target``."""

    name: str
    target: float
    candidate: Callable[[], Block]
    reference: Callable[[], Block]
    at_least: bool = False


def _against_bare(name: str, target: float, e: Experiment) -> Case:
    return Case(name, target, partial(Ours, e), partial(Bare, e))


CASES = [
    *(_against_bare(f"MLP depth {d}, w32 b64", 0.6, _deep(d)) for d in (20, 50, 200)),
    _against_bare("MLP depth 50, w64 b64", 0.7, _deep(50, 64)),
    _against_bare("MLP depth 100, w64 b128", 0.95, _deep(100, 64, 128)),
    _against_bare("MLP depth 20, w256 b256", 1.25, _deep(20, 256, 256, steps=100)),
    _against_bare("conv, 8 layers of 16 channels", 1.25, _deep(8, 16, layer="conv")),
    _against_bare("RNN, T 100, hidden 32", 0.4, _sequence("rnn")),
    _against_bare("GRU, T 100, hidden 32", 0.6, _sequence("gru")),
    # nn.LSTM is one fused kernel that records nothing; to record the same of it by hooks costs 6.5 times as much.
    _against_bare("LSTM, T 100, hidden 32", 1.8, _sequence("lstm")),
    *(
        Case(f"preview under a slider, depth {d}", 0.4, partial(_previews, _deep(d)), partial(built_and_run, _deep(d)))
        for d in (50, 200)
    ),
    *(
        Case(
            f"preview with build, depth {d}", 0.4, partial(_previews, _deep(d), True), partial(built_and_run, _deep(d))
        )
        for d in (50, 200)
    ),
    *(
        Case(f"hooks and .item(), depth {d}, over ours", 6.0, partial(Hooked, _deep(d)), partial(Ours, _deep(d)), True)
        for d in (20, 50, 200)
    ),
    *(
        Case(f"what is learned recorded, {name}, over not", target, partial(Asked, e, True), partial(Asked, e, False))
        for name, target, e in (
            ("digits", 1.2, _deep(20)),
            ("two spirals", 1.3, _deep(20, task="two_spirals")),
            ("LSTM", 1.2, _sequence("lstm")),
        )
    ),
    # Denormal numbers, were they not flushed to zero, would make it 2 to 3.6 times as slow.
    Case(
        "depth-100 sigmoid over tanh",
        1.1,
        partial(Ours, _deep(100, activation="sigmoid")),
        partial(Ours, _deep(100)),
    ),
]


def measure(case: Case) -> Ratio:
    """The case's ratio over all rounds."""
    times = seconds({"candidate": case.candidate(), "reference": case.reference()})
    return ratio(times, "candidate", "reference")


def line(case: Case, found: Ratio) -> str:
    """One row of the Markdown table."""
    good = found.median >= case.target if case.at_least else found.median <= case.target
    sign = "at least" if case.at_least else "at most"
    spread = f"{found.low:.2f} to {found.high:.2f}"
    return f"| {case.name} | {sign} {case.target:g} | {found.median:.2f} | {spread} | {'yes' if good else 'no'} |"


def heading() -> str:
    """When and on what it was measured."""
    versions = f"Python {platform.python_version()}, torch {torch.__version__}, {os.cpu_count()} cores, one thread used"
    return f"## Engine, {date.today()}\n\n{versions}; {ROUNDS} interleaved rounds, medians of the rounds' ratios.\n"


def main() -> None:
    chosen = options(__doc__)
    warm()
    head = [heading(), "| case | target | measured | quartiles | met |", "|---|---|---|---|---|"]
    write(head, (line(case, measure(case)) for case in CASES if chosen.only in case.name), chosen.save)


if __name__ == "__main__":
    main()
