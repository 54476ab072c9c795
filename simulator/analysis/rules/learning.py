"""Rules about what is learned, held against a guess: solved, nothing, nothing since all stands still, by heart."""

import numpy as np

from simulator.analysis.finding import Account, Held, Steps, at_every_step, first_and_last_loss
from simulator.analysis.motion import moves, way
from simulator.analysis.progress import at_the_end, learned
from simulator.analysis.rules.units import alike_from
from simulator.analysis.words import number, percent
from simulator.catalog.thresholds import STANDING
from simulator.language import _, listed
from simulator.trace import Trace

SMALL = 0.001
"""Steps are small that move the weights by less than this part of their size (Bottou, 2012)."""
IDLE_UNITS = 0.5
"""Where more than this share of the units is dead or saturated, that is why little is learned."""
ABOVE = 1.05
"""A loss that is above this many times what a guess costs is still on its way to it."""
SHRUNK = 1.0
"""Learning rate times L2 times steps with which the penalty alone would have shrunk the weights to a third."""
FEWEST = 10
"""Steps of a run that can be told to stand still."""
GAP, FACTOR = 0.12, 2.0
"""Overfitting: accuracy on samples never seen is lower by this share, or in a regression the loss higher by this
factor. Some 300 samples leave an accuracy uncertain by 0.03, and the difference of two by 0.04."""


def solved(trace: Trace) -> Held:
    """The loss of the last tenth of the run is next to nothing, beside that of a guess, and not by heart."""
    return at_every_step(trace, learned(trace).state == "solved" and _overfits(trace) is None)


def say_solved(trace: Trace, steps: Steps) -> Account:
    return _("Solved: {words}", words=learned(trace).words), _losses(trace), None


def stalled(trace: Trace) -> Held:
    """Nothing is learned, and the weights hardly move."""
    still = trace.steps >= FEWEST and way(trace)[-1] < STANDING
    return at_every_step(trace, still and _nothing(trace))


def say_stalled(trace: Trace, steps: Steps) -> Account:
    moved, end = float(way(trace)[-1]), learned(trace)
    if end.amount == "little":
        head = _("Stalled: the gradient arrives, yet little is learned ({words})", words=end.words)
    else:
        head = _("Stalled: the gradient arrives, yet nothing is learned ({words})", words=end.words)
    part = percent(moved)
    # Steps too small and steps too few end in the same place; what tells them apart is the way per step.
    if not moved:
        why = _("as the steps are too small: over the whole run the weights moved not at all")
    elif moved < SMALL * trace.steps:
        why = _("as the steps are too small: over the whole run the weights moved by {part} of their size", part=part)
    else:
        why = _("as the steps are too few: over the whole run the weights moved by {part} of their size", part=part)
    return f"{head}, {why}", {**_losses(trace), "moved": moved}, None


def not_learning(trace: Trace) -> Held:
    """The loss at the end is not surely below that of a guess."""
    return at_every_step(trace, _nothing(trace))


def say_not_learning(trace: Trace, steps: Steps) -> Account:
    end, why = learned(trace), listed(_reasons(trace))
    why = why or _("this network may need more steps, or other settings")
    if end.amount == "little":
        told = _("Little learned, although the gradient arrives: {words}; {why}", words=end.words, why=why)
    else:
        told = _("Nothing learned, although the gradient arrives: {words}; {why}", words=end.words, why=why)
    return told, _losses(trace), None


def _nothing(trace: Trace) -> bool:
    return at_the_end(trace).state == "nothing"


def _reasons(trace: Trace) -> list[str]:
    """Why nothing is learned, as far as it was measured."""
    e, small = trace.network, float(np.median(moves(trace))) < SMALL
    dead, saturated = (float(np.median(values.mean(1))) for values in (trace.dead, trace.saturated))
    above = learned(trace).loss > ABOVE * trace.chance_loss
    pull = e.pull * trace.steps if e.pull_limit < np.inf else 0.0
    alike = alike_from(trace)
    reasons = {
        _("the loss was still falling, so the training steps are too few"): above and _falling(trace),
        _("the steps are small: a larger learning rate may get further"): small,
        _("all samples look alike by {site}", site=e.site_label(alike)): alike > 0,
        _("{part} of the units are dead", part=percent(dead)): dead > IDLE_UNITS,
        # A dead unit is flat, too, and would be told twice.
        _("{part} of the units are saturated", part=percent(saturated)): saturated > IDLE_UNITS >= dead,
        _("the L2 penalty pulls the weights to zero faster than the loss can hold them"): pull > SHRUNK,
    }
    return [reason for reason, holds in reasons.items() if holds]


def _falling(trace: Trace) -> bool:
    """Whether the last fifth of the run lies surely below the fifth before."""
    fifth = trace.steps // 5
    before, after = trace.loss[-2 * fifth : -fifth], trace.loss[-fifth:]
    if len(before) < 2:
        return False
    spread = np.sqrt((before.var() + after.var()) / fifth)
    # By three standard errors, as two fifths of a level loss are never quite the same.
    return bool(after.mean() + 3 * spread < before.mean())


def overfitting(trace: Trace) -> Held:
    """Samples that were never seen cost much more than those that it is trained on."""
    return at_every_step(trace, _overfits(trace) is not None)


def say_overfitting(trace: Trace, steps: Steps) -> Account:
    exam = trace.outcome.exam
    evidence = {"seen_loss": exam.seen_loss, "unseen_loss": exam.unseen_loss} if exam else {}
    return _("Overfitting: {what}", what=_overfits(trace)), evidence, None


def _overfits(trace: Trace) -> str | None:
    """What is to be said of a network that has begun to overfit; None where it has not."""
    exam = trace.outcome.exam
    if exam is None:
        return None
    if exam.seen_accuracy is not None and exam.unseen_accuracy is not None:
        seen, unseen = percent(exam.seen_accuracy), percent(exam.unseen_accuracy)
        gap = exam.seen_accuracy - exam.unseen_accuracy >= GAP
        told = _("of the samples that it is trained on it gets {seen} right, of others {unseen}")
        return told.format(seen=seen, unseen=unseen) if gap else None
    # A regression has no accuracy, so its losses are held side by side.
    if exam.unseen_loss < FACTOR * exam.seen_loss:
        return None
    seen, unseen = number(exam.seen_loss), number(exam.unseen_loss)
    told = _("its loss is {seen} on the samples that it is trained on, {unseen} on others")
    return told.format(seen=seen, unseen=unseen)


def _losses(trace: Trace) -> dict[str, float]:
    first, last = first_and_last_loss(trace)
    return {"first_loss": first, "last_loss": last, "chance_loss": trace.chance_loss}
