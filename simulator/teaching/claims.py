"""Whether what a lesson claims of its runs is so."""

from collections.abc import Iterator, Mapping

from simulator.catalog.lessons import Answer, Claim, Lesson
from simulator.teaching.readings import read
from simulator.trace import Trace

Traces = Mapping[str, Trace]
"""The runs of a lesson by name."""


def holds(claim: Claim, traces: Traces) -> bool:
    """Whether one claim is so; raises KeyError where it names no run, no reading or no comparison."""
    run, reading, how, wanted = claim[:4]
    found = read(reading, traces[run])
    if isinstance(wanted, str) and wanted in traces:
        other = read(reading, traces[wanted])
        # A number may be held against a multiple of another run's; a word has no multiple.
        wanted = other if isinstance(other, str) else other * (claim[4] if len(claim) > 4 else 1.0)
    if how == "is":
        return found == wanted
    return {"above": float(found) > float(wanted), "below": float(found) < float(wanted)}[how]


def is_right(answer: Answer, traces: Traces) -> bool:
    """Whether an answer is the right one: all that it claims is so."""
    return all(holds(claim, traces) for claim in answer.claims)


def claims_of(lesson: Lesson) -> Iterator[tuple[str, Claim]]:
    """Every sentence of the lesson with each of its claims."""
    for screen in lesson.screens:
        yield from ((said.text, claim) for said in screen.text for claim in said.claims)
