"""The glossary page: it has every word of the screen, each with a picture, a formula that can be shown, and ways on."""

import re
import xml.etree.ElementTree as ET
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect
from streamlit.testing.v1 import AppTest

from pages.glossary import asked_for
from pages.shared.words import TEXTS
from pages.shared.words.formula import mathml
from pages.shared.words.pictures import made, picture_of
from simulator import simulate
from simulator.analysis.candidates import CANDIDATES
from simulator.analysis.rules import RULES
from simulator.catalog import ACTIVATIONS, MENUS
from simulator.catalog.glossary import GLOSSARY
from simulator.catalog.quantities import QUANTITIES
from simulator.catalog.readings import READINGS
from simulator.catalog.tasks import TASKS
from simulator.charts.alive import EVERY, FULL, over, through_training
from simulator.service.service import Service
from simulator.settings.experiment import FIELDS
from simulator.settings.link import from_query, to_query
from simulator.teaching.glossary import CURVE, entries, entry_of, lesson_of, related, words_in
from simulator.teaching.glossary.controls import NO_WORDS
from simulator.teaching.glossary.rows import NOTHING
from simulator.teaching.glossary.taught import LESSON_OF
from simulator.teaching.glossary.troubles import SICK
from tests.browsing import WAIT, watched
from tests.stories import trained
from tests.test_axe_browser import ALL, OF_COLOUR, violations

WIDEST = 14
"""Letters of a line's name that find room beside it."""
NO_MENUS = ("device", "input_init", "output_activation")
"""Menus whose rows are those of another one, or no words of networks."""


def shown() -> dict[str, str]:
    """Words that the screen shows, by where they come from."""
    menus = {name: rows for name, rows in MENUS.items() if name not in NO_MENUS}
    named = {f"{name} {row.name}": row.label for name, rows in menus.items() for row in rows.values()}
    named = {where: label for where, label in named.items() if where.split()[1] not in NOTHING}
    named |= {f"quantity {row.name}": row.label for row in (*QUANTITIES.values(), *READINGS.values())}
    named |= {f"setting {name}": str(info.title) for name, info in FIELDS.items() if name not in NO_WORDS}
    named |= {f"task {row.name}": row.label for rows in TASKS.values() for row in rows.values()}
    named |= {f"remedy {row.name}": row.label for row in CANDIDATES}
    named |= {f"finding {rule.name}": rule.name.replace("_", " ") for rule in RULES}
    return named | {f"word {term.name}": form for term in GLOSSARY.values() for form in (term.label, *term.forms)}


def test_no_word_of_the_screen_is_missing() -> None:
    assert {where: word for where, word in shown().items() if entry_of(word) is None} == {}


def test_every_entry_says_what_it_is_and_leads_on() -> None:
    names = [entry.label.lower() for entry in entries().values()]
    assert len({*names}) == len(names) and [*entries()] == [entry.name for entry in entries().values()]
    for name, entry in entries().items():
        assert re.fullmatch(r".{20,}[.?)]", entry.plain), name
        assert re.fullmatch(r"\w+", name) and {*related(name)} <= {*entries()} - {name}
        picture = picture_of(entry)
        assert picture.shows == CURVE or picture.shows in EVERY
        assert all(len(line) <= WIDEST for line in picture.runs), name
        run, *pins = picture.linked
        assert [run, *pins] and len(pins) <= 3
    assert lesson_of("sigmoid").name == "sigmoid" and lesson_of("clipping").name == "clipping"  # type: ignore[union-attr]
    assert {*LESSON_OF} <= {*entries()}
    assert words_in("Saturated units and a batch") == {"saturated": 1, "batch": 1}


def test_every_formula_becomes_mathml() -> None:
    for entry in entries().values():
        if entry.formula:
            drawn = mathml(entry.formula)
            words = "".join(ET.fromstring(drawn).itertext())
            assert not re.search(r"\\|(frac|left|right|text|mathrm)", words), entry.name
    half = ET.fromstring(mathml(r"\frac{1}{2} \le g_{l-1}^2"))
    assert "".join(half.itertext()) == "12≤gl-12" and half.find(".//mfrac") is not None
    with pytest.raises(ValueError, match="not known"):
        mathml(r"\unknown")


def test_a_link_names_a_word_in_any_form_and_a_bad_one_gets_a_sentence() -> None:
    assert asked_for({"word": ["saturation"]})[0] == entries()["saturated"]
    assert asked_for({}) == (None, "")
    assert "did you mean" in asked_for({"word": ["sigmoit"]})[1]
    for odd in ("", "x" * 5000, "<script>", "\x00", "☃"):
        found, said = asked_for({"word": [odd]})
        assert found is None and said.startswith("There is no word") and len(said) < 200


def test_what_can_be_wrong_holds_of_the_network_that_shows_it() -> None:
    for rule in RULES:  # another finding, which explains more, may hide it
        holds = rule.holds(trained(SICK[rule.name][0]))
        assert holds.any() if rule.at_once else holds.mean() >= rule.fraction_of_steps, rule.name


def test_a_picture_shows_what_was_measured() -> None:
    entry = entries()["vanishing"]
    traces = {line: simulate(run.replace(steps=2)) for line, run in picture_of(entry).runs.items()}
    alive = over("gradient_norm", traces, "vanishing", "Weight gain")
    norms = [np.log10(trace.gradient_norm[0]) for trace in traces.values()]
    low, high = min(map(np.min, norms)), max(map(np.max, norms))
    for frame, measured in zip(alive.frames, norms, strict=True):
        assert np.abs(np.array(frame[0]) / FULL * (high - low) + low - measured).max() <= (high - low) / FULL
    assert alive.captions[-1] == "Gradient norm, weight gain 0.4"
    loss = {"a": simulate(picture_of(entries()["loss"]).runs["sigmoid"].replace(steps=5))}
    growing = through_training("loss", loss, "loss")
    assert [len(frame[0]) for frame in growing.frames] == [1, 2, 3, 4, 5] and growing.most == 5


def test_pictures_are_made_for_a_function_and_for_a_quantity(service: Service) -> None:
    curve = made(service, entries()["sigmoid"])
    assert len(curve.points) == len(curve.captions) > 20 and len(curve.frames) == 1
    at = next(caption for caption in curve.captions if caption.startswith(("z = 0.0", "z = -0.0")))
    assert "passes on 0.50" in at and "multiplied by 0.25" in at
    assert made(service, entries()["factor"]).packed["svg"]


@pytest.mark.usefixtures("service")
def test_the_page_opens_alone_and_says_which_word_is_not_there() -> None:
    page = AppTest.from_string(
        "from pages.glossary import display_glossary\n\ndisplay_glossary()\n", default_timeout=60
    )
    page.query_params["word"] = "sigmoit"
    page.run()
    assert not page.exception and "did you mean" in page.info[0].value
    assert len(page.main.get("bidi_component")) == 1


def test_all_links_of_all_words_are_understood() -> None:
    for entry in entries().values():
        run, *pins = picture_of(entry).linked
        found, beside, ignored = from_query(to_query(run, pins))
        assert (found, beside, ignored) == (run, pins, []), entry.name
    assert len(ACTIVATIONS) == sum(entry.group == "Activations" for entry in entries().values())


def test_a_word_is_found_moved_and_gone_to_by_keyboard_on_a_phone(page: Page, app_url: str) -> None:
    complaints: list[Any] = watched(page)
    page.set_viewport_size({"width": 360, "height": 740})
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{app_url}/glossary?word=saturation")
    card = page.locator("article[data-here]")
    expect(card.locator("h3")).to_have_text("Saturated", timeout=WAIT)
    expect(card).to_be_focused()
    expect(card.locator("figure[data-shown] path[stroke-linejoin]")).to_have_count(2, timeout=WAIT)
    slider = card.get_by_role("slider")
    last = card.locator("path[stroke-linejoin]").first.get_attribute("d")
    slider.press("Home")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("training step 1 of 60$"))
    assert card.locator("path[stroke-linejoin]").first.get_attribute("d") != last
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    search = page.get_by_label(TEXTS["search"])
    search.fill("elu")
    expect(page.locator("article:visible h3").first).to_have_text("ReLU")
    assert page.locator("article:visible").count() < 12
    assert violations(page, ALL) == []
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    assert violations(page, OF_COLOUR) == []
    page.locator("article:visible").first.locator(".related a").first.press("Enter")
    expect(page).to_have_url(re.compile("word=slope$"))
    expect(page.locator("article[data-here] h3")).to_have_text("Slope")
    assert not [said for said in complaints if "404" not in said]
