"""Controls that hold still, in a real browser: sections stay open, the focus stays, the page does not move."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, Page, expect

from tests.browsing import QUICK, WAIT, Visit, choose, choose_by_keyboard, done
from tests.server import Server

UNCOVERED = """() => {
    const main = document.querySelector("[data-testid=stMain]");
    const box = document.querySelector("h1").getBoundingClientRect();
    const top = document.elementFromPoint(box.left + 2, box.top + 2);
    const row = [...document.querySelectorAll(".st-key-story_row button")].map(one => one.getBoundingClientRect())
        .filter(one => one.width).map(one => one.top);
    const menu = document.querySelector(".st-key-story_row input"), below = document.querySelector(".note .whole");
    return main.scrollWidth <= main.clientWidth && top?.closest("h1, [data-testid=stMainBlockContainer]")
        && Math.max(...row) - Math.min(...row) < 10
        && (menu.scrollWidth <= menu.clientWidth || below.getClientRects().length);
}"""
"""Nothing reaches beyond the page's edge or lies over the heading; the story's row is one row, and its name whole."""


STALE = """() => {
    const word = getComputedStyle(document.querySelector(".stMain"), "::after");
    const stale = [...document.querySelectorAll("[data-stale=true]")];
    const seen = stale.length && stale.every((part) => getComputedStyle(part).opacity === "1");
    return [word.content.includes("Updating") ? word.visibility : "gone", Boolean(seen)];
}"""
"""Whether the word is seen that the page waits for the server, and whether what waits is not greyed."""


@contextmanager
def standing_still(processes: list[int]) -> Iterator[None]:
    """Stops the processes until the block ends: what needs them has to wait."""
    for pid in processes:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in processes:
            os.kill(pid, signal.SIGCONT)


def press(control: Locator) -> None:
    """By the keyboard."""
    control.focus()
    control.page.keyboard.press("Enter")


def place(page: Page) -> int:
    """Where the profile stands on the screen."""
    box = page.locator("[data-panel=profile] canvas").bounding_box()
    assert box
    return round(box["y"])


def test_a_folded_section_stays_open_and_the_focus_in_it(visit: Visit, page: Page) -> None:
    visit(QUICK)
    section = page.locator(".st-key-group_training")
    press(section.locator("summary"))
    optimizer = section.get_by_role("combobox", name="Optimizer")
    optimizer.click()
    choose_by_keyboard(optimizer, "Adam")
    badge = page.locator(".st-key-fold_training .changed")
    expect(badge).to_have_text("1 changed", timeout=WAIT)
    inner, outer = badge.bounding_box(), section.locator("summary").bounding_box()
    assert inner and outer and outer["y"] < inner["y"] < outer["y"] + outer["height"]
    expect(optimizer).to_be_focused()


def test_pin_and_its_cross_keep_focus_and_page_and_a_slow_server_is_told_of_in_a_word(
    visit: Visit, page: Page, app: Server
) -> None:
    done(visit(QUICK))
    before = place(page)
    press(page.get_by_role("button", name="Pin", exact=True))
    expect(page.get_by_role("button", name="Unpin", exact=True)).to_be_focused(timeout=WAIT)
    with standing_still(app.engine_pids):
        choose(page, "Activation", "ReLU")
        page.wait_for_function(f"() => ({STALE})().join() === 'visible,true'")
    page.wait_for_function(f"() => ({STALE})()[0] === 'gone'")
    cross = page.locator(".legend").get_by_role("button", name="Unpin ①")
    expect(cross).to_be_visible(timeout=WAIT)
    assert place(page) == before
    press(cross)
    expect(cross).to_have_count(0, timeout=WAIT)
    expect(page.locator(".player")).to_be_focused()
    assert place(page) == before


def test_a_remedy_closes_the_diagnosis_at_once_and_its_undo_does_not_move_the_page(
    visit: Visit, page: Page, app: Server
) -> None:
    done(visit(f"{QUICK}&depth=20"))
    before = place(page)
    press(page.get_by_role("button", name="What to do?"))
    expect(page.get_by_text("What helps.")).to_be_visible(timeout=WAIT)
    with standing_still([app.pid]):  # what the browser sends until the server answers would say that it stands open
        page.get_by_role("button", name="Tanh with orthogonal weights").click()
        expect(page.get_by_test_id("stPopoverBody")).to_be_hidden()
        expect(page.get_by_role("button", name="What to do?")).to_be_focused()
    undo = page.get_by_role("button", name="Undo")
    expect(undo).to_be_visible(timeout=WAIT)
    expect(page.locator(".legend li")).to_have_count(2, timeout=WAIT)
    expect(page.get_by_role("button", name="What to do?")).to_be_focused()
    expect(page.get_by_test_id("stPopoverBody")).to_be_hidden()
    assert place(page) == before
    press(undo)
    expect(undo).to_have_count(0, timeout=WAIT)
    expect(page.get_by_role("button", name="What to do?")).to_be_focused()
    assert place(page) == before


def test_stop_works_while_pinned_runs_train(visit: Visit, page: Page) -> None:
    player = visit(f"{QUICK}&pin=depth.60*width.64*batch_size.128*steps.2000")
    done(player)
    status = player.locator("[data-control=status]")
    expect(status).to_have_text("training the pinned runs", timeout=WAIT)
    press(page.get_by_role("button", name="Stop training"))
    expect(status).to_have_text("stopped before the pinned runs were finished", timeout=WAIT)
    expect(page.get_by_role("button", name="Go on training")).to_be_focused()


def test_a_sequence_of_fixed_length_says_so_and_offers_a_free_one(visit: Visit, page: Page) -> None:
    visit("kind=sequence&steps=40&width=8")
    expect(page.get_by_text("Time steps: 64. The task decides it")).to_be_visible(timeout=WAIT)
    press(page.get_by_role("button", name="Choose the time steps"))
    expect(page.get_by_role("slider", name="Time steps")).to_be_visible(timeout=WAIT)
    expect(page.locator("body")).not_to_be_focused()


def test_nothing_is_cut_off_at_any_width(visit: Visit, page: Page) -> None:
    visit("pin=depth.2*steps.20")  # a story with another run beside it, so that the way back to it is in the row, too
    expect(page.get_by_role("button", name="Back to this story")).to_be_visible(timeout=WAIT)
    for width in (320, 700, 768, 800, 1024, 1400, 2560):  # 700 is also 1400 at a zoom of 200 %
        page.set_viewport_size({"width": width, "height": 900})
        if width == 800:  # by then the sidebar is unfolded, and its own strip is folded away again
            page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click(force=True)
        page.wait_for_function(UNCOVERED)
