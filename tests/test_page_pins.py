"""Pinned runs, on the page without a browser: kept through every change, unpinned, refused, handed on by a link."""

import re
from urllib.parse import parse_qs, urlencode, urlparse

import pytest

from simulator.catalog.stories import STORIES
from simulator.settings.link import MOST_PINNED, from_query
from tests.side_by_side import pin, pinned, pins, table
from tests.visit import QUICK, button, chosen, control, header, numbers, opened, shared_link, sound, triggered

SIGMOID = "depth.3*width.4*batch_size.8*steps.4"
pytestmark = pytest.mark.usefixtures("service")


def test_a_pinned_run_is_in_the_address_the_share_link_and_the_way_to_the_other_page() -> None:
    page = opened()
    assert not button(page, "Pin").disabled and not pins(page)
    pin(page)
    assert button(page, "Unpin")
    assert pins(page) == [SIGMOID]
    assert parse_qs(urlparse(shared_link(page)).query)["pin"] == [SIGMOID]
    along = urlencode({"pin": SIGMOID}, safe="*")
    assert any(along in part.proto.body for part in page.sidebar.get("html"))
    other_page = numbers(pin=[SIGMOID, "default"])
    assert f"{along}&amp;pin=default" in other_page.sidebar.get("html")[0].proto.body


def test_a_visit_with_the_link_has_the_same_pins() -> None:
    page = pin(opened())
    sound(control(page, "activation").set_value("relu").run())
    pin(page)
    sound(control(page, "init").set_value("he_normal").run())
    other = opened(page.query_params)
    assert pins(other) == pins(page) == [SIGMOID, SIGMOID.replace("3*", "3*activation.relu*", 1)]
    assert pinned(other) == pinned(page)
    assert [one["run"] for one in header(other)["pinned"]] == [one["run"] for one in header(page)["pinned"]]


def test_pins_outlive_a_control_a_story_and_a_clash() -> None:
    page = pin(opened({**QUICK, "task": "moons"}))
    held = pins(page)
    sound(control(page, "width").set_value(5).run())
    assert pins(page) == held
    sound(control(page, "kind").set_value("sequence").run())
    assert page.warning and pins(page) == held
    sound(page.button(key="undo").click().run())
    assert not page.warning and pins(page) == held
    story = next(name for name, row in STORIES.items() if row.settings.get("cell") == "lstm")
    sound(control(page, "story").set_value(story).run())
    assert chosen(page)["cell"] == "lstm" and pins(page)[:1] == held and len(pins(page)) == 2
    assert table(page)["Kind of network"][:2] == ["Sequence", "Deep network"]


def test_a_fourth_pin_is_refused_in_words_and_none_makes_way_for_it() -> None:
    page = opened()
    for seed in (1, 2, 3, 4):
        sound(control(page, "seed").set_value(seed).run())
        pin(page)
    assert [one.seed for one in pinned(page)] == [1, 2, 3] and len(pins(page)) == MOST_PINNED
    assert "There is no room for one more pinned run" in page.info[0].value and button(page, "Pin")
    triggered(page, "unpin", header(page)["pinned"][1]["run"])
    assert not page.info
    pin(page)
    assert [one.seed for one in pinned(page)] == [1, 3, 4]
    assert [one["label"] for one in header(page)["pinned"]] == ["random seed 1", "random seed 3"]


def test_a_setting_that_cannot_matter_makes_no_other_run() -> None:
    page = opened({**QUICK, "forget_bias": "3.0", "pin": SIGMOID})
    assert button(page, "Unpin") and not table(page)


def test_the_player_unpins_a_run_and_no_other() -> None:
    page = opened({**QUICK, "pin": ["depth.2", "depth.4", "depth.5"]})
    key = header(page)["pinned"][1]["run"]
    triggered(page, "unpin", key)
    assert pins(page) == ["depth.2", "depth.5"]
    assert table(page)["Compared"] == ["This run", "Pinned ①", "Pinned ②"]
    for nobody in (key, header(page)["run"], "<script>", ""):
        triggered(page, "unpin", nobody)
        assert pins(page) == ["depth.2", "depth.5"]


HOSTILE = [
    ["depth.abc"],
    ["depth.3*activation.<script>alert(1)</script>"],
    ["[click](https://example.org)*depth.2"],
    ["**bold**_under_`code`$x$:red[x]#~~~"],
    ["cell.![x](https://example.org/x.png)"],
    ["activation.a|b|c\n|---|---|"],
    ["steps.2000*width.512*depth.200*batch_size.512"],
    ["", ".", "*", "."],
    ["*" * 20_000],
    [f"depth.{n}" for n in range(2, 99)],
    ["\x00", "🦄.🦄", "seed.99999999999999999999"],
]


@pytest.mark.parametrize("given", HOSTILE)
def test_a_hostile_pin_opens_the_page_and_is_answered_in_a_line(given: list[str]) -> None:
    page = opened({**QUICK, "seed": "75", "pin": given})
    experiment, kept, ignored = from_query({**{name: [text] for name, text in QUICK.items()}, "pin": given})
    assert chosen(page) == experiment.replace(seed=75).model_dump()
    assert pinned(page) == kept and 1 <= len(kept) <= MOST_PINNED
    assert len(page.info) == 1 and ignored
    assert len(page.info[0].value) < 1500
    assert not re.search(r"(?<!\\)[*_`<>\[\]|#$~!:]", page.info[0].value)
    assert len(pins(page)) == len(kept) and all(len(text) < 400 for text in pins(page))
