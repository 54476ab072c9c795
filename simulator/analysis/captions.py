"""What is said of a run while it plays, and what where it stands still."""

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.analysis.verdict import Verdict
from simulator.catalog.thresholds import MOST_DISPLAYED


@dataclass(frozen=True)
class Caption(Verdict):
    """The verdict that holds from a displayed row on."""

    row: int = 0


def captions(verdicts: Sequence[Verdict], rows: Sequence[int], steps: int) -> list[Caption]:
    """What to say from which displayed row on while a run plays; ``rows`` are the training steps that are displayed.

    A new name is taken over where it begins to hold for a fiftieth of the displayed rows; new numbers of the same name
    at most every tenth of the run, which has ``steps`` training steps.
    """
    # Without patience a spread that wavers about a limit would change its name at every step.
    said: list[Caption] = []
    last, pause, patience = 0, steps / 10, 1 + min(steps, MOST_DISPLAYED) // 50
    for i, (row, now) in enumerate(zip(rows, verdicts, strict=True)):
        renamed = not said or (now.name != said[-1].name and _lasts(verdicts[i : i + patience], patience))
        updated = said and now.name == said[-1].name and now.sentence != said[-1].sentence and row - last >= pause
        if renamed or updated:
            said.append(Caption(now.name, now.head, now.why, now.written, i))
            last = row
    return said


def exact(verdicts: Sequence[Verdict]) -> list[Caption]:
    """What to say of each displayed row by itself, where a run stands still; one entry for equal rows that follow."""
    said: list[Caption] = []
    for i, now in enumerate(verdicts):
        if not said or now.sentence != said[-1].sentence:
            said.append(Caption(now.name, now.head, now.why, now.written, i))
    return said


def _lasts(ahead: Sequence[Verdict], patience: int) -> bool:
    """Whether a new name holds for a while; the end of a diverged run is said at once."""
    name = ahead[0].name
    return name == "diverged" or (len(ahead) == patience and all(v.name == name for v in ahead))
