"""One thing that is so with a run, and a rule that finds such things."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from simulator.catalog.thresholds import in_english
from simulator.language import _, mark
from simulator.trace import Trace

FindingName = str
"""The name of a rule (rules/), or "healthy"."""
Held = NDArray[np.bool_]
"""(steps,) whether something holds at each training step."""
Steps = NDArray[np.intp]
"""The training steps at which it held."""
Account = tuple[str, dict[str, float], tuple[int, int] | None]
"""A sentence, the numbers behind it, and the first and last site that it is about."""


class Trait(StrEnum):
    """What several findings have in common: whatever helps against it, or explains it, does so for all of them."""

    FADING = "fading"
    """Too little of the gradient arrives at the first sites."""
    GROWING = "growing"
    """The gradient is too large at the first sites, or has overflowed."""
    WILD = "wild"
    """Training steps overshoot, and may throw units into their flat parts."""
    IDLE = "idle"
    """Some of the weights, or all of them, hardly learn."""


@dataclass(frozen=True)
class Finding:
    """One thing that is so, with the measured numbers behind it."""

    name: FindingName
    sentence: str
    evidence: Mapping[str, float] = field(default_factory=dict)
    """What was measured, by name; ``share_of_steps`` is always there."""
    sites: tuple[int, int] | None = None
    """The first and the last site (from 1) that it is about; None: all of them."""
    steps: tuple[tuple[int, int], ...] = ()
    """The training steps at which it held, as first and last of each stretch."""


@dataclass(frozen=True)
class Rule:
    """One thing that can be found.

    It is found where it holds at ``fraction_of_steps``, or at the first step where that is enough (``at_once``).
    """

    name: FindingName
    threshold: str
    """In English, behind "It is found where"; ``{fraction}`` stands for the fraction of the steps."""
    source: str
    holds: Callable[[Trace], Held]
    account: Callable[[Trace, Steps], Account]
    fraction_of_steps: float = 0.1
    at_once: bool = False
    traits: frozenset[Trait] = frozenset()
    hides: frozenset[str] = frozenset()
    """Names and traits of findings that only follow from this one."""
    remark: bool = False
    """Whether it is no trouble of a network that learns: it then stands behind "healthy"."""
    tells_result: bool = False
    """Whether its sentence says what was learned; else that is added where it is the first finding."""

    def __post_init__(self) -> None:
        # No table holds the label, as it is made of the name.
        mark(self._plain)
        mark(self.exactly)

    @property
    def label(self) -> str:
        """Its name as a heading has it, such as "Dead units"."""
        return _(self._plain)

    @property
    def _plain(self) -> str:
        return self.name.replace("_", " ").capitalize()

    @property
    def criterion(self) -> str:
        """When it is found, as a sentence."""
        return _(self.exactly)

    @property
    def exactly(self) -> str:
        """The same in English: one message, for no language puts its parts together in the same way."""
        return f"It is found where {self.threshold.format(fraction=in_english(self.fraction_of_steps))}."

    @property
    def tags(self) -> frozenset[str]:
        """Its name and its traits: what other rules and the remedies may refer to."""
        return self.traits | {self.name}


def at_every_step(trace: Trace, holds: bool) -> Held:
    """The same truth value at every training step."""
    return np.full(trace.steps, holds)


def first_and_last_loss(trace: Trace) -> tuple[float, float]:
    """Mean loss of the first and of the last tenth of the run."""
    tenth = max(1, trace.steps // 10)
    return float(trace.loss[:tenth].mean()), float(trace.loss[-tenth:].mean())
