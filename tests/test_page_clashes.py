"""What goes wrong on the page is told in a sentence, and every way out leads out."""

from typing import Any

import pytest

from pages.shared.choices import with_loss
from pages.shared.offers import offers
from simulator import Experiment, SettingsError
from simulator.service.pool import EngineError, Pool
from simulator.service.run import Run
from tests.visit import QUICK, button, chosen, control, header, opened, sound

pytestmark = pytest.mark.usefixtures("service")


def test_a_change_resets_no_other_control() -> None:
    page = opened({**QUICK, "activation": "relu", "gain": "1.3", "skip": "residual"})
    before = chosen(page)
    sound(control(page, "kind").set_value("sequence").run())
    sound(control(page, "cell").set_value("lstm").run())
    assert chosen(page) == {**before, "kind": "sequence", "cell": "lstm", "activation": "tanh"}
    sound(control(page, "kind").set_value("deep").run())
    assert chosen(page) == {**before, "cell": "lstm"}
    assert control(page, "activation").value == "relu"


def test_a_gated_cell_brings_its_own_activation_and_another_can_be_chosen_for_it() -> None:
    page = opened({**QUICK, "kind": "sequence", "task": "parity", "activation": "relu"})
    sound(control(page, "cell").set_value("lstm").run())
    assert control(page, "activation").value == "tanh"
    assert "activation" not in page.query_params
    sound(control(page, "activation").set_value("elu").run())
    sound(control(page, "cell").set_value("gru").run())
    assert (chosen(page)["activation"], control(page, "activation").value) == ("elu", "elu")
    sound(control(page, "cell").set_value("rnn").run())
    assert (chosen(page)["activation"], control(page, "activation").value) == ("relu", "relu")
    sound(control(page, "cell").set_value("gru").run())
    assert chosen(page)["activation"] == "elu"


def test_a_task_brings_its_loss_and_another_can_be_chosen_for_it() -> None:
    page = opened({**QUICK, "task": "circles"})
    assert control(page, "objective").value == "cross_entropy"
    sound(control(page, "task").set_value("sine_surface").run())
    assert (chosen(page)["objective"], control(page, "objective").value) == ("mse", "mse")
    assert "objective" not in page.query_params
    sound(control(page, "task").set_value("circles").run())
    assert chosen(page)["objective"] == "cross_entropy"
    sound(control(page, "objective").set_value("mae").run())
    sound(control(page, "task").set_value("sine_surface").run())
    assert (chosen(page)["objective"], control(page, "objective").value) == ("mae", "mae")


def test_a_link_to_a_gated_cell_keeps_its_activation() -> None:
    page = opened({**QUICK, "kind": "sequence", "task": "parity", "cell": "lstm", "activation": "relu"})
    assert (chosen(page)["activation"], control(page, "activation").value) == ("relu", "relu")


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
    ({"width": "64", "batch_size": "512", "depth": "200", "steps": "1"}, "steps", 2000),
    ({**QUICK, "kind": "sequence", "sequence_length": "2", "task": "recall_first"}, "task", "noisy_sine"),
    ({**QUICK, "kind": "sequence", "task": "parity", "cell": "lstm"}, "activation", "maxout"),
]


@pytest.mark.parametrize(("query", "name", "value"), CLASHES)
def test_a_clash_is_told_and_every_way_out_leads_out(query: dict[str, str], name: str, value: Any) -> None:
    page = opened(query)
    valid = chosen(page)
    sound(control(page, name).set_value(value).run())
    with pytest.raises(SettingsError) as refused:
        Experiment(**with_loss(valid, {name: value}))
    ways = offers(with_loss(valid, {name: value}), refused.value)
    assert len(page.warning) == 1
    assert ways
    assert chosen(page) == valid
    assert {w.label for w in ways} < {b.label for b in page.button}
    sound(page.button(key="undo").click().run())
    assert chosen(page) == valid and not page.warning
    for number, way in enumerate(ways[:2]):
        page = opened(query) if number else page
        sound(control(page, name).set_value(value).run())
        sound(button(page, way.label).click().run())
        expected = {**valid, name: value, way.name: way.value}
        regression = expected["task"] == "noisy_sine"
        assert chosen(page) == expected | {"objective": "mse" if regression else "cross_entropy"}
        assert not page.warning


def test_an_engine_that_fails_is_told_in_a_sentence_with_a_way_to_try_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise EngineError("The process was ended *three* times.")

    page = opened()
    with monkeypatch.context() as broken:
        broken.setattr(Run, "preview", fail)
        sound(control(page, "seed").set_value(77).run())
        assert page.error[0].value == "The process was ended \\*three\\* times."
    sound(button(page, "Try again").click().run())
    assert not page.error
    assert header(page)["trained"] >= 1


def test_a_device_that_is_not_there_is_told_with_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise SettingsError("Device: this machine has none.", "device")

    page = opened()
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(Run, "preview", refuse)
        sound(control(page, "device").set_value("cuda").run())
        assert page.error[0].value == "Device\\: this machine has none."
    sound(button(page, "Device: Automatic").click().run())
    assert (chosen(page)["device"], len(page.error)) == ("auto", 0)


def test_an_unforeseen_error_is_no_traceback_either(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("secret")

    page = opened()
    monkeypatch.setattr(Run, "preview", fail)
    sound(control(page, "seed").set_value(78).run())
    assert "could not compute this run" in page.error[0].value
    assert "secret" not in page.error[0].value


def test_while_the_engine_starts_the_axes_are_there_and_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Pool, "status", "starting")
    about = header(opened({**QUICK, "seed": "4711"}))
    assert (about["trained"], about["ask_for_more"]) == (0, True)
    assert "Starting the engine" in about["note"]
