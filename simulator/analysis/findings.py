"""What is wrong with a run, found by rules that look at all of its training steps."""

import numpy as np

from simulator.analysis.finding import Finding, Held, first_and_last_loss
from simulator.analysis.rules import RULES
from simulator.analysis.words import percent
from simulator.trace import Trace

GAP, FACTOR = 0.1, 2.0
"""Overfitting: accuracy on samples never seen is lower by this share, or in a regression the loss higher by this
factor."""
FALLING = 0.9
"""A loss that is still below this part of what it was a fifth of the run before has not settled."""


def findings(trace: Trace) -> tuple[Finding, ...]:
    """Everything that is wrong with the run, what explains most in front; never empty."""
    found: list[Finding] = []
    hidden: set[str] = set()
    for rule in RULES:  # in the order of what explains most: what is hidden comes after what hides it
        held = rule.holds(trace)
        enough = (held.any() and held.mean() >= rule.fraction_of_steps) or (rule.at_once and held[0])
        if not enough or hidden & rule.tags:
            continue
        sentence, evidence, sites = rule.account(trace, np.flatnonzero(held))
        evidence = {"share_of_steps": float(held.mean()), **evidence}
        found.append(Finding(rule.name, sentence, evidence, sites, _stretches(held)))
        hidden |= rule.hides
    return tuple(found) or (_healthy(trace),)


def _stretches(held: Held) -> tuple[tuple[int, int], ...]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], held, [False]]).astype(int)))
    return tuple((int(a), int(b) - 1) for a, b in zip(edges[::2], edges[1::2], strict=True))


def _healthy(trace: Trace) -> Finding:
    """Nothing is wrong with the gradient; what else there is to say is said."""
    site, (first, last) = trace.experiment.site_name, first_and_last_loss(trace)
    sentence = f"Healthy: the gradient reaches {site} 1, and the loss went from {first:.3g} to {last:.3g}"
    fifth = max(1, trace.steps // 5)
    before, after = trace.loss[-2 * fifth : -fifth], trace.loss[-fifth:]
    # The fifth before is the measure, not the start: a loss that fell early has long come to rest.
    if len(before) and after.mean() < FALLING * before.mean():
        sentence += "; it was still falling, so more training steps would go on"
    sentence += _overfitting(trace)
    evidence = {"share_of_steps": 1.0, "first_loss": first, "last_loss": last}
    if trace.outcome.exam:
        evidence |= {"seen_loss": trace.outcome.exam.seen_loss, "unseen_loss": trace.outcome.exam.unseen_loss}
    return Finding("healthy", sentence, evidence, None, ((0, trace.steps - 1),))


def _overfitting(trace: Trace) -> str:
    """What is to be said of a network that has begun to overfit; empty where it has not."""
    exam = trace.outcome.exam
    if exam is None:
        return ""
    if exam.seen_accuracy is not None and exam.unseen_accuracy is not None:
        seen, unseen = percent(exam.seen_accuracy), percent(exam.unseen_accuracy)
        if exam.seen_accuracy - exam.unseen_accuracy < GAP:
            return ""
        return f"; it overfits: of the samples that it is trained on it gets {seen} right, of others {unseen}"
    # A regression has no accuracy, so its losses are held side by side.
    if exam.unseen_loss < FACTOR * exam.seen_loss:
        return ""
    losses = f"{exam.seen_loss:.3g} on the samples that it is trained on, {exam.unseen_loss:.3g} on others"
    return f"; it overfits: its loss is {losses}"
