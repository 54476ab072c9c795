"""The whole app in a real browser, engine included: a visit as a teacher makes it."""

import os
import re
import signal

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import QUICK, WAIT, Visit, choose, done, ready, sentence, trained, verdict, watched
from tests.server import Server

LONG = "depth=60&steps=2000"
WHOLE = """() => {
    const player = [...document.querySelectorAll("*")].map(e => e.shadowRoot?.querySelector(".player")).find(Boolean);
    const [picture, bar, story] = [player.querySelector("[data-panel=profile] canvas"), player.querySelector(".bar"),
        document.querySelector(".st-key-story .note")].map(part => part.getBoundingClientRect());
    const parts = [document.scrollingElement, ...document.querySelectorAll("[data-testid=stMain]")];
    return parts.every(part => part.scrollWidth <= innerWidth) && 60 < story.top && story.bottom < picture.top
        && picture.bottom <= bar.top && bar.bottom <= innerHeight;
}"""
"""Story, whole profile and bar are on the first screen, none over another, and nothing reaches beyond its edge."""
SCROLLED = """
    const main = document.querySelector("[data-testid=stMain]");
    if (main.scrollTop !== 150) {
        main.scrollTo(0, 150);
        window.since = performance.now();
    }
    return performance.now() - window.since > 500;
"""
"""Scrolls down, until the page has stood there for half a second."""


@pytest.mark.playing
def test_a_first_visit_shows_digits_whose_gradient_dies_on_the_way_back(visit: Visit, page: Page) -> None:
    player = visit("")
    expect(sentence(page)).to_have_text("A 20-layer sigmoid network is trained on handwritten digits.")
    expect(verdict(page)).to_contain_text(re.compile(r"Vanishing: each layer passes on 2\d\s% of the gradient"))
    done(player)
    assert "?" not in page.url


def test_the_first_screen_holds_sentence_verdict_player_and_the_whole_profile(visit: Visit, page: Page) -> None:
    visit(QUICK)
    box = page.locator("[data-panel=profile]").bounding_box()
    assert box and box["y"] + box["height"] <= 900
    assert (page.locator("[data-panel=profile] .plot").bounding_box() or box)["height"] >= 380
    for part in (sentence(page), verdict(page), page.locator(".player .bar")):
        expect(part).to_be_in_viewport(ratio=1)


@pytest.mark.playing
def test_relu_with_he_weights_is_seen_to_cure_it_while_the_page_stays_where_it_is(visit: Visit, page: Page) -> None:
    player = visit("steps=100")
    player.evaluate("node => { node.mine = true; }")
    before = player.get_attribute("data-run")
    choose(page, "Activation", "ReLU")
    choose(page, "Starting weights", "He (normal)")
    expect(sentence(page)).to_contain_text("20-layer ReLU network", timeout=WAIT)
    expect(verdict(page)).to_contain_text(re.compile("ealthy|Solved"), timeout=WAIT)
    expect(player).not_to_have_attribute("data-run", str(before))
    assert player.evaluate("node => node.mine")
    assert "activation=relu" in page.url
    done(player)


@pytest.mark.playing
def test_an_rnn_forgets_and_an_lstm_remembers(visit: Visit, page: Page) -> None:
    visit(QUICK)
    choose(page, "Story", "Sequences · A plain RNN forgets")
    expect(sentence(page)).to_contain_text("RNN over", timeout=WAIT)
    expect(verdict(page)).to_contain_text("Vanishing: each time step", timeout=WAIT)
    expect(page.locator("[data-panel=gates]")).to_be_hidden()
    choose(page, "Story", "Sequences · An LSTM remembers")
    expect(sentence(page)).to_contain_text("An LSTM over", timeout=WAIT)
    expect(verdict(page)).to_contain_text(re.compile("ealthy: time step"), timeout=WAIT)
    expect(page.locator("[data-panel=gates]")).to_be_visible()


def test_the_profile_follows_a_slider_while_it_is_dragged_and_the_run_starts_at_its_end(
    visit: Visit, page: Page
) -> None:
    player = visit(QUICK)
    player.evaluate("""node => {
        node.previews = new Set();
        const note = () => node.dataset.preview === "true" && node.previews.add(node.dataset.run);
        new MutationObserver(note).observe(node, { attributes: true });
    }""")
    box = page.get_by_role("slider", name="Layers").bounding_box()
    assert box
    height = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 0.1, height)
    page.mouse.down()
    for i in range(60):
        page.mouse.move(box["x"] + box["width"] * (0.1 + i / 200), height)
        page.wait_for_timeout(16)
    assert int(player.evaluate("node => node.previews.size")) >= 3
    assert "depth=6&" in page.url
    page.mouse.up()
    expect(player).to_have_attribute("data-preview", "false", timeout=WAIT)
    depth = page.get_by_role("slider", name="Layers").get_attribute("aria-valuetext")
    expect(sentence(page)).to_contain_text(f"{depth}-layer", timeout=WAIT)
    page.wait_for_url(re.compile(f"depth={depth}&" if depth != "20" else "width=8"), timeout=WAIT)
    done(player)


def test_a_live_slider_obeys_the_keyboard_and_takes_exact_values(visit: Visit, page: Page) -> None:
    visit(QUICK)
    page.get_by_role("slider", name="Layers").focus()
    page.keyboard.press("ArrowRight")
    expect(sentence(page)).to_contain_text("7-layer", timeout=WAIT)
    exact = page.get_by_role("spinbutton", name="Layers, exact value")
    exact.fill("47")
    exact.press("Enter")
    expect(sentence(page)).to_contain_text("47-layer", timeout=WAIT)
    page.get_by_role("slider", name="Layers").focus()
    for _ in (46, 44, 42, 40, 38, 36):  # faster than the page can answer: its answers to the first ones change nothing
        page.keyboard.press("ArrowLeft")
    expect(sentence(page)).to_contain_text("36-layer", timeout=WAIT)
    exact.fill("4711")
    exact.press("Enter")
    expect(sentence(page)).to_contain_text("200-layer", timeout=WAIT)


def test_a_choice_that_the_browser_sends_along_with_a_pull_is_not_lost(page: Page, app_url: str) -> None:
    # what is said within one tick goes out as one message, in the name of one part of the page: ticks are made longer
    tab = page.context.new_page()  # of its own, for the script stays
    tab.emulate_media(reduced_motion="reduce")
    complaints = watched(tab)
    tab.add_init_script("""
        const soon = window.setTimeout;
        window.setTimeout = (work, delay, ...rest) => soon(work, delay || 150, ...rest);
    """)
    tab.goto(f"{app_url}/?{LONG}")
    ready(tab)
    exact = tab.get_by_role("spinbutton", name="Layers, exact value")
    for depth in (40, 20, 10):
        exact.fill(str(depth))
        exact.press("Enter")
        expect(sentence(tab)).to_contain_text(f"{depth}-layer", timeout=WAIT)
    assert not complaints


@pytest.mark.playing
def test_a_change_in_mid_play_shows_the_new_run_and_keeps_the_place_on_the_page(visit: Visit, page: Page) -> None:
    player = visit(LONG)
    expect(player).not_to_have_attribute("data-n", "1", timeout=WAIT)
    page.wait_for_function(f"() => {{ {SCROLLED} }}", timeout=WAIT)  # once the page is long enough, and has settled
    before = player.bounding_box()
    choose(page, "Activation", "Tanh")
    expect(sentence(page)).to_contain_text("tanh", timeout=WAIT)
    expect(player).not_to_have_attribute("data-n", "1", timeout=WAIT)
    after = player.bounding_box()
    assert before and after and before["y"] < 150
    assert abs(before["y"] - after["y"]) < 1


def test_layers_that_are_trained_one_by_one_bring_no_rows_and_yet_the_run_comes_to_its_end(visit: Visit) -> None:
    player = visit("depth=4&width=16&steps=20&pretraining=200")
    done(player)
    assert trained(player) == 20


def test_stop_ends_the_pulling_and_the_run_goes_on_when_asked(visit: Visit, page: Page) -> None:
    player = visit(f"{LONG}&seed=3")
    expect(player).not_to_have_attribute("data-n", "1", timeout=WAIT)
    page.get_by_role("button", name="Stop training").click()
    expect(page.get_by_role("button", name="Go on training")).to_be_visible(timeout=WAIT)
    # A slice may still be on its way when Stop is pressed.
    page.wait_for_timeout(600)
    rows = trained(player)
    page.wait_for_timeout(800)
    assert trained(player) == rows < 2000
    page.get_by_role("button", name="Go on training").click()
    expect(player).not_to_have_attribute("data-n", str(rows), timeout=WAIT)


def test_a_phone_shows_everything_without_scrolling_sideways(visit: Visit, page: Page) -> None:
    page.set_viewport_size({"width": 400, "height": 800})
    visit("steps=40")
    expect(verdict(page)).to_be_in_viewport()
    for size in ((400, 800), (360, 740), (360, 640)):  # story, sentence and the whole picture above the bar
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.wait_for_function(WHOLE)
    page.get_by_test_id("stExpandSidebarButton").click()  # the controls one tap away, and back
    expect(page.get_by_role("slider", name="Layers")).to_be_in_viewport()
    page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
    expect(page.get_by_test_id("stExpandSidebarButton")).to_be_visible()


def test_dark_follows_the_system_down_to_the_charts(visit: Visit, page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    player = visit(QUICK)
    light = "node => getComputedStyle(node).color.match(/\\d+/g).slice(0, 3).every(part => part > 200)"
    assert player.evaluate(light)
    ground = "node => getComputedStyle(node).backgroundColor.match(/\\d+/g).slice(0, 3).every(part => part < 60)"
    assert page.locator("[data-testid=stApp]").evaluate(ground)


def test_a_run_that_explodes_ends_with_an_explanation(visit: Visit, page: Page) -> None:
    player = visit("depth=60&activation=linear&init=identity&gain=1.5&steps=50")
    done(player)
    page.get_by_role("slider", name="Training step").press("End")
    expect(verdict(page)).to_contain_text("Diverged: in training step", timeout=WAIT)
    expect(verdict(page)).to_contain_text("at layer")


def test_a_killed_engine_process_is_replaced_and_the_run_goes_on(page: Page, app: Server) -> None:
    complaints = watched(page)
    page.goto(f"{app.url}/?depth=20&width=16&batch_size=16&steps=1000")
    player = ready(page)
    expect(player).not_to_have_attribute("data-n", "1", timeout=WAIT)
    killed = app.engine_pids
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    rows = trained(player)
    done(player)
    assert killed and not {*killed} & {*app.engine_pids}
    assert rows < trained(player) == 1000
    expect(page.locator(".player")).to_have_count(1)
    assert not [text for text in complaints if "ERR_CONNECTION" not in text and "WebSocket" not in text]


@pytest.mark.playing
def test_a_remedy_is_found_applied_and_undone_with_mouse_and_keyboard(visit: Visit, page: Page) -> None:
    done(visit(f"{QUICK}&depth=20"))
    page.get_by_role("button", name="What to do?").click()
    helps = page.get_by_text("What helps.")
    expect(helps).to_be_visible(timeout=WAIT)
    remedy = page.get_by_role("button", name="Tanh with orthogonal weights")
    expect(remedy).to_be_visible()
    remedy.focus()
    page.keyboard.press("Enter")
    expect(sentence(page)).to_have_text("A 20-layer tanh network is trained on handwritten digits.", timeout=WAIT)
    expect(page.get_by_text("Tanh with orthogonal weights: applied.")).to_be_visible()
    expect(helps).to_be_hidden()
    expect(verdict(page)).to_contain_text(re.compile("ealthy|Solved"), timeout=WAIT)
    page.get_by_role("button", name="Undo").click()
    expect(sentence(page)).to_have_text("A 20-layer sigmoid network is trained on handwritten digits.", timeout=WAIT)
    expect(verdict(page)).to_contain_text("Vanishing", timeout=WAIT)


def test_theory_is_drawn_beside_the_measured_gradient_and_says_what_it_is(visit: Visit, page: Page) -> None:
    done(visit(QUICK))
    note = page.locator("[data-panel=profile] .note")
    expect(note).to_contain_text("Theory for networks of", timeout=WAIT)
    page.locator("[data-panel=profile] .plot").hover()
    expect(page.locator(".tip")).to_contain_text("theory, before training")
    choose(page, "Starting weights", "Zeros")
    expect(note).to_contain_text("No line", timeout=WAIT)
