"""A first-time path through a lesson: every screen predicted, drawn, watched, changed, presented, answered."""

import re
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, expect

from benchmarks.walks.controls import another, change
from benchmarks.walks.looks import looked, presented
from benchmarks.walks.ways import Way
from simulator.catalog.lessons import LESSONS, Lesson
from simulator.teaching.place import Place
from simulator.teaching.runs import shown
from tests.browsing import PLAYER, WAIT
from tests.test_present_browser import DRAWN

PLAYED = ("run", "explain", "ask")


def walk_lesson(
    page: Page, way: Way, url: str, lesson: Lesson, query: str, pictures: Path | None
) -> Iterator[list[str]]:
    """What was wrong with each of its screens, come to from the list of all lessons."""
    page.goto(f"{url}/lessons?{query}")
    link = page.locator(".list li a", has_text=re.compile(f"^{re.escape(lesson.label)}$"))
    expect(link).to_be_visible(timeout=WAIT)
    way.press(link)
    for number in range(1, len(lesson.screens) + 1):
        place = Place(lesson, number)
        way.found = []
        try:
            arrive(page, number)
            way.found += _screen(page, way, place, pictures)
        except (AssertionError, Exception) as error:
            way.found.append(f"broke off: {str(error).splitlines()[0][:300]}")
        yield way.found
        if number == 2:  # back and on again
            way.go_on(back=True)
            arrive(page, 1)
            way.go_on()
            arrive(page, 2)
        if number < len(lesson.screens):
            way.go_on()
    _leave(page, way, lesson)


def arrive(page: Page, number: int) -> None:
    """Waits until a screen stands there whole."""
    current = page.locator(".where a[aria-current=page]")
    expect(current).to_have_text(str(number), timeout=WAIT)
    settled(page)


def settled(page: Page) -> None:
    """Waits until the page is at rest."""
    expect(page.locator(".stApp[data-test-script-state=notRunning]")).to_be_visible(timeout=WAIT)


def _leave(page: Page, way: Way, lesson: Lesson) -> None:
    """From the last screen to the next lesson, or to the list."""
    names = [*LESSONS]
    at = names.index(lesson.name)
    way.go_on()
    where = re.compile(f"lesson={names[at + 1]}&screen=1" if at + 1 < len(names) else "lessons(\\?lang=..)?$")
    expect(page).to_have_url(where, timeout=WAIT)


def _screen(page: Page, way: Way, place: Place, pictures: Path | None) -> Iterator[str]:
    screen = place.screen
    if screen.kind == "draw":
        yield from _draw(page, way)
    if screen.kind == "predict":
        # Not always the same answer.
        way.press(page.locator(".answers button").nth(place.number % len(screen.choices)))
        expect(page.locator(".quiz .said")).not_to_be_empty()
    if screen.kind in PLAYED:
        played(page)
        if screen.kind == "run":
            _play(page, way)
        yield from _controls(page, way, place)
    if screen.kind == "ask":
        yield from _answer(page, way, place)
    if screen.kind == "explain":
        asked = [earlier for earlier in place.lesson.screens[: place.number - 1] if earlier.kind in ("predict", "draw")]
        if asked:
            expect(page.locator(".quiz p").first).not_to_be_empty()
    shoot(page, way, pictures, place.key)
    yield from looked(page, way)
    if screen.kind in PLAYED:
        way.present(True)
        page.evaluate(DRAWN)
        yield from presented(page, way)
        shoot(page, way, pictures, f"{place.key}-present")
        way.present(False)


def shoot(page: Page, way: Way, pictures: Path | None, name: str) -> None:
    if pictures:
        page.screenshot(path=pictures / f"{name.replace('/', '-')}-{way.name}.png")


def played(page: Page) -> None:
    """Waits until the run is trained and the page at rest."""
    expect(page.locator(PLAYER)).to_have_count(1, timeout=WAIT)
    expect(page.locator(".player")).to_have_attribute("data-done", "true", timeout=WAIT)
    settled(page)


def _draw(page: Page, way: Way) -> Iterator[str]:
    """Draws, draws again, and compares."""
    drawing, tools = page.locator(".draw svg"), page.locator(".tools button")
    expect(drawing).to_be_visible(timeout=WAIT)
    level = drawing.locator("polyline").first.get_attribute("points")
    for _ in range(2):
        way.stroke(drawing)
        if drawing.locator("polyline").first.get_attribute("points") == level:
            yield "the stroke draws nothing"
        if not _:
            way.press(tools.last)
    way.press(tools.first)
    expect(page.locator(".draw .said")).not_to_be_empty()


def _answer(page: Page, way: Way, place: Place) -> Iterator[str]:
    """Every wrong answer, and then the right one."""
    buttons, said = page.locator(".answers button"), page.locator(".quiz .said")
    order = sorted(enumerate(place.screen.choices), key=lambda pair: not pair[1].misconception)
    for i, answer in order:
        way.press(buttons.nth(i))
        expect(said).to_contain_text("✖" if answer.misconception else "✔")
    if page.locator(".answers button[aria-pressed=true]").count() != 1:
        yield "more than one answer is pressed"


def _play(page: Page, way: Way) -> None:
    """Plays from the start, and pauses."""
    player = page.locator(".player")
    way.press(player.locator("[data-control=again]"))
    expect(player).to_have_attribute("data-playing", "true")
    way.press(player.locator("[data-control=play]"))
    expect(player).to_have_attribute("data-playing", "false")


def _controls(page: Page, way: Way, place: Place) -> Iterator[str]:
    """Changes each control, and goes back to what the lesson has."""
    run = next(iter(shown(place.lesson, place.screen).values()))
    again = page.locator(".st-key-again button")
    for name in place.screen.controls:
        before, now = page.locator(".player").get_attribute("data-run"), getattr(run, name)
        try:
            change(page, way, name, now, another(name, now, run.kind), run.kind)
            expect(again).to_be_visible(timeout=20_000)
            expect(page.locator(".player")).not_to_have_attribute("data-run", before or "", timeout=20_000)
            settled(page)
            way.press(again)
            expect(again).to_have_count(0, timeout=20_000)
        except AssertionError as error:
            yield f"control {name}: {str(error).splitlines()[0][:200]}"
    if place.screen.controls:
        played(page)
