"""The sentences of a lesson with their numbers, read off its runs."""

import re
from collections.abc import Mapping
from math import isfinite, log10

from simulator.analysis.verdict import VERDICTS
from simulator.analysis.words import number, percent, relative
from simulator.teaching.readings import READINGS
from simulator.trace import Trace

HOLE = re.compile(r"\{(\w+)\.(\w+)\}")
"""Such as ``{sigmoid.factor}``: a run and a reading."""
UNKNOWN = "…"
"""What stands in a hole until its run is done."""


def filled(text: str, traces: Mapping[str, Trace]) -> str:
    """The text, each hole filled from its run; a run that is not among the traces is not done yet."""
    return HOLE.sub(lambda hole: _said(traces.get(hole[1]), hole[2]), text)


def holes(text: str) -> list[tuple[str, str]]:
    """The runs and readings that a text needs."""
    return HOLE.findall(text)


def _said(trace: Trace | None, reading: str) -> str:
    row = READINGS[reading]
    if trace is None:
        return UNKNOWN
    value = row.of(trace)
    if isinstance(value, str):
        return VERDICTS[value].lower()  # type: ignore[index]
    if row.scale == "log":
        return relative(log10(value)) if value > 0 and isfinite(value) else number(value)
    return percent(value) if row.scale == "share" else number(value)
