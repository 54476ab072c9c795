"""What is wrong with a run, and what to do about it: every remedy is tried before it is recommended."""

from collections.abc import Callable
from dataclasses import dataclass

from simulator.analysis.candidates import Candidate, candidates
from simulator.analysis.changes import Changes
from simulator.analysis.effect import Remedy, rank, remedy
from simulator.analysis.finding import Finding, FindingName
from simulator.analysis.findings import findings
from simulator.settings.experiment import Experiment, bounds
from simulator.settings.limits import seconds
from simulator.trace import Trace

BUDGET = 2.0
"""All trials together cost at most this many runs, by the estimate of settings/limits.py."""
MOST, FEWEST = 25, 5
"""Training steps of a trial."""

Tried = tuple[Candidate, Changes]
Begin = Callable[[Experiment, int], Trace]
"""Trains the first steps of a run, as many as it is told."""


@dataclass(frozen=True)
class Diagnosis:
    """``verdict`` is the name of the first finding; ``remedies`` stand in the order of what they did when tried."""

    findings: tuple[Finding, ...]
    remedies: tuple[Remedy, ...]
    sure: bool = True
    """Whether another random seed begins in the same way."""
    doubt: str = ""
    """Where it does not: what the other seed shows."""

    @property
    def verdict(self) -> FindingName:
        return self.findings[0].name


def diagnose(trace: Trace, begin: Begin) -> Diagnosis:
    """Findings, and the remedies that apply, each tried over the first training steps, which ``begin`` trains."""
    found = findings(trace)
    tried = plan(trace, found)
    if not tried:
        return Diagnosis(found, ())
    e, steps = trace.experiment, trial_steps(trace.experiment, [changes for _, changes in tried])
    after = [begin(e.replace(**changes), steps) for _, changes in tried]
    return conclude(trace, found, tried, after, begin(other_seed(e), steps), steps)


def plan(trace: Trace, found: tuple[Finding, ...]) -> list[Tried]:
    """What is to be tried."""
    return candidates(trace.experiment, found)


def other_seed(experiment: Experiment) -> Experiment:
    """The same settings with other weights and other data."""
    return experiment.replace(seed=(experiment.seed + 1) % (int(bounds("seed")[1]) + 1))


def trial_steps(experiment: Experiment, changes: list[Changes]) -> int:
    """Training steps of each trial, so that all of them together stay within the budget."""
    # Time grows evenly with the steps, so two estimates give what a step costs and what comes before any.
    trials = [experiment, *(experiment.replace(**change) for change in changes)]
    one, two = (sum(seconds(e.model_copy(update={"steps": n})) for e in trials) for n in (1, 2))
    left = BUDGET * seconds(experiment) - (2 * one - two)  # pretraining comes before any step
    return min(experiment.steps, max(FEWEST, min(MOST, int(left / (two - one)))))


def conclude(
    trace: Trace, found: tuple[Finding, ...], tried: list[Tried], after: list[Trace], other: Trace, steps: int
) -> Diagnosis:
    """The diagnosis, from what each trial measured and from the beginning of a run with another seed."""
    before = trace.first(steps)
    remedies = [remedy(*pair, before, end) for pair, end in zip(tried, after, strict=True)]
    # Both are judged by their beginnings alone, as the other seed was trained no further.
    mine, theirs = findings(before)[0], findings(other)[0]
    sure = mine.name == theirs.name
    doubt = "" if sure else f"Not sure: with another random seed the same settings begin otherwise. {theirs.sentence}"
    return Diagnosis(found, tuple(sorted(remedies, key=rank)), sure, doubt)
