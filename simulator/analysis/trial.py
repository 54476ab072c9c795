"""A remedy that is tried: the run that it makes, as far as that was trained."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import nan

import numpy as np

from simulator.analysis.candidates.candidate import Both, Candidate
from simulator.analysis.changes import OF_TRAINING, Changes
from simulator.analysis.course import NOTHING, Course
from simulator.catalog.thresholds import HEALTHY_DECADES, LEARNED, STANDING
from simulator.settings.experiment import Experiment
from simulator.trace import Trace

SURE = 2.0
"""Losses differ that are further apart than this many standard errors."""


@dataclass(eq=False)
class Growing:
    """A run that is trained on, now and then."""

    experiment: Experiment
    course: Course = NOTHING

    def add(self, trace: Trace) -> None:
        """Takes what was trained since; ``trace`` holds the new training steps alone."""
        self.course = self.course.then(Course.of(trace))

    def reaches(self, steps: int) -> bool:
        """Whether there is nothing left to train up to this step."""
        return self.course.steps >= steps or self.course.ended


@dataclass(eq=False, kw_only=True)
class Trial(Growing):
    """A remedy and the run that it makes."""

    candidate: Candidate | Both
    changes: Changes
    guess: float = nan
    """What a guess costs in the run that it is to mend."""

    def add(self, trace: Trace) -> None:
        super().add(in_units(trace, self.guess))

    @property
    def of_training(self) -> bool:
        """Whether it changes how the network is trained, and not what the network is."""
        return OF_TRAINING.issuperset(self.changes)


def in_units(trace: Trace, guess: float) -> Trace:
    """The run with its loss in the units of one in which a guess costs ``guess``; of other targets, or another loss,
    it has units of its own."""
    unit = guess / trace.chance_loss if guess > 0 and trace.chance_loss > 0 else 1.0
    if unit == 1:
        return trace
    exam = trace.outcome.exam
    scaled = exam and replace(exam, seen_loss=exam.seen_loss * unit, unseen_loss=exam.unseen_loss * unit)
    return replace(
        trace,
        loss=trace.loss * unit,
        loss_noise=trace.loss_noise * unit,
        outcome=replace(trace.outcome, exam=scaled),
    )


def ranked(trials: Sequence[Trial], chance: float) -> list[Trial]:
    """What was tried, the best in front: by the loss reached; of equal ones the most level gradient comes first.

    ``chance`` is the loss of a guess. Those that have learned nothing yet follow, by the powers of ten by which their
    gradient is outside the band of health and their loss above a guess's, those in front whose weights move. Those
    whose gradient does not arrive at the first site, or that cannot go on, stand last.
    """
    rest = sorted((trial for trial in trials if trial.course.arrives), key=lambda trial: _key(trial, chance))
    front: list[Trial] = []
    while rest:
        # Equal ones are taken out together, so that chance does not decide which of them stands in front.
        best = rest[0]
        equal = [trial for trial in rest if _learned(trial, trial.course, chance) and _equal(trial, best)] or [best]
        front += sorted(equal, key=lambda trial: abs(trial.course.spread))
        rest = [trial for trial in rest if trial not in equal]
    lost = [trial for trial in trials if trial.course.steps and not trial.course.arrives]
    return front + sorted(lost, key=lambda trial: trial.course.reached)


def as_good(trial: Trial, best: Trial) -> bool:
    """Whether it may be as good as the best: over the steps that both took, no further behind than by chance."""
    steps = min(trial.course.steps, best.course.steps)
    mine, its = trial.course.first(steps), best.course.first(steps)
    return mine.reached - its.reached <= SURE * mine.error_beside(its)


def ahead(trial: Trial, others: Sequence[Trial], chance: float) -> int:
    """How many of the others had done better when they had taken as many steps."""
    steps = trial.course.steps
    mine = _key(trial, chance)
    return sum(_key(other, chance, steps) < mine for other in others if other.course.steps >= steps)


def _key(trial: Trial, chance: float, steps: int | None = None) -> tuple[float, bool, float, int]:
    """What comes first has the smallest; of its first ``steps`` alone, where these are given."""
    course = trial.course if steps is None else trial.course.first(steps)
    if _learned(trial, course, chance):
        return 0.0, False, course.reached, -course.steps
    # Before anything is learned the loss says little of what will come, and the gradient says more.
    above = float(np.log10(max(course.reached / chance, 1.0))) if chance > 0 else 0.0
    decades = 1 + max(0.0, abs(course.spread) - HEALTHY_DECADES) // 1 + above // 1
    return decades, _stands(trial, course), course.reached, -course.steps


def _learned(trial: Trial, course: Course, chance: float) -> bool:
    """Whether the loss is surely below what a guess costs, and not by the luck of weights that stand still."""
    return course.reached + SURE * course.uncertainty < LEARNED * chance and not _stands(trial, course)


def _stands(trial: Trial, course: Course) -> bool:
    """Whether the weights hardly move in the whole run, if they go on as they do."""
    return course.pace * trial.experiment.steps < STANDING


def _equal(one: Trial, best: Trial) -> bool:
    """Whether both were tried equally far, and are no further apart than chance would have them."""
    noise = float(np.hypot(one.course.uncertainty, best.course.uncertainty))
    return one.course.steps == best.course.steps and one.course.reached <= best.course.reached + SURE * noise
