"""What is asked of a trace, by name: one number, or the verdict's name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from simulator.analysis.course import Course
from simulator.analysis.rules.steps import oscillating
from simulator.analysis.verdict import log_factor, log_spread, verdict
from simulator.catalog.thresholds import CLIP_UNTOUCHED
from simulator.trace import Array, Trace

LATE, FEWEST = 10, 3
"""What is reached is the mean of the last tenth of the steps, and of 3 at least."""


@dataclass(frozen=True)
class Reading:
    """``of`` reads it off a whole run; how it is spoken: a part or a multiple ("log"), a share, a number, a verdict."""

    label: str
    scale: Literal["log", "share", "number", "words"]
    of: Callable[[Trace], float | str]


def _late(values: Array) -> Array:
    return values[-max(FEWEST, len(values) // LATE) :]


def _at_end(quantity: str) -> Callable[[Trace], float]:
    return lambda trace: float(_late(getattr(trace, quantity)).mean())


def _at_start(quantity: str) -> Callable[[Trace], float]:
    return lambda trace: float(getattr(trace, quantity)[0].mean())


def _link(quantity: str, first: int = 0) -> Callable[[Trace], float]:
    """The geometric mean over the sites, as links multiply."""

    def of(trace: Trace) -> float:
        with np.errstate(divide="ignore"):
            return float(10 ** np.log10(getattr(trace, quantity)[0, first:]).mean())

    return of


def _gate(name: str, row: int) -> Callable[[Trace], float]:
    return lambda trace: float(trace.gates[name][row].mean())


def _exam(name: str) -> Callable[[Trace], float]:
    return lambda trace: float(getattr(trace.outcome.exam, name))


READINGS: dict[str, Reading] = {
    "spread_start": Reading("spread at the start", "log", lambda t: float(10 ** log_spread(t)[0])),
    "spread_end": Reading("spread after training", "log", lambda t: float(10 ** Course.of(t).spread)),
    "factor": Reading("factor per site at the start", "log", lambda t: float(10 ** log_factor(t)[0])),
    "slope": Reading("mean link of the slopes at the start", "log", _link("slope_factor")),
    "weights": Reading("mean link of the weights at the start", "log", _link("weight_factor", 1)),
    "loss_start": Reading("loss at the start", "number", lambda t: float(t.loss[0])),
    "loss": Reading("loss reached", "number", lambda t: Course.of(t).reached),
    "loss_50": Reading("loss at training step 50", "number", lambda t: float(t.loss[49])),
    "guess": Reading("loss of a guess", "number", lambda t: t.chance_loss),
    "accuracy": Reading("accuracy reached", "share", _at_end("accuracy")),
    "guessed": Reading("accuracy of a guess", "share", lambda t: t.chance_accuracy),
    "verdict": Reading("verdict", "words", lambda t: verdict(t).name),
    "outcome": Reading("outcome", "words", lambda t: t.outcome.name),
    "diverged_at": Reading("training step in which it diverged", "number", lambda t: float(t.outcome.step or np.inf)),
    "gradient_first": Reading("gradient at the first site at the start", "number", lambda t: t.gradient_norm[0, 0]),
    "gradient_last": Reading("gradient at the last site at the start", "number", lambda t: t.gradient_norm[0, -1]),
    "gradient_most": Reading(
        "largest gradient at the first site", "number", lambda t: np.nanmax(t.gradient_norm[:, 0])
    ),
    "similarity_start": Reading("similarity of samples at the start", "share", lambda t: t.similarity[0, -1]),
    "similarity": Reading("similarity of samples in the end", "share", lambda t: _late(t.similarity[:, -1]).mean()),
    "signal_start": Reading(
        "deviation of the last site's output at the start", "number", lambda t: t.activation_std[0, -1]
    ),
    "saturated_start": Reading("saturated units at the start", "share", _at_start("saturated")),
    "saturated": Reading("saturated units in the end", "share", _at_end("saturated")),
    "dead_start": Reading("dead units at the start", "share", _at_start("dead")),
    "dead": Reading("dead units in the end", "share", _at_end("dead")),
    "dead_most": Reading("dead units of the worst site in the end", "share", lambda t: _late(t.dead).mean(0).max()),
    "moved_first": Reading(
        "way of the first matrix, relative to its size", "log", lambda t: t.update_ratio[:, 0].sum()
    ),
    "moved_last": Reading("way of the last matrix, relative to its size", "log", lambda t: t.update_ratio[:, -1].sum()),
    "step_late": Reading("update of the first matrix in the end", "log", lambda t: _late(t.update_ratio[:, 0]).mean()),
    "clipped": Reading(
        "share of the steps that are clipped", "share", lambda t: (t.clip_scale < CLIP_UNTOUCHED).mean()
    ),
    "clip_least": Reading("least that clipping has left", "log", lambda t: t.clip_scale.min()),
    "oscillating": Reading("whether the loss oscillates", "number", lambda t: float(oscillating(t).any())),
    "forget": Reading("opening of the forget gates at the start", "share", _gate("forget", 0)),
    "update": Reading("opening of the update gates at the start", "share", _gate("update", 0)),
    "seen_accuracy": Reading("accuracy on samples it was trained on", "share", _exam("seen_accuracy")),
    "unseen_accuracy": Reading("accuracy on samples it never saw", "share", _exam("unseen_accuracy")),
    "seen_loss": Reading("loss on samples it was trained on", "number", _exam("seen_loss")),
    "unseen_loss": Reading("loss on samples it never saw", "number", _exam("unseen_loss")),
}
