"""The graphics card gives the processor's numbers, and asking for one that is not there is refused in plain words."""

import gc
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
import torch
from torch.backends import cudnn

from simulator import Experiment, SettingsError, preview, simulate
from simulator.catalog.activations import ACTIVATIONS
from simulator.catalog.training import OPTIMIZERS
from simulator.engine.graph import AHEAD
from simulator.engine.machine import own_arithmetic
from simulator.engine.network import Network
from simulator.engine.training import advance
from simulator.trace import Rows, join

CASES: dict[str, dict[str, Any]] = {
    "dense": {"depth": 30},
    "highway": {"depth": 10, "skip": "highway", "activation": "maxout", "normalization": "batch"},
    "conv": {"depth": 4, "layer": "conv", "activation": "relu", "width": 8},
    "rnn": {"kind": "sequence", "task": "recall_first", "activation": "tanh", "normalization": "layer"},
    "lstm": {"kind": "sequence", "task": "recall_first", "cell": "lstm"},
    "gru": {"kind": "sequence", "task": "copy", "cell": "gru", "normalization": "rms"},
}
REPLAYED: dict[str, dict[str, Any]] = {
    **CASES,
    "wide": {"depth": 20, "width": 256, "batch_size": 256},
    "batch norm": {"normalization": "batch"},
    "residual": {"skip": "residual", "normalization": "layer"},
    "dropout": {"dropout": 0.3},
    "lstm with dropout": {**CASES["lstm"], "dropout": 0.3},
    "clipped by norm": {"clip": "norm", "clip_at": 0.1},
    "clipped by value": {"clip": "value", "clip_at": 0.01},
    "warm-up": {"schedule": "warmup"},
    "cosine and penalties": {"schedule": "cosine", "l1": 1e-4, "l2": 1e-3},
    "regression": {"kind": "sequence", "task": "adding"},
    "squared error of a sigmoid": {"depth": 3, "objective": "mse", "output_activation": "sigmoid"},
    **{f"activation {name}": {"depth": 5, "activation": name} for name in ACTIVATIONS},
    **{f"optimizer {name}": {"depth": 5, "optimizer": name} for name in OPTIMIZERS},
}
STEPS = 60
needs_cuda = pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device on this machine")


@needs_cuda
@pytest.mark.parametrize("case", CASES)
def test_the_first_step_on_cuda_agrees_with_the_processor(case: str) -> None:
    here, there = (preview(Experiment(**CASES[case], device=device)).arrays() for device in ("cpu", "cuda"))
    for name in here:
        np.testing.assert_allclose(
            there[name], here[name], rtol=1e-3, atol=1e-6 * np.nanmax(np.abs(here[name])), err_msg=name
        )


@needs_cuda
def test_convolutions_on_cuda_compute_in_all_of_float32() -> None:
    # TF32, which cuDNN takes by itself, rounds to 10 bits of fraction, that is by up to 5e-4: the limit is finer.
    wide = {"layer": "conv", "depth": 8, "width": 64, "activation": "relu"}
    here, there = (preview(Experiment(**wide, device=device)) for device in ("cpu", "cuda"))
    np.testing.assert_allclose(there.weight_gradient_norm, here.weight_gradient_norm, rtol=1e-4)


def test_a_run_leaves_the_callers_arithmetic_as_it_was() -> None:
    before = cudnn.deterministic, cudnn.allow_tf32
    preview(Experiment(device="cpu"))
    assert (cudnn.deterministic, cudnn.allow_tf32) == before


@needs_cuda
def test_automatic_trains_on_cuda_where_there_is_one() -> None:
    automatic, asked = (simulate(Experiment(steps=10, device=device)) for device in ("auto", "cuda"))
    np.testing.assert_array_equal(automatic.gradient_norm, asked.gradient_norm)


@pytest.mark.skipif(torch.cuda.is_available(), reason="this machine has a CUDA device")
@pytest.mark.parametrize("run", [simulate, preview])
def test_asking_for_cuda_where_there_is_none_is_refused(run: Any) -> None:
    with pytest.raises(SettingsError, match=r"(?s)Device.*CUDA.*(Automatic|CPU)") as refusal:
        run(Experiment(device="cuda", steps=2))
    assert refusal.value.fields[0] == "device"


@pytest.mark.skipif(torch.cuda.is_available(), reason="this machine has a CUDA device")
def test_automatic_is_the_processor_where_there_is_no_cuda() -> None:
    automatic, asked = (simulate(Experiment(steps=3, device=device)) for device in ("auto", "cpu"))
    np.testing.assert_array_equal(automatic.gradient_norm, asked.gradient_norm)


# ---- replayed as one graph ----------------------------------------------------------------------------------------


def _trained(e: Experiment, *slices: int) -> tuple[Network, Rows]:
    """A network after the given number of steps at a time, and its rows."""
    with own_arithmetic():
        network = Network(e, device=torch.device("cuda"))
        return network, join([network.run(steps) for steps in slices])


def _assert_same_bits(one: Rows, other: Rows) -> None:
    for name in one:
        np.testing.assert_array_equal(one[name], other[name], err_msg=name)


@needs_cuda
@pytest.mark.parametrize("case", REPLAYED)
def test_a_graph_replays_what_is_launched_kernel_by_kernel(case: str) -> None:
    e = Experiment(steps=STEPS, **REPLAYED[case])
    # One step at a time is too few for a graph, so the first of the two has none.
    (eager, expected), (replayed, rows) = _trained(e, *[1] * STEPS), _trained(e, STEPS)
    assert eager.launcher and not eager.launcher.graph and replayed.launcher and replayed.launcher.graph
    _assert_same_bits(rows, expected)
    assert torch.equal(replayed.all.flat, eager.all.flat)


@needs_cuda
@pytest.mark.parametrize("seconds", [0.0, 0.05])
@pytest.mark.parametrize("case", ["dense", "conv", "lstm", "dropout", "warm-up", "optimizer adam"])
def test_slices_on_cuda_add_up_to_the_run(case: str, seconds: float) -> None:
    e, state, parts = Experiment(steps=STEPS, device="cuda", **REPLAYED[case]), None, []
    while state is None or not state.done:
        state, rows = advance(e, state, seconds)
        parts.append(rows)
    _assert_same_bits(join(parts), simulate(e).arrays())


@needs_cuda
@pytest.mark.parametrize("case", CASES)
def test_a_run_on_cuda_repeats_itself(case: str) -> None:
    e = Experiment(steps=STEPS, device="cuda", **CASES[case])
    _assert_same_bits(simulate(e).arrays(), simulate(e).arrays())


@needs_cuda
def test_threads_at_once_change_nothing_on_cuda() -> None:
    runs = [Experiment(steps=STEPS, device="cuda", **REPLAYED[case]) for case in ("dense", "lstm", "dropout", "gru")]
    with ThreadPoolExecutor(len(runs)) as executor:
        together = list(executor.map(simulate, runs))
    for e, trace in zip(runs, together, strict=True):
        _assert_same_bits(trace.arrays(), simulate(e).arrays())


@needs_cuda
def test_few_steps_are_not_worth_a_graph() -> None:
    network, _ = _trained(Experiment(), AHEAD)
    assert network.launcher and not network.launcher.graph


def _memory_after_a_run() -> int:
    network, _ = _trained(Experiment(depth=50), STEPS)
    del network
    gc.collect()
    torch.cuda.empty_cache()
    return torch.cuda.memory_reserved()


@needs_cuda
def test_the_memory_of_a_graph_goes_with_its_network() -> None:
    assert len({_memory_after_a_run() for _ in range(4)}) == 1


def test_the_processor_launches_no_graphs() -> None:
    assert Network(Experiment()).launcher is None
