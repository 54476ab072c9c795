"""The player in a real browser: what a teacher clicks, presses, drags and looks at."""

import re
import time
from collections.abc import Callable, Iterator
from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from simulator.analysis.words import spoken
from simulator.charts import theme
from simulator.charts.panels import PANELS
from simulator.settings.experiment import Experiment
from tests import synthetic
from tests.player_app import ALONE
from tests.server import running_app

WAIT = 30_000
Open = Callable[..., Locator]
PLAYING, PAUSED = re.compile("Pause"), re.compile("Play")
MARK = "figures => figures.forEach(figure => figure.querySelectorAll('canvas').forEach(canvas => canvas.same = true))"
SAME = "figures => figures.every(figure => [...figure.querySelectorAll('canvas')].every(canvas => canvas.same))"


@pytest.fixture(scope="module")
def player_url(browser_type_launch_args: dict[str, object]) -> Iterator[str]:
    """Address of a page with nothing but the player."""
    with running_app("tests/player_app.py") as server:
        yield server.url


@pytest.fixture
def player(page: Page, player_url: str) -> Iterator[Open]:
    """Opens a made-up run by name; at the end nothing may stand on the browser's console."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))

    def open_run(name: str, slices: int = 1, players: int = 1) -> Locator:
        page.goto(f"{player_url}/?chosen={name}&slices={slices}")
        expect(page.locator(".player[data-embed]")).to_have_count(players, timeout=2 * WAIT)
        return page.locator(".player")

    yield open_run
    assert not complaints


def shown_row(player: Locator) -> int:
    return int(player.get_attribute("data-row") or 0)


def control(player: Locator, name: str) -> Locator:
    return player.locator(f"[data-control={name}]")


def pause_at(player: Locator, row: int) -> None:
    """Scrubs as a pointer does."""
    script = "(slider, row) => { slider.value = row; slider.dispatchEvent(new Event('input')); }"
    control(player, "scrub").evaluate(script, row)
    expect(player).to_have_attribute("data-row", str(row))


def choose(page: Page, name: str) -> None:
    """Another run, as a visitor who moves a control gets it."""
    page.get_by_role("radiogroup").get_by_text(name, exact=True).click()


def colours(panel: Locator) -> set[tuple[int, ...]]:
    """Every colour that a chart shows."""
    image = Image.open(BytesIO(panel.screenshot())).convert("RGB")
    return {tuple(map(int, rgb)) for rgb in np.unique(np.asarray(image).reshape(-1, 3), axis=0)}


def rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))


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


def test_the_scrub_goes_to_a_step_and_names_it(player: Open) -> None:
    run = player("vanishing")
    pause_at(run, 120)
    expect(control(run, "step")).to_contain_text("step 121 of 300 · loss 0.69 · accuracy 72 %")
    expect(control(run, "scrub")).to_have_attribute("aria-valuetext", re.compile("step 121 of 300"))


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


def test_the_speed_can_be_chosen(player: Open, page: Page) -> None:
    run = player("vanishing")
    played = {}
    for speed in ("slow", "fast"):
        control(run, "speed").select_option(label=speed)
        control(run, "again").click()
        page.wait_for_timeout(800)
        played[speed] = shown_row(run)
    assert played["fast"] > 3 * played["slow"]


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


def hover(run: Locator, panel: str, across: float, down: float = 0.5) -> None:
    """Moves the pointer to a share of the plot area of a chart."""
    area: dict[str, float] = run.evaluate("(host, name) => host.getRootNode().player.picture.charts.area(name)", panel)
    plot = run.locator(f"[data-panel={panel}] .plot")
    plot.scroll_into_view_if_needed()
    plot.hover(position={"x": area["x"] + across * area["width"], "y": area["y"] + down * area["height"]})


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


def test_dark_needs_no_new_chart(player: Open, page: Page) -> None:
    page.emulate_media(color_scheme="light")
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


@pytest.mark.parametrize("width", [360, 400, 768, 1400, 1920])
def test_it_fits_every_width(player: Open, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 860})
    run = player("vanishing")
    pause_at(run, 10)
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    boxes = {name: run.locator(f"[data-panel={name}] canvas").last.bounding_box() for name in ("profile", "loss")}
    assert boxes["profile"] and boxes["loss"]
    assert boxes["profile"]["height"] >= (380 if width > 640 else 220)
    assert boxes["profile"]["width"] >= boxes["loss"]["width"] - 1
    beside = boxes["loss"]["x"] > boxes["profile"]["x"] + boxes["profile"]["width"] - 1
    assert beside == (width >= 1400)


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


@pytest.mark.playing
@pytest.mark.parametrize("name", ["long", "deepest", "rnn", "gru", "exploding"])
def test_every_kind_of_run_plays(player: Open, name: str) -> None:
    run = player(name)
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
        page.evaluate("document.activeElement.shadowRoot?.activeElement.blur()")
        held = shown_row(other)
        page.keyboard.press("ArrowRight")
        expect(used).to_have_attribute("data-row", "11" if used is first else "21")
        assert shown_row(other) == held


def test_a_player_says_in_its_own_name_that_it_was_fed(player: Open, page: Page) -> None:
    run = player("vanishing", slices=60)
    own = "event.target.closest('.st-key-player') !== null"
    page.evaluate(f"() => {{ window.fed = []; document.addEventListener('gradient-fed', event => fed.push({own})); }}")
    expect(run).to_have_attribute("data-done", "true", timeout=WAIT)
    heard = page.evaluate("window.fed")
    assert heard and all(heard)  # the sliders of a page wait for its own player (pages/shared/live_slider)
