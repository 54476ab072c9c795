"""A stack of networks: every member is, bit for bit, what it is alone."""

import random
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
import torch

from simulator import Experiment, SettingsError, simulate_many
from simulator.catalog import MENUS
from simulator.catalog.tasks import DEEP_TASKS, SEQUENCE_TASKS
from simulator.engine.machine import own_arithmetic
from simulator.engine.network import Network
from simulator.engine.training import begin
from simulator.trace import Array

STACKS = 60
MENU_OF = {"deep": DEEP_TASKS, "sequence": SEQUENCE_TASKS}


def drawn_shape(rng: random.Random) -> dict[str, Any]:
    """What the members of a random stack have in common."""
    kind = rng.choice(["deep", "deep", "sequence"])
    names = (
        "activation",
        "init",
        "optimizer",
        "schedule",
        "clip",
        "cell",
        "output_activation",
        "gate_biases",
        "input_init",
    )
    shape: dict[str, Any] = {name: rng.choice(list(MENUS[name])) for name in names}
    shape |= {name: rng.choice(["none", *MENUS[name]]) for name in ("normalization", "skip")}
    # Of sizes that fill the processor's registers, and of sizes that do not.
    shape |= {"width": rng.choice([2, 3, 8, 16]), "batch_size": rng.choice([1, 2, 7, 10, 32])}
    shape |= {"kind": kind, "depth": rng.choice([1, 2, 5]), "sequence_length": 10}
    shape |= {"task": rng.choice([task for task in MENU_OF[kind] if task != "digits_by_pixel"])}
    shape |= {"steps": 6, "device": "cpu"}
    if rng.random() < 0.5:
        shape["objective"] = rng.choice(list(MENUS["objective"]))
    return shape | ({"layer": "conv", "task": "digits", "width": 3} if kind == "deep" and rng.random() < 0.25 else {})


def random_stack(rng: random.Random) -> list[Experiment]:
    """Two to four experiments that differ by numbers; some diverge, or end where float32 does."""
    while True:
        shape, drops = drawn_shape(rng), rng.random() < 0.3
        numbers = {
            "gain": [0.02, 0.5, 1.0, 3.0],
            "learning_rate": [0.001, 0.1, 1.0, 1000.0],
            "l1": [0.0, 0.001],
            "l2": [0.0, 0.01],
            "clip_at": [0.01, 1.0],
            "dropout": [0.1, 0.5] if drops else [0.0],
            "forget_bias": [0.0, 2.0],
            "bias_std": [0.0, 0.5],
            "weight_mean": [0.0, 0.5],
            "input_scale": [1.0, 10.0],
            "input_offset": [0.0, 2.0],
            "target_scale": [1.0, 5.0],
            "seed": range(2),  # data are made anew for each
        }
        try:
            count = rng.choice([2, 3, 4])
            return [Experiment(**shape, **{n: rng.choice(list(v)) for n, v in numbers.items()}) for _ in range(count)]
        except SettingsError:
            continue


def _assert_same(member: Mapping[str, Array], alone: Mapping[str, Array], what: object) -> None:
    assert set(member) == set(alone)
    for name, values in alone.items():
        np.testing.assert_array_equal(member[name], values, err_msg=f"{name} of {what}")


def _check_rows(stack: list[Experiment], dtype: torch.dtype) -> None:
    """A first step and two more, and the weights that these lead to."""
    network = Network(stack, dtype)
    parts = [network.run_all(1), network.run_all(2)]
    for k, e in enumerate(stack):
        alone = Network(e, dtype)
        for rows in parts:
            _assert_same(rows[k], alone.run(len(rows[k]["loss"])), stack)
        np.testing.assert_array_equal(network.all.flat[k], alone.all.flat[0])


@pytest.mark.parametrize("seed", range(4))
def test_a_member_of_a_stack_is_what_it_is_alone(seed: int) -> None:
    rng = random.Random(seed)
    with own_arithmetic():
        for number in range(STACKS // 4):
            _check_rows(random_stack(rng), torch.float32 if number % 3 else torch.float64)


@pytest.mark.parametrize("cell", ["rnn", "lstm"])
def test_a_stack_adds_up_long_sequences_in_the_order_of_one_network(cell: str) -> None:
    """Whose sites are walked in other portions."""
    shape: dict[str, Any] = {"kind": "sequence", "cell": cell, "sequence_length": 80, "task": "copy"}
    common: dict[str, Any] = {"activation": "prelu", "width": 32, "batch_size": 32, "steps": 4, "device": "cpu"}
    with own_arithmetic():
        _check_rows([Experiment(**shape | common, seed=seed) for seed in range(3)], torch.float32)


def _check_runs(experiments: list[Experiment]) -> list[str]:
    """How the runs end."""
    traces = simulate_many(experiments)
    for e, trace in zip(experiments, traces, strict=True):
        alone = begin(e)(e.steps)
        assert (trace.experiment, repr(trace.outcome)) == (e, repr(alone.outcome))
        _assert_same(trace.arrays(), alone.arrays(), e)
    return [trace.outcome.name for trace in traces]


def test_whole_runs_of_many_shapes_are_what_they_are_alone() -> None:
    common: dict[str, Any] = {"width": 8, "batch_size": 16, "steps": 70, "device": "cpu", "task": "two_spirals"}
    shapes: list[dict[str, Any]] = [
        {"depth": 40, "activation": "sigmoid"},  # float32 ends at the start
        {"depth": 4, "activation": "gelu", "optimizer": "adam", "dropout": 0.2, "l2": 0.01},
        {"depth": 4, "pretraining": 2},
        {"kind": "sequence", "cell": "lstm", "sequence_length": 10, "task": "copy", "clip": "norm"},
    ]
    experiments = [Experiment(**common | shape, seed=seed) for seed in range(3) for shape in shapes]
    assert set(_check_runs(experiments)) == {"finished"}


def test_members_that_diverge_or_leave_float32_touch_no_other() -> None:
    shape: dict[str, Any] = {"depth": 30, "width": 8, "batch_size": 16, "activation": "relu", "init": "he_normal"}
    pairs = ((1.0, 0.01), (2.0, 1000.0), (0.05, 0.02), (1.0, 0.1))
    experiments = [Experiment(**shape, gain=g, learning_rate=r, steps=150, device="cpu") for g, r in pairs]
    assert _check_runs(experiments) == ["finished", "diverged", "finished", "finished"]


def test_what_is_kept_of_each_comes_in_order_with_progress() -> None:
    experiments = [Experiment(depth=d, width=4, steps=2, seed=s) for s in range(3) for d in (2, 3)]
    told: list[tuple[int, int]] = []
    found = simulate_many(
        experiments,
        each=lambda trace: (trace.sites, trace.outcome.exam),
        progress=lambda *done: told.append(done),
        examined=False,
    )
    assert found == [(2, None), (3, None)] * 3 and told == [(k, 6) for k in range(1, 7)]
