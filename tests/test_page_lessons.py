"""The lessons' page without a browser: every kind of screen, the controls that are free there, and a lesson more."""

import json
from html import unescape
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared.lesson_visit import LessonVisit
from pages.shared.tab import VISIT
from simulator.catalog.lessons import LESSONS
from tests.lesson_of_readme import from_readme
from tests.visit import button, header, opened, plain, pulled, sound, url

pytestmark = pytest.mark.usefixtures("service")


def lessons(**query: str) -> AppTest:
    """The page as it stands after a visit with this link."""
    code = "from pages.lessons import display_lessons\n\ndisplay_lessons()\n"
    page = AppTest.from_string(code, default_timeout=60)
    for name, value in query.items():
        page.query_params[name] = value
    return sound(page.run())


def component(page: AppTest, name: str) -> dict[str, Any]:
    """What a component of the page was given."""
    protos = [one.proto for one in page.main.get("bidi_component")]
    given: dict[str, Any]
    (given,) = json.loads(next(proto.json for proto in protos if proto.component_name.endswith(name)))
    return given


def text(page: AppTest) -> str:
    """What stands on the page, but for its components."""
    return unescape(
        plain(" ".join(part.proto.body for part in page.main.get("html") if "<script" not in part.proto.body))
    )


def test_the_simulator_opens_in_a_tab_that_showed_a_lesson() -> None:
    page = opened()
    page.session_state[VISIT] = LessonVisit()
    sound(page.run())
    assert type(page.session_state[VISIT]) is not LessonVisit


def test_the_list_names_every_lesson() -> None:
    rows = component(lessons(), "lesson_list")["rows"]
    assert [(row["name"], row["label"], len(row["answered"])) for row in rows] == [
        (name, lesson.label, len(lesson.screens)) for name, lesson in LESSONS.items()
    ]


def test_a_bad_link_gets_a_sentence() -> None:
    page = lessons(lesson="sigmoit")
    assert "did you mean sigmoid" in plain(page.info[0].value)
    page = lessons(lesson="sigmoid", screen="99")
    assert "has the screens 1 to 5" in plain(page.info[0].value) and url(page)["screen"] == "1"


def test_each_screen_has_its_question_its_run_and_no_control_but_its_own() -> None:
    page = lessons(lesson="gradient", screen="1")
    quiz, screen = component(page, "lesson_quiz"), LESSONS["gradient"].screens[0]
    assert sorted(quiz["answers"]) == sorted(answer.text for answer in screen.answers)
    assert quiz["says"].count("") == 1 and not quiz["asks"]
    sound(button(page, "Next").click().run())
    assert url(page) == {"lesson": "gradient", "screen": "2"} and header(page)["trained"] >= 1
    for _ in range(30):
        if header(page)["done"]:
            break
        pulled(page)
    assert "In the end it reads 9" in text(page) and "…" not in text(page)
    page = lessons(lesson="gradient", screen="4")
    sliders = [
        json.loads(one.proto.json)[0] for one in page.main.get("bidi_component") if "slider" in one.proto.component_name
    ]
    assert [slider["label"] for slider in sliders] == ["Learning rate"] and not page.sidebar.get("bidi_component")
    assert len(header(page)["pinned"]) == 1
    page = lessons(lesson="sigmoid", screen="1")
    drawn = component(page, "lesson_draw")
    assert len(drawn["measured"]) == 20 and drawn["measured"][-1] == 0 and drawn["measured"][0] < -11


def test_a_lesson_that_is_added_is_on_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    lesson = from_readme()
    monkeypatch.setitem(LESSONS, lesson.name, lesson)
    assert component(lessons(), "lesson_list")["rows"][-1]["label"] == lesson.label
    page = lessons(lesson=lesson.name, screen="2")
    assert lesson.screens[1].heading in [heading.value for heading in page.header]
    assert lesson.label in text(page) and header(page)["sites"] == 20
