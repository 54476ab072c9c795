"""How a run stands or has ended, and what its loss is held against."""

from dataclasses import dataclass
from math import nan
from typing import Literal


@dataclass(frozen=True)
class Chance:
    """The best that an answer can reach which is the same for every sample; the accuracy of a regression is NaN."""

    loss: float = nan
    accuracy: float = nan


@dataclass(frozen=True)
class Exam:
    """What the trained network makes of samples that it was trained on, and of as many that it never saw.

    Accuracies are from 0 to 1, None for a regression.
    """

    seen_loss: float
    unseen_loss: float
    seen_accuracy: float | None = None
    unseen_accuracy: float | None = None


@dataclass(frozen=True)
class Outcome:
    """How a run ended, or that it has not: at ``step`` and ``site``, both from 1, where it diverged.

    A run that is to end where float32 does is *beyond* it at ``step``.
    """

    name: Literal["running", "finished", "diverged", "beyond"]
    step: int | None = None
    site: int | None = None
    exam: Exam | None = None
    """Of a run that finished."""

    def __str__(self) -> str:
        # In English, as scripts and logs have it; the page has its own words.
        return f"diverged at step {self.step}, site {self.site}" if self.name == "diverged" else self.name


@dataclass(frozen=True)
class State:
    """Where a run stands between two slices: picklable, small, and free of torch on the outside."""

    step: int
    """Rows recorded so far."""
    outcome: Outcome
    matrices: tuple[str, ...]
    """Names of the columns of ``update_ratio``."""
    chance: Chance
    pretrains: int
    """The layer that is pretrained; 0 where training goes on."""
    blob: bytes
    """Weights, optimizer and generator, for the engine alone."""

    @property
    def done(self) -> bool:
        return self.outcome.name != "running"
