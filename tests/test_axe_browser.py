"""axe-core finds nothing on any page and view, in light and in dark, with what opens standing open."""

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

AXE = Path(__file__).with_name("js") / "node_modules" / "axe-core" / "axe.min.js"
WAIT = 30_000
RUN = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations.map(
  ({id, nodes}) => [id, nodes.map(({html}) => html.slice(0, 200))])"""


@pytest.fixture(autouse=True)
def _axe() -> None:
    """It comes with what checks the JavaScript; without it these tests are skipped, but never in CI."""
    if not AXE.exists():
        missing = "no axe-core: `make javascript` installs it"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)


def violations(page: Page) -> list[Any]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    found: list[Any] = page.evaluate(RUN)
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_has_no_violation_in_any_view_and_with_open_popovers(page: Page, app_url: str, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{app_url}/?depth=6&width=8&batch_size=16&steps=30")
    expect(page.locator(".player[data-done=true][data-embed]")).to_be_visible(timeout=WAIT)
    for button in page.locator(".values:visible").all():
        button.click()
    assert violations(page) == []
    for view in page.locator("[data-to]:not([data-to=watch])").all():
        view.click()
        if view.get_attribute("data-to") == "walk":  # faint until its step has come
            expect(page.locator("[data-waiting=false]")).to_have_count(1, timeout=WAIT)
        assert violations(page) == []
    for name in ("What to do?", "Share"):
        page.get_by_role("button", name=name).first.click()
        expect(page.locator("[data-testid=stPopoverBody]")).to_be_visible()
        assert violations(page) == []
        page.keyboard.press("Escape")
    page.goto(f"{app_url}/numbers")
    expect(page.locator("#words")).to_be_visible(timeout=WAIT)
    assert violations(page) == []
