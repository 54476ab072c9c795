"""One experiment with several random seeds, as plain data: what is common to its runs, and what is chance."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulator.settings.experiment import Experiment
from simulator.trace import Array


@dataclass(frozen=True, eq=False)
class Range:
    """Over all seeds, (rows, ...) each: the median, and the lowest and the highest, so that all runs lie between."""

    median: Array
    low: Array
    high: Array


@dataclass(frozen=True, eq=False)
class Seeds:
    """What runs that differ by their seed alone have in common, at some training steps.

    From where a run has diverged on its gradient norm and its loss count as infinite, and it has no accuracy.
    """

    experiment: Experiment
    """That of the first seed."""
    seeds: tuple[int, ...]
    rows: tuple[int, ...]
    """The rows of a trace that are looked at: all, of a long run 400, evenly chosen."""
    gradient_norm: Range
    """(rows, sites), as ``Trace.gradient_norm``."""
    loss: Range
    """(rows,)"""
    accuracy: Range
    """(rows,) NaN for a regression."""
    verdicts: NDArray[np.str_]
    """(seeds, rows) the name of each run's verdict at each row."""
    learns: NDArray[np.bool_]
    """(seeds, rows) whether each run has learned something by then."""

    def counts(self, row: int = -1) -> dict[str, int]:
        """Name of a verdict -> in how many seeds it holds at one of ``rows``, the most frequent in front."""
        return dict(Counter(self.verdicts[:, row].tolist()).most_common())

    def learning(self, row: int = -1) -> int:
        """In how many seeds something was learned by one of ``rows``."""
        return int(self.learns[:, row].sum())
