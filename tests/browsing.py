"""The page in a browser, as its tests find it: the player, its words, the controls, what the console complains of."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

WAIT = 60_000
"""Milliseconds for what a busy machine may take long to do."""
QUICK = "depth=6&width=8&batch_size=16&steps=40"
Visit = Callable[[str], Locator]
"""Opens the simulator with a link, and gives the player."""


def watched(page: Page) -> list[str]:
    """What the browser complains about from now on."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints


def ready(page: Page) -> Locator:
    """The player, once the network at initialization can be seen."""
    player = page.locator(".player[data-embed][data-row]")
    expect(player).to_have_count(1, timeout=WAIT)
    expect(verdict(page)).to_have_text(re.compile("Vanish|Explod|ealthy|Solved|Diverged|No gradient"), timeout=WAIT)
    return player


def verdict(page: Page) -> Locator:
    return page.locator(".player .verdict")


def sentence(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def trained(player: Locator) -> int:
    return int(player.get_attribute("data-n") or 0)


def choose(page: Page, label: str, option: str) -> None:
    """Picks a row of a menu in the sidebar, as a visitor does who types its first letters."""
    box = page.locator("[data-testid=stSelectbox]", has=page.get_by_text(label, exact=True)).get_by_role("combobox")
    box.fill(option)
    page.get_by_role("option", name=option, exact=True).click()


def done(player: Locator) -> None:
    expect(player).to_have_attribute("data-done", "true", timeout=WAIT)
