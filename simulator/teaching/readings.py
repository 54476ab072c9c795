"""What a lesson's claims ask of a trace: all that a sweep asks, and what only lessons do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from simulator.catalog.choice import table
from simulator.catalog.thresholds import CLIP_UNTOUCHED
from simulator.sweeps.questions import QUESTIONS, Answer, Question
from simulator.trace import Array, Trace

LATE, FEWEST = 10, 3
"""What is reached is the mean of the last tenth of the steps, and of 3 at least."""
AT_START = ("at the start", "of a guess")
"""How the label of a reading ends for which nothing needs to be trained."""
Read = Callable[[Trace], float]
Scale = Literal["log", "linear"]


@dataclass(frozen=True)
class Reading(Question):
    """``share``: it is spoken as a percentage."""

    share: bool = False


def _row(name: str, label: str, of: Read, *, times: bool = False, share: bool = False) -> Reading:
    """``times``: it is a ratio, spoken as a part or a multiple."""
    scale: Scale = "log" if times else "linear"
    # The label says it already.
    trained = not label.endswith(AT_START)
    return Reading(name, label, label, scale=scale, trained=trained, of=lambda t: float(of(t)), share=share)


def _late(values: Array) -> Array:
    return values[-max(FEWEST, len(values) // LATE) :]


def _at_end(quantity: str) -> Read:
    return lambda trace: float(_late(getattr(trace, quantity)).mean())


def _at_start(quantity: str) -> Read:
    return lambda trace: float(getattr(trace, quantity)[0].mean())


def _link(quantity: str, first: int = 0) -> Read:
    """The geometric mean over the sites, as links multiply."""

    def of(trace: Trace) -> float:
        with np.errstate(divide="ignore"):
            return float(10 ** np.log10(getattr(trace, quantity)[0, first:]).mean())

    return of


def _gate(name: str) -> Read:
    return lambda trace: float(trace.gates[name][0].mean())


def _jump(trace: Trace) -> float:
    return float(np.abs(np.diff(trace.loss[trace.steps // 2 :])).mean() / trace.chance_loss)


def _exam(name: str) -> Read:
    return lambda trace: float(getattr(trace.outcome.exam, name))


MORE = table(
    _row("slope", "Mean link of the slopes at the start", _link("slope_factor"), times=True),
    # The first matrix hands no gradient on.
    _row("weights", "Mean link of the weights at the start", _link("weight_factor", 1), times=True),
    _row("loss_start", "Loss at the start", lambda t: t.loss[0]),
    # Training steps are counted from 1.
    _row("loss_50", "Loss at training step 50", lambda t: t.loss[49]),
    _row("guess", "Loss of a guess", lambda t: t.chance_loss),
    _row("accuracy", "Accuracy reached", _at_end("accuracy"), share=True),
    _row("guessed", "Accuracy of a guess", lambda t: t.chance_accuracy, share=True),
    _row("gradient_first", "Gradient at the first site at the start", lambda t: t.gradient_norm[0, 0]),
    # In its last step a run that breaks off may have what is not a number.
    _row("gradient_most", "Largest gradient at the first site", lambda t: np.nanmax(t.gradient_norm[:, 0])),
    _row("similarity_end", "Similarity of samples in the end", lambda t: _late(t.similarity[:, -1]).mean()),
    _row("saturated_start", "Saturated units at the start", _at_start("saturated"), share=True),
    _row("saturated", "Saturated units in the end", _at_end("saturated"), share=True),
    _row("dead_start", "Dead units at the start", _at_start("dead"), share=True),
    _row("dead", "Dead units in the end", _at_end("dead"), share=True),
    _row("dead_most", "Dead units of the worst site in the end", lambda t: _late(t.dead).mean(0).max(), share=True),
    _row("moved_first", "Way of the first matrix by its size", lambda t: t.update_ratio[:, 0].sum(), times=True),
    _row("clipped", "Steps that are clipped", lambda t: (t.clip_scale < CLIP_UNTOUCHED).mean(), share=True),
    _row("clip_least", "Least that clipping has left", lambda t: t.clip_scale.min(), times=True),
    _row("jump", "Mean jump of the loss in the last half, beside a guess's", _jump, share=True),
    _row("forget_gate", "Opening of the forget gates at the start", _gate("forget"), share=True),
    _row("update_gate", "Opening of the update gates at the start", _gate("update"), share=True),
    _row("seen_accuracy", "Accuracy on samples it was trained on", _exam("seen_accuracy"), share=True),
    _row("unseen_accuracy", "Accuracy on samples it never saw", _exam("unseen_accuracy"), share=True),
    Reading("outcome", "How the run ended", "How the run ended.", scale="words", of=lambda t: t.outcome.name),
)
READINGS: dict[str, Question] = {**QUESTIONS, **MORE}


def read(name: str, trace: Trace) -> Answer:
    """The answer; a ratio is one, where a sweep has its logarithm. Raises KeyError where there is no such reading."""
    row = READINGS[name]
    answer = row.of(trace)
    return 10.0 ** float(answer) if row.scale == "factor" else answer
