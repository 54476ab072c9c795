"""Why, in a real browser: the links multiply, the chosen layer is looked into, and a sequence has more to say."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browsing import QUICK, WAIT, Visit, done

LSTM = "kind=sequence&task=recall_first&cell=lstm&sequence_length=8&width=8&batch_size=16&steps=20"


def why(page: Page, player: Locator) -> None:
    done(player)
    page.get_by_role("button", name="Why?").click()
    expect(player).to_have_attribute("data-snapshot", re.compile(":"), timeout=WAIT)


def said(page: Page, name: str) -> Locator:
    return page.locator(f"[data-why={name}]")


def numbers(page: Page) -> list[float]:
    """Of a line such as "1.05e-7 = 4.81e-7 × 0.23 × 0.949"."""
    return [float(part) for part in re.split(r" [=×] ", str(said(page, "numbers").text_content()))]


@pytest.mark.parametrize("more", ["", "&normalization=layer", "&skip=residual&activation=tanh"])
def test_one_step_back_is_the_product_of_its_links(visit: Visit, page: Page, more: str) -> None:
    player = visit(QUICK + more)
    why(page, player)
    words = said(page, "words")
    for word, stands in (("shortcut", "residual" in more), ("normalization", "layer" in more)):
        (expect(words).to_contain_text if stands else expect(words).not_to_contain_text)(word)
    result, *factors = numbers(page)
    product = 1.0
    for factor in factors:
        product *= factor
    assert len(factors) == (4 if more else 3)
    # Each link is shown with three digits, so it is off by up to 0.5 %.
    assert result == pytest.approx(product, rel=0.02)


def test_another_layer_is_chosen_by_mouse_and_by_key_and_looked_into(visit: Visit, page: Page) -> None:
    player = visit(QUICK)
    why(page, player)
    expect(said(page, "place")).to_have_text("layer 3")
    page.get_by_label("Site from which one step back is shown").press("ArrowRight")
    expect(said(page, "place")).to_have_text("layer 4")
    expect(said(page, "z")).to_contain_text("Sigmoid, layer 4")
    chart = page.locator("[data-panel=links] .chart canvas")
    box: Any = chart.bounding_box()
    chart.click(position={"x": 0.95 * box["width"], "y": 0.6 * box["height"]})
    expect(said(page, "place")).to_have_text("layer 6")
    expect(said(page, "words")).to_contain_text("gradient at layer 5 = gradient at layer 6")


def test_the_look_follows_the_training_step(visit: Visit, page: Page) -> None:
    player = visit(QUICK)
    why(page, player)
    for key, row in (("End", 39), ("Home", 0)):
        page.get_by_role("slider", name="Training step").press(key)
        expect(player).to_have_attribute("data-snapshot", re.compile(f":{row}$"), timeout=WAIT)
        expect(said(page, "z")).to_contain_text(re.compile(rf"training step {row + 1}\b"))


def test_an_lstm_shows_its_recurrent_matrix_and_the_road_through_its_forget_gates(visit: Visit, page: Page) -> None:
    player = visit(LSTM)
    why(page, player)
    expect(said(page, "recurrent")).to_contain_text(re.compile(r"largest singular value \d.*spectral radius \d"))
    expect(page.locator("[data-panel=memory]")).to_be_visible()
    expect(page.locator("[data-panel=map]")).to_be_hidden()
    page.get_by_role("button", name="Watch").click()
    expect(page.locator("[data-panel=map]")).to_be_visible()
    expect(page.locator("[data-panel=memory]")).to_be_hidden()


def test_nothing_jumps_when_a_view_is_opened(visit: Visit, page: Page) -> None:
    player = visit(QUICK)
    done(player)
    before = page.locator(".player").bounding_box()
    why(page, player)
    after = page.locator(".player").bounding_box()
    assert before and after and before["y"] == after["y"]
