"""What a diagnosis costs: all of its trials together, beside one whole run of the same settings.

``python -m benchmarks.remedies`` prints the table; ``--save`` adds it to benchmarks/RESULTS.md.
"""

import argparse
from collections.abc import Callable
from datetime import date
from time import process_time

import numpy as np

from benchmarks.table import RESULTS
from simulator import PRESETS, Experiment, diagnose, simulate
from simulator.engine.run import warm

STORIES = ("vanishing_sigmoid", "small_weights", "too_much_l2", "saturated_tanh", "rnn_forgets", "forget_bias")
ROUNDS, LIMIT = 5, 3.0


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds of one call."""
    start = process_time()
    work()
    return process_time() - start


def line(name: str) -> str:
    """One row of the table: the median over rounds of trials over run."""
    experiment = Experiment(**PRESETS[name].settings)
    trace = simulate(experiment)
    count = len(diagnose(trace).remedies)
    ratios = [seconds(lambda: diagnose(trace)) / seconds(lambda: simulate(experiment)) for _ in range(ROUNDS)]
    median = float(np.median(ratios))
    return f"| {name}, {count} remedies and another seed | at most {LIMIT:g} | {median:.2f} | {_met(median)} |"


def _met(ratio: float) -> str:
    return "yes" if ratio <= LIMIT else "no"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--save", action="store_true", help="append the table to RESULTS.md")
    chosen = options.parse_args()
    warm()
    lines = [f"## Remedies, {date.today()}\n\nProcessor time in whole runs, medians of {ROUNDS} rounds in turn.\n"]
    lines += ["| case | asked | measured | met |", "|---|---|---|---|", *(line(name) for name in STORIES)]
    print(*lines, sep="\n")
    if chosen.save:
        with RESULTS.open("a") as results:
            results.write("\n".join(["", *lines, ""]))


if __name__ == "__main__":
    main()
