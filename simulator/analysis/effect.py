"""What a remedy did as far as it was tried: the same training steps, without it and with it."""

from dataclasses import dataclass

import numpy as np

from simulator.analysis.changes import Changes
from simulator.analysis.course import Course
from simulator.analysis.trial import SURE, Trial
from simulator.analysis.words import LEVEL, number, relative
from simulator.language import _, signs
from simulator.trace import Trace

LEAST = 0.98
"""A loss above this part of what it was without the remedy has not changed."""


@dataclass(frozen=True)
class Effect:
    """What a remedy did within ``steps`` training steps, measured; where a run diverged its loss is infinite.

    A spread is g_1 / g_L, NaN where there is none.
    """

    steps: int
    whole: bool
    """Whether it was tried over the whole run."""
    loss_before: float
    loss_after: float
    chance_loss: float
    """What a guess costs."""
    spread_before: float
    spread_after: float
    diverged: bool
    """Whether the changed run diverged."""


@dataclass(frozen=True)
class Remedy:
    """A change that was tried; ``experiment.replace(**changes)`` makes it."""

    name: str
    label: str
    changes: Changes
    sentence: str
    """Why it works."""
    source: str
    effect: Effect
    measured: str
    """What it did when it was tried, and how far it was tried, in words."""
    helps: bool
    """Whether the gradient arrives and the loss is lower than without it."""
    undecided: bool
    """Whether it was tried too briefly to tell: the gradient arrives, and the loss is as good as without it."""


def remedy(trial: Trial, trace: Trace) -> Remedy:
    """The remedy with what its trial measured; ``trace`` is the whole run without it."""
    row, after, before = trial.candidate, trial.course, Course.of(trace)
    # A run that diverged is compared as it ended, whenever that was: its first steps may look better than any remedy's.
    if not before.diverged:
        before = before.first(after.steps)
    effect = Effect(
        after.steps,
        after.steps >= trace.experiment.steps,
        before.reached,
        after.reached,
        trace.chance_loss,
        _spread(before),
        _spread(after),
        after.diverged,
    )
    helps, undecided = judged(before, after, effect.whole)
    named = (row.name, row.label, trial.changes, row.why, row.source)
    return Remedy(*named, effect, _measured(effect, trace, after), helps, undecided)


def judged(before: Course, after: Course, whole: bool) -> tuple[bool, bool]:
    """Whether a remedy helps, and whether it was tried too briefly to tell, as ``Remedy`` has it."""
    low, high = _relative(before, after)
    helps = high < LEAST
    # Beside a run that diverged, one that goes on may still come to something.
    return helps, not helps and not whole and (low <= 1 or (before.diverged and after.arrives))


def _relative(before: Course, after: Course) -> tuple[float, float]:
    """Between which parts of the loss without the remedy the loss with it surely is; infinite where it cannot act."""
    if not after.arrives:
        return float("inf"), float("inf")
    # A run that diverged leaves nothing to be compared with but the loss that it began with.
    was = float(before.loss[0]) if before.diverged else before.reached
    if not np.isfinite(was):
        return 0.0, 0.0
    unsure = SURE * (after.uncertainty if before.diverged else after.error_beside(before))
    return (after.reached - unsure) / was, (after.reached + unsure) / was


def _spread(course: Course) -> float:
    with np.errstate(over="ignore"):
        return float(np.float64(10.0) ** course.spread)


def _measured(effect: Effect, trace: Trace, after: Course) -> str:
    """Such as "tried over the first 30 of 300 steps: loss 0.8 (before 2.3, guessing 2.3); layer 1's gradient ..."."""
    steps, ended = trace.experiment.steps, trace.outcome.name == "diverged"
    if effect.diverged and ended:
        return _("diverges too in training step {step}", step=after.outcome.step)
    if effect.diverged:
        return _("diverges in training step {step}", step=after.outcome.step)
    clauses = [_loss(effect, trace.outcome.step if ended else None)]
    if trace.sites > 1:
        clauses.append(_gradient(trace, effect))
    if after.outcome.name == "beyond":
        clauses.append(_("then its numbers are beyond what float32 holds"))
    what = "; ".join(clauses)
    if effect.whole:
        return _("tried over the whole run: {what}", what=what)
    told = _("tried over the first {steps} of {all} steps: {what}")
    return told.format(steps=effect.steps, all=signs(f"{steps:,}"), what=what)


def _loss(effect: Effect, ended: int | None) -> str:
    """The loss with the remedy, beside that without it; ``ended``: the step in which the run without it diverged."""
    loss, before, guess = map(number, (effect.loss_after, effect.loss_before, effect.chance_loss))
    holes = {"loss": loss, "before": before, "guess": guess, "step": ended}
    if effect.chance_loss > 0 and ended is None:
        return _("loss {loss} (before {before}, guessing {guess})", **holes)
    if effect.chance_loss > 0:
        return _("loss {loss} (before it diverged in step {step}, guessing {guess})", **holes)
    if ended is None:
        return _("loss {loss} (before {before})", **holes)
    return _("loss {loss} (before it diverged in step {step})", **holes)


def _gradient(trace: Trace, effect: Effect) -> str:
    """Such as "layer 1's gradient from 1e-13 to 40 % of layer 20's"."""
    site, start, end = trace.experiment.site_label, _log10(effect.spread_before), _log10(effect.spread_after)
    holes = {"first": site(1), "last": site(trace.sites), "start": relative(start), "end": relative(end)}
    if end < LEVEL:
        return _("{first}'s gradient from {start} to {end} of {last}'s", **holes)
    return _("{first}'s gradient from {start} to {end} {last}'s", **holes)


def _log10(spread: float) -> float:
    """Minus infinity where nothing arrives, or nothing ever leaves."""
    with np.errstate(divide="ignore"):
        return float("-inf") if np.isnan(spread) else float(np.log10(spread))
