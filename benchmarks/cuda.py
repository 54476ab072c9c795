"""How long a training step takes on CUDA, launched kernel by kernel and as one graph, beside the processor.

``python -m benchmarks.cuda`` prints the table; ``--save`` adds it to benchmarks/RESULTS.md with date and versions.
Counted is the time that passes, for a graphics card works while its process waits.
"""

import platform
from collections.abc import Callable
from datetime import date
from statistics import median
from time import perf_counter
from typing import Any

import torch

from benchmarks.table import options, write
from simulator import Experiment
from simulator.engine.network import Network
from simulator.engine.process import warm

ROUNDS, STEPS = 5, 32
PLAIN: dict[str, Any] = {"activation": "tanh", "learning_rate": 0.01, "task": "digits", "width": 32, "batch_size": 64}
SEQUENCE = PLAIN | {"kind": "sequence", "task": "adding", "sequence_length": 100, "batch_size": 32}
CASES: dict[str, dict[str, Any]] = {
    "MLP depth 20, w32 b64": {**PLAIN, "depth": 20},
    "MLP depth 50, w64 b64": {**PLAIN, "depth": 50, "width": 64},
    "MLP depth 200, w32 b64": {**PLAIN, "depth": 200, "steps": 300},
    "MLP depth 20, w256 b256": {**PLAIN, "depth": 20, "width": 256, "batch_size": 256, "steps": 200},
    "MLP depth 20, batch normalization": {**PLAIN, "depth": 20, "normalization": "batch"},
    "MLP depth 20, dropout and Adam": {**PLAIN, "depth": 20, "dropout": 0.2, "optimizer": "adam"},
    "MLP depth 20, GELU": {**PLAIN, "depth": 20, "activation": "gelu"},
    "conv, 8 layers of 16 channels": {**PLAIN, "depth": 8, "width": 16, "layer": "conv", "steps": 300},
    **{f"{cell.upper()}, T 100, hidden 32": {**SEQUENCE, "cell": cell} for cell in ("rnn", "gru", "lstm")},
}


def _steps(network: Network, ahead: int) -> Callable[[], None]:
    """``STEPS`` steps, each told that ``ahead`` are still to come, and the taking of their rows, which waits."""

    def run() -> None:
        for _ in range(STEPS):
            network.measure(ahead)
            network.update()
        network.recorder.take()

    return run


def _milliseconds(run: Callable[[], None]) -> float:
    start = perf_counter()
    run()
    return (perf_counter() - start) * 1e3


def measure(e: Experiment) -> dict[str, float]:
    """Milliseconds per step on the processor, eagerly and replayed, and once for the capture."""
    cuda = torch.device("cuda")
    here, eager, replayed = Network(e), Network(e, device=cuda), Network(e, device=cuda)
    runs = {"processor": _steps(here, 1), "eager": _steps(eager, 1), "graph": _steps(replayed, STEPS)}
    # The first walk is never captured, and loads what CUDA loads lazily.
    for network in (here, eager, replayed):
        network.run(1)
    first = {name: _milliseconds(run) for name, run in runs.items()}
    times: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(ROUNDS):
        for name, run in runs.items():
            times[name].append(_milliseconds(run))
    found = {name: median(each) for name, each in times.items()}
    return {name: each / STEPS for name, each in found.items()} | {"capture": first["graph"] - found["graph"]}


def heading() -> str:
    """When and on what it was measured."""
    versions = f"Python {platform.python_version()}, torch {torch.__version__}, {torch.cuda.get_device_name()}"
    return f"## CUDA, {date.today()}\n\n{versions}; milliseconds per step, medians of {ROUNDS} rounds in turn.\n"


def line(name: str, settings: dict[str, Any]) -> str:
    """One row of the Markdown table."""
    return " | ".join([f"| {name}", *(f"{t:.2f}" for t in measure(Experiment(**settings)).values())]) + " |"


def main() -> None:
    chosen = options(__doc__)
    if not torch.cuda.is_available():
        print("Nothing to measure: this machine has no CUDA device.")
        return
    warm()
    head = [heading(), "| case | processor | kernel by kernel | graph | capturing, once |", "|---|---|---|---|---|"]
    write(head, (line(*case) for case in CASES.items() if chosen.only in case[0]), chosen.save)


if __name__ == "__main__":
    main()
