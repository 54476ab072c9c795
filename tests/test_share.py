"""What leaves the page: link, picture for phones, frame and files, each opened by something that is not ours."""

import re
import runpy
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pandas
import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from streamlit.testing.v1 import AppTest

from simulator.export.files import FORMS
from simulator.export.gif import MOST_BYTES
from simulator.service.service import Service
from simulator.settings.experiment import Experiment
from simulator.settings.link import as_text
from simulator.settings.lock import Lock
from simulator.settings.moment import UNTOLD
from tests.browsing import Visit, done
from tests.server import Server

WAIT = 60_000
WITH_A_REQUEST = """(host, button) => {
    host.getRootNode().player.requests.keep("snapshot", `none:${performance.now()}`);
    button.click();
}"""
"""The player asks for something, and a button is pressed before the browser has sent that."""


@pytest.fixture
def shared(visit: Visit, page: Page) -> Page:
    """A run of 10 steps with one beside it, and what is shared of it."""
    done(visit("task=moons&depth=4&steps=10&pin=task.moons*depth.4*steps.10*activation.relu"))
    page.get_by_role("button", name="Share").click()
    return page


def saved(page: Page, label: str, folder: Path) -> Path:
    with page.expect_download(timeout=WAIT) as download:
        page.get_by_role("button", name=label).click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file


def test_files_are_taken_along(shared: Page, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    expect(shared.get_by_role("button", name="Copy to clipboard").first).to_be_visible()
    page = saved(shared, FORMS["html"].label, tmp_path).read_text("utf-8")
    assert page.startswith("<!DOCTYPE html>") and "4-layer sigmoid network" in page
    script = saved(shared, FORMS["py"].label, tmp_path)
    runpy.run_path(str(script))
    printed = capsys.readouterr().out
    shared.locator(".player").press("End")
    expect(shared.locator(".player")).to_have_attribute("data-row", "9", timeout=WAIT)
    told_last = shared.locator("[data-control=step]").text_content()
    last = printed.splitlines()[-1].split()
    assert told_last and f"loss {float(last[1]):.2f}" in told_last


def test_a_page_that_takes_long_says_how_far_it_is_and_can_be_given_up(page: Page, app: Server, tmp_path: Path) -> None:
    page.goto(f"{app.url}/?depth=60&width=128&steps=300")
    page.get_by_role("button", name="Share").click()
    page.get_by_role("button", name=FORMS["html"].label).click()
    expect(page.get_by_role("progressbar")).to_be_visible(timeout=WAIT)
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("Nothing was saved")).to_be_visible(timeout=WAIT)


def test_what_is_pressed_in_the_tick_of_a_request_of_the_player_is_not_lost(shared: Page) -> None:
    """The browser sends both as one message, in the name of the player's fragment."""
    player = shared.locator(".player")
    shared.get_by_text("For a class: choose what can be changed").click()
    link = shared.get_by_test_id("stPopoverBody").get_by_role("code").last
    for name, locked in (("Layers", True), ("Layers", False)):
        choice = shared.get_by_role("button", name=name, exact=True)
        player.evaluate(WITH_A_REQUEST, choice.element_handle())
        words = re.compile("[?&]only=")
        (expect(link).to_have_text if locked else expect(link).not_to_have_text)(words, timeout=WAIT)
    with shared.expect_download(timeout=WAIT):
        player.evaluate(WITH_A_REQUEST, shared.get_by_role("button", name=FORMS["html"].label).element_handle())


def test_a_frame_elsewhere_shows_the_run_without_the_controls(shared: Page, app: Server) -> None:
    shared.get_by_text("For phones, and for a page of your own").click()
    code = shared.get_by_text("<iframe").text_content() or ""
    expect(shared.get_by_role("img").first).to_be_visible()
    shared.goto(app.url + "/health")
    shared.set_content(f"<main>{code}</main>")
    inside = shared.frame_locator("iframe")
    expect(inside.locator(".player[data-done=true]")).to_be_attached(timeout=WAIT)
    expect(inside.get_by_role("slider", name="Layers")).not_to_be_in_viewport()


def test_a_link_for_a_class_shows_what_is_free_and_no_edited_address_opens_more(page: Page, app: Server) -> None:
    run = Experiment(depth=4, width=8, steps=10)
    link = app.url + as_text(Lock(("depth",), run).to_query(run, (), UNTOLD, ""))
    broken = link.replace("depth~", "depth.width~")
    for address, words, layers in (
        (f"{link}&width=99&depth=5", "Width cannot be changed here.", "5"),
        (broken, "was changed itself, so here nothing can be changed", None),
    ):
        page.goto(address)
        expect(page.get_by_text(words)).to_be_visible(timeout=WAIT)
        free = page.get_by_role("spinbutton", name="Layers")
        expect(free).to_have_value(layers) if layers else expect(free).to_have_count(0)
        for name in ("Activation", "Starting weights"):
            expect(page.get_by_role("combobox", name=name)).to_have_count(0)
        expect(page.get_by_role("spinbutton", name="Width")).to_have_count(0)
        page.locator(".player[data-done=true]").press("?", timeout=WAIT)
        keys = page.get_by_role("dialog", name="Keys of the player")
        expect(keys).to_contain_text("plays and pauses")
        expect(keys).not_to_contain_text("the next story")
    assert link != broken


def test_pictures_for_an_animation_that_cannot_be_used_are_refused_in_a_sentence(app: Server) -> None:
    for body, sentence in ((b"<script>", "no PNG file, or is broken."), (bytes(MOST_BYTES + 1), "at most 16 MB")):
        with pytest.raises(HTTPError) as refusal:
            urlopen(Request(f"{app.url}/animation", body), timeout=30)
        assert refusal.value.code == 400 and sentence in refusal.value.read().decode()
        assert refusal.value.headers["content-type"].startswith("text/plain")


def test_a_link_is_drawn_for_phones_and_what_is_none_is_refused_in_a_sentence(app: Server) -> None:
    with urlopen(f"{app.url}/code?{urlencode({'link': f'{app.url}/?depth=4&at=7'})}", timeout=30) as answer:
        assert Image.open(answer).format == "PNG"
    for link, sentence in (
        ("http://" + 3000 * "x", "too long for a picture"),
        ("javascript:alert(1)", "begins with http"),
    ):
        with pytest.raises(HTTPError) as refusal:
            urlopen(f"{app.url}/code?{urlencode({'link': link})}", timeout=30)
        assert refusal.value.code == 400 and sentence in refusal.value.read().decode()


def test_a_file_comes_back(shared: Page, tmp_path: Path) -> None:
    table = saved(shared, FORMS["csv"].label, tmp_path)
    assert len(pandas.read_csv(table)) > 10 * 4
    broken = tmp_path / "broken.csv"
    broken.write_text(table.read_text().replace("sigmoid", "<b>sigmud</b>"))
    shared.get_by_role("button", name="Next").click()
    expect(shared.get_by_role("spinbutton", name="Layers")).not_to_have_value("4")
    shared.get_by_role("button", name="Share").click()
    for file in (broken, table):
        shared.locator("input[type=file]").set_input_files(file)
        if file is broken:
            expect(shared.get_by_role("alert")).to_contain_text("broken.csv: The settings cannot be used. Activation")
    expect(shared.get_by_role("spinbutton", name="Layers")).to_have_value("4")


def test_a_link_that_is_too_long_for_a_picture_is_told_so(service: Service) -> None:
    def page() -> None:
        from pages.shared.share import display_code

        display_code("https://example.org/?" + 3000 * "x")
        display_code("https://example.org/?" + 1000 * "x")

    shown = AppTest.from_function(page).run()
    assert not shown.exception and "too long" in shown.markdown[0].value
    assert shown.markdown[1].value.startswith("Point a phone")
    assert len(shown.main.children) == 3, "two sentences and one picture"
