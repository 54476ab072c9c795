"""What an engine process keeps for a next slice goes when none comes."""

import gc
import time
from collections.abc import Callable
from threading import Timer
from threading import enumerate as enumerate_threads

import pytest

from simulator import Experiment
from simulator.engine.many import advance_many, let_go
from simulator.engine.network import Network
from simulator.service import heap


def _networks() -> int:
    gc.collect()
    return sum(isinstance(one, Network) for one in gc.get_objects())


def test_networks_that_wait_for_a_next_slice_go_when_nothing_more_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    experiments = [Experiment(depth=3, width=4, steps=50, seed=seed, device="cpu") for seed in range(3)]
    # Nothing of another test waits, neither a network nor the clock that would let go of one.
    monkeypatch.setattr(heap, "PAUSE", 60.0)
    heap.tidy()
    let_go()
    before = _networks()
    blob, _ = advance_many(experiments, b"", 0.0)
    assert blob
    # As long as work comes they stay, and one clock runs.
    for _ in range(5):
        heap.tidy()
    assert _networks() == before + 1
    _until(lambda: sum(isinstance(thread, Timer) for thread in enumerate_threads()) == 1)
    monkeypatch.setattr(heap, "PAUSE", 0.01)
    heap.tidy()
    _until(lambda: _networks() == before)
    # It goes on from what was written.
    _, rest = advance_many(experiments, blob, 60.0)
    assert sum(piece.steps for _, piece in rest) > 0


def _until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)
