"""What a remedy did when it was tried: the same first training steps, without it and with it."""

from dataclasses import dataclass

import numpy as np

from simulator.analysis.candidates import Candidate
from simulator.analysis.changes import Changes
from simulator.analysis.verdict import EXPLODING, log_spread
from simulator.analysis.words import relative
from simulator.trace import Trace

WORSE = 1.05
"""A loss that is higher by this factor is called worse."""
SOUND = 1.5
"""log10 of a spread that is well inside the band of health, and likely to stay there as training goes on."""
LOSS_WEIGHT = 2.0
"""How much a tenfold loss weighs in the ranking, against a tenfold spread beyond a sound one."""
HUGE = 1e6
"""Losses from here on are not worth their digits."""


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
    measured: str
    """What it did when it was tried, in words."""
    worse: bool


def remedy(row: Candidate, changes: Changes, before: Trace, after: Trace) -> Remedy:
    """The candidate with what its trial measured; ``before`` and ``after`` are the first steps of the two runs."""
    effect = Effect(
        before.steps,
        *(10 ** _late_spread(before), 10 ** _late_spread(after)),
        *(_late_loss(before), _late_loss(after)),
        after.outcome.name == "diverged",
    )
    measured, worse = _measured(effect, before, after), _is_worse(effect, before, after)
    return Remedy(row.name, row.label, changes, row.why, row.source, effect, measured, worse)


def rank(remedy: Remedy) -> tuple[bool, bool, float]:
    """The key by which remedies are sorted: what works stands in front, with a sound gradient and a low loss."""
    effect = remedy.effect
    # Beyond a sound spread every further power of ten counts, within it none: there the loss alone decides.
    with np.errstate(divide="ignore", invalid="ignore"):
        beyond = max(0.0, abs(float(np.log10(effect.spread_after))) - SOUND)
        score = beyond + LOSS_WEIGHT * float(np.log10(effect.loss_after))
    return remedy.worse, effect.diverged, float("inf") if np.isnan(score) else score


def _is_worse(effect: Effect, before: Trace, after: Trace) -> bool:
    was, now = _decades_outside_band(before), _decades_outside_band(after)
    # One power of ten further out is within what another seed would do.
    ended = effect.diverged and before.outcome.name != "diverged"
    learns_less = now >= was and effect.loss_after > WORSE * effect.loss_before
    return ended or now > was + 1 or learns_less


def _late_spread(trace: Trace) -> float:
    """log10 of the spread in the middle of the last half of the steps, or of all that have one."""
    logs = log_spread(trace)
    late = logs[trace.steps // 2 :]
    # A median, because single steps of an oscillating run lie many powers of ten apart.
    chosen = late if not np.isnan(late).all() else logs
    return float(np.nanmedian(chosen)) if not np.isnan(chosen).all() else float("nan")


def _late_loss(trace: Trace) -> float:
    """Mean loss of the last fifth of the steps."""
    return float(trace.loss[-max(1, trace.steps // 5) :].mean())


def _decades_outside_band(trace: Trace) -> float:
    """By how many powers of ten the spread is outside the band of health."""
    spread = _late_spread(trace)
    return float("inf") if np.isnan(spread) else max(0.0, abs(spread) - EXPLODING)


def _measured(effect: Effect, before: Trace, after: Trace) -> str:
    """Such as "layer 1's gradient from 1e-13 to 40 % of layer 20's; loss after 25 steps 0.8 instead of 2.3"."""
    if effect.diverged:
        return f"diverges in training step {after.outcome.step}"
    site = after.experiment.site_name
    start, end = (relative(np.nan_to_num(_late_spread(trace), nan=-np.inf)) for trace in (before, after))
    of = "" if end.endswith(" times") else "of "
    gradient = f"{site} 1's gradient from {start} to {end} {of}{site} {after.sites}'s"
    return (
        f"{gradient}; loss after {after.steps} steps {_loss(effect.loss_after)} instead of {_loss(effect.loss_before)}"
    )


def _loss(loss: float) -> str:
    return f"{loss:.2g}" if loss < HUGE else "beyond all bounds"
