"""Twelve networks are broken with every number and can be rescued by one change; codes are marked by running them."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from simulator import Experiment, SettingsError, Trace, simulate_many
from simulator.analysis.candidates import CANDIDATES
from simulator.catalog.challenges import CASES, CAUSES, CHALLENGES, HINTS
from simulator.engine.previews import preview_many
from simulator.settings.experiment import FIELDS
from simulator.teaching.challenges.attempt import Attempt, attempt_of, begun
from simulator.teaching.challenges.causes import cause_of, links, whole
from simulator.teaching.challenges.codes import CodeError, from_code, to_code
from simulator.teaching.challenges.drawn import NUMBERS, case_of, drawn
from simulator.teaching.challenges.marks import REACHED, mark
from tests.stories import kept, trained

RESCUES = [name for name, row in CHALLENGES.items() if row.kind == "rescue"]
WORDS = (4711, 7, 9999)
"""Numbers of three classes."""
PLAIN: dict[str, Any] = {
    "activation": "tanh",
    "init": "xavier_normal",
    "gain": 1.0,
    "learning_rate": 0.1,
    "clip": "none",
    "input_offset": 0.0,
    "l2": 0.0,
    "depth": 5,
}
"""What anybody would try first; the remedies of the diagnosis come beside it."""
BESIDE_THE_POINT = {"batch_size": 40}


def single_changes(attempt: Attempt) -> Iterator[Experiment]:
    """The networks that one change of what is free there makes, of those that somebody might think of."""
    broken = attempt.broken
    changes = [{name: value} for name, value in PLAIN.items()] + [dict(row.change(broken)) for row in CANDIDATES]
    for change in changes:
        other = {name: value for name, value in change.items() if value != getattr(broken, name)}
        if len(other) == 1 and {*other} <= {*attempt.challenge.free}:
            try:
                yield broken.replace(**other)
            except SettingsError:
                continue


@pytest.fixture(scope="module")
def runs() -> dict[Experiment, Trace]:
    """All that is trained whatever comes of it, as few stacks."""
    wanted = [drawn(CHALLENGES[name], number) for name in RESCUES for number in WORDS]
    wanted += [drawn(CHALLENGES[name], 7).replace(**BESIDE_THE_POINT) for name in RESCUES]
    return dict(zip(wanted, kept(f"challenges {wanted!r}", lambda: simulate_many(wanted)), strict=True))


def test_there_are_twelve_and_each_has_three_hints_that_name_no_setting() -> None:
    assert len(RESCUES) == 12
    for name in RESCUES:
        row = CHALLENGES[name]
        assert len(row.hints) == HINTS and len(row.free) >= 5
        said = " ".join((row.label, row.note, *row.hints)).lower()
        assert [FIELDS[free].title for free in row.free if str(FIELDS[free].title).lower() in said] == []


@pytest.mark.parametrize("name", RESCUES)
def test_it_is_broken_with_every_number_and_the_verdict_names_a_place(name: str, runs: dict[Experiment, Trace]) -> None:
    for number in WORDS:
        attempt = begun(CHALLENGES[name], number)
        trace = runs[attempt.experiment]
        with np.errstate(invalid="ignore"):
            late = trace.loss[-10:].mean()
        found = mark(attempt, trace)
        assert not found.passed and found.points == 0
        assert trace.outcome.name == "diverged" or late > REACHED * trace.chance_loss, number
        assert any(f"{trace.experiment.site_name} {site}" in found.sentence.lower() for site in range(1, 60))
        titles = [str(FIELDS[free].title).lower() for free in attempt.challenge.free]
        assert [title for title in titles if title in found.sentence.lower()] == []


@pytest.mark.parametrize("name", RESCUES)
def test_one_change_rescues_it_and_one_beside_the_point_does_not(name: str, runs: dict[Experiment, Trace]) -> None:
    attempt = begun(CHALLENGES[name], 7)
    # One after the other, up to the first that rescues: to train all changes takes much longer.
    tried = (replace(attempt, experiment=one) for one in single_changes(attempt))
    found = ((one, trained(one.experiment)) for one in tried)
    rescued, trace = next((one, trace) for one, trace in found if mark(one, trace).passed)
    assert trace.loss[-10:].mean() < 0.95 * trace.chance_loss
    assert [mark(replace(rescued, hints=n), trace).points for n in range(4)] == [10, 9, 8, 7]
    other = replace(attempt, experiment=attempt.broken.replace(**BESIDE_THE_POINT))
    assert not mark(other, runs[other.experiment]).passed


def test_a_number_draws_the_same_for_everybody_and_another_one_something_else() -> None:
    row = CHALLENGES["whisper"]
    seed = int.from_bytes(hashlib.sha256(b"whisper/seed/4711").digest()[:8]) % 1000
    gain = row.varies["gain"][int.from_bytes(hashlib.sha256(b"whisper/gain/4711").digest()[:8]) % 4]
    assert (drawn(row, 4711).seed, drawn(row, 4711).gain) == (seed, gain)
    assert len({drawn(row, number) for number in range(100)}) > 90
    for number in WORDS:  # each case is one of the profiles
        cases = [case_of(one, number).name for one in CHALLENGES.values() if one.kind == "wrong"]
        assert sorted(cases) == sorted(CASES)


def test_the_cause_of_a_profile_is_the_link_that_does_it_with_every_number() -> None:
    profiles = [row for row in CHALLENGES.values() if row.kind == "wrong"]
    known = {"sigmoid": "slope", "small": "small", "in_time": "small", "large": "large", "batch": "norm"}
    known["added"] = "shortcut"
    attempts = [begun(row, number) for number in WORDS for row in profiles]
    for attempt, trace in zip(attempts, preview_many([one.experiment for one in attempts]), strict=True):
        cause = known[case_of(attempt.challenge, attempt.number).name]
        assert cause_of(trace) == cause
        assert sum(links(trace).values()) == pytest.approx(whole(trace)) and abs(whole(trace)) > 3
        passed = [name for name in CAUSES if mark(replace(attempt, answer=name), trace).passed]
        assert passed == [cause]
    assert {*known.values()} == {*CAUSES}


@pytest.mark.parametrize(("name", "depth"), [("limbo_sigmoid", 20), ("limbo_relu", 100), ("limbo_tanh", 120)])
def test_in_limbo_the_depth_counts_that_a_run_has_shown(name: str, depth: int) -> None:
    start = begun(CHALLENGES[name], 7)
    deep = replace(start, experiment=start.broken.replace(depth=depth))
    shallow, deepest = (
        mark(one, trace)
        for one, trace in zip((start, deep), simulate_many([start.experiment, deep.experiment]), strict=True)
    )
    assert shallow.passed and shallow.points == start.experiment.depth
    assert not deepest.passed and deepest.points == 0


def attempts() -> Iterator[Attempt]:
    for row in CHALLENGES.values():
        start = begun(row, NUMBERS - 1)
        yield start
        if row.kind == "wrong":
            yield replace(start, answer="norm")
        elif "cell" in row.free:
            yield replace(start, experiment=start.broken.replace(cell="gru"))
        elif "normalization" in row.free:
            yield replace(start, hints=2, experiment=start.broken.replace(normalization="layer"))


@pytest.mark.parametrize("attempt", [*attempts()], ids=lambda one: one.challenge.name)
def test_link_and_code_say_what_was_done(attempt: Attempt) -> None:
    code = to_code(attempt, "secret")
    assert from_code(f" {code}\n", "secret") == attempt and len(code) < 80
    assert attempt_of(attempt.to_query()) == (attempt, [])


def test_a_code_that_was_changed_is_refused_in_a_sentence() -> None:
    start = begun(CHALLENGES["whisper"], 4711)
    code = to_code(replace(start, hints=3, experiment=start.broken.replace(gain=1.0)), "secret")
    changed = [code[:i] + ("0" if code[i] != "0" else "1") + code[i + 1 :] for i in range(len(code))]
    for other in (*changed, code.replace("~3~", "~0~"), code[:-1], code.upper(), code + "é"):
        with pytest.raises(CodeError, match=r"does not count|no code"):
            from_code(other, "secret")
    for other in ("", "~", "~~~~", "whisper", "x" * 5000, "\x00~1~2~3"):
        with pytest.raises(CodeError, match=r"does not count|no code"):
            from_code(other, "secret")
    with pytest.raises(CodeError, match="another server"):
        from_code(code, "another secret")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("challenge=wisper", "did you mean whisper"),
        ("challenge=whisper&number=-1", "it goes from 0 to 9999"),
        # An Arabic one, which int() would read.
        ("challenge=whisper&number=١", "it goes from 0 to 9999"),
        ("challenge=whisper&hints=4", "there are 0 to 3"),
        ("challenge=whisper&depth=2", "Layers cannot be changed here"),
        ("challenge=whisper&gain=90", "Weight gain"),
        ("challenge=whisper&colour=red", "means nothing here"),
        ("challenge=profile_1&answer=luck", "answer: 'luck' was ignored"),
        ("number=10000", "it goes from 0 to 9999"),
    ],
)
def test_a_bad_link_gets_a_sentence(query: str, sentence: str) -> None:
    given = dict(part.split("=") for part in query.split("&"))
    attempt, said = attempt_of({name: [value] for name, value in given.items()})
    assert sentence in " ".join(said)
    assert attempt is None or attempt.experiment == attempt.broken and attempt.hints == 0
