"""Rules about the gradient on its way back."""

import numpy as np
from numpy.typing import NDArray

from simulator.analysis.finding import Account, Held, Steps, at_every_step
from simulator.analysis.verdict import EXPLODING, VANISHING, gradient_verdict, log_factor, log_spread, verdict
from simulator.catalog.thresholds import in_words
from simulator.language import _, ngettext
from simulator.trace import Trace


def diverged(trace: Trace) -> Held:
    """The last step of a run that broke off."""
    held = at_every_step(trace, False)
    held[-1] = trace.outcome.name == "diverged"
    return held


def say_diverged(trace: Trace, steps: Steps) -> Account:
    site = trace.outcome.site
    return verdict(trace).sentence, {"step": float(steps[-1])}, (site, site) if site else None


def exploding(trace: Trace) -> Held:
    """The spread is above the healthy limit."""
    # Where the last site gets nothing there is no spread, and other rules speak.
    return np.nan_to_num(log_spread(trace), nan=0.0) > EXPLODING


def no_gradient(trace: Trace) -> Held:
    """Exactly nothing arrives anywhere, not even at the last site."""
    return np.asarray(trace.exactly_zero.all(1))


def say_no_gradient(trace: Trace, steps: Steps) -> Account:
    return gradient_verdict(trace, int(steps[len(steps) // 2])).sentence, {}, None


def vanishing(trace: Trace) -> Held:
    """The spread is below the healthy limit, or too little arrives anywhere to be computed."""
    too_little = (trace.gradient_norm == 0).all(1) & ~trace.exactly_zero.all(1)
    return too_little | (np.nan_to_num(log_spread(trace), nan=0.0, neginf=-np.inf) < VANISHING)


def say_spread(trace: Trace, steps: Steps) -> Account:
    row = int(steps[len(steps) // 2])  # the one in the middle speaks for all
    evidence = {"log10_spread": float(log_spread(trace)[row]), "log10_factor": float(log_factor(trace)[row])}
    sentence = gradient_verdict(trace, row).sentence
    if len(steps) < 0.1 * trace.steps:
        sentence = _("{sentence} (only for a while)", sentence=sentence)
    return sentence, evidence, None


def _memory(trace: Trace) -> NDArray[np.intp]:
    """(steps,) how many time steps back the gradient stays above the healthy limit, relative to the last."""
    with np.errstate(invalid="ignore", divide="ignore"):
        below = trace.gradient_norm < 10**VANISHING * trace.gradient_norm[:, -1:]
    # From the end, for argmax finds the first that is True: the time step nearest the loss that is below.
    return np.where(below.any(1), below[:, ::-1].argmax(1) - 1, trace.sites - 1)


def short_memory(trace: Trace) -> Held:
    """The gradient falls below the healthy limit before it has reached the first time step."""
    return (_memory(trace) < trace.sites - 1) & at_every_step(trace, trace.network.kind == "sequence")


def say_short_memory(trace: Trace, steps: Steps) -> Account:
    back = int(np.median(_memory(trace)[steps]))
    sentence = ngettext(
        "Short memory: the gradient reaches {number} time step back before it falls below {part}; what came earlier "
        "than that is not learned from",
        "Short memory: the gradient reaches {number} time steps back before it falls below {part}; what came earlier "
        "than that is not learned from",
        back,
        part=in_words(10**VANISHING),
    )
    return sentence, {"time_steps_back": float(back)}, (1, trace.sites - back - 1)
