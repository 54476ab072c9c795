"""What it costs to watch somebody else's training loop, beside the same loop that nobody watches.

``python -m benchmarks.watching`` prints the table; ``--save`` adds it to benchmarks/RESULTS.md with date and versions.
"""

import math
import platform
from dataclasses import dataclass
from datetime import date
from typing import Any

import torch

from benchmarks.bare import Bare, Hooked
from benchmarks.interleaved import ROUNDS, Block, ratio, seconds
from benchmarks.table import options, write
from simulator import Experiment, watch


class Watched(Bare):
    """The loop inside ``watch``, with its loss noted."""

    def __init__(self, e: Experiment) -> None:
        super().__init__(e)
        self.watch, loss = watch(self.module, self.optimizer).__enter__(), self.loss
        self.loss: Any = lambda out, target: self.watch.loss(loss(out, target))


@dataclass(frozen=True)
class Case:
    """One line of the table: ``kind`` of loop, over the bare one."""

    name: str
    experiment: Experiment
    target: float = math.inf
    kind: type[Bare] = Watched


def _deep(depth: int, width: int = 32, batch_size: int = 64, activation: str = "tanh") -> Experiment:
    return Experiment(depth=depth, width=width, batch_size=batch_size, activation=activation, learning_rate=0.01)


def _sequence(cell: str) -> Experiment:
    sizes: dict[str, Any] = {"sequence_length": 50, "width": 32, "batch_size": 32, "task": "adding"}
    return Experiment(kind="sequence", cell=cell, activation="tanh", learning_rate=0.01, **sizes)


CASES = (
    Case("tanh, depth 20, w32 b64", _deep(20), 4),
    Case("ReLU, depth 20, w32 b64", _deep(20, activation="relu"), 4),
    Case("sigmoid, depth 50, w32 b64", _deep(50, activation="sigmoid"), 4),
    Case("GELU, depth 20, w32 b64", _deep(20, activation="gelu"), 4),
    Case("tanh, depth 20, w256 b256", _deep(20, 256, 256), 4),
    # Nothing is asked here: time steps are made again one by one, in float64.
    Case("RNN, T 50, hidden 32", _sequence("rnn")),
    Case("LSTM, T 50, hidden 32", _sequence("lstm")),
    Case("GRU, T 50, hidden 32", _sequence("gru")),
    Case("hooks and .item(), tanh, depth 20, w32 b64", _deep(20), kind=Hooked),
)
NOT_OURS = (
    "Measured before on the same kind of loop, depth 20: `wandb.watch` 17 to 19 times the bare loop, cockpit 26 times."
)


def row(case: Case) -> str:
    """One row of the Markdown table."""
    loops: dict[str, Block] = {"seen": case.kind(case.experiment), "bare": Bare(case.experiment)}
    times = seconds(loops)
    found = ratio(times, "seen", "bare")
    asked = "" if case.target == math.inf else f"at most {case.target:g}"
    met = "" if not asked else "yes" if found.median <= case.target else "no"
    bare = 1000 * sorted(times["bare"])[ROUNDS // 2]
    return f"| {case.name} | {asked} | {found.median:.2f} | {found.low:.2f} to {found.high:.2f} | {met} | {bare:.2f} |"


def main() -> None:
    chosen = options(__doc__)
    torch.set_num_threads(1)  # as the engine computes, so that tables can be held beside each other
    versions = f"Python {platform.python_version()}, torch {torch.__version__}, one thread; processor time"
    head = [
        f"## Watching another loop, {date.today()}",
        "",
        f"{versions}, {ROUNDS} interleaved rounds, medians of the rounds' ratios to the bare loop. {NOT_OURS}",
        "",
        "| case | target | measured | quartiles | met | bare, ms a step |",
        "|---|---|---|---|---|---|",
    ]
    write(head, (row(case) for case in CASES if chosen.only in case.name), chosen.save)


if __name__ == "__main__":
    main()
