"""Every lesson says what its runs show, on three seeds; its right answers are right, and the others are wrong."""

import re
from collections.abc import Mapping
from dataclasses import replace
from html import unescape
from math import log10

import pytest

from simulator import Experiment, Trace, simulate_many
from simulator.catalog.lessons import LESSONS, Lesson
from simulator.catalog.lessons.lesson import says
from simulator.catalog.viewing import VIEWS
from simulator.engine.previews import preview_many
from simulator.settings.link import MOST_PINNED
from simulator.teaching.claims import claims_of, holds, is_right
from simulator.teaching.place import Place, place_of
from simulator.teaching.profile import limits, measured
from simulator.teaching.readings import READINGS
from simulator.teaching.runs import experiments
from simulator.teaching.sheet import SHEETS, sheet
from simulator.teaching.words import holes
from tests.lesson_of_readme import from_readme
from tests.stories import kept

WANTED = {
    "activation": {"sigmoid", "tanh", "relu", "leaky_relu", "elu", "selu", "maxout", "linear"},
    "init": {"xavier_normal", "he_normal", "orthogonal", "constant", "zero_branches"},
    "normalization": {"batch", "layer"},
    "skip": {"residual"},
    "clip": {"norm", "value"},
    "cell": {"rnn", "lstm", "gru"},
}
"""Settings of some lesson each."""
SEEDS = (0, 1, 2)


@pytest.fixture(scope="module")
def runs() -> dict[Experiment, Trace]:
    """The runs of all lessons on all seeds. Lessons share some; and some are only asked how they begin."""
    asked: dict[Experiment, set[str]] = {}
    for lesson in LESSONS.values():
        for run in lesson.runs:
            for seed in SEEDS:
                asked.setdefault(experiments(lesson, seed)[run], set()).update(r for n, r in needed(lesson) if n == run)
    begun = [e for e, readings in asked.items() if not any(READINGS[reading].trained for reading in readings)]
    examined = [e for e, readings in asked.items() if any("seen" in reading for reading in readings)]
    whole = [e for e in asked if e not in (*begun, *examined)]
    every = [*begun, *examined, *whole]

    def train() -> list[Trace]:
        return [*preview_many(begun), *simulate_many(examined), *simulate_many(whole, examined=False)]

    return dict(zip(every, kept(f"lessons {every!r} {len(begun)} {len(examined)}", train), strict=True))


def needed(lesson: Lesson) -> set[tuple[str, str]]:
    """The runs, and what is read off each of them."""
    answers = [answer for screen in lesson.screens for answer in screen.answers]
    claims = [claim for _, claim in claims_of(lesson)] + [claim for answer in answers for claim in answer.claims]
    beside = {(str(claim[3]), claim[1]) for claim in claims if claim[3] in lesson.runs}
    filled = {hole for screen in lesson.screens for said in screen.text for hole in holes(said.text)}
    return {(claim[0], claim[1]) for claim in claims} | beside | filled


def refuted(lesson: Lesson, runs: Mapping[Experiment, Trace]) -> list[str]:
    """What the runs do not bear out: sentences, right answers that are wrong, and wrong ones that are right."""
    failed = []
    for seed in SEEDS:
        traces = {name: runs[e] for name, e in experiments(lesson, seed).items()}
        failed += [f"seed {seed}: {claim} of: {text}" for text, claim in claims_of(lesson) if not holds(claim, traces)]
        answers = ((screen, answer) for screen in lesson.screens for answer in screen.answers)
        for screen, answer in answers:
            if is_right(answer, traces) == bool(answer.misconception):
                failed.append(f"seed {seed}, {screen.heading}: {answer.text}")
    return failed


@pytest.mark.parametrize("name", LESSONS)
def test_every_sentence_and_every_right_answer_is_so_on_three_seeds(name: str, runs: dict[Experiment, Trace]) -> None:
    assert refuted(LESSONS[name], runs) == []


def test_a_claim_that_is_not_so_is_found(runs: dict[Experiment, Trace]) -> None:
    lesson = LESSONS["sigmoid"]
    heading, false = "Watch it train", ("sigmoid", "accuracy", "above", "tanh", 0.5)
    screens = tuple(
        replace(screen, text=(says("It learns.", false),)) if screen.heading == heading else screen
        for screen in lesson.screens
    )
    assert len(refuted(replace(lesson, screens=screens), runs)) == len(SEEDS)


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_predicts_first_then_watches_then_explains_and_asks_last(name: str) -> None:
    lesson = LESSONS[name]
    kinds = [screen.kind for screen in lesson.screens]
    assert kinds[0] in ("predict", "draw") and kinds[1] == "run" and "explain" in kinds and kinds[-1] == "ask"
    assert 5 <= lesson.minutes <= 10 and lesson.aims and lesson.source
    assert {run for screen in lesson.screens for run in (screen.run, *screen.beside)} == {*lesson.runs}
    for screen in lesson.screens:
        assert sum(not answer.misconception for answer in screen.answers) == (screen.kind not in ("run", "explain"))
        assert screen.view in ("", *VIEWS) and len(screen.beside) <= MOST_PINNED
        experiment = experiments(lesson)[screen.run]
        assert all(experiment.matters(control) for control in screen.controls), screen.heading
        for said in screen.text:
            assert bool(said.claims) == said.measured, said.text
            assert {run for run, _ in holes(said.text)} <= {screen.run, *screen.beside}, said.text


def test_there_are_lessons_on_every_cause_and_every_remedy() -> None:
    settings = [experiment for lesson in LESSONS.values() for experiment in experiments(lesson).values()]
    assert len(LESSONS) >= 14
    for name, wanted in WANTED.items():
        assert wanted <= {getattr(experiment, name) for experiment in settings}, name
    assert any(e.l1 for e in settings) and any(e.l2 for e in settings) and any(e.pretraining for e in settings)
    assert any(e.dropout and e.kind == "sequence" for e in settings)


def test_a_place_is_read_from_any_link_with_a_sentence_for_what_is_wrong() -> None:
    last = len(LESSONS["lstm"].screens)
    assert place_of({"lesson": ["lstm"], "screen": [str(last)]}) == (Place(LESSONS["lstm"], last), [])
    assert place_of({}) == (None, [])
    assert place_of({"screen": ["3"]}) == (None, ["screen was ignored: the link names no lesson."])
    for screen in ("0", str(last + 1), "-1", "2.5", "", "1" * 5000, "٣", "NaN"):
        place, sentences = place_of({"lesson": ["lstm"], "screen": [screen]})
        assert place == Place(LESSONS["lstm"]) and len(sentences) == 1 and len(sentences[0]) < 150
    place, sentences = place_of({"lesson": ["lsmt"], "only": ["x"]})
    assert place is None and len(sentences) == 2 and "did you mean lstm?" in sentences[1]


def test_the_way_leads_through_every_screen_of_every_lesson() -> None:
    place, seen = Place(next(iter(LESSONS.values()))), 1
    while on := place.moved(1):
        assert on.moved(-1) == place
        place, seen = on, seen + 1
    assert seen == sum(len(lesson.screens) for lesson in LESSONS.values())


def test_a_drawing_has_room_for_what_was_measured_and_gives_nothing_away(runs: dict[Experiment, Trace]) -> None:
    for name, run in (("sigmoid", "sigmoid"), ("depth", "grow"), ("tanh", "tanh")):
        trace = runs[experiments(LESSONS[name])[run]]
        profile = measured(trace)
        expected = [log10(norm / trace.gradient_norm[0, -1]) for norm in trace.gradient_norm[0]]
        assert profile == pytest.approx(expected)
        low, high = limits(profile)
        assert -low == high > max(map(abs, profile))


def test_the_teachers_sheet_has_what_to_expect_and_the_students_does_not() -> None:
    teacher, student = (unescape(sheet(LESSONS.values(), "https://x.org/lessons", kind)) for kind in SHEETS)
    for lesson in LESSONS.values():
        for number, screen in enumerate(lesson.screens, 1):
            link = f"https://x.org/lessons?lesson={lesson.name}&screen={number}"
            assert f"{link}'" in teacher and f"{link}'" in student
            for answer in screen.answers:
                assert answer.text in teacher and answer.misconception in teacher
                assert answer.text in student or screen.kind == "draw"
                assert not answer.misconception or answer.misconception not in student
        assert all(aim in teacher and aim in student for aim in lesson.aims)
    assert "{" not in teacher.partition("</style>")[2]


@pytest.mark.parametrize("name", LESSONS)
def test_the_students_sheet_leaves_out_what_answers_its_questions(name: str) -> None:
    lesson = LESSONS[name]
    teacher, student = (unescape(sheet([lesson], "https://x.org/lessons", kind)) for kind in SHEETS)
    assert lesson.note in teacher and lesson.note not in student
    for screen in lesson.screens:
        heading, asks = f". {screen.heading} <", screen.kind not in ("run", "explain")
        assert heading in teacher and (heading in student) == asks
        for text in (*(said.text for said in screen.text), *filter(None, [screen.term])):
            text = re.sub(r"\{.*?\}", "_____", text)
            assert text in teacher and (text in student) == asks, text
    assert student.count("<article>") == len(lesson.screens) + 1


def test_the_lesson_in_the_readme_is_one() -> None:
    lesson = from_readme()
    asked = [e for seed in SEEDS for e in experiments(lesson, seed).values()]
    assert refuted(lesson, dict(zip(asked, simulate_many(asked), strict=True))) == []
