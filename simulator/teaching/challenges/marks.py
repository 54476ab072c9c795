"""How an attempt is marked: by the diagnosis of its run and the loss reached, whatever was changed to get there."""

from dataclasses import dataclass

from simulator.analysis.findings import SOUND, findings
from simulator.analysis.progress import at_the_end, learns
from simulator.analysis.words import number
from simulator.catalog.challenges import CAUSES
from simulator.language import _, ngettext
from simulator.settings.labels import label_of
from simulator.teaching.challenges.attempt import Attempt
from simulator.teaching.challenges.causes import cause_of, explanation, table_of
from simulator.teaching.challenges.failing import where
from simulator.trace import Trace

# Below the verdict's own LEARNED, so that what is only just called learning is no rescue yet.
REACHED = 0.9
"""Part of what a guess costs below which the loss must be for a rescue."""
FULL, EACH_CHANGE, EACH_HINT = 10, 2, 1
"""Points of a rescue by one change without a hint, and what each change more and each hint costs."""


@dataclass(frozen=True)
class Mark:
    """``passed``: rescued, rightly named, or still learning. ``points``: of a limbo, how deep."""

    passed: bool
    word: str
    sentence: str
    points: int
    rows: dict[str, str]
    """What is shown of it, in a table."""
    said: str = ""
    """What was reached, in a word or two."""


def mark(attempt: Attempt, trace: Trace) -> Mark:
    """The mark of an attempt, by its whole run; of a profile its first row is enough."""
    return {"rescue": _rescue, "wrong": _wrong, "limbo": _limbo}[attempt.challenge.kind](attempt, trace)


def _rescue(attempt: Attempt, trace: Trace) -> Mark:
    changed = attempt.counted
    part = _loss(trace) / trace.chance_loss
    # Nothing changed is no rescue, should a network be sound as it was drawn.
    passed = bool(changed) and findings(trace)[0].name in SOUND and part < REACHED
    # A rescue is worth a point, however many changes and hints it took.
    points = max(1, FULL - EACH_CHANGE * (len(changed) - 1) - EACH_HINT * attempt.hints) if passed else 0
    rows = {
        _("Loss reached"): _beside_a_guess(trace),
        _("Settings changed"): _names(changed),
        _("Hints"): str(attempt.hints),
        _("Points"): _points(points),
    }
    word = _("Rescued") if passed else _("Not rescued")
    return Mark(passed, word, where(trace), points, rows, _points(points))


def _wrong(attempt: Attempt, trace: Trace) -> Mark:
    passed = attempt.answer == cause_of(trace)
    points = FULL if passed else 0
    answer = CAUSES[attempt.answer].label if attempt.answer else _("none yet")
    rows = {_("Your answer"): answer, _("Points"): _points(points), **table_of(trace)}
    word = _("Right") if passed else _("Not so")
    return Mark(passed, word, explanation(trace), points, rows, _points(points))


def _limbo(attempt: Attempt, trace: Trace) -> Mark:
    depth, passed = trace.sites, learns(trace)
    said, sites = at_the_end(trace).words, trace.network.sites_label(depth)
    rows = {_("Depth"): sites, _("Loss reached"): _beside_a_guess(trace)}
    sentence = f"{said[:1].upper()}{said[1:]}." if said else where(trace)
    word = _carries(trace.network.kind, depth) if passed else _too_many(trace.network.kind, depth)
    return Mark(passed, word, sentence, depth if passed else 0, rows, sites if passed else _("none"))


def _carries(kind: str, depth: int) -> str:
    if kind == "deep":
        return ngettext("It learns with {number} layer", "It learns with {number} layers", depth)
    return ngettext("It learns with {number} time step", "It learns with {number} time steps", depth)


def _too_many(kind: str, depth: int) -> str:
    if kind == "deep":
        return ngettext("{number} layer is too many", "{number} layers are too many", depth)
    return ngettext("{number} time step is too many", "{number} time steps are too many", depth)


def _beside_a_guess(trace: Trace) -> str:
    return _("{loss}, a guess costs {guess}", loss=number(_loss(trace)), guess=number(trace.chance_loss))


def _points(points: int) -> str:
    return _("{points} of {most}", points=points, most=FULL)


def _loss(trace: Trace) -> float:
    return at_the_end(trace).loss


def _names(changed: list[str]) -> str:
    return f"{len(changed)}: {', '.join(map(label_of, changed))}" if changed else _("none")
