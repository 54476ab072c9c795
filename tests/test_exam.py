"""The exam at the end of a run: samples that no training step saw, marked as plain PyTorch marks them."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch
from torch.nn import functional as F

from simulator import Experiment, simulate
from simulator.analysis.findings import findings
from simulator.catalog.tasks import TASKS
from simulator.engine.exam import examine, held_out
from simulator.engine.loss import losses_and_right
from simulator.engine.machine import own_arithmetic
from simulator.engine.network import Network
from simulator.engine.samples import SAMPLES, data
from simulator.outcome import Exam
from tests.reference_chain import forward
from tests.small import CONV, DEEP, SEQUENCE, copies

LEARNED: dict[str, Any] = {"activation": "tanh", "init": "orthogonal", "depth": 3, "steps": 60, "device": "cpu"}


@pytest.mark.parametrize(("kind", "task"), [(kind, task) for kind, tasks in TASKS.items() for task in tasks])
def test_no_sample_of_the_exam_is_trained_on(kind: str, task: str) -> None:
    row = TASKS[kind][task]
    length = row.length or max(row.shortest, 30)
    seen, unseen = (of(kind, task, length, 3)[0] for of in (data, held_out))
    # 300, but of the 1,797 digits 1,500 are trained on, which leaves 297.
    assert len(seen) == SAMPLES and len(unseen) >= 290
    if task == "digits":
        known = {sample.tobytes() for sample in seen}
        assert sum(sample.tobytes() in known for sample in unseen) <= 3  # some of the real digits look alike
    else:
        assert not np.array_equal(seen[: len(unseen)], unseen)


@pytest.mark.parametrize(
    "settings",
    [
        DEEP,
        DEEP | {"task": "sine_surface", "dropout": 0.5},
        CONV,
        DEEP | {"objective": "mae", "output_activation": "sigmoid"},
        SEQUENCE | {"cell": "lstm", "task": "copy", "sequence_length": 8},
        SEQUENCE | {"cell": "rnn", "task": "adding"},
    ],
    ids=lambda s: s["task"],
)
def test_the_exam_is_marked_as_plain_pytorch_does(settings: dict[str, Any]) -> None:
    e = Experiment(**settings | {"batch_size": 80})  # of 300 and 297 samples the last batch is not full
    net = Network(e, dtype=torch.float64)
    with own_arithmetic():
        net.run(3)
        exam, p = examine(net), copies(net)
    x, y = (torch.as_tensor(values) for values in held_out(e.kind, e.task, e.sites, e.seed))
    x = x.double().transpose(0, 1) if e.kind == "sequence" else x.double()
    sites = forward(p, e, x, None)
    states = [site.h.flatten(1) for site in sites[-e.task_row.readouts :]]
    outputs = torch.stack([h @ p["head"] + p["head_bias"] for h in states])
    if e.output_activation == "sigmoid":
        said, right = torch.sigmoid(outputs.detach().flatten(0, 1)), y.reshape(-1).long()
        assert exam.unseen_loss == pytest.approx(float(F.l1_loss(said, F.one_hot(right).double())))
        assert exam.unseen_accuracy == pytest.approx(float((said.argmax(1) == right).double().mean()))
        return
    if not e.task_row.classes:
        assert exam.unseen_loss == pytest.approx(float(F.mse_loss(outputs[0].detach(), y.double())))
        assert exam.unseen_accuracy is None
        return
    flat, right = outputs.detach().flatten(0, 1), y.reshape(-1).long()
    assert exam.unseen_loss == pytest.approx(float(F.cross_entropy(flat, right)))
    assert exam.unseen_accuracy == pytest.approx(float((flat.argmax(1) == right).double().mean()))


def test_answers_that_are_huge_and_alike_cost_what_a_guess_does() -> None:
    """Beside 1e20 nothing is left of ln 3, unless the answers are subtracted first."""
    losses, _ = losses_and_right(np.full((1, 2, 3), 1e20), np.array([[0, 2]]), Experiment())
    np.testing.assert_allclose(losses, np.log(3))


def test_a_run_that_did_not_finish_has_no_exam() -> None:
    trace = simulate(Experiment(**LEARNED))
    assert trace.outcome.exam and trace.first(10).outcome.exam is None
    assert simulate(Experiment(learning_rate=1000.0, activation="linear")).outcome.exam is None


@pytest.mark.parametrize(
    ("exam", "said"),
    [
        (
            Exam(0.01, 2.0, 1.0, 0.6),
            "Overfitting: of the samples that it is trained on it gets 100 % right, of others 60 %",
        ),
        (Exam(0.01, 0.1, 1.0, 0.97), ""),
        (Exam(0.1, 0.5), "Overfitting: its loss is 0.1 on the samples that it is trained on, 0.5 on others"),
        (Exam(0.1, 0.15), ""),
    ],
)
def test_a_sound_gradient_that_learns_by_heart_is_told_apart(exam: Exam, said: str) -> None:
    trace = simulate(Experiment(**LEARNED))
    (found,) = findings(replace(trace, outcome=replace(trace.outcome, exam=exam)))
    assert found.name == ("overfitting" if said else "healthy") and found.evidence["unseen_loss"] == exam.unseen_loss
    assert found.sentence.startswith(said)
