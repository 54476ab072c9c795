"""Fair timing on a busy machine: every candidate in every round, in shuffled order, and ratios round by round.

Counted is processor time, of all threads together, so that what else runs does not count.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import process_time

import numpy as np

ROUNDS = 9
BLOCK = 0.15
"""Processor seconds that one candidate runs in one round."""

Block = Callable[[int], None]
"""Does the given number of steps."""


@dataclass(frozen=True)
class Ratio:
    """One candidate's time over another's: median and quartiles over the rounds."""

    median: float
    low: float
    high: float


def seconds(candidates: Mapping[str, Block]) -> dict[str, list[float]]:
    """Processor seconds per step of each candidate in each round."""
    counts = {name: _steps_of_a_block(block) for name, block in candidates.items()}
    times: dict[str, list[float]] = {name: [] for name in candidates}
    order = random.Random(0)
    for _ in range(ROUNDS):
        for name in order.sample(list(candidates), len(candidates)):
            times[name].append(_timed(candidates[name], counts[name]))
    return times


def ratio(times: Mapping[str, list[float]], candidate: str, reference: str) -> Ratio:
    """How many times the reference's time the candidate takes."""
    # Round by round, for what else the machine does in a round slows both.
    rounds = [a / b for a, b in zip(times[candidate], times[reference], strict=True)]
    low, median, high = np.quantile(rounds, [0.25, 0.5, 0.75])
    return Ratio(float(median), float(low), float(high))


def _steps_of_a_block(block: Block) -> int:
    # The first calls load what is loaded once, and allocate.
    block(2)
    return max(1, int(BLOCK / _timed(block, 2)))


def _timed(block: Block, steps: int) -> float:
    start = process_time()
    block(steps)
    return (process_time() - start) / steps
