"""How an attempt is marked: by the diagnosis of its run and the loss reached, whatever was changed to get there."""

from dataclasses import dataclass

from simulator.analysis.findings import findings
from simulator.analysis.progress import at_the_end, learns
from simulator.analysis.words import number
from simulator.catalog.challenges import CAUSES
from simulator.settings.experiment import FIELDS
from simulator.teaching.challenges.attempt import Attempt
from simulator.teaching.challenges.causes import cause_of, explanation, table_of
from simulator.teaching.challenges.failing import where
from simulator.trace import Trace

SOUND = frozenset(["healthy", "solved"])
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

    @property
    def said(self) -> str:
        """What was reached, in a word or two."""
        return self.rows.get("Points", self.rows.get("Depth", "") if self.passed else "none")


def mark(attempt: Attempt, trace: Trace) -> Mark:
    """The mark of an attempt, by its whole run; of a profile its first row is enough."""
    return {"rescue": _rescue, "wrong": _wrong, "limbo": _limbo}[attempt.challenge.kind](attempt, trace)


def _rescue(attempt: Attempt, trace: Trace) -> Mark:
    changed = attempt.counted
    part = _loss(trace) / trace.chance_loss
    passed = bool(changed) and findings(trace)[0].name in SOUND and part < REACHED
    points = max(1, FULL - EACH_CHANGE * (len(changed) - 1) - EACH_HINT * attempt.hints) if passed else 0
    rows = {
        "Loss reached": f"{number(_loss(trace))}, a guess costs {number(trace.chance_loss)}",
        "Settings changed": _names(changed),
        "Hints": str(attempt.hints),
        "Points": f"{points} of {FULL}",
    }
    return Mark(passed, "Rescued" if passed else "Not rescued", where(trace), points, rows)


def _wrong(attempt: Attempt, trace: Trace) -> Mark:
    passed = attempt.answer == cause_of(trace)
    points = FULL if passed else 0
    answer = CAUSES[attempt.answer].label if attempt.answer else "none yet"
    rows = {"Your answer": answer, "Points": f"{points} of {FULL}", **table_of(trace)}
    return Mark(passed, "Right" if passed else "Not so", explanation(trace), points, rows)


def _limbo(attempt: Attempt, trace: Trace) -> Mark:
    depth, site = trace.sites, trace.network.site_name
    passed = learns(trace)
    said = at_the_end(trace).words
    rows = {
        "Depth": f"{depth} {site}s",
        "Loss reached": f"{number(_loss(trace))}, a guess costs {number(trace.chance_loss)}",
    }
    word = f"It learns with {depth} {site}s" if passed else f"{depth} {site}s are too many"
    sentence = f"{said[:1].upper()}{said[1:]}." if said else where(trace)
    return Mark(passed, word, sentence, depth if passed else 0, rows)


def _loss(trace: Trace) -> float:
    return at_the_end(trace).loss


def _names(changed: list[str]) -> str:
    return f"{len(changed)}: {', '.join(str(FIELDS[name].title) for name in changed)}" if changed else "none"
