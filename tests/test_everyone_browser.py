"""Everyone can use the page: charts that are read without being seen, words that explain themselves."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from simulator.catalog.glossary import FORMS

WAIT = 30_000
QUICK = "?depth=6&width=8&batch_size=16&steps=30"
NAMED = re.compile(r"layer (\d+), step (\d+), gradient norm ([\d.e-]+)")


@pytest.fixture
def player(page: Page, app_url: str) -> Locator:
    """A short run of the real page, at its end."""
    page.goto(f"{app_url}/{QUICK}")
    expect(page.locator(".player[data-done=true][data-row='29']")).to_be_visible(timeout=WAIT)
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


def test_unknown_words_explain_themselves_on_hover_and_focus(page: Page, player: Locator) -> None:
    for figure in player.locator("figure:visible .heading").all():
        expect(figure.locator("dfn").first).to_be_visible()
    words = [player.locator("[data-panel=loss] dfn").first, player.locator(".verdict dfn").first]
    for word in words:
        shown = "word => getComputedStyle(word, '::after').display"
        assert word.evaluate(shown) == "none"
        word.hover()
        assert word.evaluate(shown) == "block"
        page.mouse.move(0, 0)
        word.focus()
        assert word.evaluate(shown) == "block"
        says = FORMS[(word.text_content() or "").lower()].note
        expect(word).to_have_attribute("data-says", says)
        expect(word).to_have_attribute("aria-description", says)
        word.blur()
