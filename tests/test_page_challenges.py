"""The challenges' page without a browser: each kind answered wrong and right, and handed in."""

import re
from html import unescape

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from simulator import Experiment, simulate
from simulator.catalog.challenges import CAUSES, CHALLENGES, HINTS
from simulator.engine.previews import preview_many
from simulator.teaching.challenges.attempt import begun
from tests.visit import button, control, header, plain, pulled, sound, url

pytestmark = pytest.mark.usefixtures("service")
NUMBER = 4711
TOO_DEEP = 20


def challenges(**query: str) -> AppTest:
    """The page as it stands after a visit with this link, once its mark is told."""
    code = "from pages.challenges import display_challenges\n\ndisplay_challenges()\n"
    page = AppTest.from_string(code, default_timeout=60)
    for name, value in query.items():
        page.query_params[name] = value
    return told(page)


def challenge(name: str) -> AppTest:
    return challenges(challenge=name, number=str(NUMBER))


def told(page: AppTest) -> AppTest:
    """Runs the page until nothing trains any more."""
    sound(page.run())
    for _ in range(60):
        if "Training …" not in text(page):
            return page
        pulled(page)
    raise AssertionError("its run does not end")


def text(page: AppTest) -> str:
    """What stands on the page, but for its components."""
    return unescape(plain(" ".join(part.proto.body for part in page.main.get("html"))))


def told_of(page: AppTest, part: str = 'role="status"') -> str:
    """What is read in one part of the page: the mark, as a rule."""
    (said,) = (html.proto.body for html in page.main.get("html") if part in html.proto.body)
    return " ".join(unescape(plain(re.sub("<[^>]*>", " ", said))).replace("\ufe0e", "").split())


def checked(code: str) -> str:
    """What the teacher's check says of a code."""
    return told_of(challenges(check=code), 'class="checked"')


def drawn(name: str) -> Experiment:
    return begun(CHALLENGES[name], NUMBER).experiment


def test_a_network_is_rescued_by_a_change_at_the_price_of_its_hints() -> None:
    broken = drawn("whisper")
    mended = broken.replace(normalization="batch")
    before, after = simulate(broken), simulate(mended)
    assert before.loss[-10:].mean() > 0.95 * before.chance_loss and after.loss[-10:].mean() < 0.7 * after.chance_loss
    page = challenge("whisper")
    assert "✖ Not rescued" in told_of(page) and header(page)["pinned"] == []
    for taken in range(1, HINTS + 1):
        sound(button(page, f"Hint {taken} of {HINTS}, for a point").click().run())
        assert CHALLENGES["whisper"].hints[taken - 1] in text(page)
    assert not [one for one in page.button if one.label.startswith("Hint")]
    control(page, "normalization").set_value("batch")
    told(page)
    assert [said in told_of(page) for said in ("✔ Rescued", "7 of 10", "1: Normalization")] == [True] * 3
    assert url(page) == {"challenge": "whisper", "number": str(NUMBER), "normalization": "batch", "hints": "3"}
    assert len(header(page)["pinned"]) == 1  # as it was, beside what it has become
    assert "The whisper 4711 ✔ Rescued 7 of 10" in checked(page.code[0].value)
    button(page, "As it was").click()
    told(page)
    assert "✖ Not rescued" in told_of(page) and "normalization" not in url(page)


@pytest.mark.parametrize("right", [True, False])
def test_the_first_cause_that_is_named_of_a_profile_counts(right: bool) -> None:
    (trace,) = preview_many([drawn("profile_1")])
    ups = {"norm": trace.norm_factor, "slope": trace.slope_factor, "weight": trace.weight_factor}
    done = {name: float(np.log10(values[0, 1:]).sum()) for name, values in ups.items()}
    falls = trace.gradient_norm[0, 0] < trace.gradient_norm[0, -1]
    most = (min if falls else max)(done, key=lambda name: done[name])
    cause = {"weight": "small" if falls else "large"}.get(most, most)
    page = challenge("profile_1")
    assert [one.label for one in page.button][: len(CAUSES)] == [row.label for row in CAUSES.values()]
    assert "activation" not in text(page).lower() and not page.code  # what it is of is told once it is answered
    answer = cause if right else next(name for name in CAUSES if name != cause)
    button(page, CAUSES[answer].label).click()
    told(page)
    assert ("✔ Right" if right else "✖ Not so") in told_of(page) and f"It is {CAUSES[cause].note}" in told_of(page)
    assert CAUSES[cause].label not in [one.label for one in page.button] and url(page)["answer"] == answer
    assert ("✔ Right 10 of 10" if right else "✖ Not so 0 of 10") in checked(page.code[0].value)


def test_a_limbo_counts_the_deepest_that_has_learned() -> None:
    shallow = drawn("limbo_sigmoid")
    loss = {depth: simulate(shallow.replace(depth=depth)) for depth in (shallow.depth, TOO_DEEP)}
    assert [run.loss[-10:].mean() < 0.9 * run.chance_loss for run in loss.values()] == [True, False]
    page = challenge("limbo_sigmoid")
    assert f"✔ It learns with {shallow.depth} layers" in told_of(page)
    page.query_params["depth"] = str(TOO_DEEP)
    told(page)
    assert f"✖ {TOO_DEEP} layers are too many" in told_of(page)
    assert f"Tried here: {shallow.depth} ✔, {TOO_DEEP} ✖. The deepest that learns: {shallow.depth}." in told_of(page)
    assert "✖ 20 layers are too many" in checked(page.code[0].value)


def test_a_bad_link_gets_a_sentence() -> None:
    assert "did you mean whisper" in plain(challenges(challenge="wisper").info[0].value)
    page = challenges(challenge="whisper", hints="9", width="3")
    assert len(page.info) == 1 and "hints: '9' was ignored" in plain(page.info[0].value)
