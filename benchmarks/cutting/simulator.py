"""The simulator in all its views, and what opens over it or beside it."""

from collections.abc import Iterator

from playwright.sync_api import Locator, Page, expect

from benchmarks.cutting.looker import Looker
from tests.browsing import WAIT

# Small and short, as what is looked at is the words around them.
SMALL = "depth=6&width=8&batch_size=16&steps=40"
LSTM = "kind=sequence&task=recall_first&cell=lstm&sequence_length=8&width=8&batch_size=16&steps=20"
PIN = "kind.sequence*task.recall_first*sequence_length.8*width.8*batch_size.16*steps.20"
RUNS = {
    "deep": SMALL,
    "seeds": f"{SMALL}&activation=sigmoid&seeds=10",
    "lstm, three beside it": f"{LSTM}&pin={PIN}&pin={PIN}*cell.gru",
    "points": "task=moons&depth=4&width=8&batch_size=32&steps=60",
    "surface": "task=sine_surface&depth=4&width=8&batch_size=32&steps=60",
    "exploding": "depth=20&width=8&batch_size=16&steps=20&activation=linear&init=identity&gain=2.5",
    "adding": "kind=sequence&task=adding&cell=gru&sequence_length=8&width=8&batch_size=16&steps=20",
    # What a link may not ask for is told above the player.
    "odd link": "depth=6000&foo=bar&cell=lstm&steps=20",
}
"""Runs that are looked at in all views."""
PHASES = ("forward", "loss", "backward", "update")


def simulator(name: str, at: Looker) -> Iterator[str]:
    """A run in each view; its tables and its keys."""
    at.go(f"?{RUNS[name]}")
    player = at.trained()
    if "seeds" in name:
        expect(player).to_have_attribute("data-seeds", "10", timeout=WAIT)
    for view in ("watch", "why", "walk", "learns"):
        player.locator(f"[data-to={view}]").click()
        yield from at.found(f"simulator, {name}, {view}")
        for phase in PHASES if view == "walk" else ():
            player.locator(f"[data-phase={phase}]").click()
            yield from at.found(f"simulator, {name}, {phase}")
        for button in player.locator("figure:visible .values").all():
            button.click()
        yield from at.found(f"simulator, {name}, {view}, tables")
    if name == "deep":
        yield from _opened(at, player)


def _opened(at: Looker, player: Locator) -> Iterator[str]:
    """What opens over the simulator or beside it."""
    page = at.page
    player.locator("[data-control=save]").click()
    player.locator("[data-save=link]").click()
    yield from at.found("simulator, picture")
    page.keyboard.press("Escape")
    player.locator("[data-to=watch]").click()
    player.focus()
    page.keyboard.press("?")
    yield from at.found("simulator, keys")
    page.keyboard.press("Escape")
    player.locator("[data-control=present]").click()
    page.wait_for_timeout(800)
    yield from at.found("simulator, Present")
    page.keyboard.press("Escape")
    for key in ("advice", "share"):
        page.locator(f".st-key-{key} button, [class*=st-key-{key}] button").first.click()
        body = page.locator("[data-testid=stPopoverBody]")
        expect(body).to_be_visible()
        expect(page.locator(".stApp[data-test-script-state=notRunning]")).to_be_visible(timeout=WAIT)
        _unfold(page, "[data-testid=stPopoverBody]")
        yield from at.found(f"simulator, {key}")
        page.keyboard.press("Escape")
    page.get_by_test_id("stExpandSidebarButton").click()
    page.wait_for_timeout(500)
    yield from at.found("simulator, controls")
    page.locator("[data-testid=stSidebar] .pages summary").click()
    yield from at.found("simulator, pages")
    page.locator("[data-testid=stSidebar] .pages summary").click()
    _unfold(page, "[data-testid=stSidebar]")
    # As high as all of them, for what is scrolled away is not looked at.
    page.set_viewport_size({"width": page.viewport_size["width"], "height": 3000})  # type: ignore[index]
    yield from at.found("simulator, all controls")
    page.set_viewport_size({"width": page.viewport_size["width"], "height": 740})  # type: ignore[index]


def _unfold(page: Page, part: str) -> None:
    """Opens what is folded there, one after the other, as each may draw the rest anew."""
    for i in range(page.locator(f"{part} .stExpander").count()):
        fold = page.locator(f"{part} .stExpander").nth(i)
        if not fold.locator("details[open]").count():
            fold.locator("summary").click()
        expect(fold.locator("details[open]")).to_have_count(1)
        expect(page.locator(".stApp[data-test-script-state=notRunning]")).to_be_visible(timeout=WAIT)
