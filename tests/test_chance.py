"""The chance level of a task, against guesses that are tried out, and the noise that batches put on the loss."""

from typing import Any

import numpy as np
import pytest

from simulator import Experiment, Trace, preview, simulate
from simulator.catalog import TASKS
from simulator.engine.samples import data

TASK_ROWS = [task for tasks in TASKS.values() for task in tasks.values()]


def of(**settings: Any) -> tuple[Trace, Any]:
    e = Experiment(**{"depth": 2, "width": 4, "steps": 1, **settings})
    return preview(e), data(e.kind, e.task, e.sites, e.seed)[1]


@pytest.mark.parametrize("task", TASK_ROWS, ids=lambda task: f"{task.kind}-{task.name}")
def test_no_constant_answer_does_better_than_chance_and_one_does_as_well(task: Any) -> None:
    from scipy.optimize import minimize  # here, for every worker collects this file, and one runs it

    trace, y = of(kind=task.kind, task=task.name, seed=3)

    def loss(answer: Any) -> float:
        if not task.classes:
            return float(np.mean((y - answer) ** 2))
        return float(np.log(np.exp(answer).sum()) - np.mean(answer[y]))

    found = minimize(loss, np.zeros(task.output_size))
    assert trace.chance_loss == pytest.approx(found.fun, rel=1e-4)
    if task.classes:
        assert trace.chance_accuracy == max(np.mean(y == k) for k in range(task.classes))
    else:
        assert np.isnan(trace.chance_accuracy)


def test_a_guess_costs_the_square_of_the_targets_scale() -> None:
    plain, scaled = (of(task="sine_surface", target_scale=scale)[0] for scale in (1.0, 30.0))
    assert scaled.chance_loss == pytest.approx(900 * plain.chance_loss)
    assert of(task="circles", target_scale=30.0)[0].chance_loss == of(task="circles")[0].chance_loss


def test_published_prices_of_a_guess() -> None:
    """Adding: 1/6 (Le, Jaitly, Hinton, 2015); ten digits, nearly equally many: ln 10."""
    assert of(kind="sequence", task="adding")[0].chance_loss == pytest.approx(1 / 6, rel=0.05)
    assert of(task="digits")[0].chance_loss == pytest.approx(np.log(10), rel=0.002)


@pytest.mark.parametrize("task", ["circles", "sine_surface"])
def test_batches_of_a_network_that_stands_still_differ_by_the_noise_of_the_loss(task: str) -> None:
    trace = simulate(Experiment(task=task, depth=2, activation="tanh", learning_rate=1e-6, batch_size=16, steps=600))
    assert trace.loss.std() == pytest.approx(np.sqrt(np.mean(trace.loss_noise**2)), rel=0.1)


def test_one_sample_says_nothing_of_its_noise() -> None:
    assert np.isnan(simulate(Experiment(depth=2, batch_size=1, steps=3)).loss_noise).all()
