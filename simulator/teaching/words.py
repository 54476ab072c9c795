"""The sentences of a lesson with their numbers, read off its runs."""

import re
from collections.abc import Mapping
from math import inf, isfinite, log10

from simulator.analysis.verdict import verdict_label
from simulator.analysis.words import number, percent, relative
from simulator.language import inside
from simulator.teaching.readings import READINGS, Reading, read
from simulator.trace import Trace

HOLE = re.compile(r"\{(\w+)\.(\w+)\}")
"""Such as ``{sigmoid.factor}``: a run and a reading."""
BLANK = "_____"
COUNTED = ("loss", "diverged_at")
"""Of many powers of ten, but no part of anything."""
UNKNOWN = "…"
"""What stands in a hole until its run is done."""


def filled(text: str, traces: Mapping[str, Trace]) -> str:
    """The text, each hole filled from its run; a run that is not among the traces is not done yet."""
    return HOLE.sub(lambda hole: _said(traces.get(hole[1]), hole[2]), text)


def blanked(text: str) -> str:
    """The text, each hole a line to write on."""
    return HOLE.sub(BLANK, text)


def holes(text: str) -> list[tuple[str, str]]:
    """The runs and readings that a text needs."""
    return HOLE.findall(text)


def _said(trace: Trace | None, reading: str) -> str:
    if trace is None:
        return UNKNOWN
    row, value = READINGS[reading], read(reading, trace)
    if isinstance(value, str):
        return inside(verdict_label(value))
    if row.scale == "linear":
        return percent(value) if isinstance(row, Reading) and row.share else number(value)
    # Nothing is a part of something infinite.
    if reading in COUNTED or not isfinite(value):
        return number(value)
    return relative(log10(value) if value > 0 else -inf)
