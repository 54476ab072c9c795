"""Whether what a lesson claims of its runs is so."""

from collections.abc import Iterator, Mapping

from simulator.catalog.lessons import Answer, Claim, Lesson
from simulator.teaching.readings import READINGS
from simulator.trace import Trace

Traces = Mapping[str, Trace]
"""The runs of a lesson by name."""


def holds(claim: Claim, traces: Traces) -> bool:
    """Whether one claim is so; raises KeyError where it names no run or no reading."""
    run, reading, how, wanted = claim[:4]
    ask = READINGS[reading].of
    found = ask(traces[run])
    if how == "is":
        return found == wanted
    limit = ask(traces[wanted]) * (claim[4] if len(claim) > 4 else 1.0) if isinstance(wanted, str) else wanted
    return {"above": found > limit, "below": found < limit}[how]


def is_right(answer: Answer, traces: Traces) -> bool:
    """Whether an answer is the right one: all that it claims is so."""
    return all(holds(claim, traces) for claim in answer.claims)


def claims_of(lesson: Lesson) -> Iterator[tuple[str, Claim]]:
    """Every sentence of the lesson with each of its claims."""
    for screen in lesson.screens:
        yield from ((said.text, claim) for said in screen.text for claim in said.claims)
