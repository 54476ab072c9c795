"""What it learns, in a real browser: the picture of each kind of task, and what a vanished gradient costs."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import Visit, done


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("task=two_spirals&depth=20&width=8&batch_size=16&steps=40", r"The surface is flat.* of 120 right"),
        ("depth=2&width=16&batch_size=32&steps=60&activation=tanh", r"\d+ of 100 right"),
        ("kind=sequence&task=adding&sequence_length=8&width=8&batch_size=16&steps=20", r"off by .* one answer for all"),
    ],
)
def test_it_says_and_draws_what_is_learned(visit: Visit, page: Page, query: str, said: str) -> None:
    player = visit(query)
    done(player)
    page.get_by_role("button", name="What it learns").click()
    page.locator("[data-control=scrub]").evaluate(
        "bar => { bar.value = bar.max; bar.dispatchEvent(new Event('input')); }"
    )
    expect(page.locator(".worth").first).to_have_text(re.compile(said))
    picture = page.locator(".learns canvas").first
    painted = "canvas => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some(Boolean)"
    assert picture.evaluate(painted)
    expect(picture).to_have_attribute("aria-label", re.compile(said))
