"""Everyone can use the page: charts that are read without being seen, words that explain themselves."""

import re
from collections import Counter
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageColor
from playwright.sync_api import Locator, Page, expect

from pages.shared.glossary import script
from simulator.catalog.explained import forms
from simulator.charts.theme import BLUE, GRADIENT, PINNED
from tests.browsing import Visit

WAIT = 30_000
QUICK = "depth=6&width=8&batch_size=16&steps=30"
NAMED = re.compile(r"layer (\d+), step (\d+), gradient norm ([\d.e-]+)")


@pytest.fixture
def player(page: Page, visit: Visit) -> Locator:
    """A short run of the real page, at its end."""
    visit(QUICK)
    expect(page.locator(".player[data-done=true]")).to_be_visible(timeout=WAIT)
    page.locator(".player").press("End")
    expect(page.locator(".player")).to_have_attribute("data-row", "29")
    return page.locator(".player")


def test_a_chart_is_read_by_keys_value_by_value_and_in_a_table(page: Page, player: Locator) -> None:
    profile, said = player.locator("[data-panel=profile]"), player.locator(".value-said")
    expect(profile.locator(".told")).to_have_text(
        re.compile(r"^gradient norm .* from .* at layer 6 to .* at layer 1\. L")
    )
    profile.locator(".chart").focus()
    for key, site, step in (("End", 6, 30), ("ArrowLeft", 5, 30), ("ArrowUp", 5, 30), ("ArrowDown", 5, 29)):
        page.keyboard.press(key)
        expect(said).to_have_text(re.compile(rf"^layer {site}, step {step}, gradient norm"))
    expect(player.locator(".tip")).to_contain_text("layer 5, step 29")
    named = NAMED.match(said.text_content() or "")
    button = profile.get_by_role("button", name="Values as a table")
    expect(profile.get_by_role("table")).to_be_hidden()
    button.press("Enter")
    expect(profile.get_by_role("row")).to_have_count(7)
    assert named
    expect(profile.get_by_role("row", name="layer 5")).to_contain_text(named[3])
    page.keyboard.press("Space")  # the button keeps its focus, and closes the table again
    expect(profile.get_by_role("table")).to_be_hidden()
    player.locator("[data-panel=loss] .chart").focus()
    page.keyboard.press("Home")
    expect(said).to_have_text(re.compile(r"^step 1, loss [\d.]+, accuracy \d"))
    expect(player).to_have_attribute("data-row", "0")


def test_unknown_words_explain_themselves_on_hover_and_focus_and_lead_on(page: Page, player: Locator) -> None:
    # The 0 at the end: Playwright calls what it is handed, if that is a function.
    page.evaluate("window.opened = []; window.open = (...asked) => window.opened.push(asked.map(String)); 0")
    page.evaluate(f"() => {{{script()}}}")  # as Streamlit does where it makes the script's place anew
    for figure in player.locator("figure:visible .heading").all():
        expect(figure.locator("dfn").first).to_be_visible()
    words = [player.locator("[data-panel=loss] dfn").first, player.locator(".verdict dfn").first]
    for word in words:
        says_nothing(word)
        point_at(word)
        explains(word)
        page.mouse.move(0, 0)
        word.focus()
        explains(word)
        term = forms()[(word.text_content() or "").lower()]
        expect(word).to_have_attribute("data-says", term.note)
        expect(word).to_have_attribute("aria-description", term.note)
        page.keyboard.press("Escape")  # goes away, and comes again where the word is pointed at anew
        says_nothing(word)
        word.blur()
        tap(page, word)
        explains(word)
        assert page.evaluate("window.opened") == []
        tap(page, word)  # a finger's first tap shows the sentence, the next one goes on, in a tab of its own
        word.press("Enter")
        word.click()
        to = [page.url.split("?")[0] + f"glossary?word={term.name}", "_blank", "noopener"]
        assert page.evaluate("window.opened.splice(0)") == [to] * 3
        page.keyboard.press("Escape")
        says_nothing(word)
        word.blur()


def test_the_numbers_explain_their_words_until_escape(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/numbers")
    expect(page.locator("#words")).to_be_visible(timeout=WAIT)
    word = page.locator(".stMain dfn").first
    word.focus()
    explains(word)
    page.keyboard.press("Escape")
    says_nothing(word)


def explains(word: Locator) -> None:
    expect(word).to_have_css("display", "block", pseudo="after")


def says_nothing(word: Locator) -> None:
    expect(word).to_have_css("display", "none", pseudo="after")


def point_at(word: Locator) -> None:
    """Until the mouse is over it: what comes in above a word moves it away, and the mouse stays where it was."""
    word.hover()
    while not word.evaluate("word => word.matches(':hover')"):
        word.hover()


def tap(page: Page, word: Locator) -> None:
    """As a finger does."""
    box = word.bounding_box()
    assert box
    # By the browser's protocol: Playwright's own tap wants a context made for touch, and this one is shared.
    touch = page.context.new_cdp_session(page)
    touch.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    points = [{"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}]
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": points})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    touch.send("Emulation.setTouchEmulationEnabled", {"enabled": False})
    touch.detach()


def colours(place: Locator) -> Counter[Any]:
    """How many pixels of a place have each colour."""
    picture = Image.open(BytesIO(place.screenshot())).convert("RGB")
    return Counter({colour: count for count, colour in picture.getcolors(picture.width * picture.height) or ()})


def rgb(colour: str) -> tuple[int, ...]:
    return ImageColor.getrgb(colour)


def test_colours_of_ones_own_keep_bar_selection_and_legends(page: Page, app_url: str) -> None:
    page.emulate_media(forced_colors="active")
    try:
        page.goto(f"{app_url}/?{QUICK}&pin=depth.6*width.8*batch_size.16*steps.30*activation.relu")
        player = page.locator(".player[data-done=true][data-pinned]:not([data-pinned=''])")
        expect(player.locator(".legend li")).to_have_count(2, timeout=WAIT)
        ground = "view => getComputedStyle(view).backgroundColor"
        grounds = [view.evaluate(ground) for view in player.locator("[data-to]").all()]
        assert len({*grounds}) == 2 and grounds.count(grounds[0]) == 1  # of the four, the one that is open
        assert colours(player.locator("[data-control=scrub]"))[rgb(BLUE)] > 1000
        legend = colours(player.locator(".legend"))
        assert legend[rgb(GRADIENT)] > 50 and legend[rgb(PINNED[0][1])] > 30
        expect(player.locator("[data-panel=profile] canvas")).to_be_visible()
        assert colours(player.locator("[data-panel=profile] .plot"))[rgb(GRADIENT)] > 200
        kind = page.get_by_test_id("stButtonGroup").first.get_by_role("radio")
        chosen, other = (kind.nth(i).evaluate(ground) for i in (0, 1))
        assert chosen != other
    finally:
        # The next test gets the same tab, and its fixture sets colour scheme and motion alone.
        page.emulate_media(forced_colors="none")


def test_what_is_learned_is_read_question_by_question(page: Page, player: Locator) -> None:
    player.locator("[data-to=learns]").click()
    figure, said = player.locator("figure.learns"), player.locator(".value-said")
    expect(figure.locator(".told")).to_have_text(re.compile(r"\d+ of 100 right, guessing gives 10\. Left and right"))
    figure.locator(".chart").focus()
    for key, digit, step in (("Home", 1, 30), ("ArrowRight", 2, 30), ("ArrowDown", 2, 29), ("End", 100, 29)):
        page.keyboard.press(key)
        expect(said).to_have_text(re.compile(rf"^digit {digit}, step {step}, asked for \d, answer \d, how sure \d+ %"))
    expect(player.locator(".tip")).to_contain_text("digit 100, step 29")
    named = re.search(r"asked for (\d), answer (\d)", said.text_content() or "")
    figure.get_by_role("button", name="Values as a table").press("Enter")
    expect(figure.get_by_role("row")).to_have_count(101)
    assert named
    expect(figure.get_by_role("row").last.get_by_role("cell")).to_have_text([*named.groups(), re.compile("%")])
