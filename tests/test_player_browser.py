"""The player in a real browser: what a teacher clicks, presses and drags while it plays."""

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browsing import watched
from tests.player_page import MARK, SAME, WAIT, Open, choose, control, hover, pause_at, shown_row

PLAYING, PAUSED = re.compile("Pause"), re.compile("Play")


@pytest.fixture
def player(page: Page, player_url: str) -> Iterator[Open]:
    """Opens a made-up run by name; at the end nothing may stand on the browser's console."""
    complaints = watched(page)

    def open_run(name: str, slices: int = 1, players: int = 1) -> Locator:
        page.goto(f"{player_url}/?chosen={name}&slices={slices}")
        expect(page.locator(".player[data-embed]")).to_have_count(players, timeout=2 * WAIT)
        return page.locator(".player")

    yield open_run
    assert not complaints


@pytest.mark.playing
def test_it_starts_by_itself_and_stops_at_the_end(player: Open) -> None:
    run = player("short")
    expect(run).to_have_attribute("data-row", "2", timeout=WAIT)
    expect(control(run, "play")).to_have_text(PAUSED)
    expect(run).to_have_attribute("data-playing", "false")


@pytest.mark.playing
def test_it_pauses_and_goes_on(player: Open) -> None:
    run = player("vanishing")
    expect(control(run, "play")).to_have_text(PLAYING)
    control(run, "play").click()
    held = shown_row(run)
    time.sleep(0.4)
    assert shown_row(run) == held
    control(run, "play").click()
    expect(run).not_to_have_attribute("data-row", str(held))


@pytest.mark.playing
def test_it_plays_smoothly(player: Open, page: Page) -> None:
    run = player("vanishing")
    before = int(run.get_attribute("data-pictures") or 0)
    page.wait_for_timeout(1000)
    assert int(run.get_attribute("data-pictures") or 0) - before > 10  # 60 on a machine that does nothing else


@pytest.mark.playing
def test_keys_work_without_a_click(player: Open, page: Page) -> None:
    run = player("vanishing")
    page.keyboard.press("Space")
    expect(run).to_have_attribute("data-playing", "false")
    pause_at(run, 50)
    for key, row in (("ArrowRight", 51), ("ArrowRight", 52), ("ArrowLeft", 51)):
        page.keyboard.press(key)
        expect(run).to_have_attribute("data-row", str(row))
    run.focus()
    for key, row in (("End", 299), ("Home", 0)):
        page.keyboard.press(key)
        expect(run).to_have_attribute("data-row", str(row))
    page.keyboard.press("Space")
    expect(run).to_have_attribute("data-playing", "true")


@pytest.mark.playing
def test_it_plays_while_training_goes_on(player: Open) -> None:
    run = player("vanishing", slices=40)
    expect(run).to_have_attribute("data-done", "false")
    expect(run).not_to_have_attribute("data-row", "0", timeout=WAIT)
    assert run.get_attribute("data-done") == "false"
    assert shown_row(run) < int(run.get_attribute("data-n") or 0) < 300
    expect(run).to_have_attribute("data-done", "true", timeout=WAIT)
    expect(control(run, "status")).to_have_text("all 300 steps are trained, now they are played")


def test_training_is_stopped_and_goes_on(player: Open, page: Page) -> None:
    run = player("vanishing", slices=60)
    control(run, "stop").click()
    expect(control(run, "status")).to_contain_text("stopped after")
    held = run.get_attribute("data-n")
    page.wait_for_timeout(700)
    assert run.get_attribute("data-n") == held
    control(run, "stop").click()
    expect(run).not_to_have_attribute("data-n", str(held))


@pytest.mark.playing
def test_another_run_takes_over_without_a_new_chart(player: Open, page: Page) -> None:
    run = player("vanishing")
    pause_at(run, 200)
    page.locator(".player figure").evaluate_all(MARK)
    choose(page, "exploding")
    expect(run).to_have_attribute("data-run", "exploding-1")
    expect(run).to_have_attribute("data-playing", "true")
    assert shown_row(run) < 200
    assert page.locator(".player figure").evaluate_all(SAME)
    assert float(run.get_attribute("data-swap") or "inf") < 500  # 9 on a machine that does nothing else


@pytest.mark.playing
def test_the_tip_follows_the_run_under_a_still_pointer(player: Open) -> None:
    run = player("vanishing")
    hover(run, "profile", 0.5)
    said = run.locator(".tip").inner_text()
    expect(run.locator(".tip")).not_to_have_text(said)


@pytest.mark.playing
def test_a_press_on_the_map_goes_to_that_step(player: Open, page: Page) -> None:
    run = player("vanishing")
    hover(run, "map", 0.5)
    page.mouse.down()
    page.mouse.up()
    expect(run).to_have_attribute("data-playing", "false")
    expect(run).to_have_attribute("data-row", re.compile(r"^(149|150|151)$"))


@pytest.mark.playing
def test_the_bar_stays_in_sight_on_a_phone(player: Open, page: Page) -> None:
    page.set_viewport_size({"width": 400, "height": 800})
    run = player("vanishing")
    run.locator("[data-panel=units]").scroll_into_view_if_needed()
    expect(control(run, "play")).to_be_in_viewport()
    bar, header = control(run, "play").bounding_box(), page.get_by_test_id("stHeader").bounding_box()
    assert bar and header and bar["y"] >= header["y"] + header["height"]
    control(run, "play").click(timeout=5000)
    expect(run).to_have_attribute("data-playing", "false")


def test_reduced_motion_waits_for_play(player: Open, page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    run = player("vanishing")
    page.wait_for_timeout(500)
    assert shown_row(run) == 0 and run.get_attribute("data-playing") == "false"
    control(run, "play").click()
    expect(run).not_to_have_attribute("data-row", "0")


@pytest.mark.playing
def test_controls_and_charts_have_names_for_those_who_do_not_see_them(player: Open, page: Page) -> None:
    player("vanishing")
    for role, name in (("button", "Pause"), ("button", "Replay"), ("slider", "Training step"), ("combobox", "Speed")):
        expect(page.get_by_role(role, name=re.compile(name))).to_be_visible()  # type: ignore[arg-type]
    chart = page.get_by_role("application", name=re.compile("logarithmic axis, at the training step"))
    expect(chart.first).to_be_visible()


@pytest.mark.playing
def test_two_players_on_a_page_do_not_disturb_each_other(player: Open, page: Page) -> None:
    player("two", players=2)
    first, second = (page.locator(f".st-key-{key} .player") for key in ("healthy", "vanishing"))
    pause_at(first, 10)
    expect(second).to_have_attribute("data-playing", "true")
    pause_at(second, 20)
    expect(first).to_have_attribute("data-row", "10")
    for used, other in ((first, second), (second, first)):
        used.locator(".verdict").click()
        # Without any focus keys have to go to the player that was touched last.
        page.evaluate("document.activeElement.shadowRoot?.activeElement.blur()")
        held = shown_row(other)
        page.keyboard.press("ArrowRight")
        expect(used).to_have_attribute("data-row", "11" if used is first else "21")
        assert shown_row(other) == held


def test_a_player_says_in_its_own_name_that_it_was_fed(player: Open, page: Page) -> None:
    run = player("vanishing", slices=20)
    own = "event.target.closest('.st-key-player') !== null"
    page.evaluate(f"() => {{ window.fed = []; document.addEventListener('gradient-fed', event => fed.push({own})); }}")
    expect(run).to_have_attribute("data-done", "true", timeout=WAIT)
    heard = page.evaluate("window.fed")
    assert heard and all(heard)  # the sliders of a page wait for its own player (pages/shared/live_slider)
