"""The simulator in a made-up language: what is still read in plain English there was never marked for translation."""

import re
from collections.abc import Iterable

from playwright.sync_api import Locator, Page, expect

from simulator.language.pseudo import PSEUDO
from tests.browsing import CLICK, PLAYER, QUICK, WAIT, watched

TEXTS = """root => {
  const names = ["aria-label", "aria-roledescription", "aria-description", "aria-valuetext", "title", "placeholder"];
  const found = [];
  const walk = node => {
    if (node.nodeType === Node.TEXT_NODE) found.push(node.data);
    if (node.nodeType === Node.ELEMENT_NODE && node.localName === "style") return;
    for (const name of names) found.push(node.getAttribute?.(name) ?? "");
    for (const child of node.childNodes) walk(child);
  };
  walk(root);
  return found;
}"""
"""All that is read there or said of it."""
DRAWN = """async host => {
  const views = Object.values(host.getRootNode().player.picture.charts.views);
  const pictures = await Promise.all(views.map(view => view.toSVG()));
  return pictures.flatMap(svg => [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text));
}"""
"""The words in the charts."""
PLAIN = re.compile(r"[A-Za-z]{3,}")
SOURCE = re.compile(r"⟧ [^⟦]*\(\d{4}\)\.?$")
"""Who has found it."""
NAMES = {"png", "svg"}
"""Words that are no words."""


def in_plain_english(texts: Iterable[str]) -> set[str]:
    """The texts with words in them that no language has looked up: every letter of one that was has an accent."""
    return {text.strip() for text in texts if {word.lower() for word in PLAIN.findall(SOURCE.sub("", text))} - NAMES}


def told(player: Locator) -> set[str]:
    return in_plain_english(player.evaluate(TEXTS))


def test_no_text_of_the_player_stays_english(page: Page, app_url: str) -> None:
    complaints = watched(page)
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{app_url}/?lang={PSEUDO}&{QUICK}")
    player = page.locator(PLAYER)
    expect(player).to_have_attribute("data-done", "true", timeout=WAIT)
    for view in ("why", "walk", "learns", "watch"):
        player.locator(f"[data-to={view}]").click()
        if view == "walk":
            expect(player.locator(".walk")).to_have_attribute("data-waiting", "false", timeout=WAIT)
        for phase in ("forward", "loss", "backward", "update") if view == "walk" else ():
            player.locator(f"[data-phase={phase}]").click()
            expect(player).to_have_attribute("data-walk-phase", phase)
            assert told(player) == set(), phase
        assert told(player) == set(), view
    player.locator("[data-control=save]").click()
    player.locator("[data-save=link]").click()
    expect(player.locator("[data-save=said]")).not_to_be_empty()
    assert told(player) == set()
    page.keyboard.press("Escape")
    player.locator("figure:visible .values").evaluate_all(CLICK)
    chart = player.locator("[data-panel=profile] .chart")
    chart.focus()
    chart.press("Home")
    expect(player.locator(".tip")).to_be_visible()
    expect(player.locator(".value-said")).not_to_be_empty()
    chart.press("?")
    assert told(player) == set()
    assert in_plain_english(player.evaluate(DRAWN)) == set()
    assert not complaints


def test_no_text_of_the_map_stays_english(page: Page, app_url: str) -> None:
    page.goto(f"{app_url}/map?lang={PSEUDO}&across=depth&up=gain&resolution=3")
    atlas = page.locator(".atlas[data-state=done]")
    expect(atlas).to_have_count(1, timeout=WAIT)
    chart = atlas.locator("figure:visible .chart")
    chart.focus()
    chart.press("ArrowRight")
    expect(atlas.locator(".card:not(.pinned)")).to_have_attribute("data-empty", "false")
    assert in_plain_english(atlas.evaluate(TEXTS)) == set()
