"""The map in a browser: it grows, shows a cell, zooms, stops, and leads to the run; its link holds it."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browsing import WAIT, watched

SMALL = "width=4&batch_size=8&across=gain:0.5:2&up=depth:2:5"
FIRST_CELL = "Weight gain 0.5 · Layers 2"


def opened(page: Page, app_url: str, query: str, state: str = "done") -> Locator:
    page.goto(f"{app_url}/map?{query}")
    atlas = page.locator(f".atlas[data-state={state}]")
    expect(atlas).to_have_count(1, timeout=WAIT)
    return atlas


def plot(atlas: Locator) -> Locator:
    return atlas.locator("figure:visible .chart")


def test_a_cell_is_shown_pinned_zoomed_into_and_leads_to_its_run(page: Page, app_url: str) -> None:
    complaints = watched(page)
    atlas = opened(page, app_url, SMALL)
    expect(atlas).to_have_attribute("data-cells", "80")
    plot(atlas).focus()
    for key in ("ArrowLeft",) * 10 + ("ArrowDown",) * 2:
        page.keyboard.press(key)
    card = atlas.locator(".card:not(.pinned)")
    expect(card).to_contain_text(FIRST_CELL)
    expect(card.get_by_role("img")).to_be_visible()
    expect(atlas.get_by_role("status")).to_contain_text(re.compile("healthy|Vanishing"))
    page.keyboard.press("p")
    expect(page).to_have_url(re.compile(r"place=0\.5%2A2"), timeout=WAIT)
    box = plot(atlas).bounding_box()
    assert box
    page.mouse.move(box["x"] + 0.7 * box["width"], box["y"] + 0.3 * box["height"])
    expect(card).not_to_contain_text(FIRST_CELL)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.9 * box["width"], box["y"] + 0.6 * box["height"], steps=3)
    expect(atlas.locator("figure:visible .brush")).to_be_visible()
    page.mouse.up()
    expect(page).not_to_have_url(re.compile("gain%3A0.5%3A2"), timeout=WAIT)
    atlas.get_by_role("button", name="Zoom out").click()
    expect(page).to_have_url(re.compile("gain%3A0.5%3A2"), timeout=WAIT)
    expect(page.locator(".atlas[data-state=done][data-cells='80']")).to_have_count(1, timeout=WAIT)
    plot(atlas).focus()
    for key in ("ArrowLeft",) * 10 + ("ArrowDown",) * 2:
        page.keyboard.press(key)
    expect(card).to_contain_text(FIRST_CELL)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/\?depth=2&gain=0\.5&width=4&batch_size=8"), timeout=WAIT)
    assert not [said for said in complaints if "404" not in said]


def test_a_map_that_trains_can_be_stopped_and_goes_on(page: Page, app_url: str) -> None:
    atlas = opened(page, app_url, "steps=60&depth=30&across=gain:0.5:2&up=learning_rate:0.001:1&ask=loss", "growing")
    atlas.get_by_role("button", name="Stop").click()
    expect(page.locator(".atlas[data-state=stopped]")).to_have_count(1, timeout=WAIT)
    known = page.locator(".atlas").get_attribute("data-cells")
    go_on = page.locator(".atlas").get_by_role("button", name="Go on")
    expect(go_on).to_be_visible()
    go_on.click()
    expect(page.locator(".atlas")).not_to_have_attribute("data-cells", str(known), timeout=WAIT)
