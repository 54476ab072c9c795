"""One training step walked through, in a real browser: forward, loss, backward, update, with the run's own numbers."""

import re
from math import prod

import pytest
from playwright.sync_api import Locator, Page, expect

from simulator import Experiment, Trace, simulate
from tests.browsing import QUICK, WAIT, Visit, done

LSTM = "kind=sequence&task=recall_first&cell=lstm&sequence_length=12&width=8&batch_size=16&steps=20"
RESIDUAL = "&skip=residual&activation=tanh"


def walk(page: Page, player: Locator) -> None:
    """Opens the view, where nothing moves by itself."""
    done(player)
    page.emulate_media(reduced_motion="reduce")
    page.get_by_role("button", name="Walk one step").click()
    expect(page.locator(".walk")).to_have_attribute("data-waiting", "false", timeout=WAIT)
    stands_at(player, "forward", 1 if "sequence" in page.url else 0)


def stands_at(player: Locator, phase: str, site: int) -> None:
    expect(player).to_have_attribute("data-walk-phase", phase)
    expect(player).to_have_attribute("data-walk-site", str(site))


def said(page: Page, name: str) -> str:
    return page.locator(f"[data-walk={name}]").text_content() or ""


def numbers(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"\b\d+(?:\.\d+)?(?:e-?\d+)?\b", text)]


def row(player: Locator) -> int:
    return int((player.get_attribute("data-snapshot") or "").split(":")[1])


def quick(**more: str) -> Trace:
    """The run that the page shows, trained once more by the library."""
    return simulate(Experiment(depth=6, width=8, batch_size=16, steps=40, **more))


@pytest.mark.playing
def test_clicks_lead_through_all_phases_to_the_end(visit: Visit, page: Page) -> None:
    player = visit(QUICK)
    walk(page, player)
    expect(player).to_have_attribute("data-playing", "false")
    names = ("Step on by one moment", "Next phase of the walk")
    on, following = (page.get_by_role("button", name=name) for name in names)
    on.click()
    stands_at(player, "forward", 1)
    assert said(page, "text") == "z = weights × input + bias; h = sigmoid(z)."
    following.click()
    stands_at(player, "loss", 6)
    expect(page.locator(".walk .said-bar")).to_have_count(10)
    assert "accuracy" in said(page, "result")
    following.click()
    stands_at(player, "backward", 6)
    page.locator(".strip canvas").click(position={"x": 5, "y": 25})
    stands_at(player, "backward", 1)
    following.click()
    stands_at(player, "update", 1)
    expect(page.locator(".walk [aria-current=step]")).to_have_text("4 Update")
    for matrix in range(2, 8):
        on.click()
        stands_at(player, "update", matrix)
    assert said(page, "title") == "Update, the output weights"
    expect(on).to_be_disabled()


@pytest.mark.playing
def test_it_plays_to_its_end_by_itself_while_training_stands_still(visit: Visit, page: Page) -> None:
    player = visit("depth=1&width=4&batch_size=8&steps=3")
    done(player)
    page.get_by_role("combobox", name="Speed").select_option("fast")
    page.get_by_role("button", name="Walk one step").click()
    expect(player).to_have_attribute("data-walk-playing", "true")
    expect(player).to_have_attribute("data-playing", "false")
    stands_at(player, "forward", 1)
    stands_at(player, "update", 2)
    expect(player).to_have_attribute("data-walk-playing", "false")
    expect(page.locator("[data-walk=said]")).to_contain_text("Update, the output weights")


@pytest.mark.playing
def test_the_keyboard_alone_plays_steps_and_leaps(visit: Visit, page: Page) -> None:
    player = visit(QUICK)
    done(player)
    page.get_by_role("button", name="Walk one step").press("Enter")
    expect(player).to_have_attribute("data-snapshot", re.compile(":"), timeout=WAIT)
    held = player.get_attribute("data-row") or ""
    page.keyboard.press("End")
    stands_at(player, "update", 7)
    page.keyboard.press("ArrowLeft")
    stands_at(player, "update", 6)
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    stands_at(player, "forward", 1)
    player.focus()
    page.keyboard.press("Space")
    expect(player).to_have_attribute("data-walk-playing", "true")
    expect(player).not_to_have_attribute("data-walk-site", "1")
    page.keyboard.press("Space")
    expect(player).to_have_attribute("data-walk-playing", "false")
    expect(player).to_have_attribute("data-row", held)


@pytest.mark.parametrize("more", ["", RESIDUAL])
def test_on_the_way_back_the_factors_multiply_to_the_norms_of_the_run(visit: Visit, page: Page, more: str) -> None:
    player = visit(QUICK + more)
    walk(page, player)
    norms = quick(skip="residual", activation="tanh").gradient_norm if more else quick().gradient_norm
    page.get_by_role("button", name="3 Backward").click()
    for site in range(5, 0, -1):
        page.keyboard.press("ArrowRight")
        stands_at(player, "backward", site)
        here = norms[row(player)]
        text = said(page, "text")
        *factors, end = numbers(text.removesuffix(f" arrives at layer {site}."))
        # Three digits are shown, so each number is off by up to 0.5 %, and a product by a few times that.
        assert end == pytest.approx(here[site - 1], rel=0.006)
        assert factors[0] == pytest.approx(here[site], rel=0.006)
        assert prod(factors) == pytest.approx(end, rel=0.02)
        assert ("what the shortcut adds" in text) == bool(more)
    assert float(said(page, "result")) == pytest.approx(here[0] / here[5], rel=0.006)
    assert prod(numbers(said(page, "terms"))) == pytest.approx(here[0] / here[5], rel=0.12)


def test_another_training_step_brings_its_own_numbers_and_the_walk_stays_where_it_is(visit: Visit, page: Page) -> None:
    player = visit(QUICK)
    walk(page, player)
    page.get_by_role("button", name="3 Backward").click()
    page.keyboard.press("ArrowRight")
    for key, step in (("Home", 0), ("End", 39)):
        page.get_by_role("slider", name="Training step").press(key)
        expect(player).to_have_attribute("data-snapshot", re.compile(f":{step}$"), timeout=WAIT)
        expect(page.locator(".walk")).to_have_attribute("data-waiting", "false")
        stands_at(player, "backward", 5)
        shown = numbers(said(page, "text").removesuffix(" arrives at layer 5."))
        assert shown[-1] == pytest.approx(quick().gradient_norm[step, 4], rel=0.006)


def test_a_sequence_is_unrolled_with_its_inputs_from_below(visit: Visit, page: Page) -> None:
    player = visit(LSTM)
    walk(page, player)
    drawing = page.locator(".walk svg")
    expect(drawing).to_contain_text("time step 8")
    expect(drawing.locator(".up")).to_have_count(8)
    expect(page.locator(".key")).to_contain_text("the same weights between all time steps")
    page.get_by_role("button", name="3 Backward").click()
    page.keyboard.press("ArrowRight")
    stands_at(player, "backward", 11)
    expect(drawing).to_contain_text("time step 12")
    assert "gates and memory" in said(page, "text")
    page.get_by_role("button", name="4 Update").click()
    page.keyboard.press("ArrowRight")
    stands_at(player, "update", 2)
    assert said(page, "title") == "Update, the recurrent weights"
    page.keyboard.press("End")
    stands_at(player, "update", 3)


def test_nothing_moves_by_itself_for_who_asked_for_that(visit: Visit, page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    player = visit(QUICK)
    page.get_by_role("button", name="Walk one step").click()
    expect(page.locator(".walk")).to_have_attribute("data-waiting", "false", timeout=WAIT)
    page.wait_for_timeout(1500)
    expect(player).to_have_attribute("data-walk-playing", "false")
    stands_at(player, "forward", 0)
