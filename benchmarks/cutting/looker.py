"""Goes to a page and says which texts are cut there."""

from collections.abc import Iterator

from playwright.sync_api import Locator, Page, expect

from benchmarks.cutting.found import FOUND
from tests.browsing import PLAYER, WAIT

AT_REST = """() => document.getAnimations().every(one =>
    one.playState !== "running" || one.effect.getComputedTiming().endTime === Infinity)"""
"""Nothing is opening or closing: a fold, for one, is lower on its way than what stands in it."""


class Looker:
    """Goes to places and says what is cut there."""

    def __init__(self, page: Page, url: str, lang: str) -> None:
        self.page, self.url, self.lang = page, url, lang

    def go(self, path: str) -> None:
        self.page.goto(f"{self.url}/{path}{'&' if '?' in path else '?'}lang={self.lang}")
        expect(self.page.locator(".stApp[data-test-script-state=notRunning] .pages")).to_be_attached(timeout=WAIT)

    def found(self, place: str) -> Iterator[str]:
        self.page.wait_for_timeout(150)
        self.page.wait_for_function(AT_REST)
        yield from (f"{place}: {said}" for said in self.page.evaluate(FOUND))

    def trained(self) -> Locator:
        expect(self.page.locator(PLAYER)).to_have_count(1, timeout=WAIT)
        expect(self.page.locator(".player")).to_have_attribute("data-done", "true", timeout=WAIT)
        expect(self.page.locator(".stApp[data-test-script-state=notRunning]")).to_be_visible(timeout=WAIT)
        return self.page.locator(".player")
