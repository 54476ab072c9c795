"""What is wrong with a run, found by rules that look at all of its training steps."""

from dataclasses import replace

import numpy as np

from simulator.analysis.finding import Finding, Held, Rule, first_and_last_loss
from simulator.analysis.progress import at_the_end, learned, learns
from simulator.analysis.rules import RULES
from simulator.analysis.words import number
from simulator.language import _
from simulator.trace import Trace

SOUND = frozenset(["healthy", "solved"])
"""Findings of a run that is in order; anything else in front is a trouble."""
FALLING = 0.9
"""A loss that is still below this part of what it was a fifth of the run before has not settled."""


def findings(trace: Trace) -> tuple[Finding, ...]:
    """Everything that is wrong with the run, what explains most in front; never empty."""
    found: list[tuple[Rule, Finding]] = []
    hidden: set[str] = set()
    for rule in RULES:  # in the order of what explains most: what is hidden comes after what hides it
        held = rule.holds(trace)
        enough = (held.any() and held.mean() >= rule.fraction_of_steps) or (rule.at_once and held[0])
        if not enough or hidden & rule.tags:
            continue
        sentence, evidence, sites = rule.account(trace, np.flatnonzero(held))
        evidence = {"share_of_steps": float(held.mean()), **evidence}
        found.append((rule, Finding(rule.name, sentence, evidence, sites, _stretches(held))))
        hidden |= rule.hides
    return _headed(trace, found)


def _headed(trace: Trace, found: list[tuple[Rule, Finding]]) -> tuple[Finding, ...]:
    """The findings under one that also says what was learned."""
    named = [finding for _rule, finding in found]
    if not found or (learns(trace) and all(rule.remark for rule, _finding in found)):
        return _healthy(trace), *named
    (rule, first), rest = found[0], named[1:]
    if not rule.tells_result and trace.outcome.name != "diverged":
        first = replace(first, sentence=first.sentence + at_the_end(trace).told)
    return first, *rest


def _stretches(held: Held) -> tuple[tuple[int, int], ...]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], held, [False]]).astype(int)))
    return tuple((int(a), int(b) - 1) for a, b in zip(edges[::2], edges[1::2], strict=True))


def _healthy(trace: Trace) -> Finding:
    """The gradient arrives, and the network learns."""
    (first, last), end = first_and_last_loss(trace), learned(trace)
    holes = {"site": trace.network.site_label(1), "words": end.words, "first": number(first), "last": number(last)}
    if np.isnan(trace.loss).all():  # of a network that was only watched
        sentence = _("Healthy: the gradient reaches {site}, and no loss was noted", **holes)
    elif end.words:
        sentence = _("Healthy: the gradient reaches {site}, and the network learns: {words}", **holes)
    else:
        sentence = _("Healthy: the gradient reaches {site}, and the loss went from {first} to {last}", **holes)
    fifth = max(1, trace.steps // 5)
    before, after = trace.loss[-2 * fifth : -fifth], trace.loss[-fifth:]
    # The fifth before is the measure, not the start: a loss that fell early has long come to rest.
    if len(before) and after.mean() < FALLING * before.mean():
        still = _("the loss was still falling, so more training steps would go on")
        sentence = f"{sentence}; {still}"
    evidence = {"share_of_steps": 1.0, "first_loss": first, "last_loss": last, "chance_loss": trace.chance_loss}
    if trace.outcome.exam:
        evidence |= {"seen_loss": trace.outcome.exam.seen_loss, "unseen_loss": trace.outcome.exam.unseen_loss}
    return Finding("healthy", sentence, evidence, None, ((0, trace.steps - 1),))
