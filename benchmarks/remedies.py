"""What a diagnosis costs: all of its trials together, beside one whole run of the same settings.

``python -m benchmarks.remedies`` prints the table; ``--save`` adds it to benchmarks/RESULTS.md, and ``--only`` takes
the stories whose name contains a word.
"""

from collections.abc import Callable
from datetime import date
from time import process_time

import numpy as np

from benchmarks.table import options, write
from simulator import PRESETS, Experiment, diagnose, simulate
from simulator.engine.training import warm

TROUBLED = ("vanishing_sigmoid", "small_weights", "too_much_l2", "saturated_tanh", "rnn_forgets", "forget_bias")
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
    chosen = options(__doc__)
    warm()
    head = [
        f"## Remedies, {date.today()}",
        "",
        f"Processor time in whole runs, medians of {ROUNDS} rounds in turn.",
        "",
    ]
    head += ["| case | asked | measured | met |", "|---|---|---|---|"]
    write(head, (line(name) for name in TROUBLED if chosen.only in name), chosen.save)


if __name__ == "__main__":
    main()
