"""The same settings give the same bits: in slices, again, in parallel threads, in parallel processes."""

import pickle
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

import loky
import numpy as np
import pytest
import torch

from simulator import Experiment, Trace, preview, simulate
from simulator.catalog import MENUS
from simulator.engine.network import Network
from simulator.engine.process import warm
from simulator.engine.streams import PURPOSES, stream
from simulator.engine.training import advance, begin
from simulator.outcome import State
from simulator.trace import Array, Rows

COMMON = {"width": 8, "batch_size": 16, "steps": 9, "device": "cpu", "learning_rate": 0.01}
DEEP = COMMON | {"depth": 6, "task": "digits"}
SEQUENCE = COMMON | {"kind": "sequence", "sequence_length": 12, "task": "recall_first"}
RUNS = {
    "sgd": Experiment(**DEEP),
    "dropout": Experiment(**DEEP, activation="relu", dropout=0.3, l1=1e-3),
    "adam": Experiment(**DEEP, optimizer="adam", activation="maxout", skip="highway", normalization="batch"),
    "momentum": Experiment(**DEEP, optimizer="momentum", schedule="cosine", activation="prelu", l2=0.01),
    "conv": Experiment(**DEEP, layer="conv", activation="relu", optimizer="nesterov", dropout=0.2),
    "rnn": Experiment(**SEQUENCE, activation="tanh", skip="residual", optimizer="rmsprop", schedule="warmup"),
    "lstm": Experiment(**SEQUENCE, cell="lstm", dropout=0.2, clip="norm", optimizer="adagrad"),
    "gru": Experiment(**SEQUENCE, cell="gru", normalization="layer", clip="value", optimizer="adamw"),
    "pretraining": Experiment(**DEEP, pretraining=7, optimizer="adam", dropout=0.1),
    # Whether denormal numbers are flushed is a state of each thread; only such a run shows one that is not told.
    "denormal": Experiment(**DEEP | {"depth": 100}, optimizer="nadam", schedule="onecycle"),
    "diverging": Experiment(**DEEP | {"learning_rate": 1000.0}, activation="relu", init="he_normal", gain=3.0),
}


@cache
def whole(name: str) -> Trace:
    """A run to which the others are compared, bit by bit."""
    return simulate(RUNS[name])


def _sliced(e: Experiment) -> Trace:
    """One step at a time; between two steps everything is pickled, as between two processes."""
    state: State | None = None
    parts: list[Rows] = []
    while state is None or not state.done:
        state, rows = pickle.loads(pickle.dumps(advance(e, state, 0.0)))
        if rows:
            parts.append(rows)
    return Trace.from_rows(e, state.outcome, state.matrices, parts, state.chance)


def _assert_same_bits(one: Trace, other: Trace) -> None:
    assert (one.outcome, one.matrices) == (other.outcome, other.matrices)
    mine, theirs = one.arrays(), other.arrays()
    assert set(mine) == set(theirs)
    for name in mine:
        np.testing.assert_array_equal(_bits(mine[name]), _bits(theirs[name]), err_msg=name)


def _bits(values: Array) -> Array:
    """What is not a number has many; one stands for all."""
    return np.where(np.isnan(values), np.nan, values).view(np.int64)


@pytest.mark.parametrize("name", RUNS)
def test_slices_add_up_to_the_whole_run(name: str) -> None:
    _assert_same_bits(whole(name), _sliced(RUNS[name]))


@pytest.mark.parametrize("name", RUNS)
def test_a_run_repeats_itself(name: str) -> None:
    _assert_same_bits(whole(name), simulate(RUNS[name]))


@pytest.mark.parametrize("skip", ["none", "highway"])
@pytest.mark.parametrize("kind", [DEEP, SEQUENCE], ids=["deep", "rnn"])
def test_a_preview_is_the_first_step_of_the_run(kind: dict[str, Any], skip: str) -> None:
    """Of every activation, and of an odd width, whose numbers do not fill the processor's registers."""
    for activation in MENUS["activation"]:
        e = Experiment(**kind | {"width": 5, "batch_size": 7}, activation=activation, skip=skip)
        _assert_same_bits(preview(e), begin(e)(1))


def test_another_seed_draws_another_run() -> None:
    one, other = whole("dropout"), simulate(RUNS["dropout"].replace(seed=1))
    assert not np.array_equal(one.gradient_norm, other.gradient_norm)


def test_four_threads_at_once_change_nothing() -> None:
    """Each a run of its own, then all the same."""
    with ThreadPoolExecutor(4) as executor:
        for name, trace in zip(RUNS, executor.map(simulate, RUNS.values()), strict=True):
            _assert_same_bits(whole(name), trace)
        for trace in executor.map(simulate, [RUNS["lstm"]] * 4):
            _assert_same_bits(whole("lstm"), trace)


@pytest.mark.server
def test_two_processes_at_once_change_nothing() -> None:
    """A new one, and this one, which has done much before."""
    executor = loky.ProcessPoolExecutor(1, initializer=warm)
    try:
        there = executor.map(simulate, RUNS.values())
        for name, trace in zip(RUNS, there, strict=True):
            _assert_same_bits(simulate(RUNS[name]), trace)
    finally:
        executor.shutdown(kill_workers=True)


def test_the_state_stays_small_and_free_of_torch_on_the_outside() -> None:
    state, _ = advance(Experiment(depth=20, width=32, optimizer="adam", device="cpu"), None, 0.0)
    assert len(pickle.dumps(state)) < 1_000_000
    assert isinstance(state.blob, bytes)


@pytest.mark.parametrize(
    "change",
    [
        {"depth": 9},
        {"activation": "relu"},
        {"normalization": "batch"},
        {"skip": "residual"},
        {"optimizer": "adam"},
        {"dropout": 0.4},
        {"task": "digits", "steps": 50},
    ],
)
def test_what_one_setting_draws_moves_no_other_draw(change: dict[str, Any]) -> None:
    """Same samples at every step, same first weights wherever the shapes agree; of an odd width, too."""
    e = Experiment(**DEEP | {"width": 5})
    one, other = Network(e), Network(e.replace(**change))
    for name in ("input", "hidden", "head"):
        mine, theirs = one.parameters[name], other.parameters[name]
        assert torch.equal(mine, theirs[: len(mine)])
    for _ in range(3):
        assert torch.equal(one.batch()[0], other.batch()[0])
        one.step(), other.step()


@pytest.mark.parametrize("init", ["xavier_normal", "he_normal", "normal"])
def test_other_starting_weights_are_the_same_numbers_of_another_size(init: str) -> None:
    e = Experiment(**DEEP | {"init": "lecun_normal"})
    mine, theirs = Network(e).parameters["hidden"], Network(e.replace(init=init, gain=2.0)).parameters["hidden"]
    torch.testing.assert_close(mine / mine.norm(), theirs / theirs.norm())


def test_no_two_purposes_share_their_random_numbers() -> None:
    seeds = [stream(seed, purpose).initial_seed() for seed in (0, 1, 2**31 - 1) for purpose in PURPOSES]
    assert len(set(seeds)) == len(seeds)
