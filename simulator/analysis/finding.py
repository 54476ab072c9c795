"""One thing that is so with a run, and a rule that finds such things."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from simulator.catalog.thresholds import in_words
from simulator.trace import Trace

Name = Literal[
    "diverged",
    "symmetric_units",
    "dead_units",
    "exploding",
    "saturated_units",
    "vanishing",
    "oscillating",
    "short_memory",
    "upper_layers_only",
    "clipped_mostly",
    "stalled",
    "healthy",
]
Held = NDArray[np.bool_]
"""(steps,) whether something holds at each training step."""
Rows = NDArray[np.intp]
"""The training steps at which it held."""
Account = tuple[str, dict[str, float], tuple[int, int] | None]
"""A sentence, the numbers behind it, and the first and last site that it is about."""


@dataclass(frozen=True)
class Finding:
    """One thing that is so, with the measured numbers behind it."""

    name: Name
    sentence: str
    evidence: Mapping[str, float] = field(default_factory=dict)
    """What was measured, by name; ``share_of_steps`` is always there."""
    sites: tuple[int, int] | None = None
    """The first and the last site (from 1) that it is about; None: all of them."""
    steps: tuple[tuple[int, int], ...] = ()
    """The training steps at which it held, as first and last of each stretch."""


@dataclass(frozen=True)
class Rule:
    """Found is what ``holds`` at ``share`` of the steps, or at the first step where that is enough (``at_once``)."""

    name: Name
    threshold: str
    """In words; ``{share}`` stands for the share of the steps that is enough."""
    source: str
    holds: Callable[[Trace], Held]
    account: Callable[[Trace, Rows], Account]
    share: float = 0.1
    at_once: bool = False
    hides: frozenset[str] = frozenset()
    """Findings that only follow from this one."""

    @property
    def criterion(self) -> str:
        """The threshold in words, complete."""
        return self.threshold.format(share=in_words(self.share))


def always(trace: Trace, holds: bool) -> Held:
    """The same at every training step."""
    return np.full(trace.steps, holds)


def ends(trace: Trace) -> tuple[float, float]:
    """Mean loss of the first and of the last tenth of the run."""
    tenth = max(1, trace.steps // 10)
    return float(trace.loss[:tenth].mean()), float(trace.loss[-tenth:].mean())
