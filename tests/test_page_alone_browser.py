"""A run as a page of its own, opened without server and network, shows what the app shows."""

import base64
import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from simulator import repeat
from simulator.analysis.seeds import Member, part_of, together
from simulator.charts.recorded import displayed
from simulator.engine.snapshot import snapshots
from simulator.engine.theory import predict
from simulator.engine.training import simulate
from simulator.export.page import page as written
from simulator.export.page import rows_to_show
from simulator.settings.experiment import Experiment
from simulator.settings.link import to_text
from simulator.trace import Trace
from tests import synthetic
from tests.server import Server

SETTINGS = Experiment(depth=6, activation="sigmoid", steps=60)
PINNED = Experiment(depth=6, activation="relu", init="he_normal", steps=60)
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)>"
READ = """player => ({
    verdict: player.querySelector(".verdict").textContent,
    facts: player.querySelector("[data-control=step]").textContent,
    told: [...player.querySelectorAll(".told")].map(one => one.textContent),
    legend: [...player.querySelectorAll(".legend li")].map(one => one.textContent.replace("✕", "")),
    map: player.querySelector("canvas.cells").toDataURL(),
})"""
"""What is shown of a run: in words, and the map's picture."""


@pytest.fixture(scope="module")
def trace() -> Trace:
    return simulate(SETTINGS)


@pytest.fixture(scope="module")
def alone(browser: Browser, trace: Trace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The file in a browser that reaches nothing else; at the end nothing may stand on its console."""
    text = written(
        trace,
        pinned={0: simulate(PINNED)},
        snapshots=snapshots(SETTINGS, rows_to_show(trace)),
        expected=predict(SETTINGS),
        seeds=repeat(SETTINGS),
        pinned_seeds={0: repeat(PINNED)},
        note=HOSTILE,
        address="https://example.org/?depth=6",
    )
    file = tmp_path_factory.mktemp("alone") / "run.html"
    file.write_text(text, "utf-8")
    with browser.new_context(offline=True, viewport={"width": 1400, "height": 900}) as context:
        page, complaints, asked = context.new_page(), list[str](), list[str]()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(file.as_uri())
        expect(page.locator(".player[data-embed]")).to_be_attached()
        yield page
        assert not complaints
        assert all(re.match("blob:|file:", url) for url in asked)


def at_row(player: Locator, row: int) -> None:
    player.locator("[data-control=scrub]").evaluate(
        "(slider, row) => { slider.value = row; slider.dispatchEvent(new Event('input')); }", row
    )
    expect(player).to_have_attribute("data-row", str(row))


@pytest.mark.playing
def test_it_shows_what_the_app_shows(alone: Page, app: Server, page: Page, trace: Trace) -> None:
    page.goto(f"{app.url}{to_text(SETTINGS, [PINNED])}&seeds=10")
    there, here = page.locator(".player"), alone.locator(".player")
    expect(there).to_have_attribute("data-done", "true", timeout=60_000)
    expect(there).to_have_attribute("data-pinned", re.compile("."))
    for one in (there, here):
        expect(one).to_have_attribute("data-seeds", "10", timeout=60_000)
        expect(one.locator(".legend .swatch rect")).to_have_count(2, timeout=60_000)  # the bands of both
    # Of the same width, so that the maps are drawn with the same cells.
    width = there.evaluate("player => player.clientWidth")
    alone.set_viewport_size({"width": 1400 + int(width) - int(here.evaluate("one => one.clientWidth")), "height": 900})
    for row in (0, 59):
        at_row(there, row)
        at_row(here, row)
        measured = re.compile(rf"gradient norm [a-z ]+ from {trace.gradient_norm[row, -1]:.3g} at layer 6")
        for one in (there, here):  # what is told follows a little later
            expect(one.locator("#told-profile")).to_contain_text(measured)
        expect(here.locator(".verdict")).to_have_text(str(there.locator(".verdict").text_content()))
        assert here.evaluate(READ) == there.evaluate(READ)


def test_it_plays_and_says_why(alone: Page) -> None:
    player = alone.locator(".player")
    at_row(player, 0)
    player.press("Space")
    expect(player).to_have_attribute("data-row", "59")
    at_row(player, 30)
    alone.get_by_role("button", name="Why?").click()
    # Of a row of which it has no snapshot the one before is shown, and says so.
    expect(player.locator("[data-why=z]")).to_contain_text(re.compile(r"training step (29|30|31)\b"))
    expect(player.locator("[data-why=numbers]")).to_contain_text("×")
    expect(alone.get_by_role("button", name="Walk one step")).to_be_hidden()
    alone.get_by_role("button", name="Watch").click()


def test_its_colours_can_be_turned(alone: Page) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    before = alone.evaluate(ground)
    alone.get_by_role("button", name="Light or dark").click()
    assert alone.evaluate(ground) != before
    alone.get_by_role("button", name="Light or dark").click()
    assert alone.evaluate(ground) == before


def test_what_was_typed_is_text(alone: Page) -> None:
    expect(alone.locator("header p")).to_have_text(HOSTILE)


def test_a_notebook_shows_the_run_playing(browser: Browser, trace: Trace) -> None:
    with browser.new_context(offline=True) as context:
        page = context.new_page()
        page.set_content(trace._repr_html_())
        player = page.frame_locator("iframe").locator(".player")
        expect(player.locator(".verdict")).to_contain_text("layer 1 receives")
        expect(player).to_have_attribute("data-row", re.compile("[1-9]"))


def test_a_large_run_stays_below_three_megabytes() -> None:
    e = Experiment(depth=200, width=64, steps=400)
    trace, (first,) = synthetic.trace(e), snapshots(e, [0])
    taken = [replace(first, step=row) for row in rows_to_show(trace)]
    members = [Member(e) for _ in range(3)]
    for member, size in zip(members, (0.5, 1, 2), strict=True):
        noise = np.exp(np.random.default_rng(0).standard_normal(trace.gradient_norm.shape))
        member.add(part_of(replace(trace, gradient_norm=size * noise * trace.gradient_norm), 0))
    seeds = together(members)
    pinned, ranges = dict.fromkeys(range(3), trace), dict.fromkeys(range(3), seeds)
    text = written(trace, pinned=pinned, seeds=seeds, pinned_seeds=ranges, snapshots=taken)
    assert len(text.encode()) < 3e6
    parts = json.loads(text.split('type="application/json">')[1].split("</script>")[0])
    assert len(gzip.decompress(base64.b64decode(parts["run"]))) > len(displayed(trace)) * e.depth
    assert len(parts["snapshots"]) > 1
