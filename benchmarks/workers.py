"""What a sweep gains from a second worker, and how many runs one core makes in a second.

``python -m benchmarks.workers`` prints the table; ``--save`` adds it to benchmarks/RESULTS.md with date and versions.
The time is that of a clock on the wall: nothing else may run.
"""

import random
from collections.abc import Callable
from concurrent.futures import Executor
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import loky
import numpy as np

from benchmarks.engine import heading
from benchmarks.table import options, write
from simulator import Experiment, sweep
from simulator.engine.process import warm

ROUNDS = 3
TARGET = 1.8
COMMON: dict[str, Any] = {"activation": "tanh", "learning_rate": 0.01, "task": "digits", "device": "cpu"}
LARGE = Experiment(depth=20, width=32, batch_size=64, steps=300, **COMMON)
SMALL = Experiment(depth=6, width=8, batch_size=10, steps=300, **COMMON)
MANY = 10_000


def _opened(workers: int) -> Executor:
    """Processes that stand ready: to start them is not measured."""
    executor: Executor = loky.ProcessPoolExecutor(workers, initializer=warm)
    # More calls than processes, so that each has begun and warmed its engine.
    list(executor.map(len, [()] * 20 * workers))
    sweep(SMALL, {"gain": [0.5 + 0.1 * k for k in range(10)]}, seeds=40, steps=20, executor=executor)
    return executor


def _seconds(e: Experiment, over: dict[str, Any], seeds: int, executor: Executor) -> float:
    start = perf_counter()
    sweep(e, over, seeds=seeds, executor=executor)
    return perf_counter() - start


def _two_over_one() -> str:
    """The same sweep by one worker and by two, in shuffled order."""
    over = {"gain": [0.25 * (1 + k) for k in range(8)], "depth": [5, 10, 15, 20]}
    order, executors = random.Random(0), {count: _opened(count) for count in (1, 2)}
    times: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(ROUNDS):
        for count in order.sample([1, 2], 2):
            times[count].append(_seconds(LARGE.replace(steps=200), over, 4, executors[count]))
    for executor in executors.values():
        executor.shutdown()
    low, gained, high = np.quantile([one / two for one, two in zip(*times.values(), strict=True)], [0, 0.5, 1])
    met = "yes" if gained >= TARGET else "no"
    case = f"128 runs, 8 gains x 4 depths x 4 seeds, 200 steps: {np.median(times[1]):.1f} s by one worker; by two"
    return f"| {case} | at least {TARGET} times | {gained:.2f} times | {low:.2f} to {high:.2f} | {met} |"


def _speed(e: Experiment, seeds: int) -> str:
    """Of one worker, and what ten thousand runs take."""
    executor = _opened(1)
    over = {"gain": [0.5, 0.75, 1.0, 1.5]}
    rates = [4 * seeds / _seconds(e, over, seeds, executor) for _ in range(ROUNDS)]
    executor.shutdown()
    rate, hours = np.median(rates), MANY / np.median(rates) / 3600
    case = f"runs a second of one core, d{e.depth} w{e.width} b{e.batch_size}, {e.steps} steps"
    took = f"{rate:.1f}; {MANY:,} in {hours:.2f} core hours"
    return f"| {case} | | {took} | {min(rates):.1f} to {max(rates):.1f} | |"


def _cluster() -> str:
    """Ten thousand runs on a Dask cluster of this machine, with a file to go on from."""
    from distributed import Client, LocalCluster  # here, as every worker imports this file

    over = {"gain": [0.2 * (1 + k) for k in range(25)], "depth": [*range(2, 12)]}
    with (
        TemporaryDirectory() as folder,
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster,
        Client(cluster) as client,
        client.get_executor() as executor,
    ):
        sweep(SMALL, over, seeds=2, steps=10, executor=executor)
        start = perf_counter()
        e = SMALL.replace(steps=100)
        # There are 250 cells.
        found = sweep(e, over, seeds=MANY // 250, executor=executor, resume=Path(folder, "map.csv"))
        took = perf_counter() - start
    assert len(found.answers) == MANY
    case = f"{MANY:,} runs, 25 gains x 10 depths (2 to 11) x 40 seeds, w8 b10, 100 steps, on Dask with two workers"
    # Of a core each, in milliseconds: there are two workers.
    return f"| {case} | | {took:.0f} s, {2000 * took / MANY:.1f} ms of a core each | | |"


def main() -> None:
    chosen = options(__doc__)
    title = heading().replace("Engine", "Workers of a sweep").split("; ")[0]
    columns = "| case | target | measured | lowest to highest | met |"
    head = [f"{title}; by the clock.", "", columns, "|---|---|---|---|---|"]
    rows: dict[str, Callable[[], str]] = {
        "two": _two_over_one,
        "large": partial(_speed, LARGE, 8),
        "small": partial(_speed, SMALL, 40),
        "cluster": _cluster,
    }
    write(head, (row() for name, row in rows.items() if chosen.only in name), chosen.save)


if __name__ == "__main__":
    main()
