"""The page without a browser: every control, story and clash, hostile links, and never an exception."""

import json
import re
import struct
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlparse

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared.offers import offers
from pages.shared.stops import stops
from simulator import Experiment, SettingsError, runs
from simulator.catalog import menu
from simulator.catalog.presets import PRESETS
from simulator.catalog.quantities import QUANTITIES, READINGS
from simulator.charts.panels import PANELS
from simulator.experiment import FIELDS, bounds, extra
from simulator.pool import EngineError
from tests.server import ROOT

QUICK = {"depth": "3", "width": "4", "batch_size": "8", "steps": "4"}
BASIC = [name for name in FIELDS if extra(name)["group"] == "basic" and FIELDS[name].annotation is not str]


@pytest.fixture(scope="module", autouse=True)
def _warm_engine() -> None:
    runs.preview_trace(Experiment(depth=1, width=2))


def opened(query: Mapping[str, str | list[str]] = QUICK) -> AppTest:
    """The simulator as it stands after a visit with this link."""
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, value in query.items():
        page.query_params[name] = value
    return sound(page.run())


def sound(page: AppTest) -> AppTest:
    """The page, which must not show a traceback."""
    assert not page.exception, page.exception[0].value
    return page


def control(page: AppTest, name: str) -> Any:
    """The control of a setting; its key starts with the setting's name."""
    kinds = (page.selectbox, page.number_input, page.select_slider, page.slider, page.button_group)
    found = [w for widgets in kinds for w in widgets if str(w.key).split("-")[0] == name]
    assert len(found) == 1, f"{name} has {len(found)} controls"
    return found[0]


def chosen(page: AppTest) -> dict[str, Any]:
    """What the page trains."""
    settings: dict[str, Any] = page.session_state["valid"]
    return settings


def header(page: AppTest) -> dict[str, Any]:
    """What the player was given, without the numbers."""
    data: bytes = page.main.get("bidi_component")[-1].proto.bytes
    (length,) = struct.unpack("<I", data[:4])
    about: dict[str, Any] = json.loads(data[4 : 4 + length])
    return about


def shown(page: AppTest, name: str) -> bool:
    """Whether a setting has a control of any kind."""
    native = (page.selectbox, page.number_input, page.select_slider, page.slider, page.button_group)
    keys = {str(widget.key).split("-")[0] for widgets in native for widget in widgets}
    live = {json.loads(slider.proto.json)["label"] for slider in page.sidebar.get("bidi_component")}
    return name in keys or FIELDS[name].title in live


def url(page: AppTest) -> dict[str, str]:
    """The part of the address after the question mark."""
    return {name: given if isinstance(given, str) else given[-1] for name, given in page.query_params.items()}


def button(page: AppTest, label: str) -> Any:
    """The button with this label."""
    return next(b for b in page.button if b.label == label)


def test_the_first_visit_shows_the_network_as_initialized_and_asks_for_more() -> None:
    page = opened()
    about = header(page)
    assert (about["trained"], about["pull"], about["done"]) == (1, True, False)
    assert page.title[0].value == "A 3\\-layer sigmoid network learns handwritten digits."
    assert header(sound(page.run()))["trained"] > 1


def test_the_same_link_gives_the_same_run_to_two_visitors() -> None:
    assert header(opened())["run"] == header(opened())["run"]


@pytest.mark.parametrize("kind", ["deep", "sequence"])
@pytest.mark.parametrize("name", [name for name, info in FIELDS.items() if info.annotation is str and name != "kind"])
def test_every_row_of_every_menu_can_be_chosen(name: str, kind: str) -> None:
    page = opened(
        {**QUICK, "kind": kind, "sequence_length": "10", **({"task": "recall_first"} if kind == "sequence" else {})}
    )
    if not shown(page, name):
        assert not Experiment(**chosen(page)).matters(name)
        return
    for row in menu(name, kind).values():
        if row.name == "cuda":
            continue
        sound(control(page, name).set_value(row.name).run())
        assert chosen(page)[name] == row.name
        assert not page.warning


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
    sliders = [json.loads(s.proto.json) for s in opened().sidebar.get("bidi_component")]
    depth = next(s for s in sliders if s["label"] == "Layers")
    assert (depth["low"], depth["high"], depth["value"], depth["whole"]) == (1, 200, 3, True)
    assert depth["stops"] == stops("depth")


@pytest.mark.parametrize("name", BASIC)
def test_the_stops_of_a_slider_span_its_range_in_order(name: str) -> None:
    values = stops(name)
    assert (values[0], values[-1]) == bounds(name)
    assert values == sorted(set(values))
    assert FIELDS[name].default in values


@pytest.mark.parametrize("name", PRESETS)
def test_every_story_sets_its_settings_and_says_what_to_look_for(name: str) -> None:
    page = opened()
    sound(control(page, "story").set_value(name).run())
    assert chosen(page) == Experiment(**PRESETS[name].settings).model_dump()
    assert any(PRESETS[name].note[:20] in caption.value.replace("\\", "") for caption in page.sidebar.caption)
    assert header(page)["captions"]


def test_a_story_that_was_changed_can_be_told_again_from_its_start() -> None:
    page = opened({})
    sound(control(page, "activation").set_value("tanh").run())
    sound(button(page, "Back to this story").click().run())
    assert chosen(page)["activation"] == "sigmoid"
    assert control(page, "activation").value == "sigmoid"


def test_a_change_resets_no_other_control() -> None:
    page = opened({**QUICK, "activation": "relu", "gain": "1.3", "skip": "residual"})
    before = chosen(page)
    sound(control(page, "kind").set_value("sequence").run())
    sound(control(page, "cell").set_value("lstm").run())
    assert chosen(page) == {**before, "kind": "sequence", "cell": "lstm"}
    sound(control(page, "kind").set_value("deep").run())
    assert chosen(page) == {**before, "cell": "lstm"}
    assert control(page, "activation").value == "relu"


def test_each_kind_of_network_keeps_the_task_that_it_was_given() -> None:
    page = opened({**QUICK, "task": "moons"})
    sound(control(page, "kind").set_value("sequence").run())
    assert "Moons: this task is for the other kind" in page.warning[0].value.replace("\\", "")
    assert chosen(page)["kind"] == "deep"
    sound(button(page, "Parity").click().run())
    assert (chosen(page)["kind"], chosen(page)["task"]) == ("sequence", "parity")
    sound(control(page, "kind").set_value("deep").run())
    assert (chosen(page)["task"], len(page.warning)) == ("moons", 0)
    sound(control(page, "kind").set_value("sequence").run())
    assert (chosen(page)["task"], len(page.warning)) == ("parity", 0)


CLASHES: list[tuple[dict[str, str], str, Any]] = [
    ({**QUICK, "task": "two_spirals"}, "layer", "conv"),
    ({**QUICK, "layer": "conv"}, "task", "two_spirals"),
    ({**QUICK, "normalization": "batch"}, "batch_size", 1),
    ({**QUICK, "batch_size": "1"}, "normalization", "batch"),
    ({"width": "256", "depth": "200", "steps": "1"}, "steps", 2000),
    ({**QUICK, "kind": "sequence", "sequence_length": "2", "task": "recall_first"}, "task", "noisy_sine"),
]


@pytest.mark.parametrize(("query", "name", "value"), CLASHES)
def test_a_clash_is_told_and_every_way_out_leads_out(query: dict[str, str], name: str, value: Any) -> None:
    page = opened(query)
    valid = chosen(page)
    sound(control(page, name).set_value(value).run())
    with pytest.raises(SettingsError) as refused:
        Experiment(**{**valid, name: value})
    ways = offers({**valid, name: value}, refused.value)
    assert len(page.warning) == 1
    assert ways
    assert chosen(page) == valid
    assert {w.label for w in ways} < {b.label for b in page.button}
    for way in ways[:2]:
        sound(button(page, way.label).click().run())
        assert chosen(page) == {**valid, name: value, way.name: way.value}
        assert not page.warning
        page = opened(query)
        sound(control(page, name).set_value(value).run())
    sound(page.button(key="undo").click().run())
    assert chosen(page) == valid
    assert not page.warning


HOSTILE: list[dict[str, str | list[str]]] = [
    {"depth": "abc"},
    {"depth": "-1"},
    {"depth": "1e9"},
    {"gain": "nan"},
    {"gain": "inf"},
    {"activation": "<script>alert(1)</script>"},
    {"kind": "[click](https://example.org)"},
    {"kind": "sequence", "task": "two_spirals"},
    {"layer": "conv", "task": "moons"},
    {"nothing": "x" * 20_000},
    {"depth": "x" * 20_000},
    {f"key{i}": "1" for i in range(200)},
    {"depth": ["3", "4", "5"], "seed": ["a", "b"]},
    {"steps": "2000", "width": "512", "depth": "200", "batch_size": "512"},
    {"seed": "99999999999999999999"},
    {"activation": "ReLU\x00", "init": "🦄", "settings": "1", "epoch": "7"},
    {"device": "cuda ", "dropout": "0.95"},
]


@pytest.mark.parametrize("query", HOSTILE)
def test_a_hostile_link_opens_the_page_keeps_what_is_valid_and_says_what_it_ignored(query: dict[str, Any]) -> None:
    page = opened({"activation": "tanh", **query})
    expected, ignored = Experiment.from_query(
        {k: v[-1] if isinstance(v, list) else v for k, v in {"activation": "tanh", **query}.items()}
    )
    assert chosen(page) == expected.model_dump()
    assert len(page.info) == 1
    assert ignored
    assert len(page.info[0].value) < 1500
    assert re.search(r"(?<!\\)[<\[]", page.info[0].value) is None  # every sign of Markdown or HTML is escaped
    assert url(page) == expected.to_query()


def test_what_a_link_asked_in_vain_is_forgotten_with_the_next_change() -> None:
    page = opened({**QUICK, "depth": "abc"})
    assert page.info
    sound(control(page, "activation").set_value("relu").run())
    assert not page.info


def test_the_url_holds_what_differs_from_the_default_and_nothing_else() -> None:
    page = opened({**QUICK, "activation": "sigmoid", "depth": "20"})
    assert url(page) == {"width": "4", "batch_size": "8", "steps": "4"}
    sound(control(page, "activation").set_value("relu").run())
    assert url(page)["activation"] == "relu"
    assert dict(parse_qsl(urlparse(page.main.code[0].value).query)) == url(page)


def test_an_engine_that_fails_is_told_in_a_sentence_with_a_way_to_try_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(experiment: Experiment) -> None:
        raise EngineError("The process was ended *three* times.")

    page = opened()
    with monkeypatch.context() as broken:
        broken.setattr(runs, "preview_trace", fail)
        sound(control(page, "seed").set_value(77).run())
        assert page.error[0].value == "The process was ended \\*three\\* times."
    sound(button(page, "Try again").click().run())
    assert not page.error
    assert header(page)["trained"] >= 1


def test_a_device_that_is_not_there_is_told_with_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(experiment: Experiment) -> None:
        raise SettingsError("Device: this machine has none.", "device")

    page = opened()
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(runs, "preview_trace", refuse)
        sound(control(page, "device").set_value("cuda").run())
        assert page.error[0].value == "Device\\: this machine has none."
    sound(button(page, "Device: Automatic").click().run())
    assert (chosen(page)["device"], len(page.error)) == ("auto", 0)


def test_an_unforeseen_error_is_no_traceback_either(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(experiment: Experiment) -> None:
        raise ZeroDivisionError("secret")

    page = opened()
    monkeypatch.setattr(runs, "preview_trace", fail)
    sound(control(page, "seed").set_value(78).run())
    assert "could not compute this run" in page.error[0].value
    assert "secret" not in page.error[0].value


def test_while_the_engine_starts_the_axes_are_there_and_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "status", lambda: "starting")
    about = header(opened({**QUICK, "seed": "4711"}))
    assert (about["trained"], about["pull"]) == (0, True)
    assert "Starting the engine" in about["note"]


def test_the_numbers_open_on_their_own_and_explain_every_quantity_and_every_setting() -> None:
    page = sound(AppTest.from_file(str(ROOT / "pages" / "numbers.py"), default_timeout=60).run())
    anchors = {heading.anchor for heading in page.subheader}
    assert anchors >= {*QUANTITIES, *READINGS, *FIELDS}
    assert len(page.latex) == len(QUANTITIES) + len(READINGS)
    text = " ".join(m.value for m in page.markdown).replace("\\", "")
    for name, info in FIELDS.items():
        assert str(info.description) in text
        for kind in ("deep", "sequence") if info.annotation is str else ():
            assert all(row.label in text and row.note in text for row in menu(name, kind).values())


def test_every_chart_links_to_an_entry_of_the_numbers() -> None:
    assert {panel.anchor for panel in PANELS.values()} <= set(QUANTITIES)


def test_the_numbers_keep_the_settings_in_the_way_back() -> None:
    page = AppTest.from_file(str(ROOT / "pages" / "numbers.py"), default_timeout=60)
    page.query_params["depth"] = "7"
    assert any('href="./?depth=7"' in h.proto.body for h in sound(page.run()).sidebar.get("html"))
