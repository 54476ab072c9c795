"""Presenting, in a real browser: one picture fills the screen, and can be read from the back row."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import QUICK, WAIT, done, ready
from tests.server import Server

PINNED = "depth.6*width.8*batch_size.16*steps.40*activation.relu*init.he_normal"
PROJECTED = (640, 360)
LEGIBLE = 9.0
"""Pixels of the smallest type where the screen is scaled to that size."""
CONTRAST = 4.5
"""Of the luminance of the words to that of what lies behind them."""
VIEWS = ("watch", "why", "walk", "learns")
PICTURES = {"walk": "[data-waiting=false] svg .strong", "learns": ".learns canvas"}
DRAWN = "() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))"
COUNT = """() => {
    const write = CanvasRenderingContext2D.prototype.fillText;
    window.written = [];
    CanvasRenderingContext2D.prototype.fillText = function (...words) {
        const size = Number(/([\\d.]+)px/.exec(this.font)[1]) * (this.canvas.currentCSSZoom ?? 1);
        if (this.canvas.closest("[data-learns]")) window.written.push(size);
        return write.apply(this, words);
    };
}"""
"""Remembers the size of each word that is drawn of what is learned."""
SEEN = """() => {
    const player = [...document.querySelectorAll("*")].map(e => e.shadowRoot?.querySelector(".player")).find(Boolean);
    const zoom = Number(player.style.zoom);
    const numbers = (colour) => (colour.match(/[\\d.]+/g) ?? [0, 0, 0, 0]).map(Number);
    const seen = [...player.querySelectorAll("*")].filter(e => [...e.childNodes].some(n => n.nodeType === 3
        && n.textContent.trim()) && !e.closest(".said, .spoken, .told, .value-said, option")
        && e.checkVisibility({ checkOpacity: false }) && e.getBoundingClientRect().width > 2);
    const behind = (e) => {
        for (; e; e = e.parentElement) {
            const ground = numbers(getComputedStyle(e).backgroundColor);
            if ((ground[3] ?? 1) > 0.99) return ground;
        }
        return [255, 255, 255];
    };
    const opacity = (e) => {
        let left = Number(getComputedStyle(e).fillOpacity);
        for (; e && e !== player; e = e.parentElement) left *= Number(getComputedStyle(e).opacity);
        return left;
    };
    const light = (colour) => colour.slice(0, 3).map(v => v / 255)
        .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
        .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
    const contrast = (e) => {
        const drawn = e instanceof SVGElement;
        const ground = behind(e), part = opacity(e);
        const style = getComputedStyle(e);
        const ink = numbers(drawn ? style.fill : style.color).map((v, i) => v * part + ground[i] * (1 - part));
        const [high, low] = [light(ink), light(ground)].sort((a, b) => b - a);
        return (high + 0.05) / (low + 0.05);
    };
    // Numbers on the coloured blocks of the walk have another ground; a button that cannot be pressed may be pale; a
    // word that is drawn upon another chart's colours has a seam in the colour of the page, drawn first.
    const readable = seen.filter(e => !e.closest("[aria-disabled=true], .walk svg, .verdict .sign")
        && !(e instanceof SVGElement && getComputedStyle(e).stroke !== "none"));
    const box = player.getBoundingClientRect();
    return {
        type: [...seen.map(e => zoom * parseFloat(getComputedStyle(e).fontSize)), ...window.written],
        pale: readable.map(e => [contrast(e), e.textContent.trim()]).sort((a, b) => a[0] - b[0])[0],
        fits: player.scrollHeight <= player.clientHeight && player.scrollWidth <= player.clientWidth,
        fills: [box.left, box.top, box.right, box.bottom].map(Math.round),
    };
}"""


@pytest.mark.parametrize(("width", "height", "scheme"), [(1920, 1080, "light"), (1024, 768, "dark")])
def test_the_back_row_can_read_every_view(app: Server, page: Page, width: int, height: int, scheme: Any) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(f"{app.url}/?{QUICK}&pin={PINNED}")
    player = ready(page)
    done(player)
    expect(player).to_have_attribute("data-pinned", re.compile("."), timeout=WAIT)
    page.evaluate(COUNT)
    page.keyboard.press("f")
    scale = min(PROJECTED[0] / width, PROJECTED[1] / height)
    for view in VIEWS:
        page.evaluate("window.written = []")
        player.locator(f"[data-to={view}]").click()
        picture = PICTURES.get(view, "[data-shown] svg text")
        expect(player.locator(picture).first).to_be_visible(timeout=WAIT)
        page.evaluate(DRAWN)
        seen = page.evaluate(SEEN)
        assert seen["fits"] and seen["fills"] == [0, 0, width, height], view
        assert len(seen["type"]) > 10 and min(seen["type"]) * scale >= LEGIBLE, view
        assert seen["pale"][0] >= CONTRAST, (view, seen["pale"])
    page.keyboard.press("Escape")
    expect(player).to_have_attribute("data-present", "false")
    page.locator("[data-to=watch]").click()
    expect(player.locator("[data-panel=profile] canvas")).to_be_visible()


def test_its_keys_are_told_and_do_what_they_say(app: Server, page: Page) -> None:
    page.goto(f"{app.url}/?{QUICK}")
    player = ready(page)
    done(player)
    page.get_by_role("button", name="Present").click()
    expect(player).to_have_attribute("data-present", "true")
    for width in (700, 400, 1400):
        page.set_viewport_size({"width": width, "height": 900})
        expect(player.locator("[data-control=step]")).to_be_in_viewport(ratio=1)
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
