"""What a network answers while it trains: the answers of plain PyTorch with the same weights, and nothing disturbed."""

from dataclasses import fields
from typing import Any

import numpy as np
import pytest
import torch

from simulator import Experiment, Trace, preview, simulate
from simulator.engine.data import sine_surface
from simulator.engine.network import Network
from simulator.engine.questions import MOST_RECORDS, planned, questions
from simulator.engine.quiz import REFERENCES, Quiz
from simulator.engine.training import advance, train
from simulator.learned import PREFIX, Learned
from simulator.service.kept import RowStore
from simulator.trace import Rows
from tests.reference_chain import forward
from tests.small import CONV, DEEP, SEQUENCE, copies

CASES: dict[str, dict[str, Any]] = {
    "plane": DEEP | {"task": "moons", "batch_size": 7, "dropout": 0.5, "width": 300},  # in more than one portion
    "surface": DEEP | {"task": "sine_surface", "skip": "highway"},
    "images": CONV,
    "shares": DEEP | {"task": "moons", "objective": "mse", "output_activation": "sigmoid"},
    "copy": SEQUENCE | {"cell": "lstm", "task": "copy", "sequence_length": 8},
    "adding": SEQUENCE | {"cell": "gru", "task": "adding", "normalization": "layer"},
}


def asked(net: Network) -> Learned:
    quiz = Quiz(net)
    quiz.look()
    learned = Learned.from_rows(quiz.take(1))
    assert learned
    return learned


def answers(net: Network, x: np.ndarray[Any, Any]) -> torch.Tensor:
    """Of the slow twin, at every site: (sites, samples, outputs)."""
    p, e = copies(net), net.e
    inputs = torch.as_tensor(x).double()
    sites = forward(p, e, inputs.transpose(0, 1) if e.kind == "sequence" else inputs, None)
    outputs = torch.stack([site.h.flatten(1) for site in sites]).detach() @ p["head"] + p["head_bias"]
    if e.output_activation == "sigmoid":  # with a squared error: each class' share of all answers
        return torch.sigmoid(outputs) / torch.sigmoid(outputs).sum(-1, keepdim=True)
    return torch.softmax(outputs, -1) if e.task_row.classes else outputs


@pytest.mark.parametrize("case", CASES)
def test_answers_are_those_of_plain_pytorch(case: str) -> None:
    net = Network(Experiment(**CASES[case]), dtype=torch.float64)
    found, known = asked(net), questions(net.e)
    outputs, count = answers(net, known.inputs), known.asked
    read = outputs[-net.e.task_row.readouts :, :count].transpose(0, 1)
    np.testing.assert_allclose(found.samples[0], read, rtol=1e-9)
    np.testing.assert_allclose(found.grid[0], outputs[-1, count:, -1], rtol=1e-9)
    followed = outputs[[int(moment) - 1 for moment in found.moments], : found.course.shape[2]]
    np.testing.assert_allclose(found.course[0], followed if len(found.moments) else found.course[0], rtol=1e-9)


def test_batch_normalization_goes_by_samples_that_it_trains_on() -> None:
    net = Network(
        Experiment(**DEEP | {"normalization": "batch", "activation": "tanh", "batch_size": 100}), torch.float64
    )
    p, asked_of = copies(net), torch.as_tensor(questions(net.e).inputs).double()
    h = torch.cat([net.x[:REFERENCES], asked_of])
    for site in range(net.e.depth):
        a = h @ (p["hidden"][site - 1] if site else p["input"])
        mean, variance = a[:REFERENCES].mean(0), a[:REFERENCES].var(0, correction=0)
        h = torch.tanh((a - mean) / (variance + 1e-5).sqrt() * p["norm_gain"][site] + p["norm_shift"][site])
    expected = torch.softmax(h[REFERENCES:] @ p["head"] + p["head_bias"], 1)
    np.testing.assert_allclose(asked(net).samples[0, :, 0], expected[: questions(net.e).asked], rtol=1e-9)


@pytest.mark.usefixtures("short_exam")
@pytest.mark.parametrize("settings", [*CASES.values(), DEEP | {"normalization": "batch", "optimizer": "adam"}])
def test_asking_changes_no_number_of_the_training(settings: dict[str, Any]) -> None:
    e = Experiment(**settings | {"steps": 12})
    (_, quiet, _), (_, told, _) = (train(Network(e), e.steps, 1e9, asks=asks) for asks in (False, True))
    assert {name for name in told if not name.startswith(PREFIX)} == set(quiet)
    for name, values in quiet.items():
        np.testing.assert_array_equal(told[name], values, err_msg=name)


def sliced(e: Experiment) -> Trace:
    """Step by step, as a service keeps it."""
    store, state = RowStore(e), None
    while state is None or not state.done:
        state, rows = advance(e, state, 0.0)
        store.append(rows)
    trace = store.trace(state)
    assert trace
    return trace


@pytest.mark.parametrize(
    "settings",
    [
        DEEP | {"task": "xor", "steps": 15, "pretraining": 2},
        # float32 does not carry this one on from its first step.
        {"depth": 60, "width": 4, "task": "moons", "steps": 12, "batch_size": 8},
    ],
)
def test_a_run_in_slices_was_asked_as_one_in_one_piece(settings: dict[str, Any]) -> None:
    e = Experiment(**settings)
    whole, parts = simulate(e).learned, sliced(e).learned
    assert whole and parts
    assert whole.steps.tolist() == sorted(planned(e.steps))
    for f in fields(Learned):
        np.testing.assert_array_equal(getattr(whole, f.name), getattr(parts, f.name), err_msg=f.name)


def test_a_run_that_diverges_keeps_its_last_finite_answers() -> None:
    trace = simulate(Experiment(learning_rate=30.0, activation="linear", task="sine_surface", depth=3))
    assert trace.outcome.name == "diverged" and trace.learned and len(trace.learned.steps) > 1
    assert trace.learned.steps[-1] < trace.steps and np.isfinite(trace.learned.grid).all()


@pytest.mark.parametrize("steps", [1, 2, 9, 50, 300, 2000])
def test_at_most_sixty_steps_are_asked_at_among_them_the_first_and_the_last(steps: int) -> None:
    found = planned(steps)
    assert {0, steps - 1} <= found <= set(range(steps)) and len(found) <= MOST_RECORDS


def test_a_trace_of_fewer_rows_has_the_answers_of_those() -> None:
    learned = simulate(Experiment(depth=2, steps=20, task="circles")).first(7).learned
    assert learned and learned.steps.tolist() == [step for step in sorted(planned(20)) if step < 7]
    assert len(learned.samples) == len(learned.grid) == len(learned.steps) and len(learned.inputs) == 120


def test_every_class_is_asked_for_alike_and_the_surface_is_known() -> None:
    digits = questions(Experiment()).known["targets"][:, 0]
    assert np.bincount(digits.astype(int)).tolist() == [10] * 10 and digits[:10].tolist() == list(range(10))
    known = questions(Experiment(task="sine_surface")).known
    x, y = sine_surface(1, 0, np.random.default_rng(0))
    assert y[0, 0] == pytest.approx(2 * np.prod(np.sin(np.pi * x[0] / np.sqrt(3))), abs=1e-6)
    a, b = np.meshgrid(known["axis"], known["axis"])
    exact = 2 * np.sin(np.pi * a / np.sqrt(3)) * np.sin(np.pi * b / np.sqrt(3))
    inside = np.maximum(abs(a), abs(b)) < 1.7
    assert np.abs(known["truth"].reshape(a.shape) - exact)[inside].mean() < 0.15


def test_a_preview_knows_what_will_be_asked() -> None:
    for settings in CASES.values():
        early, run = preview(Experiment(**settings)).learned, simulate(Experiment(**settings | {"steps": 2})).learned
        assert early and run and not len(early.steps)
        for f in fields(Learned):
            mine, theirs = getattr(early, f.name), getattr(run, f.name)
            assert mine.shape[1:] == theirs.shape[1:] and (not len(mine) or np.array_equal(mine, theirs)), f.name


def test_parts_without_answers_join_those_with_some() -> None:
    store, rows = RowStore(Experiment(steps=3)), {"loss": np.ones(1)}
    answers: Rows = {f"{PREFIX}steps": np.zeros(1)}
    for part in (rows | answers, rows, rows):
        store.append(part)
    assert store.count == 3 and store.nbytes == 4 * 8
