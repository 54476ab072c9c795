"""Repeat with 10 seeds: asked for by a button or a link, said in the sentence, and let go of by one press."""

import pytest

from simulator import Experiment
from simulator.catalog.viewing import SEEDS
from simulator.settings.experiment import FIELDS
from simulator.settings.link import PIN, from_query
from tests.side_by_side import finished, until
from tests.visit import QUICK, button, control, header, opened, sound, url

pytestmark = pytest.mark.usefixtures("service")
REPEAT, ALONE = "Repeat with 10 seeds", "One seed"


def test_the_sentence_says_how_often_until_the_seeds_are_let_go() -> None:
    page = finished(opened())
    before = header(page)["exact"]
    sound(button(page, REPEAT).click().run())
    assert url(page) == {**QUICK, SEEDS: "10"}
    until(page, lambda: header(page)["seeds"])
    about = header(page)
    assert about["seeds"] == about["run"] and not about["awaits_part"] and not about["waits_for"]
    assert all(" of 10 seeds: " in sentence for _, _, sentence, _ in about["exact"])
    sound(button(page, ALONE).click().run())
    assert url(page) == QUICK and header(page)["exact"] == before and not header(page)["seeds"]


def test_a_link_asks_for_them_and_they_stay_when_a_setting_is_changed() -> None:
    page = opened({**QUICK, SEEDS: "10"})
    until(page, lambda: header(page)["seeds"])
    sound(control(page, "activation").set_value("relu").run())
    assert url(page) == {**QUICK, "activation": "relu", SEEDS: "10"} and button(page, ALONE)


def test_a_pinned_run_is_repeated_too_after_the_one_that_plays() -> None:
    page = opened({**QUICK, PIN: "activation.relu*width.4*batch_size.8*steps.4", SEEDS: "10"})
    until(page, lambda: header(page)["pinned"][0]["seeds"])
    about = header(page)
    assert about["seeds"] == about["run"] and about["pinned"][0]["seeds"] == about["pinned"][0]["run"]
    assert not about["awaits_part"] and not about["waits_for"]
    sound(button(page, ALONE).click().run())
    assert not header(page)["pinned"][0]["seeds"]


def test_the_diagnosis_says_how_often_in_place_of_not_sure() -> None:
    page = finished(opened({**QUICK, SEEDS: "10"}))
    page.session_state["advice"] = True
    until(page, lambda: any("With 10 random seeds" in m.value for m in page.main.markdown))
    assert not any("Not sure" in m.value for m in page.main.markdown)


def test_what_would_take_too_long_is_said_and_not_trained() -> None:
    page = opened({"depth": "50", "width": "128", "steps": "2000", "batch_size": "128", SEEDS: "10"})
    assert any("10 seeds of this run would take about" in info.value for info in page.info)
    assert not header(page)["seeds"]


def test_a_pinned_run_without_a_band_is_said_to_be() -> None:
    costly = "depth.50*width.128*batch_size.128*steps.2000"
    page = opened({**QUICK, PIN: costly, SEEDS: "10"})
    (said,) = (info.value.replace("\\", "") for info in page.info)
    assert said == "The pinned run ① has no band: 10 seeds of it would take too long."
    sound(button(page, ALONE).click().run())
    assert not page.info


def test_the_seeds_of_a_link_are_no_setting() -> None:
    assert SEEDS not in {*FIELDS, PIN}
    assert from_query({SEEDS: ["10"], "activation": ["relu"]}) == (Experiment(activation="relu"), [], [])
