"""Every recorded quantity, and every parameter's gradient, is what plain autograd finds in float64."""

from itertools import product

import pytest
import torch

from simulator import Experiment, SettingsError
from simulator.catalog import ACTIVATIONS, MENUS
from simulator.catalog.tasks import TASKS
from simulator.engine.network import Network
from tests.reference import twin
from tests.small import DEEP, KINDS, SEQUENCE, check_step, copies, shaken

WITH_DROPOUT = [("tanh", "none"), ("relu", "layer"), ("maxout", "batch"), ("prelu", "rms")]


def pairs() -> list[tuple[str, str, str]]:
    """Every two of activation, normalization and shortcut stand together in one of them."""
    skips = [*MENUS["skip"]]
    return [
        (activation, normalization, skips[(i + j) % len(skips)])
        for i, activation in enumerate(MENUS["activation"])
        for j, normalization in enumerate(MENUS["normalization"])
    ]


@pytest.mark.parametrize(("activation", "normalization", "skip"), pairs())
@pytest.mark.parametrize("kind", KINDS)
def test_every_two_choices_together_agree_with_autograd(
    kind: str, activation: str, normalization: str, skip: str
) -> None:
    e = Experiment(activation=activation, normalization=normalization, skip=skip, **KINDS[kind])
    check_step(shaken(e), e)


def test_no_two_choices_are_left_out() -> None:
    for one, other in ((0, 1), (0, 2), (1, 2)):
        menus = [[*MENUS[name]] for name in ("activation", "normalization", "skip")]
        assert {(row[one], row[other]) for row in pairs()} == {*product(menus[one], menus[other])}


@pytest.mark.parametrize("skip", MENUS["skip"])
@pytest.mark.parametrize(("activation", "normalization"), WITH_DROPOUT)
@pytest.mark.parametrize("kind", KINDS)
def test_dropout_agrees_with_autograd(kind: str, activation: str, normalization: str, skip: str) -> None:
    e = Experiment(activation=activation, normalization=normalization, skip=skip, dropout=0.4, **KINDS[kind])
    check_step(shaken(e), e)


@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
@pytest.mark.parametrize("kind", [*KINDS, "lstm", "gru"])
def test_slopes_that_float32_takes_from_h_agree_with_autograd(kind: str, activation: str) -> None:
    e = Experiment(**KINDS.get(kind, SEQUENCE | {"cell": kind}), activation=activation)
    net, rough = shaken(e), Network(e)
    rough.all.flat.copy_(net.all.flat)
    (x, y), weights = net.batch(), copies(net)
    row, expected = rough.step(), twin(weights, e, x, y).row
    for name, values in expected.items():
        torch.testing.assert_close(row[name].double(), values.reshape(row[name].shape), rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize("dropout", [0.0, 0.4])
@pytest.mark.parametrize("normalization", MENUS["normalization"])
@pytest.mark.parametrize("cell", ["lstm", "gru"])
def test_gated_cells_agree_with_autograd(cell: str, normalization: str, dropout: float) -> None:
    e = Experiment(**SEQUENCE, cell=cell, normalization=normalization, dropout=dropout)
    net = shaken(e)
    for _ in range(3):  # nothing of one step is left in the next
        check_step(net, e)


@pytest.mark.parametrize(("normalization", "dropout"), [("none", 0.0), ("none", 0.4), ("layer", 0.4), ("batch", 0.0)])
@pytest.mark.parametrize("activation", [row.name for row in ACTIVATIONS.values() if row.pieces == 1])
@pytest.mark.parametrize("cell", ["lstm", "gru"])
def test_every_activation_in_a_gated_cell_agrees_with_autograd(
    cell: str, activation: str, normalization: str, dropout: float
) -> None:
    settings = SEQUENCE | {"task": "copy", "sequence_length": 7, "width": 4, "batch_size": 5}
    e = Experiment(**settings, cell=cell, activation=activation, normalization=normalization, dropout=dropout)
    check_step(shaken(e), e)


@pytest.mark.parametrize(("kind", "task"), [(kind, task) for kind in TASKS for task in TASKS[kind]])
def test_every_task_agrees_with_autograd(kind: str, task: str) -> None:
    settings = (DEEP if kind == "deep" else SEQUENCE) | {"task": task, "activation": "tanh"}
    e = Experiment(**settings | {"sequence_length": max(6, TASKS[kind][task].shortest)})
    check_step(shaken(e), e)


@pytest.mark.parametrize("output", MENUS["output_activation"])
@pytest.mark.parametrize("objective", MENUS["objective"])
@pytest.mark.parametrize("task", ["two_spirals", "sine_surface", "copy"])
def test_every_loss_on_every_output_agrees_with_autograd(task: str, objective: str, output: str) -> None:
    settings = (DEEP if task in TASKS["deep"] else SEQUENCE) | {"task": task, "activation": "tanh"}
    chosen = settings | {"sequence_length": 7, "objective": objective, "output_activation": output}
    if task == "sine_surface" and objective == "cross_entropy":
        with pytest.raises(SettingsError, match="tells classes apart"):
            Experiment(**chosen)
        return
    e = Experiment(**chosen)
    check_step(shaken(e), e)


@pytest.mark.parametrize("init", MENUS["init"])
@pytest.mark.parametrize("kind", KINDS)
def test_training_from_every_start_agrees_with_autograd(kind: str, init: str) -> None:
    e = Experiment(init=init, activation="tanh", normalization="layer", **KINDS[kind])
    net = shaken(e, size=0.02)
    for _ in range(3):
        check_step(net, e)


@pytest.mark.parametrize("sites", [1, 2, 3])
def test_the_shortest_chains_agree_with_autograd(sites: int) -> None:
    e = Experiment(**DEEP | {"depth": sites, "width": 2, "batch_size": 1}, activation="tanh", skip="highway")
    check_step(shaken(e), e)


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_two_time_steps_of_one_sample_agree_with_autograd(cell: str) -> None:
    e = Experiment(**SEQUENCE | {"sequence_length": 2, "width": 2, "batch_size": 1}, cell=cell)
    check_step(shaken(e), e)
