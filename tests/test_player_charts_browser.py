"""What the player shows of a run that stands still, in a real browser: every chart, its words and its colours.

All runs are chosen one after another on one page that stays open, as a visitor chooses them: to open it anew would take
four times as long as most of these tests.
"""

import re
from collections.abc import Iterator

import numpy as np
import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from simulator.analysis.words import spoken
from simulator.charts import theme
from simulator.charts.panels import PANELS
from simulator.settings.experiment import Experiment
from tests import synthetic
from tests.browsing import watched
from tests.player_app import ALONE
from tests.player_page import MARK, SAME, WAIT, Open, choose, colours, control, hover, pause_at, rgb, shown_row


@pytest.fixture(scope="module")
def tab(visitor: BrowserContext, player_url: str) -> Iterator[Page]:
    """A tab that shows the player from the first of these tests to the last."""
    tab = visitor.new_page()
    tab.emulate_media(reduced_motion="reduce")
    tab.goto(f"{player_url}/?chosen=short")
    expect(tab.locator(".player[data-embed]")).to_have_count(1, timeout=2 * WAIT)
    yield tab
    tab.close()


@pytest.fixture
def page(tab: Page, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The tab as it was opened; at the end nothing may stand on the browser's console."""
    failed = request.session.testsfailed
    tab.set_viewport_size({"width": 1400, "height": 900})
    tab.emulate_media(color_scheme="light")
    tab.mouse.move(0, 0)
    complaints = watched(tab)
    yield tab
    if request.session.testsfailed > failed:
        tab.reload()  # who knows what the test has left behind
    assert not complaints


@pytest.fixture
def player(page: Page) -> Open:
    """Chooses a run by name, and waits until it is the one that is shown, at its first step and paused."""

    def open_run(name: str) -> Locator:
        run = page.locator(".player")
        choose(page, name)
        expect(run).to_have_attribute("data-run", re.compile(f"^{name}(-1)?$"), timeout=WAIT)
        if run.get_attribute("data-playing") == "true":
            control(run, "play").click()
        run.press("Home")
        return run

    return open_run


def test_the_scrub_goes_to_a_step_and_names_it(player: Open) -> None:
    run = player("vanishing")
    pause_at(run, 120)
    expect(control(run, "step")).to_contain_text("step 121 of 300 · loss 0.69 · accuracy 72 %")
    expect(control(run, "scrub")).to_have_attribute("aria-valuetext", re.compile("step 121 of 300"))


def test_replay_starts_again(player: Open) -> None:
    run = player("vanishing")
    pause_at(run, 250)
    control(run, "again").click()
    expect(run).to_have_attribute("data-playing", "true")
    assert shown_row(run) < 200


def test_play_at_the_end_starts_again(player: Open) -> None:
    run = player("vanishing")
    pause_at(run, 299)
    control(run, "play").click()
    # It is at row 0 with the next picture, and at 249 more than eight seconds later.
    expect(run).to_have_attribute("data-row", re.compile(r"^(\d|\d\d|1\d\d|2[0-4]\d)$"))


def test_another_run_keeps_the_place_on_the_page(player: Open, page: Page) -> None:
    page.set_viewport_size({"width": 1000, "height": 500})
    run = player("vanishing")
    place = "() => document.querySelector('[data-testid=stMain]').scrollTop"
    page.locator("[data-panel=updates]").scroll_into_view_if_needed()
    held = page.evaluate(place)
    choose(page, "gru")
    expect(run).to_have_attribute("data-run", "gru-1")
    page.wait_for_timeout(300)
    assert held > 0 and page.evaluate(place) == pytest.approx(held, abs=2)


def test_gates_take_the_place_of_saturated_units(player: Open, page: Page) -> None:
    run = player("lstm")
    expect(run.locator("[data-panel=gates] canvas")).to_be_visible()
    expect(run.locator("[data-panel=units]")).to_be_hidden()
    expect(run.locator("[data-panel=profile] .heading")).to_have_text("Gradient norm by time step")
    pause_at(run, 0)
    assert rgb(theme.MEMORY) in colours(run.locator("[data-panel=gates] .plot"))
    choose(page, "healthy")
    expect(run.locator("[data-panel=units] canvas")).to_be_visible()
    expect(run.locator("[data-panel=gates]")).to_be_hidden()


def test_what_happens_is_said_and_follows_the_step(player: Open) -> None:
    run = player("vanishing")
    pause_at(run, 0)
    expect(run.locator(".verdict")).to_contain_text(
        f"{theme.SIGNS['vanishing'][0]} Vanishing: each site passes on 23 %"
    )
    expect(run.locator(".verdict")).not_to_contain_text("second half")
    pause_at(run, 200)
    expect(run.locator(".verdict")).to_contain_text("second half")
    expect(run.locator(".said")).to_contain_text("Vanishing", timeout=WAIT)


def test_where_it_stands_still_the_words_are_those_of_the_row(player: Open) -> None:
    run = player("vanishing")
    pause_at(run, ALONE)
    expect(run.locator(".verdict")).to_contain_text("in this row")
    control(run, "play").click()
    expect(run.locator(".verdict")).to_contain_text("second half")


def test_a_run_that_diverged_shows_where(player: Open) -> None:
    run = player("diverging")
    pause_at(run, 30)
    expect(control(run, "status")).to_have_text("diverged at step 31, layer 3")
    expect(control(run, "step")).to_contain_text("loss not a number")
    assert rgb(theme.BROKEN) in colours(run.locator("[data-panel=profile] .plot"))
    pause_at(run, 10)  # The cursor stood on that one column.
    assert rgb(theme.BROKEN) in colours(run.locator("[data-panel=map] .plot"))


def test_zeros_have_marks_of_their_own(player: Open) -> None:
    run = player("silent")
    pause_at(run, 10)
    for panel in ("profile", "map"):
        assert rgb(theme.NOTHING) in colours(run.locator(f"[data-panel={panel}] .plot"))
    hover(run, "profile", 0.01)
    expect(run.locator(".tip")).to_contain_text("layer 1, training step 11")
    expect(run.locator(".tip")).to_contain_text("zero")


def test_hovering_tells_the_exact_value(player: Open) -> None:
    run, norm = player("vanishing"), synthetic.trace(Experiment()).gradient_norm
    pause_at(run, 40)
    hover(run, "profile", 2.5 / 20)
    expect(run.locator(".tip")).to_contain_text("layer 3, training step 41")
    expect(run.locator(".tip")).to_contain_text(f"({norm[40, 2]:.2e})")
    expect(run.locator(".tip")).to_contain_text(spoken(float(np.log10(norm[40, 2]))))
    hover(run, "updates", 0.5 / 21)
    expect(run.locator(".tip")).to_contain_text("layer 1, training step 41")
    hover(run, "units", 0.5 / 20)
    expect(run.locator(".tip")).to_contain_text(re.compile(r"saturated \d+ %.*dead \d+ %", re.DOTALL))


def test_dark_needs_no_new_chart(player: Open, page: Page) -> None:
    run = player("vanishing")
    pause_at(run, 10)
    page.locator(".player figure").evaluate_all(MARK)
    assert (255, 255, 255) in colours(run.locator("[data-panel=profile] .plot"))
    page.emulate_media(color_scheme="dark")
    expect(run).to_have_css("color", re.compile(r"rgb\(2[0-9]{2}, "))
    page.wait_for_timeout(1000)
    dark = colours(run.locator("[data-panel=loss] .plot"))
    assert max(map(sum, dark)) > 600 > 200 > min(map(sum, dark))  # Light lines on dark ground.
    assert page.locator(".player figure").evaluate_all(SAME)


def test_it_fits_every_width(player: Open, page: Page) -> None:
    run = player("vanishing")
    for width in (1920, 1400, 768, 400, 360):
        page.set_viewport_size({"width": width, "height": 860})
        page.wait_for_timeout(200)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        boxes = {name: run.locator(f"[data-panel={name}] canvas").last.bounding_box() for name in ("profile", "loss")}
        assert boxes["profile"] and boxes["loss"]
        assert boxes["profile"]["height"] >= (380 if width > 640 else 220)
        assert boxes["profile"]["width"] >= boxes["loss"]["width"] - 1
        beside = boxes["loss"]["x"] > boxes["profile"]["x"] + boxes["profile"]["width"] - 1
        assert beside == (width >= 1400), width


def test_a_preview_shows_the_profile_and_leaves_the_run_alone(player: Open, page: Page) -> None:
    run = player("healthy")
    pause_at(run, 77)
    page.locator(".player figure").evaluate_all(MARK)
    choose(page, "preview")
    expect(run).to_have_attribute("data-preview", "true")
    expect(control(run, "status")).to_have_text("before training")
    choose(page, "healthy")
    expect(run).to_have_attribute("data-preview", "false")
    expect(run).to_have_attribute("data-row", "77")
    assert page.locator(".player figure").evaluate_all(SAME)


def test_a_run_that_is_not_there_yet_shows_its_axes(player: Open) -> None:
    run = player("waiting")
    expect(control(run, "status")).to_have_text("pretraining layer 3 of 20")
    assert len(colours(run.locator("[data-panel=profile] .plot"))) > 10


@pytest.mark.parametrize("name", ["long", "deepest", "rnn", "gru", "exploding"])
def test_every_kind_of_run_plays(player: Open, name: str) -> None:
    run = player(name)
    control(run, "play").click()
    expect(run).not_to_have_attribute("data-row", "0", timeout=WAIT)
    pause_at(run, 100)
    assert rgb(theme.GRADIENT) in colours(run.locator("[data-panel=profile] .plot"))


def test_clipping_is_drawn_beside_the_gradient_before_it(player: Open) -> None:
    run = player("exploding")
    pause_at(run, 10)
    shown = colours(run.locator("[data-panel=profile] .plot"))
    assert {rgb(theme.GRADIENT), rgb(theme.APPLIED)} <= shown


def test_every_chart_leads_to_its_explanation(player: Open) -> None:
    run = player("vanishing")
    for name, panel in PANELS.items():
        link = run.locator(f"[data-panel={name}] a")
        expect(link).to_have_attribute("href", f"numbers#{panel.anchor}")
        expect(link).to_have_attribute("target", "_blank")


def test_the_speed_can_be_chosen(player: Open, page: Page) -> None:
    run = player("vanishing")
    played = {}
    for speed in ("slow", "fast"):
        control(run, "speed").select_option(label=speed)
        control(run, "again").click()
        page.wait_for_timeout(800)
        played[speed] = shown_row(run)
    assert played["fast"] > 3 * played["slow"]
