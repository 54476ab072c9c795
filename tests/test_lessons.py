"""Every lesson says what its runs show, on three seeds; its right answers are right, and the others are wrong."""

import pytest

from simulator import Experiment, Trace, simulate_many
from simulator.catalog.lessons import LESSONS
from simulator.teaching.claims import claims_of, holds, is_right
from simulator.teaching.runs import experiments

SEEDS = (0, 1, 2)


@pytest.fixture(scope="module")
def trained() -> dict[Experiment, Trace]:
    """The runs of all lessons on all seeds: many lessons share a run, and runs of one shape train as a stack."""
    asked = {e for lesson in LESSONS.values() for seed in SEEDS for e in experiments(lesson, seed).values()}
    return dict(zip(asked, simulate_many([*asked]), strict=True))


@pytest.mark.parametrize("name", LESSONS)
def test_every_sentence_and_every_right_answer_is_so_on_three_seeds(
    name: str, trained: dict[Experiment, Trace]
) -> None:
    lesson, failed = LESSONS[name], list[str]()
    for seed in SEEDS:
        traces = {name: trained[e] for name, e in experiments(lesson, seed).items()}
        for text, claim in claims_of(lesson):
            if not holds(claim, traces):
                failed.append(f"seed {seed}: {claim} of: {text}")
        for screen in lesson.screens:
            for answer in screen.answers:
                if is_right(answer, traces) == bool(answer.misconception):
                    failed.append(f"seed {seed}, {screen.heading}: {answer.text}")
    assert not failed, "\n".join(failed)
