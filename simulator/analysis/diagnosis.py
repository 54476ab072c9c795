"""What is wrong with a run, and what to do about it: every remedy is tried before it is recommended."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from simulator.analysis.candidates import Candidate, Changes, candidates
from simulator.analysis.finding import Finding, Name
from simulator.analysis.findings import findings
from simulator.analysis.verdict import EXPLODING, SITE, log_spread
from simulator.analysis.words import share
from simulator.settings.experiment import Experiment
from simulator.settings.limits import seconds
from simulator.trace import Trace

BUDGET = 2.0
"""All trials together cost as many runs, by the estimate of limits.py."""
MOST, FEWEST = 25, 5
"""Training steps of a trial."""

LESS = 1.05
"""A loss that is higher by this factor is called worse."""
SOUND = 1.5
"""log10 of a spread that is well inside the band of health, and likely to stay there as training goes on."""
LOSS_WEIGHT = 2.0
"""How much a tenfold loss weighs in the ranking, against a tenfold spread beyond a sound one."""
HUGE = 1e6
"""Losses from here on are not worth their digits."""

Tried = tuple[Candidate, Changes]
Begin = Callable[[Experiment, int], Trace]
"""Trains the first so many steps of a run."""


@dataclass(frozen=True)
class Effect:
    """What a remedy did within ``steps`` training steps, measured. A spread is g_1 / g_L, NaN where it has none."""

    steps: int
    spread_before: float
    spread_after: float
    loss_before: float
    loss_after: float
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
    promise: str
    """What it did when it was tried, in words."""
    worse: bool


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
    def verdict(self) -> Name:
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
    return experiment.replace(seed=(experiment.seed + 1) % 2**31)


def trial_steps(experiment: Experiment, changes: list[Changes]) -> int:
    """Training steps of each trial, so that all of them together stay within the budget."""
    trials = [experiment, *(experiment.replace(**change) for change in changes)]
    one, two = (sum(seconds(e.model_copy(update={"steps": n})) for e in trials) for n in (1, 2))
    left = BUDGET * seconds(experiment) - (2 * one - two)  # pretraining comes before any step
    return min(experiment.steps, max(FEWEST, min(MOST, int(left / (two - one)))))


def conclude(
    trace: Trace, found: tuple[Finding, ...], tried: list[Tried], after: list[Trace], other: Trace, steps: int
) -> Diagnosis:
    """The diagnosis, from what each trial measured and from the beginning of a run with another seed."""
    before = trace.first(steps)
    remedies = [_remedy(*pair, before, end) for pair, end in zip(tried, after, strict=True)]
    mine, theirs = findings(before)[0], findings(other)[0]
    sure = mine.name == theirs.name
    doubt = "" if sure else f"Not sure: with another random seed the same settings begin otherwise. {theirs.sentence}"
    return Diagnosis(found, tuple(sorted(remedies, key=_rank)), sure, doubt)


def _remedy(row: Candidate, changes: Changes, before: Trace, after: Trace) -> Remedy:
    effect = Effect(
        before.steps,
        *(10 ** _settled(before), 10 ** _settled(after)),
        *(_last_loss(before), _last_loss(after)),
        after.outcome.name == "diverged",
    )
    lasted = before.outcome.name != "diverged"
    worse = (effect.diverged and lasted) or _off(after) > _off(before) + 1 or _learns_less(effect, before, after)
    promise = _promise(effect, before, after)
    return Remedy(row.name, row.label, changes, row.why, row.source, effect, promise, bool(worse))


def _learns_less(effect: Effect, before: Trace, after: Trace) -> bool:
    """Whether the gradient is no sounder than before, and the loss higher."""
    return _off(after) >= _off(before) and effect.loss_after > LESS * effect.loss_before


def _settled(trace: Trace) -> float:
    """log10 of the spread in the middle of the last half of the steps, or of all that have one."""
    logs = log_spread(trace)
    late = logs[trace.steps // 2 :]
    chosen = late if not np.isnan(late).all() else logs
    return float(np.nanmedian(chosen)) if not np.isnan(chosen).all() else float("nan")


def _last_loss(trace: Trace) -> float:
    return float(trace.loss[-max(1, trace.steps // 5) :].mean())


def _off(trace: Trace) -> float:
    """By how many powers of ten the spread is outside the band of health."""
    spread = _settled(trace)
    return float("inf") if np.isnan(spread) else max(0.0, abs(spread) - EXPLODING)


def _rank(remedy: Remedy) -> tuple[bool, bool, float]:
    """What works in front: sound gradients, and a low loss."""
    effect = remedy.effect
    with np.errstate(divide="ignore", invalid="ignore"):
        off = max(0.0, abs(float(np.log10(effect.spread_after))) - SOUND)
        score = off + LOSS_WEIGHT * float(np.log10(effect.loss_after))
    return remedy.worse, effect.diverged, float("inf") if np.isnan(score) else score


def _promise(effect: Effect, before: Trace, after: Trace) -> str:
    """Such as "layer 1's gradient from 1e-13 to 40 % of layer 20's; loss after 25 steps 0.8 instead of 2.3"."""
    if effect.diverged:
        return f"diverges in training step {after.outcome.step}"
    site = SITE[after.experiment.kind]
    start, end = (share(np.nan_to_num(_settled(trace), nan=-np.inf)) for trace in (before, after))
    of = "" if end.endswith(" times") else "of "
    gradient = f"{site} 1's gradient from {start} to {end} {of}{site} {after.sites}'s"
    return (
        f"{gradient}; loss after {after.steps} steps {_loss(effect.loss_after)} instead of {_loss(effect.loss_before)}"
    )


def _loss(loss: float) -> str:
    return f"{loss:.2g}" if loss < HUGE else "beyond all bounds"
