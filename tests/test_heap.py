"""What an engine process keeps for a next slice goes when none comes."""

import gc
import time

import pytest

from simulator import Experiment
from simulator.engine.many import advance_many
from simulator.engine.network import Network
from simulator.service import heap


def _networks() -> int:
    gc.collect()
    return sum(isinstance(one, Network) for one in gc.get_objects())


def test_networks_that_wait_for_a_next_slice_go_when_nothing_more_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heap, "PAUSE", 0.2)
    experiments = [Experiment(depth=3, width=4, steps=50, seed=seed, device="cpu") for seed in range(3)]
    before = _networks()
    blob, _ = advance_many(experiments, b"", 0.0)
    assert blob
    assert _networks() == before + 1
    heap.tidy()
    deadline = time.monotonic() + 10
    while _networks() > before and time.monotonic() < deadline:
        time.sleep(0.05)
    assert _networks() == before
    # It goes on from what was written.
    _, rest = advance_many(experiments, blob, 60.0)
    assert sum(piece.steps for _, piece in rest) > 0


def test_work_that_keeps_coming_keeps_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heap, "PAUSE", 0.5)
    before = _networks()
    advance_many([Experiment(depth=3, width=4, steps=50, seed=seed, device="cpu") for seed in range(3)], b"", 0.0)
    for _ in range(10):
        heap.tidy()
        time.sleep(0.1)
    assert _networks() == before + 1
    time.sleep(1.0)
    assert _networks() == before
