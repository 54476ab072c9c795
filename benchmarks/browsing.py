"""What a visitor does in Debian's Chromium, timed by the clock of the page: on ours, and on the bare page."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Locator, Page

FIRST = {"ours": "[data-pictures][data-preview=false]", "bare": "[data-testid=stVegaLiteChart] svg"}
"""What is there once the first picture is drawn."""
TEXT = "[data-testid=stText]"
"""The text on the bare page."""
SECONDS = 2.0
"""How long pictures are counted."""
DRAWN = 500
"""Milliseconds after which the page stands once its controls are there.

A run that others have trained plays while the page around it is still being drawn, which belongs to the first visit.
"""

FIRST_PICTURE = """
const poll = now => {
    const roots = [document, ...[...document.querySelectorAll("[data-testid^=stBidiComponent]")]
        .flatMap(host => [host, ...host.querySelectorAll("*")]).map(part => part.shadowRoot).filter(Boolean)];
    if (roots.some(root => root.querySelector("SELECTOR"))) window.firstPicture = now / 1000;
    else requestAnimationFrame(poll);
};
requestAnimationFrame(poll);
"""
"""Keeps the seconds from the address to the first frame that shows SELECTOR, also in the player's shadow root.

Playwright's own wait is told of it late while the page is busy.
"""

PICTURE = """player => {
    window.moved = new Promise(resolve => {
        const before = player.dataset.run;
        let start, given = false;
        addEventListener("keydown", event => { start ??= event.timeStamp; }, { capture: true, once: true });
        new MutationObserver((changes, observer) => {
            const { run, preview } = player.dataset;
            if (run === before || preview === "true") return;
            for (const { attributeName } of changes) {
                given ||= attributeName === "data-run";
                if (!given || attributeName !== "data-pictures") continue;
                observer.disconnect();
                resolve((performance.now() - start) / 1000);
            }
        }).observe(player, { attributes: true });
        setTimeout(() => resolve(5), 5000);
    });
}"""
"""Promises the seconds from the next key to the first picture of the run that it leads to; 5 where none comes."""

NEW_TEXT = """text => {
    window.moved = new Promise(resolve => {
        const before = text.textContent;
        let start;
        addEventListener("keydown", event => { start ??= event.timeStamp; }, { capture: true, once: true });
        new MutationObserver((_, observer) => {
            if (document.querySelector("[data-testid=stText]")?.textContent === before) return;
            observer.disconnect();
            resolve((performance.now() - start) / 1000);
        }).observe(document.body, { childList: true, characterData: true, subtree: true });
        setTimeout(() => resolve(5), 5000);
    });
}"""
"""The same to the bare page's new text."""

FRAMES = """(player, seconds) => new Promise(resolve => {
    const begun = performance.now(), pictures = Number(player.dataset.pictures);
    setTimeout(() => requestAnimationFrame(now =>
        resolve((Number(player.dataset.pictures) - pictures) / (now - begun) * 1000)), 1000 * seconds);
})"""
"""Pictures a second that the player draws."""

COUNT = """shown => {
    const read = () => shown.dataset.run ?? shown.textContent;
    let last = read();
    window.answers = 0;
    new MutationObserver(() => {
        if (read() !== last) window.answers++;
        last = read();
    }).observe(shown, { attributes: true, attributeFilter: ["data-run"], characterData: true, subtree: true,
        childList: true });
}"""
"""Counts the networks that the player is given, or the texts that the bare page shows."""


@contextmanager
def visit(browser: Browser, url: str, side: str) -> Iterator[Page]:
    """A first visit, until the first picture is there: nothing is in the browser's cache."""
    # A context of its own has an empty cache.
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    page = context.new_page()
    page.add_init_script(FIRST_PICTURE.replace("SELECTOR", FIRST[side]))
    page.goto(url, wait_until="commit")
    page.locator(FIRST[side]).first.wait_for(state="attached", timeout=60_000)
    yield page
    context.close()


def player(page: Page) -> Locator:
    return page.locator(FIRST["ours"])


def first_visit(browser: Browser, url: str, side: str) -> list[float]:
    """Seconds from the address to the first picture."""
    with visit(browser, url, side) as page:
        page.wait_for_function("window.firstPicture")
        return [float(page.evaluate("window.firstPicture"))]


def control_moved(browser: Browser, url: str, side: str, moves: int = 4) -> list[float]:
    """Seconds from a key on the slider of the layers to the first picture of the new run, or to the new text.

    The first move is not counted: it loads what later ones find loaded.
    """
    with visit(browser, url, side) as page:
        return [_moved_once(page, side) for _ in range(moves + 1)][1:]


def _moved_once(page: Page, side: str) -> float:
    page.get_by_role("slider", name="Layers").focus()
    if side == "bare":
        page.locator(TEXT).evaluate(NEW_TEXT)
    else:
        player(page).evaluate(PICTURE)
    page.keyboard.press("ArrowRight")
    seconds: float = page.evaluate("window.moved")
    # The next move is to find the page at rest.
    page.wait_for_timeout(300)
    return seconds


def drag(browser: Browser, url: str, side: str) -> list[float]:
    """Networks a second that are shown while the slider of the layers is dragged for a second."""
    with visit(browser, url, side) as page:
        box = page.get_by_role("slider", name="Layers").bounding_box()
        assert box
        middle = box["y"] + box["height"] / 2
        page.mouse.move(box["x"] + 0.1 * box["width"], middle)
        page.mouse.down()
        page.wait_for_timeout(300)
        page.locator("[data-pictures]").evaluate(COUNT)
        begun = time.perf_counter()
        while (share := time.perf_counter() - begun) < 1:
            page.mouse.move(box["x"] + (0.1 + 0.7 * share) * box["width"], middle)
            page.wait_for_timeout(10)
        shown = int(page.evaluate("window.answers")) / (time.perf_counter() - begun)
        page.mouse.up()
        return [shown]


def held_key(browser: Browser, url: str, side: str) -> list[float]:
    """Texts a second on the bare page while a key is held: Streamlit's own slider tells nothing while it is dragged."""
    with visit(browser, url, side) as page:
        slider = page.get_by_role("slider", name="Layers")
        slider.focus()
        page.locator(TEXT).evaluate(COUNT)
        begun = time.perf_counter()
        while (moves := time.perf_counter() - begun) < 1:
            page.keyboard.press("ArrowRight" if int(moves * 4) % 2 else "ArrowLeft")
            page.wait_for_timeout(10)
        return [int(page.evaluate("window.answers")) / (time.perf_counter() - begun)]


def playing(browser: Browser, url: str, side: str) -> list[float]:
    """Pictures a second while a run plays that is done."""
    with visit(browser, url, side) as page:
        page.locator("[data-done=true]").wait_for(state="attached", timeout=60_000)
        page.get_by_role("button", name="Replay").click()
        return [float(player(page).evaluate(FRAMES, SECONDS))]


def training(browser: Browser, url: str, side: str) -> list[float]:
    """Pictures a second while a run plays that is still in training."""
    with visit(browser, url, side) as page:
        page.locator("[data-row]:not([data-row='0'])").wait_for(state="attached", timeout=60_000)
        page.get_by_role("slider", name="Layers").wait_for()
        page.wait_for_timeout(DRAWN)
        rate = float(player(page).evaluate(FRAMES, SECONDS))
        # Once nothing more comes, pictures are as many as of a run that is done.
        assert page.locator("[data-done=false]").count(), "The run ended while it was watched; choose a longer one."
        return [rate]


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
