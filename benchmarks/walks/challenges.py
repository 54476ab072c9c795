"""A first-time path through a challenge: the word, the list, hints, changes, a mark, a code."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from playwright.sync_api import Page, expect

from benchmarks.walks.controls import change
from benchmarks.walks.lessons import played, settled, shoot
from benchmarks.walks.looks import looked, presented
from benchmarks.walks.ways import Way
from simulator import simulate
from simulator.catalog.challenges import CHALLENGES
from simulator.settings.experiment import FIELDS, Experiment
from simulator.teaching.challenges.attempt import begun
from simulator.teaching.challenges.marks import mark
from tests.browsing import WAIT
from tests.test_challenges import single_changes
from tests.test_present_browser import DRAWN

WORD, NUMBER = "Foobar", 0xBF9CF968 % 10_000
"""What the class has agreed on, and what FNV-1a makes of "foobar"."""
DEEPER = {"limbo_sigmoid": 3, "limbo_relu": 4, "limbo_tanh": 4, "limbo_time": 10}


def walk_challenge(page: Page, way: Way, url: str, name: str, query: str, pictures: Path | None) -> Iterator[list[str]]:
    """What was wrong with its screens: the list, the challenge as it begins, and as it ends."""
    challenge = CHALLENGES[name]
    way.found = []
    page.goto(f"{url}/challenges?{query}")
    word = page.locator(".choose input")
    expect(word).to_be_visible(timeout=WAIT)
    way.fill(word, WORD)
    expect(page.locator(".choose .said")).to_contain_text(str(NUMBER))
    # The list is the same for all: once for each kind of challenge is enough.
    if name in ("sleepers", "profile_1", "limbo_time"):
        shoot(page, way, pictures, "challenges")
        way.found += looked(page, way)
    way.press(page.locator(f'.choose a[href*="challenge={name}&"]'))
    expect(page).to_have_url(re.compile(f"challenge={name}"), timeout=WAIT)
    steps = {"rescue": _rescue, "wrong": _explain, "limbo": _limbo}[challenge.kind]
    for _ in steps(page, way, name):
        settled(page)
        shoot(page, way, pictures, f"{name}-{_}")
        way.found += looked(page, way)
        yield way.found
        way.found = []
    if page.locator(".player").count():
        way.present(True)
        page.evaluate(DRAWN)
        way.found += presented(page, way)
        shoot(page, way, pictures, f"{name}-present")
        way.present(False)
    page.goto(f"{url}/challenges?{query}")
    expect(page.locator(".choose li.done")).to_have_count(1, timeout=WAIT)
    yield way.found


@cache
def rescued(name: str) -> tuple[Experiment, str, object]:
    """The network as it was, and one change that rescues it: menus first, as the easiest."""
    start = begun(CHALLENGES[name], NUMBER)
    tried = []
    for one in single_changes(start):
        setting = next(field for field in FIELDS if getattr(one, field) != getattr(start.broken, field))
        tried.append((FIELDS[setting].annotation is not str, setting, one))
    for _, setting, one in sorted(tried, key=lambda row: row[0]):
        if mark(replace(start, experiment=one), simulate(one)).passed:
            return start.broken, setting, getattr(one, setting)
    raise AssertionError(f"nothing rescues {name}")


def _rescue(page: Page, way: Way, name: str) -> Iterator[str]:
    result = page.locator(".st-key-rescue .mark[role=status]")
    played(page)
    expect(result).to_contain_text("✖", timeout=WAIT)
    yield "broken"
    for taken in range(1, 4):
        way.press(page.locator(".st-key-hint button"))
        expect(page.locator(".mark ol li")).to_have_count(taken, timeout=WAIT)
        settled(page)
    broken, setting, to = rescued(name)
    change(page, way, setting, getattr(broken, setting), to, broken.kind)
    expect(result).to_contain_text("✔", timeout=WAIT)
    expect(page.locator(".stCode code").first).to_be_visible(timeout=WAIT)
    played(page)
    yield "rescued"


def _explain(page: Page, way: Way, name: str) -> Iterator[str]:
    expect(page.locator(".draw svg[role=img]")).to_be_visible(timeout=WAIT)
    yield "profile"
    from simulator.engine.previews import preview_many

    attempt = begun(CHALLENGES[name], NUMBER)
    (trace,) = preview_many([attempt.experiment])
    from simulator.teaching.challenges.causes import cause_of

    way.press(page.locator(f".st-key-cause_{cause_of(trace)} button"))
    expect(page.locator(".st-key-wrong .mark[role=status]")).to_contain_text("✔", timeout=WAIT)
    played(page)
    expect(page.locator(".player")).to_have_attribute("data-view", "why")
    yield "explained"


def _limbo(page: Page, way: Way, name: str) -> Iterator[str]:
    result = page.locator(".st-key-limbo .mark[role=status]")
    played(page)
    expect(result).to_contain_text("✔", timeout=WAIT)
    yield "begun"
    start = begun(CHALLENGES[name], NUMBER).broken
    setting = CHALLENGES[name].free[0]
    change(page, way, setting, getattr(start, setting), DEEPER[name], start.kind)
    expect(result).to_contain_text(re.compile(rf"{getattr(start, setting)} ✔.*{DEEPER[name]} [✔✖]"), timeout=WAIT)
    played(page)
    yield "deeper"
