"""What a visitor in a real browser meets when the network is cut, the server begins anew, or two tabs differ."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.server import Server, free_port, running_app
from tests.test_page_browser import WAIT, choose, done, ready, sentence, trained
from tests.wire import wire


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """A page of a browser that shares nothing; what it says of lost connections on its console is no complaint."""
    with browser.new_context(viewport={"width": 1400, "height": 900}) as context:
        yield context.new_page()


def test_when_the_network_is_cut_the_playback_goes_on_and_then_the_run(tab: Page, app: Server) -> None:
    with wire(int(app.url.rpartition(":")[2])) as line:
        tab.goto(f"{line.url}/?depth=20&steps=1000&seed=51")
        player = ready(tab)
        expect(player).to_have_attribute("data-n", re.compile(r"\d\d"), timeout=WAIT)
        tab.get_by_role("button", name="Replay").click()
        line.cut()
        tab.wait_for_timeout(500)
        rows, frame = trained(player), int(player.get_attribute("data-frame") or 0)
        tab.wait_for_timeout(1000)
        assert trained(player) == rows < 1000
        assert int(player.get_attribute("data-frame") or 0) > frame
        line.mend()
        done(player)
        expect(sentence(tab)).to_contain_text("20-layer")
        choose(tab, "Activation", "ReLU")
        expect(sentence(tab)).to_contain_text("ReLU", timeout=WAIT)
        expect(tab.get_by_role("dialog")).to_have_count(0)


def test_when_the_server_begins_anew_the_page_comes_back_with_its_settings(tab: Page) -> None:
    port = free_port()
    with running_app(port=port) as server:
        tab.goto(f"{server.url}/?depth=7&steps=40")
        done(ready(tab))
        choose(tab, "Activation", "Tanh")
        expect(tab).to_have_url(re.compile("activation=tanh"), timeout=WAIT)
    tab.wait_for_timeout(500)
    with running_app(port=port):
        expect(tab.get_by_role("dialog")).to_have_count(0, timeout=WAIT)
        choose(tab, "Starting weights", "Orthogonal")
        expect(tab).to_have_url(re.compile("activation=tanh&init=orthogonal"), timeout=WAIT)
        expect(sentence(tab)).to_have_text(re.compile("7-layer tanh network"), timeout=WAIT)
        done(ready(tab))


def test_two_tabs_of_one_visitor_keep_to_their_own_settings(tab: Page, app: Server) -> None:
    other = tab.context.new_page()
    tab.goto(f"{app.url}/?depth=5&steps=40")
    other.goto(f"{app.url}/?depth=9&steps=40")
    for page in (tab, other):
        done(ready(page))
    choose(tab, "Activation", "ReLU")
    choose(other, "Activation", "Tanh")
    expect(sentence(tab)).to_contain_text("5-layer ReLU", timeout=WAIT)
    expect(sentence(other)).to_contain_text("9-layer tanh", timeout=WAIT)
    done(ready(tab))
    done(ready(other))
    assert (ready(tab).get_attribute("data-run"), "depth=5" in tab.url) != (
        ready(other).get_attribute("data-run"),
        True,
    )
