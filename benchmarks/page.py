"""How fast the page feels: the real server, Debian's Chromium, medians of 20. ``python -m benchmarks.page``

``--save`` adds the table to benchmarks/RESULTS.md.
"""

import platform
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from benchmarks.table import options, write
from tests.server import CHROMIUM, running_app

ROUNDS = 20
SLOW = "?depth=60&width=64&steps=2000"
"""A run that is in training for longer than it is watched here."""

MOVED = """player => {
    window.moved = new Promise(resolve => {
        const before = player.dataset.run;
        let start, waiting;
        addEventListener("keydown", event => { start ??= event.timeStamp; }, { capture: true, once: true });
        new MutationObserver((_, observer) => {
            const { run, preview, pictures } = player.dataset;
            if (run === before || preview === "true") return;
            waiting ??= pictures;
            if (pictures === waiting) return;
            observer.disconnect();
            resolve((performance.now() - start) / 1000);
        }).observe(player, { attributes: true });
        setTimeout(() => resolve(5), 5000);
    });
}"""
"""Promises the seconds from the next key to the first picture of the run that it leads to; 5 where none comes."""

FRAMES = """(player, seconds) => new Promise(resolve => {
    const begun = performance.now(), pictures = Number(player.dataset.pictures);
    setTimeout(() => requestAnimationFrame(now =>
        resolve((Number(player.dataset.pictures) - pictures) / (now - begun) * 1000)), 1000 * seconds);
})"""
"""Pictures a second that the player draws."""

COUNT = """player => {
    window.drawn = 0;
    let last = player.dataset.run;
    window.counter?.disconnect();
    window.counter = new MutationObserver(() => {
        if (player.dataset.run !== last) window.drawn++;
        last = player.dataset.run;
    });
    window.counter.observe(player, { attributes: true, attributeFilter: ["data-run"] });
}"""
"""Counts the networks that the player is given."""


@dataclass(frozen=True)
class Figure:
    """One measured figure beside what was asked."""

    name: str
    value: float
    target: str
    unit: str

    def __str__(self) -> str:
        return f"| {self.name} | {self.value:.3g} {self.unit} | {self.target} |"


def player(page: Page) -> Locator:
    """The player, once it has drawn a picture of a run."""
    found = page.locator("[data-pictures][data-preview=false]")
    found.wait_for(state="attached", timeout=60_000)
    return found


@contextmanager
def visit(browser: Browser, url: str) -> Iterator[Page]:
    """A first visit: nothing is in the browser's cache."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    page = context.new_page()
    page.goto(url, wait_until="commit")
    player(page)
    yield page
    context.close()


def first_visit(browser: Browser, url: str) -> float:
    """Seconds from the address to the first picture, by the clock of the page."""
    with visit(browser, url) as page:
        return float(page.evaluate("performance.now()")) / 1000


def control_moved(page: Page) -> float:
    """Seconds from a key on the slider of the layers to the first picture of the new run."""
    page.get_by_role("slider", name="Layers").focus()
    player(page).evaluate(MOVED)
    page.keyboard.press("ArrowRight")
    seconds: float = page.evaluate("window.moved")
    page.wait_for_timeout(300)
    return seconds


def frames(page: Page) -> float:
    """Pictures a second, over half a second of playing."""
    value: float = player(page).evaluate(FRAMES, 0.5)
    return value


def drag(page: Page) -> float:
    """Networks a second that are shown while the slider of the layers is dragged for a second."""
    box = page.get_by_role("slider", name="Layers").bounding_box()
    assert box
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 0.1 * box["width"], middle)
    page.mouse.down()
    page.wait_for_timeout(300)
    page.locator("[data-pictures]").evaluate(COUNT)
    begun = time.perf_counter()
    while (share := (time.perf_counter() - begun) / 1.0) < 1:
        page.mouse.move(box["x"] + (0.1 + 0.7 * share) * box["width"], middle)
        page.wait_for_timeout(10)
    shown = int(page.evaluate("window.drawn")) / (time.perf_counter() - begun)
    page.mouse.up()
    page.wait_for_timeout(500)
    return shown


def messages(browser: Browser, url: str) -> tuple[int, int]:
    """Bytes of the largest message, and of all, that the server sends for one run."""
    sizes: list[int] = []
    context = browser.new_context()
    page = context.new_page()
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: sizes.append(len(frame))))
    page.goto(url)
    page.locator("[data-done=true]").wait_for(state="attached", timeout=60_000)
    context.close()
    return max(sizes), sum(sizes)


def median(measure: Callable[[Page], float], page: Page) -> float:
    return statistics.median(measure(page) for _ in range(ROUNDS))


def figures(browser: Browser, url: str) -> Iterator[Figure]:
    """Every figure, one after the other."""
    first_visit(browser, url)
    seconds = statistics.median(first_visit(browser, url) for _ in range(ROUNDS))
    yield Figure("first visit to a warm server, to the first picture", seconds, "at most 2.5 s", "s")
    largest, total = messages(browser, url)
    yield Figure("largest message of the first run", largest / 1000, "under 1,000 kB", "kB")
    yield Figure("all messages of the first visit", total / 1000, "", "kB")
    with visit(browser, url) as page:
        yield Figure("control moved to first picture of the new run", median(control_moved, page), "at most 0.3 s", "s")
        yield Figure("networks shown while a slider is dragged", median(drag, page), "at least 8 a second", "a second")
    with visit(browser, url) as page:
        page.locator("[data-done=true]").wait_for(state="attached")
        page.get_by_role("button", name="Replay").click()
        rates = [frames(page) for _ in range(ROUNDS)]
        yield Figure("pictures while playing", statistics.median(rates), "at least 55 a second", "a second")
    with visit(browser, url + SLOW) as page:
        page.locator("[data-frame]:not([data-frame='0'])").wait_for(state="attached")
        rates = [frames(page) for _ in range(ROUNDS)]
        assert page.locator("[data-done=false]").count(), "The run ended while it was watched; choose a longer one."
        name = "pictures while playing and training"
        yield Figure(name, statistics.median(rates), "at least 55 a second", "a second")


def heading(browser: Browser) -> str:
    """When and where this was measured."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("streamlit", "altair", "torch"))
    machine = f"{platform.machine()}, Python {platform.python_version()}, Chromium {browser.version}"
    return f"## The page, {date.today()}\n\n{packages}; {machine}. Medians of {ROUNDS}, loopback.\n"


def main() -> None:
    chosen = options(__doc__, only=False)
    with running_app() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**CHROMIUM)
        head = [heading(browser), "| figure | measured | asked |", "|---|---|---|"]
        write(head, map(str, figures(browser, server.url)), chosen.save)
        browser.close()


if __name__ == "__main__":
    main()
