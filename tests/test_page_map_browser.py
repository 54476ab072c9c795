"""The map in a browser: it grows, shows a cell, zooms, stops, and leads to the run; its link holds it."""

import re
from math import log10
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from simulator import Experiment, preview
from tests.browsing import WAIT, ready, watched

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
    ready(page)
    page.go_back()
    expect(page.locator(".atlas[data-state=done][data-cells='80']")).to_have_count(1, timeout=WAIT)
    expect(page).to_have_url(re.compile("/map.*gain(:|%3A)0.5(:|%3A)2"))
    assert not [said for said in complaints if "404" not in said]


def test_the_map_is_taken_along_as_picture_drawing_and_table(page: Page, app_url: str) -> None:
    atlas = opened(page, app_url, SMALL)
    expect(plot(atlas).locator("canvas, svg").first).to_be_visible()
    with Image.open(taken(page, atlas.get_by_role("button", name=re.compile("^PNG")))) as picture:
        colours = picture.convert("RGB").getcolors(1 << 24)
        assert picture.format == "PNG" and picture.width > 1000 and colours and len(colours) > 40
    drawing = ElementTree.parse(taken(page, atlas.get_by_role("button", name=re.compile("^SVG")))).getroot()
    assert drawing.tag.endswith("svg") and "Spread at the start" in "".join(drawing.itertext())
    page.get_by_role("button", name="Share").click()
    table = pd.read_csv(taken(page, page.get_by_role("button", name="Table (CSV)")))
    assert len(table) == 80 and table.gain.nunique() == 20 and sorted(set(table.depth)) == [2, 3, 4, 5]
    last = table.iloc[-1]
    norms = preview(Experiment(width=4, batch_size=8, gain=2.0, depth=5)).gradient_norm[0]
    assert (last.gain, last.depth, last.seed) == (2.0, 5, 0)
    assert last.spread_start == pytest.approx(log10(norms[0] / norms[-1]), rel=1e-4)


def taken(page: Page, button: Locator) -> Path:
    with page.expect_download(timeout=WAIT) as download:
        button.click()
    return download.value.path()


def test_a_map_that_trains_can_be_stopped_and_goes_on(page: Page, app_url: str) -> None:
    atlas = opened(page, app_url, "steps=60&depth=30&across=gain:0.5:2&up=learning_rate:0.001:1&ask=loss", "growing")
    atlas.get_by_role("button", name="Stop").click()
    expect(page.locator(".atlas[data-state=stopped]")).to_have_count(1, timeout=WAIT)
    known = page.locator(".atlas").get_attribute("data-cells")
    go_on = page.locator(".atlas").get_by_role("button", name="Go on")
    expect(go_on).to_be_visible()
    go_on.click()
    expect(page.locator(".atlas")).not_to_have_attribute("data-cells", str(known), timeout=WAIT)
