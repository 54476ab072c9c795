"""Every lesson says what its runs show, on three seeds; its right answers are right, and the others are wrong."""

import pytest

from simulator import Trace, simulate_many
from simulator.catalog.lessons import LESSONS, Lesson
from simulator.teaching.claims import claims_of, holds, is_right
from simulator.teaching.runs import experiments

SEEDS = (0, 1, 2)


def trained(lesson: Lesson) -> list[dict[str, Trace]]:
    """The runs of a lesson by name, for each seed."""
    asked = [(name, e) for seed in SEEDS for name, e in experiments(lesson, seed).items()]
    traces = simulate_many([e for _, e in asked])
    count = len(lesson.runs)
    named = [(name, trace) for (name, _), trace in zip(asked, traces, strict=True)]
    return [dict(named[i * count : (i + 1) * count]) for i in range(len(SEEDS))]


@pytest.mark.parametrize("name", LESSONS)
def test_every_sentence_and_every_right_answer_is_so_on_three_seeds(name: str) -> None:
    lesson = LESSONS[name]
    for seed, traces in zip(SEEDS, trained(lesson), strict=True):
        for text, claim in claims_of(lesson):
            assert holds(claim, traces), f"seed {seed}: {claim} of: {text}"
        for screen in lesson.screens:
            for answer in screen.answers:
                so, meant = is_right(answer, traces), not answer.misconception
                assert so == meant, f"seed {seed}, {screen.heading}: {answer.text}"
