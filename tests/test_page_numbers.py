"""The numbers: every quantity, every setting and every row of every menu is explained."""

import pytest

from simulator.analysis.rules import RULES
from simulator.analysis.words import together
from simulator.catalog import menu
from simulator.catalog.quantities import QUANTITIES
from simulator.catalog.readings import READINGS
from simulator.charts.panels import PANELS
from simulator.settings.experiment import FIELDS
from tests.visit import numbers, plain

pytestmark = pytest.mark.usefixtures("service")  # which trains what the sketches show


def test_the_numbers_open_on_their_own_and_explain_every_quantity_and_every_setting() -> None:
    page = numbers()
    anchors = {heading.anchor for heading in page.subheader}
    assert anchors >= {*QUANTITIES, *READINGS, *FIELDS}
    assert len(page.latex) == len(QUANTITIES) + len(READINGS)
    assert sum("<svg" in m.value for m in page.markdown) == len(page.latex)
    text = " ".join(m.value for m in page.markdown).replace("\\", "")
    for name, info in FIELDS.items():
        assert str(info.description) in text
        for kind in ("deep", "sequence") if info.annotation is str else ():
            assert all(row.label in text and row.note in text for row in menu(name, kind).values())


def test_the_numbers_give_every_rule_of_the_diagnosis_with_its_threshold_and_source() -> None:
    page = numbers()
    text = plain(" ".join(m.value for m in page.markdown))
    assert all(plain(together(rule.criterion)) in text and rule.source in text for rule in RULES)


def test_every_chart_links_to_an_entry_of_the_numbers() -> None:
    assert {panel.anchor for panel in PANELS.values()} <= set(QUANTITIES)


def test_the_numbers_keep_the_settings_in_the_way_back() -> None:
    assert any('href="./?depth=7"' in h.proto.body for h in numbers(depth="7").sidebar.get("html"))


def test_the_numbers_say_what_is_wrong_with_a_link() -> None:
    assert not numbers(depth="7").info
    assert "'foo' is not a setting" in plain(numbers(foo="bar").info[0].value)
