"""Pictures and films that the browser makes of a run, opened by Pillow, an XML reader and the browser's own player."""

import base64
import re
import shutil
import subprocess
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from simulator.export.refusal import MOST_BYTES
from tests.browsing import Visit, done

WAIT = 60_000
STEPS = 12
FRAME = """async ([url, at]) => {
    const src = URL.createObjectURL(await (await fetch(url)).blob()); // in which it can go anywhere
    const video = Object.assign(document.createElement("video"), { src, muted: true });
    await new Promise((resolve, reject) => { video.onloadeddata = resolve; video.onerror = reject; });
    video.currentTime = 1e6;
    await new Promise(resolve => { video.onseeked = resolve; });
    const lasting = video.currentTime;
    video.currentTime = at * lasting;
    await new Promise(resolve => { video.onseeked = resolve; });
    const [width, height] = [video.videoWidth, video.videoHeight];
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const pen = canvas.getContext("2d");
    do { // a frame may be decoded a little later
        await new Promise(requestAnimationFrame);
        pen.drawImage(video, 0, 0);
    } while (!pen.getImageData(0, 0, 1, 1).data[3]);
    return [lasting, canvas.toDataURL()];
}"""
"""How long a film lasts, and its frame at a share of that."""
ROOM = """drawing => {
    const place = document.body.appendChild(document.createElement("div"));
    place.innerHTML = drawing;
    const svg = place.querySelector("svg");
    const boxes = [...svg.querySelectorAll(":scope > text")].map(text => text.getBBox());
    place.remove();
    return svg.width.baseVal.value - Math.max(...boxes.map(({ x, width }) => x + width));
}"""
"""Pixels from the longest line of words of a drawing to its right edge."""
BESIDE = """host => {
    const { run } = (host.getRootNode().player ?? host.parentElement.player).state;
    return run.pinned.every(({ done }) => done);
}"""
"""Whether the runs beside the one of a player are whole."""
FILM, SLIDES = 0.7, 1.2
"""By which a frame of a film, which is compressed, and of an animation, which has few colours and half the size, may
differ from the picture of its step."""


@pytest.fixture
def saving(visit: Visit, page: Page) -> Iterator[Page]:
    """A run of 12 steps with one beside it, paused at its end, and the choice of what to make of it."""
    player = visit(f"depth=4&steps={STEPS}&pin=depth.4*steps.{STEPS}*activation.relu")
    done(player)
    # The run beside it may come in later than its own end, and would be in some of the pictures alone.
    page.wait_for_function(BESIDE, arg=player.element_handle(), timeout=WAIT)
    player.press("End")
    expect(player).to_have_attribute("data-row", str(STEPS - 1))
    page.get_by_role("button", name="Picture, film or link").click()
    yield page
    page.keyboard.press("Escape")
    expect(page.get_by_role("group", name="Picture, film or link")).to_be_hidden()


def saved(page: Page, name: str, folder: Path) -> Path:
    with page.expect_download(timeout=WAIT) as download:
        page.get_by_role("button", name=name, exact=True).click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file


def test_a_picture_shows_the_charts_as_they_are(saving: Page, tmp_path: Path) -> None:
    file = saved(saving, "Picture (PNG)", tmp_path)
    assert file.name == f"4-layer-sigmoid-digits-step-{STEPS}.png"
    picture = Image.open(file).convert("RGB")
    charts = saving.locator(".charts").bounding_box()
    assert charts and abs(picture.width - 2 * charts["width"]) < 100 and picture.height > 2 * charts["height"]
    assert picture.getpixel((0, 0)) == (255, 255, 255)
    shown = {tuple(colour) for colour in np.asarray(picture).reshape(-1, 3)[::7].tolist()}
    # The gradient's line, the pinned run's, and the brightest cell of the map.
    assert {(0x00, 0x72, 0xB2), (0x8B, 0x6B, 0xC2)} <= shown


def test_a_drawing_holds_title_sentence_and_address(saving: Page, tmp_path: Path) -> None:
    saving.locator("[data-save=which]").select_option(label="The same through training")
    file = saved(saving, "Drawing (SVG)", tmp_path)
    assert saving.evaluate(ROOM, file.read_text("utf-8")) > 0, "an address longer than a line is parted"
    root = ElementTree.parse(file).getroot()
    texts = " ".join("".join(root.itertext()).split())  # a number and its unit stand together
    assert "A 4-layer sigmoid network" in texts and "training step" in texts and "/?depth=4" in texts
    assert "this run" in texts and texts.count("① ReLU") == 2, "in the legend and above its map"
    verdict = saving.locator(".verdict .rest").text_content() or ""
    assert " ".join(verdict.split()[:4]) in texts
    assert root.find(".//{http://www.w3.org/2000/svg}image") is not None  # the cells


def test_film_and_animation_begin_and_end_as_the_pictures_of_these_steps(saving: Page, tmp_path: Path) -> None:
    saving.locator("[data-save=which]").select_option(label="Gradient norm by layer")
    last = Image.open(saved(saving, "Picture (PNG)", tmp_path))
    film = saved(saving, "Film", tmp_path)
    assert re.fullmatch(r"4-layer-sigmoid-digits\.(mp4|webm)", film.name)
    if ffprobe := shutil.which("ffprobe"):
        asked = [ffprobe, "-v", "error", "-show_entries", "stream=codec_type", "-of", "csv=p=0", str(film)]
        assert subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip() == "video"
    slides = Image.open(saved(saving, "Animation (GIF)", tmp_path))
    assert (slides.format, getattr(slides, "n_frames", 0)) == ("GIF", STEPS)
    saving.locator(".player").press("Home")
    first = Image.open(saved(saving, "Picture (PNG)", tmp_path))
    saving.route("**/film", lambda route: route.fulfill(path=film))
    for share, picture in ((0.0, first), (1.0, last)):
        lasting, data = saving.evaluate(FRAME, ["/film", share])
        frame = Image.open(BytesIO(base64.b64decode(data.partition(",")[2])))
        assert lasting > 1 and frame.size == picture.size
        slides.seek(round(share * (STEPS - 1)))
        other = last if picture is first else first
        for shown, apart in ((frame, FILM), (slides, SLIDES)):
            assert _apart(shown, picture) < apart < _apart(shown, other), (share, apart)


def test_a_link_opens_what_is_seen(saving: Page) -> None:
    # Browsers have no clipboard for a page without https: there the link is copied by hand.
    saving.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    player = saving.locator(".player")
    saving.get_by_role("button", name="Why?").click()
    for _ in range(3):
        player.press("ArrowLeft")
    expect(player).to_have_attribute("data-row", str(STEPS - 4))
    saving.get_by_role("button", name="Copy the link to this step").click()
    link = saving.get_by_label("Link to this step", exact=True)
    expect(link).to_have_value(re.compile(rf"&at={STEPS - 3}&view=why$"))
    code = saving.get_by_role("img", name="Point a phone's camera here:")
    expect(code).to_be_visible()
    assert parse_qs(urlsplit(code.get_attribute("src") or "").query)["link"] == [link.input_value()]
    saving.goto(link.input_value())
    for attribute, value in {"row": str(STEPS - 4), "playing": "false", "view": "why"}.items():
        expect(player).to_have_attribute(f"data-{attribute}", value, timeout=WAIT)
    saving.get_by_role("button", name="Picture, film or link").click()


def test_a_film_can_be_given_up(saving: Page) -> None:
    saving.get_by_role("button", name="Film", exact=True).click()
    saving.get_by_role("button", name="Cancel").click()
    expect(saving.locator("[data-save=said]")).to_contain_text("Nothing was saved")
    expect(saving.get_by_role("button", name="Film", exact=True)).to_be_visible()


def _apart(frame: Image.Image, picture: Image.Image) -> float:
    """Mean difference of the colours, from 0 to 255, of a frame and a picture, which may be larger."""
    shown = frame.convert("RGB")
    other = picture.convert("RGB").resize(shown.size, Image.Resampling.BOX)
    return float(np.abs(np.asarray(shown, float) - np.asarray(other, float)).mean())


def test_a_file_that_the_browser_refuses_takes_the_error_before_it_away(
    visit: Visit, page: Page, tmp_path: Path
) -> None:
    done(visit(f"depth=4&steps={STEPS}"))
    page.get_by_role("button", name="Share").first.click()
    refused, too_large = (page.locator(f".st-key-{key} [data-testid=stAlert]") for key in ("refused", "too_large"))
    expect(too_large).to_be_attached(timeout=WAIT)
    expect(too_large).to_be_hidden()
    for content, seen, hidden in ((b"nothing", refused, too_large), (bytes(MOST_BYTES + 1), too_large, refused)):
        file = tmp_path / f"{len(content)}.csv"
        file.write_bytes(content)
        page.locator("[data-testid=stFileUploaderDropzoneInput]").set_input_files(file)
        expect(seen).to_be_visible(timeout=WAIT)
        expect(hidden).to_be_hidden()
