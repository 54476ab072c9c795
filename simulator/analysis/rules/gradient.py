"""Rules about the gradient on its way back."""

import numpy as np
from numpy.typing import NDArray

from simulator.analysis.finding import Account, Held, Rows, always
from simulator.analysis.verdict import EXPLODING, VANISHING, log_factor, log_spread, verdict
from simulator.catalog.thresholds import in_words
from simulator.trace import Trace


def diverged(trace: Trace) -> Held:
    held = always(trace, False)
    held[-1] = trace.outcome.name == "diverged"
    return held


def say_diverged(trace: Trace, rows: Rows) -> Account:
    site = trace.outcome.site
    return verdict(trace).sentence, {"step": float(rows[-1])}, (site, site) if site else None


def exploding(trace: Trace) -> Held:
    return np.nan_to_num(log_spread(trace), nan=0.0) > EXPLODING


def vanishing(trace: Trace) -> Held:
    return np.nan_to_num(log_spread(trace), nan=0.0, neginf=-np.inf) < VANISHING


def say_spread(trace: Trace, rows: Rows) -> Account:
    row = int(rows[len(rows) // 2])
    evidence = {"log10_spread": float(log_spread(trace)[row]), "log10_factor": float(log_factor(trace)[row])}
    briefly = " (only for a while)" if len(rows) < 0.1 * trace.steps else ""
    return verdict(trace, row).sentence + briefly, evidence, None


def _memory(trace: Trace) -> NDArray[np.intp]:
    """(steps,) how many time steps back the gradient stays above the healthy limit, relative to the last."""
    with np.errstate(invalid="ignore", divide="ignore"):
        below = trace.gradient_norm < 10**VANISHING * trace.gradient_norm[:, -1:]
    return np.where(below.any(1), below[:, ::-1].argmax(1) - 1, trace.sites - 1)


def short_memory(trace: Trace) -> Held:
    return (_memory(trace) < trace.sites - 1) & always(trace, trace.experiment.kind == "sequence")


def say_short_memory(trace: Trace, rows: Rows) -> Account:
    back = int(np.median(_memory(trace)[rows]))
    sentence = (
        f"Short memory: the gradient reaches {back} time steps back before it falls below "
        f"{in_words(10**VANISHING)}; what came earlier, up to {trace.sites - 1} steps back, is not learned from"
    )
    return sentence, {"time_steps_back": float(back)}, (1, trace.sites - back - 1)
