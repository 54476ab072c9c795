"""Every word of the glossary is one that the page says, and where it stands it explains itself."""

import re
from html import unescape

import pytest

from pages.shared.glossary import explained, meanings
from simulator.analysis.rules import RULES
from simulator.catalog import MENUS
from simulator.catalog.explained import forms, pieces
from simulator.catalog.glossary import GLOSSARY
from simulator.catalog.quantities import QUANTITIES
from simulator.catalog.readings import READINGS
from simulator.catalog.stories import STORIES
from simulator.charts.panels import PANELS
from simulator.charts.sketches import RUNS, SKETCHES
from simulator.player.markup import WORDS_OF_VIEWS
from simulator.settings.experiment import FIELDS
from tests.stories import trained

MARKED = re.compile(
    r'<dfn tabindex="0" role="link" data-word="([^"]+)" data-more="More in Words" data-says="([^"]+)" '
    r'aria-description="([^"]+)">([^<]+)</dfn>'
)


def texts() -> str:
    """What the tables give the page to say."""
    panels = [f"{panel.heading} {panel.describes}" for panel in PANELS.values()]
    rows = [*QUANTITIES.values(), *READINGS.values(), *STORIES.values()]
    rows += [row for menu in MENUS.values() for row in menu.values()]
    said = (
        [f"{row.label} {row.note}" for row in rows] + [rule.criterion for rule in RULES] + [rule.name for rule in RULES]
    )
    settings = [f"{info.title} {info.description}" for info in FIELDS.values()]
    return " ".join([*panels, *said, *settings, *WORDS_OF_VIEWS.values()]).lower()


@pytest.mark.parametrize("name", GLOSSARY)
def test_a_word_of_the_glossary_is_said_on_the_page_and_explained_in_one_sentence(name: str) -> None:
    term = GLOSSARY[name]
    assert any(re.search(rf"\b{re.escape(form)}\b", texts()) for form in (term.label, *term.forms))
    assert re.fullmatch(r"[A-Z].{20,170}[.)]", term.note)


def test_every_title_of_a_chart_has_words_that_explain_themselves() -> None:
    for panel in PANELS.values():
        assert any(term for _, term in pieces(panel.heading.format(site="layer"))), panel.heading


def test_a_form_belongs_to_one_word() -> None:
    assert len(forms()) == sum(1 + len(term.forms) for term in GLOSSARY.values())


def test_a_text_explains_each_word_once_and_says_otherwise_what_it_said() -> None:
    text = (
        r"Each layer's **gradient** falls; $loss$, [loss](#loss), `loss` stay. Gradients \<b\>vanish, layer by layer."
    )
    found = MARKED.findall(explained(text))
    assert [(name, word) for name, _, _, word in found] == [
        ("layer", "layer"),
        ("gradient", "gradient"),
        ("vanishing", "vanish"),
    ]
    assert all(unescape(says) == forms()[word].note and says == told for _, says, told, word in found)
    assert MARKED.sub(r"\4", explained(text)) == text
    assert meanings("A 20-layer network") == f"- **layer**: {GLOSSARY['layer'].note}"


def test_every_quantity_has_plain_words_and_a_picture_of_networks_that_were_trained() -> None:
    rows = QUANTITIES | READINGS
    assert SKETCHES.keys() == rows.keys() and all(row.plain for row in rows.values())
    traces = {name: trained(experiment) for name, experiment in RUNS.items()}
    for name, sketch in SKETCHES.items():
        drawn = sketch.draw(traces, rows[name].label)
        lines = sum(len(sketch.read(traces[run])) for run in sketch.runs)
        paths = re.findall(r'<path d="([^"]*)"[^>]*stroke-linejoin', drawn)
        assert len(paths) == lines and all(path.startswith("M") and "nan" not in path for path in paths)
        assert rows[name].label.lower() in drawn
    # What the words say of them: one that fades and one that stays, one that breaks off, one memory that reaches back.
    norm = {name: trace.gradient_norm[-1] for name, trace in traces.items()}
    assert norm["sigmoid"][0] < 1e-4 * norm["sigmoid"][-1] and norm["ReLU, He"][0] > 0.1 * norm["ReLU, He"][-1]
    assert traces["huge steps"].outcome.name == "diverged"
    assert norm["open gates"][0] > 100 * norm["half shut"][0]
    assert norm["shrinks"][0] < 0.1 < norm["turns only"][0] < 10 < norm["stretches"][0]
