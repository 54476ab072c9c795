"""A link to a moment: step, view and speed survive the way there and back, and what is wrong is said."""

from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator import Experiment
from simulator.catalog.stories import STORIES
from simulator.catalog.viewing import MOMENT, SPEEDS, VIEWS
from simulator.settings.experiment import FIELDS
from simulator.settings.link import PIN, from_query, to_query
from simulator.settings.moment import UNTOLD, Moment, moment_of
from simulator.settings.told import OPENING, beside, told
from tests.visit import QUICK, control, header, opened, sound, url


@given(st.builds(Moment, st.integers(0, 300), st.sampled_from(VIEWS), st.sampled_from([*SPEEDS])))
def test_a_moment_survives_the_way_through_a_link(moment: Moment) -> None:
    experiment = Experiment(activation="relu")
    query = parse_qs(urlencode(to_query(experiment, [], moment), doseq=True))
    assert moment_of(query, 300) == (moment, [])
    assert from_query(query) == (experiment, [], [])


def test_the_parameters_of_a_moment_are_those_of_nothing_else() -> None:
    assert not {*MOMENT} & {*FIELDS, PIN}


def test_the_first_story_needs_nothing_but_the_moment() -> None:
    first = told(OPENING), beside(OPENING)
    assert to_query(*first, UNTOLD) == {}
    assert to_query(*first, Moment(at=7, view="why")) == {"at": ["7"], "view": ["why"]}
    assert from_query({"at": ["7"]})[:2] == (first[0], [*first[1]])


@pytest.mark.parametrize("text", ["0", "5", "-1", "1e0", "1.0", " 1", "٣", "", "1_0", "nan", "9" * 5000, "<b>1</b>"])
def test_a_step_that_the_run_does_not_have_is_said(text: str) -> None:
    moment, (sentence,) = moment_of({"at": ["1", text]}, 4)
    assert moment == UNTOLD and sentence.isascii() and len(sentence) < 150
    assert sentence.endswith("was ignored; the run can be opened at its training steps 1 to 4.")


def test_a_view_and_a_speed_that_there_are_not_are_said() -> None:
    moment, sentences = moment_of({"view": ["<script>"], "speed": ["30"], "at": ["3"]}, 4)
    assert moment == Moment(at=3)
    assert sorted(sentences) == [
        "speed: '30' was ignored; allowed are slow, normal, fast.",
        "view: '<script>' was ignored; allowed are watch, why, walk, learns.",
    ]


@pytest.mark.usefixtures("service")
def test_the_page_opens_the_player_there_until_something_else_is_chosen() -> None:
    moment: dict[str, Any] = {"at": "3", "view": "why", "speed": "slow"}
    page = opened({**QUICK, **moment})
    opening = header(page)["opening"]
    assert (opening["at"], opening["view"], opening["speed"]) == (3, "why", SPEEDS["slow"])
    assert url(page) == {**QUICK, **moment}
    sound(control(page, "activation").set_value("relu").run())
    assert url(page) == {**QUICK, "activation": "relu"} and header(page)["opening"] is None


@pytest.mark.usefixtures("service")
def test_a_link_goes_before_the_view_of_its_story() -> None:
    name, row = next((name, row) for name, row in STORIES.items() if row.view)
    settings = told(name).to_query()
    pins = to_query(told(name), beside(name)).get(PIN, [])
    story = header(opened({**settings, PIN: pins}))["opening"]
    assert (story["view"], story["at"]) == (row.view, 0)
    link = header(opened({**settings, PIN: pins, "at": "2"}))["opening"]
    assert (link["view"], link["at"]) == (VIEWS[0], 2)
