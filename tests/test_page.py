"""The page without a browser: every control and every story, and never an exception."""

import json
from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared.live_slider import LIVE
from pages.shared.stops import stops
from simulator import Experiment
from simulator.catalog import menu
from simulator.catalog.stories import GROUPS, STORIES
from simulator.service.predictions import Predictions
from simulator.service.run import Run
from simulator.settings.experiment import FIELDS, bounds
from tests.visit import QUICK, button, chosen, control, header, opened, plain, player, pulled, shown, sound, url

pytestmark = pytest.mark.usefixtures("service")


def test_the_first_visit_shows_the_network_as_initialized_and_asks_for_more() -> None:
    page = opened()
    about = header(page)
    assert (about["trained"], about["ask_for_more"], about["done"]) == (1, True, False)
    assert page.title[0].value == "A 3\\-layer sigmoid network is trained on handwritten digits."
    # Whether the run is at hand or not, and then at once or after the first picture, its words are explained.
    assert "**layer**" in page.title[0].help and "**layer**" in page.run().title[0].help
    assert header(pulled(page))["trained"] > 1


def test_a_slice_without_a_new_row_is_still_news_so_that_the_player_asks_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Run, "advance", lambda *_, **__: None)
    monkeypatch.setattr(Predictions, "get", lambda *_: None)
    page = opened({**QUICK, "seed": "1234"})
    first = player(pulled(page)).bytes
    second = player(pulled(page)).bytes
    assert header(page)["trained"] == 1
    assert first != second
    assert first[:-4] == second[:-4]


def test_what_is_pressed_beside_the_player_is_answered_without_another_slice() -> None:
    page = pulled(opened({"depth": "30", "steps": "2000", "seed": "1235"}))
    trained = header(page)["trained"]
    sound(button(page, "Pin").click().run())
    assert header(page)["trained"] == trained > 1 and header(page)["ask_for_more"]
    assert header(pulled(page))["trained"] > trained


MENUS = [name for name, info in FIELDS.items() if info.annotation is str and name != "kind"]


@pytest.mark.parametrize("query", [{}, {"kind": "sequence", "task": "recall_first"}], ids=["deep", "sequence"])
def test_every_menu_holds_all_its_rows_and_its_first_and_its_last_can_be_chosen(query: dict[str, str]) -> None:
    page = opened({**QUICK, "sequence_length": "10", **query})
    before = chosen(page)
    for name in MENUS:
        if not shown(page, name):
            assert not Experiment(**before).matters(name), name
            continue
        rows = [row.name for row in menu(name, before["kind"]).values()]
        assert control(page, name).options == [menu(name, before["kind"])[row].label for row in rows], name
        last = rows[-1] if name != "device" else "cpu"  # few machines have the last device
        others = [row for row in (last, rows[0]) if row != before[name]]
        for row in (*others, before[name]):
            sound(control(page, name).set_value(row).run())
            assert chosen(page)[name] == row and not page.warning, (name, row)
        assert chosen(page) == before, name


@pytest.mark.parametrize(
    ("name", "value"),
    [("width", 7), ("batch_size", 3), ("steps", 9), ("seed", 5), ("pretraining", 2), ("l1", 1e-3), ("l2", 1e-3)]
    + [("dropout", 0.25)],
)
def test_every_number_of_the_folded_groups_can_be_changed(name: str, value: float) -> None:
    page = opened()
    sound(control(page, name).set_value(value).run())
    assert chosen(page)[name] == value
    assert url(page)[name] == str(value)


def test_every_setting_that_matters_has_a_control_and_no_other_has() -> None:
    for query in (
        {},
        {"kind": "sequence"},
        {"kind": "sequence", "cell": "lstm", "task": "copy"},
        {"init": "zeros", "clip": "norm"},
    ):
        page = opened({**QUICK, **query})
        experiment = Experiment(**chosen(page))
        for name in FIELDS:
            assert shown(page, name) == experiment.matters(name), name


def test_the_basic_numbers_have_live_sliders_with_label_range_and_value() -> None:
    sliders = [json.loads(s.proto.json)[0] for s in opened().sidebar.get("bidi_component")]
    depth = next(s for s in sliders if s["label"] == "Layers")
    assert (depth["low"], depth["high"], depth["value"], depth["whole"]) == (1, 200, 3, True)
    assert depth["stops"] == list(stops("depth"))


@pytest.mark.parametrize("name", LIVE)
def test_the_stops_of_a_slider_span_its_range_in_order(name: str) -> None:
    values = stops(name)
    assert (values[0], values[-1]) == bounds(name)
    assert list(values) == sorted(set(values))
    assert FIELDS[name].default in values


def said_on(page: AppTest) -> str:
    """What stands on the page in plain words, outside its controls."""
    return unescape(plain(" ".join(part.proto.body for part in page.main.get("html"))))


@pytest.mark.parametrize("group", GROUPS)
def test_every_story_sets_its_settings_and_says_what_to_look_for_whatever_was_told_before(group: str) -> None:
    page = opened()
    for story in (story for story in STORIES.values() if story.group == group):
        sound(control(page, "story").set_value(story.name).run())
        assert chosen(page) == Experiment(**story.settings).model_dump()
        said = said_on(page)
        assert story.note[:20] in said and story.group in said
        assert story.beside or not header(page)["pinned"]
        assert header(page)["captions"]


def test_a_story_that_was_changed_can_be_told_again_from_its_start() -> None:
    page = opened({})
    sound(control(page, "activation").set_value("tanh").run())
    # Its sentence may be false of what is shown now.
    assert "Before the changes:" in said_on(page)
    sound(button(page, "Back to this story").click().run())
    assert "Before the changes:" not in said_on(page)
    assert chosen(page)["activation"] == "sigmoid"
    assert control(page, "activation").value == "sigmoid"


def test_who_starts_here_is_told_the_first_three_stories_in_order() -> None:
    page = opened()
    sound(button(page, "Start here").click().run())
    for story, following in zip([*STORIES][:3], ("Next (2 of 3)", "Next (3 of 3)", "Next"), strict=True):
        assert control(page, "story").value == story
        sound(button(page, following).click().run())
    assert control(page, "story").value == [*STORIES][3]
