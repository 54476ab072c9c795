"""Presenting, in a real browser: one picture fills the screen, and can be read from the back row."""

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import QUICK, WAIT, done, ready
from tests.server import Server

PROJECTED = (640, 360)
LEGIBLE = 9.0
"""Pixels of the smallest type where the screen is scaled to that size."""
TYPE = """() => {
    const player = [...document.querySelectorAll("*")].map(e => e.shadowRoot?.querySelector(".player")).find(Boolean);
    const zoom = Number(player.style.zoom);
    const seen = [...player.querySelectorAll("figure[data-shown] text, .verdict, .verdict *, .facts output, .keys")];
    const texts = seen.filter(e => e.textContent.trim() && e.getClientRects().length);
    const box = player.getBoundingClientRect();
    const fits = player.scrollHeight <= player.clientHeight && player.scrollWidth <= player.clientWidth;
    return { type: texts.map(e => zoom * parseFloat(getComputedStyle(e).fontSize)), fits,
             fills: [box.left, box.top, box.right, box.bottom].map(Math.round) };
}"""


@pytest.mark.parametrize("width, height", [(1920, 1080), (1024, 768)])
def test_the_back_row_can_read_what_fills_the_screen(app: Server, page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{app.url}/?{QUICK}")
    player = ready(page)
    done(player)
    page.keyboard.press("f")
    expect(player.locator("[data-panel=profile] svg text").first).to_be_visible(timeout=WAIT)
    scale = min(PROJECTED[0] / width, PROJECTED[1] / height)
    seen = page.evaluate(TYPE)
    assert seen["fits"] and seen["fills"] == [0, 0, width, height]
    assert len(seen["type"]) > 10 and min(seen["type"]) * scale >= LEGIBLE
    page.keyboard.press("Escape")
    expect(player).to_have_attribute("data-present", "false")
    expect(player.locator("[data-panel=profile] canvas")).to_be_visible()


def test_its_keys_are_told_and_do_what_they_say(app: Server, page: Page) -> None:
    page.goto(f"{app.url}/?{QUICK}")
    player = ready(page)
    done(player)
    page.get_by_role("button", name="Present").click()
    expect(player).to_have_attribute("data-present", "true")
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys of the player")
    expect(keys).to_contain_text("the next story")
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    page.keyboard.press("3")
    expect(page.get_by_label("Speed")).to_have_value("90")
    page.keyboard.press("v")
    expect(player.locator("[data-panel=profile]")).to_be_hidden()
    expect(player.locator("[data-panel=map]")).to_be_visible()
    before = player.get_attribute("data-run") or ""
    page.keyboard.press("n")
    expect(player).not_to_have_attribute("data-run", before, timeout=WAIT)
    expect(player).to_have_attribute("data-present", "true")
    page.keyboard.press("Escape")
    expect(player).to_have_attribute("data-present", "false")
    expect(player).to_be_focused()
