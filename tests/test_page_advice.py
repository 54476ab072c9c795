"""What to do, on the page without a browser: the diagnosis opens, a remedy is applied, and Undo takes it back."""

import time
from collections.abc import Mapping

import pytest
from streamlit.testing.v1 import AppTest

from tests.side_by_side import finished
from tests.visit import button, chosen, header, opened, pulled, sound

VANISHING = {"depth": "12", "width": "8", "batch_size": "16", "steps": "40"}
HEALTHY = {"depth": "3", "width": "16", "activation": "tanh", "init": "orthogonal", "steps": "40"}


pytestmark = pytest.mark.usefixtures("service")


def advised(query: Mapping[str, str]) -> AppTest:
    """The page with the diagnosis open, once everything has been tried."""
    page = opened(query)
    page.session_state["advice"] = True
    deadline = time.monotonic() + 60
    while not _text(page).count("What helps") and time.monotonic() < deadline:
        pulled(page)
        if "Healthy" in _text(page):
            break
    return page


def _text(page: AppTest) -> str:
    return " ".join(element.value for element in page.main.markdown)


def test_nothing_is_tried_before_somebody_asks() -> None:
    page = finished(opened(VANISHING))
    assert header(page)["done"]
    assert not [b for b in page.button if str(b.key).startswith("remedy")]


def test_a_remedy_is_applied_with_one_click_and_undone_with_another() -> None:
    page = advised(VANISHING)
    assert "Vanishing" in _text(page) and "Tried over the " in _text(page)
    before = chosen(page)
    sound(button(page, "Tanh with orthogonal weights").click().run())
    assert chosen(page) == {**before, "activation": "tanh", "init": "orthogonal"}
    assert page.success[0].value.startswith("Tanh with orthogonal weights\\: applied")
    assert not page.session_state["advice"]
    sound(button(page, "Undo").click().run())
    assert chosen(page) == before and not page.success


def test_what_was_applied_is_said_until_something_else_changes() -> None:
    page = advised(VANISHING)
    sound(button(page, "Tanh with orthogonal weights").click().run())
    assert page.success
    sound(next(box for box in page.selectbox if str(box.key).startswith("init")).set_value("he_normal").run())
    assert not page.success


def test_the_ranking_settles_and_says_how_far_each_was_tried() -> None:
    page = advised(VANISHING)
    deadline = time.monotonic() + 60
    while "Tried over the whole run" not in _text(page) and time.monotonic() < deadline:
        time.sleep(0.1)
        sound(page.run())
    first = next(b for b in page.button if str(b.key).startswith("remedy"))
    assert first.icon == ":material/recommend:"
    assert "Tried over the whole run\\: loss " in _text(page) and "guessing " in _text(page)
    assert any(fold.label.startswith("Tried too briefly to tell (") for fold in page.expander)


def test_a_healthy_run_is_told_so_and_offered_nothing() -> None:
    page = advised(HEALTHY)
    assert "Healthy" in _text(page)
    assert not [b for b in page.button if str(b.key).startswith("remedy")]


def test_a_run_that_is_not_done_is_waited_for() -> None:
    page = opened({"depth": "30", "steps": "2000"})
    page.session_state["advice"] = True
    sound(page.run())
    assert "The diagnosis looks at the whole run" in _text(page)
