"""A snapshot of a run is shared, begins where a state was kept, and comes through its bytes."""

import json
import struct
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from simulator import Experiment
from simulator.charts.snapshot import pack_snapshot
from simulator.engine.snapshot import snapshot
from simulator.engine.training import advance
from simulator.service import kept, snapshots
from simulator.service.cache import nbytes
from simulator.service.pool import URGENT, EngineError, Pool
from simulator.service.run import Run
from simulator.service.snapshots import SNAPSHOTS_BYTES, WAITING_BYTES, Snapshots
from simulator.settings.costs import seconds
from simulator.snapshot import BINS, MOST_Z, POINTS
from tests.small import CONV, DEEP, SEQUENCE

LSTM = SEQUENCE | {"cell": "lstm"}


@pytest.fixture
def pool() -> Iterator[Pool]:
    """An engine in a thread of this process."""
    pool = Pool(places=1, opener=lambda: ThreadPoolExecutor(1))
    yield pool
    pool.close()


def test_a_snapshot_is_shared_and_begins_at_a_checkpoint(pool: Pool) -> None:
    shared = Snapshots(pool)
    run = Run(Experiment(**DEEP | {"steps": 400, "depth": 8}), pool, advance=lambda e, s, _: advance(e, s, 0.01))
    assert shared.get(run, 0) is None, "nothing is recorded yet"
    while not run.done:
        run.advance(1.0)
    checkpoint = run.checkpoint(300)
    assert checkpoint and 0 < checkpoint.step <= 300 and run.checkpoint(0) is None
    taken = shared.get(run, 300, 60.0)
    assert taken and taken is shared.get(run, 300)
    here = snapshot(run.experiment, None, 300)
    assert pack_snapshot(taken, run="", row=0) == pack_snapshot(here, run="", row=0)
    last = shared.get(run, 5000, 60.0)
    assert last and last.step == 399
    shared.kept.budget = 3 * nbytes(last)
    for step in range(6):
        shared.get(run, step, 60.0)
    assert shared.kept.nbytes <= shared.kept.budget and (run.key, 300) not in shared.kept


def test_a_snapshot_that_is_not_there_in_time_is_asked_for_again(pool: Pool) -> None:
    shared = Snapshots(pool)
    run = Run(Experiment(**DEEP), pool)
    run.advance(60.0)
    busy = threading.Event()
    pool.submit(URGENT, busy.wait, 60)
    assert shared.get(run, 1) is None and shared.get(run, 1) is None
    (waits,) = shared.kept.values()
    for step in range(2, 3 + SNAPSHOTS_BYTES // WAITING_BYTES):
        shared.get(run, step)
    assert waits.cancelled(), "one that nobody asks for any more is not computed"
    busy.set()
    assert shared.get(run, 1, 60.0)


def test_a_failed_snapshot_says_so_in_a_sentence_and_is_tried_again(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = Snapshots(pool)
    run = Run(Experiment(**DEEP), pool)
    run.advance(60.0)
    with monkeypatch.context() as broken:
        broken.setattr(snapshots, "snapshot_slice", lambda *_: 1 / 0)
        with pytest.raises(EngineError, match=r"could not compute this run \(ZeroDivisionError\)"):
            shared.get(run, 1, 60.0)
    assert shared.get(run, 1, 60.0)


def unpack(data: bytes) -> dict[str, Any]:
    """As unpack.js does."""
    (size,) = struct.unpack("<I", data[:4])
    header: dict[str, Any] = json.loads(data[4 : 4 + size])
    at, arrays = 4 + size, {}
    for block in header["blocks"]:
        assert block["kind"] == "number" and at % 4 == 0
        arrays[block["name"]] = np.frombuffer(data, "<f4", block["columns"], at)
        at += 4 * block["columns"]
    assert at == len(data)
    return header | {"arrays": arrays}


@pytest.mark.parametrize("settings", [DEEP, CONV, LSTM, SEQUENCE | {"cell": "gru", "task": "noisy_sine"}])
def test_a_snapshot_comes_through_its_bytes(settings: dict[str, Any]) -> None:
    e = Experiment(**settings | {"sequence_length": 12})
    taken = snapshot(e, None, 3)
    read = unpack(pack_snapshot(taken, run="abc", row=2))
    a, sites, k = read["arrays"], e.sites, len(taken.z_sites)
    assert (read["snapshot_of"], read["row"], read["steps"], read["sites"]) == ("abc", 2, [4], sites)
    assert read["z_sites"] == list(taken.z_sites) and read["units"] == list(taken.drawing.units)
    assert len(read["labels"]) == len(read["outputs"]) and read["kind"] == e.kind
    np.testing.assert_array_equal(a["z_share"].reshape(k, BINS), taken.z_share.astype("f4"))
    np.testing.assert_array_equal(a["slope"].reshape(k, POINTS), taken.slope.astype("f4"))
    np.testing.assert_array_equal(a["step"], taken.drawing.step.astype("f4").ravel())
    np.testing.assert_allclose(10.0 ** a["gradient"].reshape(sites, -1), taken.drawing.gradient, 1e-4)
    np.testing.assert_allclose(10.0 ** a["gradient_norm"], taken.row["gradient_norm"], 1e-4)
    assert a["loss"][0] == pytest.approx(taken.row["loss"])
    assert ("forget_road" in a) == (settings is LSTM)


@pytest.mark.parametrize("settings", [{"depth": 200}, {"cell": "lstm", "sequence_length": 500, "task": "recall_first"}])
def test_a_long_chain_stays_small_and_a_gradient_beyond_float32_is_told(settings: dict[str, Any]) -> None:
    kind = "deep" if "depth" in settings else "sequence"
    taken = snapshot(Experiment(kind=kind, width=32, batch_size=4, steps=1, forget_bias=-2.0, **settings), None, 0)
    data = pack_snapshot(taken, run="abc", row=0)
    assert len(data) < 400_000 and len(taken.z_sites) == MOST_Z and taken.z_sites[-1] == len(taken.row["gradient_norm"])
    assert taken.drawing.gradient[0].max() < 1e-100 and unpack(data)["arrays"]["gradient"].min() < -100


def test_a_snapshot_into_a_run_without_checkpoints_goes_no_further_than_others_can_wait(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    e = Experiment(**DEEP | {"steps": 40})
    # Time for ten steps and a half: at ten the end would hang on a rounding.
    monkeypatch.setattr(snapshots, "MOST_RETRAINING", 10.5 * seconds(e) / e.steps)
    monkeypatch.setattr(kept, "CHECKPOINT_BYTES", 0)
    run = Run(e, pool, advance=lambda e, s, _: advance(e, s, 0.0))
    while not run.done:
        run.advance(1.0)
    taken = Snapshots(pool).get(run, 30, patience=60.0)
    assert taken and taken.step == 10
