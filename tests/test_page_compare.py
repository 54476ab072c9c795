"""Runs side by side, on the page without a browser: compared, raced, trained to their end, brought by a remedy."""

import pytest

from simulator import Experiment
from simulator.service.pool import EngineError
from simulator.service.service import Service
from tests.side_by_side import advised, comparison, finished, pin, pinned, pins, table, until
from tests.visit import QUICK, about_run, button, chosen, control, header, opened, plain, pulled, sound, triggered

SEQUENCE = {**QUICK, "kind": "sequence", "task": "recall_first", "sequence_length": "5"}
LONG = {"depth": "40", "steps": "2000"}
VANISHING = {"depth": "12", "width": "8", "batch_size": "16", "steps": "40"}
pytestmark = pytest.mark.usefixtures("service")


def test_a_change_after_pinning_sets_both_runs_side_by_side_until_it_is_taken_back() -> None:
    page = pin(opened())
    assert not table(page) and not header(page)["pinned"]
    sound(control(page, "activation").set_value("relu").run())
    assert not button(page, "Pin").disabled
    (pinned,) = header(page)["pinned"]
    assert (pinned["pin_index"], pinned["label"]) == (0, "Sigmoid")
    rows = table(finished(page))
    assert rows["Compared"] == ["This run", "Pinned ①"]
    assert rows["Activation"] == ["ReLU", "Sigmoid"]
    assert rows["Training"] == ["4 of 4 steps", "4 of 4 steps"]
    assert not {"Layers", "Width"} & rows.keys()
    assert "All runs see the same samples" in plain(comparison(page))
    sound(control(page, "activation").set_value("sigmoid").run())
    assert button(page, "Unpin") and not table(page)


def test_all_runs_on_the_page_train_to_their_end_and_are_delivered() -> None:
    page = finished(opened({**QUICK, "seed": "71", "pin": [f"depth.{n}*width.4*steps.6" for n in (2, 3, 4)]}))
    assert header(page)["done"] and [one["trained"] for one in header(page)["pinned"]] == [6, 6, 6]
    assert table(page)["Training"] == ["4 of 4 steps", *["6 of 6 steps"] * 3]
    assert table(page)["Layers"] == ["3", "2", "3", "4"]
    assert "–" not in table(page)["Loss"]
    parts = [part.proto.component_name for part in page.main.get("bidi_component")]
    assert parts == ["gradient_feed"] * 3 + ["gradient_player"]


def test_every_pinned_run_that_is_behind_has_a_slice_before_the_next_answer() -> None:
    page = opened({**LONG, "seed": "78", "pin": [f"depth.30*steps.2000*seed.{n}" for n in (79, 80, 81)]})
    pulled(page)
    assert header(page)["trained"] > 1 and not any(one["trained"] for one in header(page)["pinned"])
    about = header(pulled(page))
    assert all(one["trained"] for one in about["pinned"])
    fed = [part.proto.bytes for part in page.main.get("bidi_component") if "feed" in part.proto.component_name]
    assert [about_run(payload)["trained"] for payload in fed] == [one["trained"] for one in about["pinned"]]


def test_a_run_that_the_player_has_is_not_sent_again_while_a_pinned_one_trains() -> None:
    page = opened({**QUICK, "seed": "76", "pin": "depth.30*steps.2000*seed.77"})
    until(page, lambda: header(page)["done"])
    whole = header(page)
    after = header(triggered(page, "more", f"{whole['body']}:{whole['run']}:and so on"))
    assert after["kept"] and after["body"] == whole["body"] and not (after["exact"] or after["blocks"])
    assert after["pinned"][0]["trained"] > whole["pinned"][0]["trained"] and after["ask_for_more"]
    for other in (":whole", "0123456789ab:", whole["run"]):
        assert header(triggered(page, "more", other))["exact"] == whole["exact"]


def test_a_race_and_a_story_without_room_say_so_and_leave_the_pinned_runs() -> None:
    page = opened({**SEQUENCE, "pin": ["depth.2", "depth.3"]})
    sound(button(page, "Race the cells").click().run())
    assert pins(page) == ["depth.2", "depth.3"]
    assert "no room for two more pinned runs" in page.info[0].value and "Let go of one first" in page.info[0].value
    pin(page)
    held = pins(page)
    sound(control(page, "story").set_value("vanishing_sigmoid").run())
    assert pins(page) == held and page.info[0].value.startswith("The run that this story is compared with")
    triggered(page, "unpin", header(page)["pinned"][0]["run"])
    sound(page.button(key="back").click().run())
    assert pins(page) == [*held[1:], "activation.relu*init.he_normal*learning_rate.0.02"] and not page.info
    sound(control(page, "story").set_value("zero_weights").run())
    assert pins(page) == held[1:]  # what the story brought goes with it


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_the_race_pins_the_other_cells_with_the_same_settings(cell: str) -> None:
    page = opened({**SEQUENCE, "cell": cell, "gain": "1.3", **({"activation": "relu"} if cell == "rnn" else {})})
    before = chosen(page)
    sound(button(page, "Race the cells").click().run())
    assert chosen(page) == before
    assert {one.cell for one in pinned(page)} == {"rnn", "lstm", "gru"} - {cell}
    assert {one.activation for one in pinned(page)} == {"tanh"}
    assert all(one.replace(cell=cell, activation=before["activation"]) == Experiment(**before) for one in pinned(page))
    assert sorted(table(page)["Cell"]) == ["GRU", "LSTM", "Plain RNN"] and len(pins(page)) == 2
    assert not page.info


def test_only_sequences_can_race() -> None:
    page = opened()
    assert not [b for b in page.button if b.label == "Race the cells"]


def test_a_remedy_pins_the_run_before_and_undo_takes_settings_and_pins_back() -> None:
    page = advised(opened({**VANISHING, "pin": [f"depth.{n}*width.4*steps.2" for n in (2, 3)]}))
    before, held = chosen(page), pins(page)
    sound(button(page, "Tanh with orthogonal weights").click().run())
    assert pinned(page)[-1] == Experiment(**before) and pins(page)[:-1] == held
    assert header(page)["pinned"][-1]["label"] == "Sigmoid, Xavier (normal)"
    assert table(page)["Activation"] == ["Tanh", "Sigmoid", "Sigmoid", "Sigmoid"]
    sound(button(page, "Undo").click().run())
    assert chosen(page) == before and pins(page) == held
    pin(page)
    sound(control(page, "width").set_value(9).run())
    page, before, held = advised(page), chosen(page), pins(page)
    sound(button(page, "Tanh with orthogonal weights").click().run())
    assert pins(page) == held and page.info[0].value.startswith("The run before is not pinned beside it")
    sound(button(page, "Undo").click().run())
    assert chosen(page) == before and pins(page) == held and not page.info


def test_stop_holds_the_pinned_runs_too_and_they_go_on_with_it() -> None:
    page = opened({**LONG, "seed": "72", "pin": "depth.30*steps.2000*seed.73"})
    until(page, lambda: header(page)["pinned"][0]["trained"])
    run = header(page)["run"]
    triggered(page, "stop", run)
    held = header(page)
    assert not held["ask_for_more"] and not held["done"]
    after = header(sound(page.run()))
    assert (after["trained"], after["pinned"], after["ask_for_more"]) == (held["trained"], held["pinned"], False)
    assert header(triggered(page, "go", run))["ask_for_more"]


def test_a_pinned_run_that_cannot_be_computed_is_told_beside_the_others(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = service.run(Experiment(depth=2, seed=74))
    monkeypatch.setattr(broken, "failure", EngineError("The process was ended *three* times."))
    monkeypatch.setattr(broken, "advance", lambda *_, **__: None)
    page = finished(opened({**QUICK, "pin": ["depth.2*seed.74", "depth.4*width.4*steps.3"]}))
    assert [error.value for error in page.error] == ["Pinned ①\\: The process was ended \\*three\\* times."]
    assert table(page)["Training"] == ["4 of 4 steps", "–", "3 of 3 steps"]


def test_a_remedy_in_a_clash_is_applied_to_the_run_that_is_shown() -> None:
    page = advised(opened({**VANISHING, "task": "moons"}))
    before = chosen(page)
    sound(control(page, "kind").set_value("sequence").run())
    assert page.warning
    page = advised(page)
    sound(button(page, "Tanh with orthogonal weights").click().run())
    assert chosen(page) == {**before, "activation": "tanh", "init": "orthogonal"} and not page.warning
    assert pinned(page) == [Experiment(**before)]


def test_a_cell_that_is_too_costly_to_race_is_named_and_no_link_is_blamed() -> None:
    costly = {"kind": "sequence", "task": "recall_first", "sequence_length": "500", "width": "128", "steps": "600"}
    page = opened(costly)
    sound(button(page, "Race the cells").click().run())
    assert "cannot race" in page.info[0].value and "link" not in page.info[0].value
