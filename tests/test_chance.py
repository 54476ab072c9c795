"""The chance level of a task, against guesses that are tried out, and the noise that batches put on the loss."""

from itertools import product
from typing import Any

import numpy as np
import pytest

from simulator import Experiment, Trace, preview, simulate
from simulator.catalog import OBJECTIVES, TASKS
from simulator.engine.samples import data

RANGES = {"linear": (-30.0, 30.0), "sigmoid": (0.0, 1.0), "relu": (0.0, 30.0)}
"""What an output can answer, as far as it matters."""
METHODS = {"mae": "Powell"}
"""How scipy is to find the best answer where its loss has corners."""
TASK_ROWS = [task for tasks in TASKS.values() for task in tasks.values()]


def of(**settings: Any) -> tuple[Trace, Any]:
    e = Experiment(**{"depth": 2, "width": 4, "steps": 1, **settings})
    return preview(e), data(e.kind, e.task, e.sites, e.seed)[1]


@pytest.mark.parametrize("task", TASK_ROWS, ids=lambda task: f"{task.kind}-{task.name}")
def test_no_constant_answer_does_better_than_chance_and_one_does_as_well(task: Any) -> None:
    from scipy.optimize import minimize  # here, for every worker collects this file, and one runs it

    for objective, (output, bounds) in product(OBJECTIVES, RANGES.items()):
        if not task.classes and objective == "cross_entropy":
            continue
        trace, y = of(kind=task.kind, task=task.name, seed=3, objective=objective, output_activation=output)
        wanted = np.eye(task.classes)[y.ravel()] if task.classes else y

        def loss(answer: Any, objective: str = objective, wanted: Any = wanted) -> float:
            if objective == "cross_entropy":
                return float(np.log(np.exp(answer).sum()) - np.mean(wanted @ answer))
            return float(np.mean(np.abs(wanted - answer) ** (2 if objective == "mse" else 1)))

        start = np.full(task.output_size, 0.3)
        found = minimize(
            loss, start, bounds=[bounds] * len(start), method="Powell" if objective == "mae" else "L-BFGS-B"
        )
        # Powell ends a little short of an edge.
        rel = 1e-3 if objective == "mae" else 1e-4
        assert trace.chance_loss == pytest.approx(found.fun, rel=rel), (objective, output)
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
    # The published price is that of all sums, ours that of 1,500 drawn ones.
    assert of(kind="sequence", task="adding")[0].chance_loss == pytest.approx(1 / 6, rel=0.05)
    assert of(task="digits")[0].chance_loss == pytest.approx(np.log(10), rel=0.002)


@pytest.mark.parametrize("task", ["circles", "sine_surface"])
def test_batches_of_a_network_that_stands_still_differ_by_the_noise_of_the_loss(task: str) -> None:
    # The least rate that is allowed. The deviation of 600 losses is itself known to 3 %, hence the tenth.
    trace = simulate(Experiment(task=task, depth=2, activation="tanh", learning_rate=1e-6, batch_size=16, steps=600))
    assert trace.loss.std() == pytest.approx(np.sqrt(np.mean(trace.loss_noise**2)), rel=0.1)


def test_one_sample_says_nothing_of_its_noise() -> None:
    assert np.isnan(simulate(Experiment(depth=2, batch_size=1, steps=3)).loss_noise).all()
