"""What counts of a run when it is held against others: its loss and its spread step by step, and how it ended."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from simulator.analysis.motion import moves
from simulator.analysis.verdict import log_spread
from simulator.catalog.thresholds import FEW
from simulator.outcome import Outcome
from simulator.trace import Array, Trace

LOSS_PART, SPREAD_PART = 5, 2
"""The loss reached is that of the last fifth of the steps, the spread that of the last half."""
FEWEST_LATE, FEWEST_PAIRS = 3, 10
"""Steps, at least, of which the loss is taken, as one batch alone may be an easy one; and with which differences show
how much they vary."""
BY_STEP = ("loss", "noise", "log_spread", "moved")
"""What a course knows of each step."""


@dataclass(frozen=True, eq=False)
class Course:
    """A run so far, or its beginning; it is small, so that many can be kept."""

    loss: Array
    """(steps,)"""
    noise: Array
    """(steps,) standard error of the loss; NaN of batches of few samples, which do not show it."""
    log_spread: Array
    """(steps,) log10 of g_1 / g_L: -inf where site 1 gets nothing, NaN where no site does."""
    moved: Array
    """(steps,) by which part of their size all matrices together moved."""
    outcome: Outcome

    @classmethod
    def of(cls, trace: Trace) -> "Course":
        """The course of a whole run, or of the part of it that the trace holds."""
        noise = trace.loss_noise if trace.network.batch_size >= FEW else np.full(trace.steps, np.nan)
        return cls(trace.loss, noise, log_spread(trace), moves(trace), trace.outcome)

    def then(self, more: "Course") -> "Course":
        """This part of a run and the one that follows it."""
        parts = (self, more)
        joined = {name: np.concatenate([getattr(part, name) for part in parts]) for name in BY_STEP}
        return Course(**joined, outcome=more.outcome)

    def first(self, steps: int) -> "Course":
        """The same run as it was when it had only taken ``steps`` steps; all of it where it took fewer."""
        if steps >= self.steps:
            return self
        # How it ended later is not known in its beginning.
        begun = {name: getattr(self, name)[:steps] for name in BY_STEP}
        return replace(self, outcome=Outcome("running"), **begun)

    @property
    def steps(self) -> int:
        return len(self.loss)

    @property
    def diverged(self) -> bool:
        return self.outcome.name == "diverged"

    @property
    def ended(self) -> bool:
        """Whether it cannot go on: it diverged, or float32 does not carry it any further."""
        return self.outcome.name in ("diverged", "beyond")

    @property
    def _examined(self) -> bool:
        """Whether the loss over many samples is known at the end, of batches that tell little of it."""
        return self.outcome.exam is not None and bool(np.isnan(self.noise).all())

    @cached_property
    def reached(self) -> float:
        """Mean loss of the last steps, or that of the exam; infinite where the run diverged or knows no loss."""
        if self.diverged or not self.steps:
            return float("inf")
        if self.outcome.exam and self._examined:
            return self.outcome.exam.seen_loss
        # A loss that is not a number has to lose against every other.
        return float(np.nan_to_num(self._late(self.loss).mean(), nan=np.inf))

    @cached_property
    def uncertainty(self) -> float:
        """Standard error of the loss reached, as far as it comes from the few samples in a batch.

        Where batches of few samples do not show it, it is read off the jumps from step to step.
        """
        noise = self._late(self.noise)
        if not len(noise) or self._examined:
            return 0.0
        if np.isnan(noise).all():
            noise = np.full(len(noise), self._jitter)
        return float(np.sqrt(np.nan_to_num(noise**2, nan=0.0).sum()) / len(noise))

    @property
    def _jitter(self) -> float:
        """What single steps' losses differ by, from the jumps of the last half; infinite where there are none."""
        jumps = np.diff(self.loss[self.steps // 2 :])
        # A jump is the difference of two steps, and so has twice the variance of one.
        return float(np.sqrt(np.mean(jumps**2) / 2)) if len(jumps) else float("inf")

    def error_beside(self, other: "Course") -> float:
        """Standard error of the difference of the losses reached.

        Both runs saw the same batches, so that an easy one is easy for both: step by step they differ by less than
        the samples in a batch do.
        """
        apart = float(np.hypot(self.uncertainty, other.uncertainty))
        if self._examined or other._examined:
            return apart
        mine, theirs = self._late(self.loss), other._late(other.loss)
        if len(mine) != len(theirs) or len(mine) < FEWEST_PAIRS:
            return apart
        with np.errstate(invalid="ignore", over="ignore"):
            together = float(np.std(mine - theirs, ddof=1) / np.sqrt(len(mine)))
        return min(apart, together)

    @cached_property
    def spread(self) -> float:
        """log10 of the spread in the middle of the last steps, or of all that have one; NaN where none has."""
        late = self.log_spread[self.steps // SPREAD_PART :]
        # A median, because single steps of an oscillating run lie many powers of ten apart.
        chosen = late if not np.isnan(late).all() else self.log_spread
        return float(np.nanmedian(chosen)) if not np.isnan(chosen).all() else float("nan")

    @property
    def arrives(self) -> bool:
        """Whether any of the gradient reaches the first site, and goes on doing so."""
        return not self.ended and bool(np.isfinite(self.spread))

    @cached_property
    def pace(self) -> float:
        """By which part of their size all matrices together moved in a step, on average."""
        return float(self.moved.mean()) if self.steps else 0.0

    def _late(self, values: Array) -> Array:
        return values[-max(FEWEST_LATE, self.steps // LOSS_PART) :]


NOTHING = Course(**{name: np.empty(0) for name in BY_STEP}, outcome=Outcome("running"))
"""A run that has not begun."""
