"""Chance: the best that an answer can reach which is the same for every sample, on the data that a run learns from."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from simulator.catalog.answers import OBJECTIVES, OUTPUTS
from simulator.engine.samples import data
from simulator.outcome import Chance
from simulator.settings.experiment import Experiment

Array = NDArray[np.float64]


def chance(e: Experiment) -> Chance:
    """The loss of the best constant that the output can give, and of classes the share of the most frequent one.

    Several readouts count together, as one head answers at all of them.
    """
    row = OUTPUTS[e.output_activation]
    # In the units of the task's own targets.
    scale = 1.0 if e.task_row.classes else e.target_scale
    found = _chance(e.kind, e.task, e.sites, e.seed, e.objective, row.low / scale, row.high / scale)
    return Chance(found.loss * scale ** OBJECTIVES[e.objective].power, found.accuracy)


@lru_cache(maxsize=64)
def _chance(kind: str, task: str, length: int, seed: int, objective: str, low: float, high: float) -> Chance:
    _, y = data(kind, task, length, seed)
    classes = Experiment(kind=kind, task=task).task_row.classes
    if not classes:
        return Chance(_off(y.astype(np.float64), objective, low, high))
    shares = np.bincount(y.ravel(), minlength=classes) / y.size
    if OBJECTIVES[objective].for_classes:
        return Chance(_entropy(shares, low, high), float(shares.max()))
    return Chance(_off(np.eye(classes)[y.ravel()], objective, low, high), float(shares.max()))


def _off(y: Array, objective: str, low: float, high: float) -> float:
    """Mean squared or absolute distance of y, (samples, outputs), to the best constant from ``low`` to ``high``."""
    if objective == "mae":
        return float(np.abs(y - np.median(y, axis=0).clip(low, high)).mean())
    mean = y.mean(axis=0)
    return float((y.var(axis=0) + (mean.clip(low, high) - mean) ** 2).mean())


def _entropy(shares: Array, low: float, high: float) -> float:
    """Cross entropy of the best constant answers from ``low`` to ``high``: log p, as far as it fits between them.

    Where p_k is not reached, answer k is at the edge; which shift of log p suits all is found by halving.
    """
    logs = np.log(np.maximum(shares, np.finfo(float).tiny))
    if logs.max() - logs.min() <= high - low:
        return float(-(shares[shares > 0] * logs[shares > 0]).sum())

    def answers(shift: float) -> Array:
        return np.asarray((logs + shift).clip(low, high))

    def normalizer(answer: Array) -> float:
        return float(np.log(np.exp(answer).sum()))

    near, far = low, high + len(shares)
    while far - near > 1e-12:
        middle = (near + far) / 2
        # The answer of a share that is reached is log p plus the normalizer.
        near, far = (middle, far) if normalizer(answers(middle)) > middle else (near, middle)
    best = answers(near)
    return normalizer(best) - float(shares @ best)
