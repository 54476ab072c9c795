"""Every lesson says what its runs show, on three seeds; its right answers are right, and the others are wrong."""

import pytest

from simulator import Experiment, Trace, simulate_many
from simulator.catalog.lessons import LESSONS, Lesson
from simulator.engine.previews import preview_many
from simulator.teaching.claims import claims_of, holds, is_right
from simulator.teaching.readings import READINGS
from simulator.teaching.runs import experiments
from simulator.teaching.words import holes

SEEDS = (0, 1, 2)


@pytest.fixture(scope="module")
def runs() -> dict[Experiment, Trace]:
    """The runs of all lessons on all seeds. Lessons share some; and some are only asked how they begin."""
    asked = {e: False for lesson in LESSONS.values() for seed in SEEDS for e in experiments(lesson, seed).values()}
    for lesson in LESSONS.values():
        for run in {run for run, reading in needed(lesson) if READINGS[reading].trained}:
            asked |= {experiments(lesson, seed)[run]: True for seed in SEEDS}
    whole, begun = ([e for e in asked if asked[e] is trained] for trained in (True, False))
    return dict(zip([*whole, *begun], [*simulate_many(whole), *preview_many(begun)], strict=True))


def needed(lesson: Lesson) -> set[tuple[str, str]]:
    """The runs, and what is read off each of them."""
    answers = [answer for screen in lesson.screens for answer in screen.answers]
    claims = [claim for _, claim in claims_of(lesson)] + [claim for answer in answers for claim in answer.claims]
    beside = {(str(claim[3]), claim[1]) for claim in claims if claim[3] in lesson.runs}
    filled = {hole for screen in lesson.screens for said in screen.text for hole in holes(said.text)}
    return {(claim[0], claim[1]) for claim in claims} | beside | filled


@pytest.mark.parametrize("name", LESSONS)
def test_every_sentence_and_every_right_answer_is_so_on_three_seeds(name: str, runs: dict[Experiment, Trace]) -> None:
    lesson, failed = LESSONS[name], list[str]()
    for seed in SEEDS:
        traces = {name: runs[e] for name, e in experiments(lesson, seed).items()}
        for text, claim in claims_of(lesson):
            if not holds(claim, traces):
                failed.append(f"seed {seed}: {claim} of: {text}")
        for screen in lesson.screens:
            for answer in screen.answers:
                if is_right(answer, traces) == bool(answer.misconception):
                    failed.append(f"seed {seed}, {screen.heading}: {answer.text}")
    assert not failed, "\n".join(failed)
