"""Chance: the best that an answer can reach which is the same for every sample, on the data that a run learns from."""

from functools import lru_cache

import numpy as np

from simulator.engine.samples import data
from simulator.outcome import Chance
from simulator.settings.experiment import Experiment


def chance(e: Experiment) -> Chance:
    """Classes: the entropy of their shares, and the largest share. Regression: the variance of the targets.

    Several readouts count together, as one head answers at all of them.
    """
    found = _chance(e.kind, e.task, e.sites, e.seed)
    return found if e.task_row.classes else Chance(found.loss * e.target_scale**2)


@lru_cache(maxsize=64)
def _chance(kind: str, task: str, length: int, seed: int) -> Chance:
    _, y = data(kind, task, length, seed)
    if not Experiment(kind=kind, task=task).task_row.classes:
        # The best constant is the mean of each output.
        return Chance(float(y.astype(np.float64).var(axis=0).mean()))
    _, counts = np.unique(y, return_counts=True)
    shares = counts / counts.sum()
    return Chance(float(-(shares * np.log(shares)).sum()), float(shares.max()))
