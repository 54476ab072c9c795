"""The pages beside the simulator."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import expect

from benchmarks.cutting.looker import Looker
from simulator.catalog.challenges import CHALLENGES
from simulator.catalog.lessons import LESSONS
from simulator.language import using
from simulator.teaching.sheet import sheet
from tests.browsing import WAIT

# Small networks, as what is looked at is the words around them.
MAP = "width=4&batch_size=8&across=gain:0.5:2&up=depth:2:5&place=0.5*2"
HIGH, TOGETHER = 6000, 5
"""Height of a window in pixels, and the cards of the glossary that can be seen in it at once."""


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
            # What is said to each answer is a text of its own.
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
        # Pictures are drawn where they are scrolled to.
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
    # The proportions of A3, for which it is drawn.
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
