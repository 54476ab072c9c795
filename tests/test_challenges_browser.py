"""A challenge in a browser by keyboard: a word, a hint, a rescue, its code, and the teacher's check of it."""

import re

from playwright.sync_api import Page, WebSocket, expect

from tests.browsing import WAIT, choose_by_keyboard, watched
from tests.test_axe_browser import ALL, violations
from tests.test_lessons_browser import tab_to

FOOBAR = 0xBF9CF968
"""FNV-1a of "foobar", as its authors have published it."""


def test_a_network_is_rescued_by_keyboard_and_its_code_checked(page: Page, app_url: str) -> None:
    complaints, sent = watched(page), list[bytes]()

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", lambda data: sent.append(data if isinstance(data, bytes) else data.encode()))

    page.on("websocket", listen)
    page.goto(f"{app_url}/challenges")
    word = page.get_by_label("A word that your class agrees on")
    expect(word).to_be_visible(timeout=WAIT)
    assert violations(page, ALL) == []
    word.focus()
    # A class types its word in many ways: spaces and capitals must lead to the same number.
    page.keyboard.type(" Foobar ")
    expect(page.locator(".choose .said")).to_contain_text(f"Number {FOOBAR % 10_000}.")
    tab_to(page, "The whisper")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"challenge=whisper&number={FOOBAR % 10_000}$"), timeout=WAIT)
    mark = page.locator(".mark[role=status]")
    expect(mark).to_contain_text(re.compile("Not rescued.*It fails at layer"), timeout=WAIT)
    tab_to(page, "Hint 1")
    page.keyboard.press("Enter")
    expect(page.locator(".mark ol li")).to_have_count(1, timeout=WAIT)
    expect(page.locator(".stApp")).to_have_attribute("data-test-script-state", "notRunning", timeout=WAIT)
    tab_to(page, "Help for Normalization")
    page.keyboard.press("Tab")
    choose_by_keyboard(page.get_by_role("combobox", name=re.compile("Normalization")), "Batch")
    expect(mark).to_contain_text(re.compile("Rescued.*9 of 10"), timeout=WAIT)
    assert violations(page, ALL) == []
    code = page.locator(".stCode code").first.inner_text()
    page.goto(f"{app_url}/challenges?check={code}&check={code}0")
    table = page.locator(".checked tbody tr")
    expect(table).to_have_count(2, timeout=WAIT)
    expect(table.first).to_contain_text(re.compile("Rescued.*9 of 10.*Normalization"))
    expect(table.last).to_contain_text("does not count")
    assert violations(page, ALL) == []
    page.goto(f"{app_url}/challenges")
    expect(page.locator(".choose li.done")).to_have_text(re.compile("The whisper.*9 of 10"), timeout=WAIT)
    assert sent and not [data for data in sent if b"foobar" in data.lower()]
    # Streamlit asks below the page's own address first, and is told that nothing is there.
    assert not [said for said in complaints if "404" not in said]


def test_a_profile_is_explained_once_a_cause_was_named(page: Page, app_url: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{app_url}/challenges?challenge=profile_2&number=4711")
    expect(page.locator(".draw svg[role=img]")).to_be_visible(timeout=WAIT)
    assert violations(page, ALL) == [] and "activation" not in page.locator(".pages").inner_html()
    tab_to(page, "The normalization stretches it")
    page.keyboard.press("Enter")
    expect(page.locator(".mark[role=status]")).to_contain_text(
        re.compile("Slope of the activation.*a step"), timeout=WAIT
    )
    expect(page.locator(".player[data-embed]")).to_have_attribute("data-view", "why", timeout=WAIT)
    assert violations(page, ALL) == []
    assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= 360
