"""What a visitor in a real browser meets when the network is cut, the server begins anew, or two tabs differ."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import WAIT, choose, done, ready, sentence, trained
from tests.server import Server, running_app
from tests.wire import wire


@pytest.mark.playing
def test_when_the_network_is_cut_the_playback_goes_on_and_then_the_run(page: Page, app: Server) -> None:
    with wire(app.port) as line:
        page.goto(f"{line.url}/?depth=20&steps=2000&seed=51")
        player = ready(page)
        # Enough to play for longer than this test looks on, and not yet all: every fifth step is displayed.
        expect(player).to_have_attribute("data-n", re.compile(r"[3-9]\d\d|\d{4}"), timeout=WAIT)
        page.get_by_role("button", name="Replay").click()
        line.cut()
        page.wait_for_timeout(500)
        rows, shown = trained(player), int(player.get_attribute("data-row") or 0)
        page.wait_for_timeout(1000)
        assert trained(player) == rows < 2000
        assert int(player.get_attribute("data-row") or 0) > shown
        line.mend()
        done(player)
        expect(sentence(page)).to_contain_text("20-layer")
        choose(page, "Activation", "ReLU")
        expect(sentence(page)).to_contain_text("ReLU", timeout=WAIT)
        expect(page.get_by_role("dialog")).to_have_count(0)


def test_when_the_server_begins_anew_the_page_comes_back_with_its_settings(page: Page, app: Server) -> None:
    """At the address of the server that it was loaded from there is one that knows nothing of it."""
    with running_app() as fresh, wire(app.port) as line:
        page.goto(f"{line.url}/?depth=7&steps=40")
        done(ready(page))
        choose(page, "Activation", "Tanh")
        expect(page).to_have_url(re.compile("activation=tanh"), timeout=WAIT)
        line.cut()
        page.wait_for_timeout(500)
        line.mend(fresh.port)
        expect(page.get_by_role("dialog")).to_have_count(0, timeout=WAIT)
        choose(page, "Starting weights", "Orthogonal")
        expect(page).to_have_url(re.compile("activation=tanh&init=orthogonal"), timeout=WAIT)
        expect(sentence(page)).to_have_text(re.compile("7-layer tanh network"), timeout=WAIT)
        done(ready(page))


def test_two_tabs_of_one_visitor_keep_to_their_own_settings(page: Page, app: Server) -> None:
    other = page.context.new_page()
    page.goto(f"{app.url}/?depth=5&steps=40")
    other.goto(f"{app.url}/?depth=9&steps=40")
    for tab in (page, other):
        done(ready(tab))
    choose(page, "Activation", "ReLU")
    choose(other, "Activation", "Tanh")
    expect(sentence(page)).to_contain_text("5-layer ReLU", timeout=WAIT)
    expect(sentence(other)).to_contain_text("9-layer tanh", timeout=WAIT)
    for tab in (page, other):
        done(ready(tab))
    assert ready(page).get_attribute("data-run") != ready(other).get_attribute("data-run") and "depth=5" in page.url
