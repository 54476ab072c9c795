"""Opens every page and looks for texts that are cut, on a phone. ``python -m benchmarks.cuts``

In the made-up language, whose texts are 40 % longer, at 360 pixels; ``--lang``, ``--width`` and ``--dark`` ask for
others, ``--only`` takes the places whose name contains a word. It prints a line for each text.
"""

import argparse
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Locator, Page, expect, sync_playwright

from benchmarks.cutting import FOUND, HOOK
from benchmarks.walkthrough import _served
from simulator.catalog.challenges import CHALLENGES
from simulator.catalog.lessons import LESSONS
from simulator.language import using
from simulator.language.pseudo import PSEUDO
from simulator.teaching.sheet import sheet
from tests.browsing import PLAYER, WAIT

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
    "odd link": "depth=6000&foo=bar&cell=lstm&steps=20",
}
"""Runs that are looked at in all views."""
PHASES = ("forward", "loss", "backward", "update")
MAP = "width=4&batch_size=8&across=gain:0.5:2&up=depth:2:5&place=0.5*2"
HIGH, TOGETHER = 6000, 5
"""Pixels of a window in which so many cards of the glossary can be seen at once."""


class Looker:
    """Goes to places and says what is cut there."""

    def __init__(self, page: Page, url: str, lang: str) -> None:
        self.page, self.url, self.lang = page, url, lang

    def go(self, path: str) -> None:
        self.page.goto(f"{self.url}/{path}{'&' if '?' in path else '?'}lang={self.lang}")
        expect(self.page.locator(".stApp[data-test-script-state=notRunning] .pages")).to_be_attached(timeout=WAIT)

    def found(self, place: str) -> Iterator[str]:
        self.page.wait_for_timeout(150)
        yield from (f"{place}: {said}" for said in self.page.evaluate(FOUND))

    def trained(self) -> Locator:
        expect(self.page.locator(PLAYER)).to_have_count(1, timeout=WAIT)
        expect(self.page.locator(".player")).to_have_attribute("data-done", "true", timeout=WAIT)
        expect(self.page.locator(".stApp[data-test-script-state=notRunning]")).to_be_visible(timeout=WAIT)
        return self.page.locator(".player")


def simulator(name: str, at: Looker) -> Iterator[str]:
    """A run in each view; its tables and its keys."""
    for query in (RUNS[name],):
        at.go(f"?{query}")
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


def the_map(at: Looker) -> Iterator[str]:
    at.go(f"map?{MAP}")
    expect(at.page.locator(".atlas[data-state=done]")).to_have_count(1, timeout=WAIT)
    yield from at.found("map")
    at.go("map")
    expect(at.page.locator(".atlas figure:visible .chart").first).to_be_visible(timeout=WAIT)
    chart = at.page.locator(".atlas figure:visible .chart").first
    chart.focus()
    chart.press("ArrowRight")
    yield from at.found("map as it opens")
    at.page.get_by_test_id("stExpandSidebarButton").click()
    at.page.wait_for_timeout(500)
    yield from at.found("map, controls")


def lessons(at: Looker) -> Iterator[str]:
    at.go("lessons")
    yield from at.found("lessons")


def lesson(name: str, at: Looker) -> Iterator[str]:
    for number, screen in enumerate(LESSONS[name].screens, 1):
        at.go(f"lessons?lesson={name}&screen={number}")
        if screen.kind in ("run", "explain", "ask"):
            at.trained()
        if screen.kind in ("predict", "ask"):
            for answer in at.page.locator(".answers button").all():
                answer.click()
        yield from at.found(f"lesson {name} {number} ({screen.kind})")


def challenges(at: Looker) -> Iterator[str]:
    at.go("challenges?number=7")
    yield from at.found("challenges")
    at.go("challenges?check=")
    yield from at.found("check of codes")


def challenge(name: str, at: Looker) -> Iterator[str]:
    kind = CHALLENGES[name].kind
    at.go(f"challenges?challenge={name}&number=7")
    if kind == "wrong":
        yield from at.found(f"challenge {name}")
        at.page.locator("[class*=st-key-cause_] button").first.click()
        at.page.wait_for_timeout(500)
    at.trained()
    for _ in range(3 if kind == "rescue" else 0):
        at.page.locator(".st-key-hint button").click()
        at.page.wait_for_timeout(400)
    yield from at.found(f"challenge {name}, played")


def words(at: Looker) -> Iterator[str]:
    at.go("glossary")
    cards = at.page.locator(".glossary article")
    expect(cards.first).to_be_visible(timeout=WAIT)
    at.page.set_viewport_size({"width": at.page.viewport_size["width"], "height": HIGH})  # type: ignore[index]
    count = cards.count()
    for first in range(0, count, TOGETHER):
        together = cards.all()[first : first + TOGETHER]
        for card in together:
            card.evaluate("e => e.scrollIntoView({ block: 'nearest' })")
            expect(card.locator("figure[data-shown]")).to_have_count(1, timeout=WAIT)
        yield from at.found("glossary")
    at.page.set_viewport_size({"width": at.page.viewport_size["width"], "height": 740})  # type: ignore[index]
    at.page.locator(".glossary summary").evaluate("e => { e.scrollIntoView(); e.click(); }")
    yield from at.found("glossary, index")


def others(at: Looker) -> Iterator[str]:
    at.go("numbers")
    expect(at.page.locator("#words")).to_be_attached(timeout=WAIT)
    at.page.wait_for_timeout(1000)
    yield from at.found("numbers")
    for path in ("lessons/x", "nowhere"):
        at.page.goto(f"{at.url}/{path}?lang={at.lang}")
        at.page.wait_for_timeout(1500)
        yield from at.found(f"/{path}")
    at.page.goto(f"{at.url}/poster.svg?lang={at.lang}", timeout=WAIT)
    size = at.page.viewport_size
    at.page.set_viewport_size({"width": 1754, "height": 1240})
    yield from at.found("poster")
    at.page.set_viewport_size(size)  # type: ignore[arg-type]


def sheets(at: Looker) -> Iterator[str]:
    with TemporaryDirectory() as folder, using(at.lang):
        for kind in ("teacher", "student"):
            file = Path(folder) / f"{kind}.html"
            file.write_text(sheet([*LESSONS.values()], "http://x.test/lessons", kind, f"&lang={at.lang}"), "utf-8")
            at.page.goto(file.as_uri())
            yield from at.found(f"{kind}'s sheet")


PLACES: dict[str, Callable[[Looker], Iterator[str]]] = {
    **{f"simulator {name}": partial(simulator, name) for name in RUNS},
    "map": the_map,
    "glossary": words,
    "others": others,
    "sheets": sheets,
    "challenges": challenges,
    **{f"challenge {name}": partial(challenge, name) for name in CHALLENGES},
    "lessons": lessons,
    **{f"lesson {name}": partial(lesson, name) for name in LESSONS},
}


def main() -> None:
    """Prints what is found, and how much in each place."""
    asked = _options()
    with _served() if not asked.url else _Same(asked.url) as url, sync_playwright() as playwright:
        from tests.server import CHROMIUM

        browser = playwright.chromium.launch(**CHROMIUM)
        context = browser.new_context(
            viewport={"width": asked.width, "height": 740},
            color_scheme="dark" if asked.dark else "light",
            reduced_motion="reduce",
        )
        context.add_init_script(f"({HOOK})()")
        page = context.new_page()
        page.set_default_timeout(WAIT)
        seen = set[str]()
        names = [name for name in PLACES if re.search(asked.only, name)]
        for name in names[names.index(asked.begin) if asked.begin else 0 :]:
            before = len(seen)
            try:
                for said in PLACES[name](Looker(page, url, asked.lang)):
                    what = said.split(": ", 1)[1]  # in many views the same texts stand
                    if what not in seen:
                        print(said, flush=True)
                    seen.add(what)
            except Exception as error:
                print(f"{name}: broke off: {str(error)[:400]}", flush=True)
            print(f"-- {name}: {len(seen) - before} texts", flush=True)
        browser.close()


class _Same:
    def __init__(self, url: str) -> None:
        self.url = url

    def __enter__(self) -> str:
        return self.url

    def __exit__(self, *error: object) -> None: ...


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="places whose name has this, a pattern")
    parser.add_argument("--begin", default="", help="the place to begin at")
    parser.add_argument("--lang", default=PSEUDO, help="the language of the pages")
    parser.add_argument("--width", type=int, default=360, help="of the window, in pixels")
    parser.add_argument("--dark", action="store_true", help="in dark colours")
    parser.add_argument("--url", default="", help="of an app that runs; without it one is started")
    return parser.parse_args()


if __name__ == "__main__":
    main()
