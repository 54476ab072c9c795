"""A teacher's link: what is fixed stays fixed, whatever is done to the address or pressed on the page."""

import time
from html import escape
from typing import Any
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator import Experiment
from simulator.settings.experiment import FIELDS
from simulator.settings.link import as_text, from_query
from simulator.settings.lock import BROKEN, ONLY, Lock, opened
from simulator.settings.moment import UNTOLD
from simulator.settings.told import OPENING, beside, told
from tests.test_query import experiments
from tests.visit import QUICK, button, chosen, control, shown, sound, url
from tests.visit import opened as visited

RUN = Experiment(depth=3, width=4, batch_size=8, steps=4)
PIN = RUN.replace(activation="relu", init="he_normal")
LOCK = Lock(("depth", "activation"), RUN, (PIN,))
KEY = "secret"


def link(lock: Lock = LOCK, key: str = KEY, **edited: str) -> dict[str, list[str]]:
    return parse_qs(as_text(lock.to_query(lock.run, lock.pins, UNTOLD, key)).lstrip("?")) | {
        name: [value] for name, value in edited.items()
    }


@given(experiments(), experiments(), st.sets(st.sampled_from([*FIELDS])))
def test_a_lock_survives_the_way_through_a_link(run: Experiment, pin: Experiment, free: set[str]) -> None:
    lock = Lock(tuple(name for name in FIELDS if name in free), run, (pin,))
    assert opened(link(lock), KEY) == (lock, run, [pin], [])


def test_what_is_free_is_read_and_what_is_fixed_is_not() -> None:
    lock, experiment, pins, ignored = opened(link(depth="5", width="64", gain="2"), KEY)
    assert (lock, experiment, pins) == (LOCK, RUN.replace(depth=5), [PIN])
    assert ignored == ["Width cannot be changed here.", "Weight gain cannot be changed here."]


def test_a_free_setting_cannot_push_out_a_fixed_one() -> None:
    lock = Lock(("steps",), Experiment(depth=120, width=256))
    _, experiment, _, ignored = opened(link(lock, steps="2000"), KEY)
    assert experiment == lock.run and ignored


def test_a_pinned_run_changes_nothing_that_is_fixed() -> None:
    own = "depth.7*width.4*batch_size.8*steps.4"
    _, _, pins, ignored = opened(link() | {"pin": [own, "depth.9"]}, KEY)
    assert pins == from_query({"pin": [own]})[1] and "differs in what cannot be changed" in ignored[0]


def test_a_lock_that_was_edited_anywhere_opens_nothing() -> None:
    text = link()[ONLY][0]
    for at, letter in enumerate(text):
        edited = text[:at] + ("1" if letter != "1" else "2") + text[at + 1 :]
        lock, experiment, pins, ignored = opened(link(width="64", only=edited), KEY)
        assert lock and not lock.free and (experiment, pins) == (told(OPENING), [*beside(OPENING)]), edited
        assert ignored[0] == BROKEN, edited


@pytest.mark.parametrize("text", ["", "~", "depth", "~~~", "<script>", "depth~default~", "\ud800", "x" * 20_000])
def test_no_lock_raises(text: str) -> None:
    assert opened({ONLY: [text]}, KEY)[3] == [BROKEN]


def test_a_lock_of_another_server_opens_nothing() -> None:
    assert opened(link(key="another"), KEY)[3] == [BROKEN]


@pytest.mark.usefixtures("service")
def test_the_page_shows_what_can_be_changed_and_nothing_else() -> None:
    query: Any = link(key="", width="64")
    page = visited(query)
    assert "Width cannot be changed here" in page.info[0].value.replace("\\", "")
    assert shown(page, "depth") and not shown(page, "init") and not shown(page, "width") and not shown(page, "steps")
    assert "story" not in {str(box.key).split("-")[0] for box in page.selectbox}
    sound(control(page, "activation").set_value("tanh").run())
    assert chosen(page) == RUN.replace(activation="tanh").model_dump()
    assert url(page).keys() == {"activation", ONLY}
    visit = page.session_state["visit"]
    visit.next_story()
    visit.choose("width", 99)
    visit.choose_all({"width": 99, "depth": 7}, None)
    sound(page.run())
    assert chosen(page) == RUN.replace(depth=7).model_dump()


@pytest.mark.usefixtures("service")
def test_a_class_gets_a_link_to_what_was_ticked() -> None:
    page = visited(QUICK)
    page.session_state["share"] = True
    sound(page.run())
    ticks = next(group for group in page.button_group if str(group.key).startswith("free-"))
    assert {"depth", "activation", "steps"} <= set(ticks.value or ())
    sound(ticks.set_value(["depth"]).run())
    address = next(code.value for code in page.code if ONLY in code.value)
    lock, experiment, _, ignored = opened(parse_qs(address.partition("?")[2]), "")
    assert lock and lock.free == ("depth",) and not ignored
    assert experiment == Experiment.from_query(QUICK)[0]
    assert button(page, "Pin")
    # A page that is taken along now leads there, and says what can be changed.
    sound(page.button(key="file_html").click().run())
    making = page.session_state["visit"].making
    while not making.over:
        assert making.share <= 1  # who asks keeps it going
        time.sleep(0.02)
    written = making.content.decode()
    assert escape(address) in written and "What can be changed there: Layers." in written
