"""A lesson in a browser by keyboard alone: drawn, compared, watched, answered, and kept in this browser."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import WAIT, done, ready, watched
from tests.test_axe_browser import ALL, violations

LESSON = "lessons?lesson=tanh"


def tab_to(page: Page, name: str) -> None:
    """Goes on by Tab until what has this name has the focus."""
    for _ in range(40):
        page.keyboard.press("Tab")
        # Of a shadow root the document knows the host alone, so what has the focus is looked for within.
        focused = page.evaluate(
            "() => { let e = document.activeElement;"
            " while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;"
            " return e?.matches('a, button, input, svg') ? (e.getAttribute('aria-label') ?? e.textContent) : '' }"
        )
        if name in focused:
            return
    pytest.fail(f"{name} cannot be come to by Tab")


def test_a_lesson_is_gone_through_by_keyboard_alone_and_kept(page: Page, app_url: str) -> None:
    complaints = watched(page)
    page.goto(f"{app_url}/{LESSON}&screen=1")
    drawing = page.get_by_role("slider", name="Your drawing")
    expect(drawing).to_be_visible(timeout=WAIT)
    assert violations(page, ALL) == []
    tab_to(page, "Your drawing")
    for key in ("Home", "PageDown", "ArrowUp", "ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
    # Half a power of ten is 31.6 %, which may be rounded or cut.
    expect(drawing).to_have_attribute("aria-valuetext", re.compile("layer 2: 3[12] %"))
    tab_to(page, "Compare")
    page.keyboard.press("Enter")
    drawn = json.loads(page.evaluate("localStorage['gradient-lessons']"))["tanh/1"]["drawn"]
    assert drawn == [-1.5, -0.5, *[0] * 18]
    said = page.locator(".draw .said")
    expect(said).to_contain_text(re.compile(r"0\.[2-4] powers of ten off"))
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("screen=2$"), timeout=WAIT)
    done(ready(page))
    page.locator(".lesson dfn").first.focus()
    for key, presents in (("f", "true"), ("Escape", "false")):
        page.keyboard.press(key)
        expect(page.locator(".player")).to_have_attribute("data-present", presents)
    page.keyboard.press("n")
    expect(page.get_by_text("Your drawing was")).to_be_visible(timeout=WAIT)
    assert violations(page, ALL) == []
    page.keyboard.press("p")
    expect(page).to_have_url(re.compile("screen=2$"), timeout=WAIT)
    page.goto(f"{app_url}/{LESSON}&screen=5")
    answers = page.locator(".answers button")
    expect(answers).to_have_count(3, timeout=WAIT)
    for choice, verdict in (("About two in three", "Not so. Saturation is thought"), ("More than nine", "Right")):
        # Tab leads on, and the other answer may stand above the one that was chosen.
        page.locator(".where a").first.focus()
        tab_to(page, choice)
        page.keyboard.press("Enter")
        expect(page.locator(".quiz .said")).to_contain_text(verdict)
    assert violations(page, ALL) == []
    page.goto(f"{app_url}/?steps=20&depth=7")
    done(ready(page))
    page.locator(".pages summary").click()
    page.locator(".pages").get_by_text("Lessons").click()
    expect(page.locator(".list li").nth(2)).to_contain_text("4 of 5 screens", timeout=WAIT)
    page.locator(".pages").get_by_text("Simulator").click()
    expect(page).to_have_url(re.compile("depth=7"), timeout=WAIT)
    # Streamlit asks below the page's own address first, and is told that nothing is there.
    assert not [said for said in complaints if "404" not in said]


def test_a_screen_that_opens_at_the_walk_draws_it(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/lessons?lesson=gradient&screen=2")
    expect(page.locator(".walk[data-waiting=false] svg .strong").first).to_be_visible(timeout=WAIT)
    expect(page.locator(".player .verdict")).to_contain_text("gradient")
