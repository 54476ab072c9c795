"""axe-core finds nothing on any page and view, in light and in dark, with what opens standing open."""

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import CLICK, WAIT

AXE = Path(__file__).with_name("js") / "node_modules" / "axe-core" / "axe.min.js"
PLAYER, POPOVER = ".st-key-player", "[data-testid=stPopoverBody]"
DROP = "[data-testid=stFileUploaderDropzone]"
"""Streamlit's place to drop a file."""
ALL: dict[str, Any] = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
OF_COLOUR: dict[str, Any] = {"resultTypes": ["violations"], "runOnly": ["color-contrast", "link-in-text-block"]}
"""The rules that can find something in dark where they found nothing in light."""
OF_TABLES = ALL | {"rules": {"target-size": {"enabled": True}, "color-contrast": {"enabled": False}}}
"""Without the rule that axe cannot apply where a table stands in a shadow root."""
STANDS = """() => document.querySelector("[data-test-script-state=notRunning]")
  && !document.querySelector("[data-testid=stSkeleton]")"""
"""The page is whole: where a formula is still to come, Streamlit shows a grey box, and what is below moves."""
RUN = """async ([part, options]) => {
  const moving = document.getAnimations().filter((one) => one instanceof CSSTransition);
  await Promise.allSettled(moving.map((one) => one.finished));
  const { violations, incomplete } = await axe.run(document.querySelector(part), options);
  const failed = ({ none }) => none.some(({ id }) => id === "error-occurred");
  return [...violations, ...incomplete.filter(({ nodes }) => nodes.some(failed))]
    .map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 200))]);
}"""
"""What is found once nothing fades in any more; and the rules that broke off, for they would say nothing at all."""
MISNAMED = """() => {
  const all = (root) => [...root.querySelectorAll("*")].flatMap((e) => [e, ...(e.shadowRoot ? all(e.shadowRoot) : [])]);
  const sign = "svg, [aria-hidden=true], [data-testid=stIconMaterial]";
  const unseen = (node) => node.nodeType !== 1 || node.matches(sign) || !node.getClientRects().length;
  const read = (node) =>
    node.nodeType === 3 ? node.textContent : unseen(node) ? "" : [...node.childNodes].map(read).join("");
  const plain = (text) => (text.match(/[\\p{L}\\p{N}]+/gu) ?? []).join(" ").toLowerCase();
  return all(document).filter((e) => e.matches("button, a, summary") && e.checkVisibility() && e.ariaLabel)
    .map((e) => [plain(read(e)), plain(e.ariaLabel)]).filter(([seen, name]) => seen && !name.startsWith(seen));
}"""
"""What is seen on a button, and its name, where that begins with other words: who says what they see is not heard."""


@pytest.fixture(autouse=True)
def _axe() -> None:
    """It comes with what checks the JavaScript; without it these tests are skipped, but never in CI."""
    if not AXE.exists():
        missing = "no axe-core: `make javascript` installs it"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)


def violations(page: Page, options: dict[str, Any], part: str = "html") -> list[Any]:
    """What is found in the first element that this selector names: on the whole page, or in a part of it.

    What a second look does not find again was of one moment: a page that was still putting itself together.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    page.wait_for_function(STANDS, timeout=WAIT)
    found: list[Any] = page.evaluate(RUN, [part, options])
    if found:
        page.wait_for_timeout(1000)
        found = page.evaluate(RUN, [part, options])
    return found


DEEP = "depth=6&width=8&batch_size=16&steps=30"
LSTM = "kind=sequence&task=recall_first&cell=lstm&sequence_length=8&width=8&batch_size=16&steps=20"
PINNED = "kind.sequence*task.recall_first*sequence_length.8*width.8*batch_size.16*steps.20"
PINS = f"&pin={PINNED}&pin={PINNED}*cell.gru"
VISITS = [("light", 1400, f"{DEEP}&seeds=10"), ("dark", 1400, DEEP), ("light", 360, f"{LSTM}{PINS}")]


@pytest.mark.parametrize(("scheme", "width", "query"), VISITS)
def test_the_page_has_no_violation_in_any_view(page: Page, app_url: str, scheme: Any, width: int, query: str) -> None:
    rules = OF_COLOUR if scheme == "dark" else ALL
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(f"{app_url}/?{query}")
    expect(page.locator(".player[data-done=true][data-embed]")).to_be_visible(timeout=WAIT)
    if "seeds" in query:
        expect(page.locator(".player")).to_have_attribute("data-seeds", "10", timeout=WAIT)
    if PINS in query:
        expect(page.locator(".legend li")).to_have_count(3, timeout=WAIT)
    part, own = "html", rules
    for view in page.locator("[data-to]").all():
        view.click()
        name = str(view.get_attribute("data-to"))
        expect(page.locator(".player")).to_have_attribute("data-view", name)
        assert violations(page, own, part) == []
        assert page.evaluate(MISNAMED) == []
        part, own = PLAYER, OF_COLOUR  # the page around it was looked at with the first; other rules with the tables
        if scheme == "dark":
            continue
        closed = page.locator(".values:visible[aria-expanded=false]")
        for _ in range(50):  # a chart may come a moment after its view
            closed.evaluate_all(CLICK)  # without scrolling: what lies half below the bar would count as too small
            if not closed.count():
                break
            page.wait_for_timeout(100)
        expect(closed).to_have_count(0)
        assert violations(page, OF_TABLES, PLAYER) == []
        page.locator(".values:visible").evaluate_all(CLICK)
    if DEEP not in query:
        return
    for name in ("What to do?", "Share"):
        page.get_by_role("button", name=name).first.click()
        expect(page.locator(POPOVER)).to_be_visible()
        if name == "Share":
            expect(page.locator(DROP)).to_be_visible()  # the last that comes
        assert violations(page, rules, POPOVER) == []
        page.keyboard.press("Escape")
    page.goto(f"{app_url}/numbers")
    expect(page.locator("#words")).to_be_visible(timeout=WAIT)
    assert violations(page, rules) == []


MAP = "map?width=4&batch_size=8&across=gain:0.5:2&up=depth:2:5&place=0.5*2"


@pytest.mark.parametrize(("scheme", "width"), [("light", 1400), ("dark", 400)])
def test_the_map_has_no_violation_with_a_cell_pinned(page: Page, app_url: str, scheme: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(f"{app_url}/{MAP}")
    expect(page.locator(".atlas[data-state=done] .card.pinned:visible")).to_have_count(1, timeout=WAIT)
    assert violations(page, OF_COLOUR if scheme == "dark" else ALL) == []
