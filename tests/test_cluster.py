"""The engine on a Dask cluster: a real scheduler and two workers on loopback give the numbers of this machine."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator import Experiment, simulate
from simulator.service.executors import ADDRESS, Cluster, open_executor
from simulator.service.pool import EngineError, Pool
from simulator.service.run import Run
from tests.server import ROOT
from tests.test_runs import finish, same

LONG = Experiment(depth=30, width=16, batch_size=16, steps=600, optimizer="adam", dropout=0.2, device="cpu")


def started(*arguments: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "dask", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Of a scheduler with two workers, each a process of its own."""
    folder = tmp_path_factory.mktemp("cluster")
    known = folder / "scheduler.json"
    common = ("--scheduler-file", str(known), "--no-dashboard")
    scheduler = started("scheduler", "--host", "127.0.0.1", "--port", "0", *common)
    alone = ("--no-nanny", "--nthreads", "1", "--host", "127.0.0.1", "--local-directory", str(folder))
    workers = [started("worker", *common, *alone) for _ in range(2)]
    try:
        yield _address(known)
    finally:
        for process in (*workers, scheduler):
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _address(known: Path) -> str:
    deadline = time.monotonic() + 60
    while not known.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    time.sleep(0.2)
    found: str = json.loads(known.read_text())["address"]
    return found


@pytest.mark.server
def test_a_worker_that_is_killed_in_mid_run_changes_no_number(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ADDRESS, address)
    pool = Pool(places=2)
    pids = {pool.submit(0.0, os.getpid).result(60)}
    assert os.getpid() not in pids and isinstance(pool._open(), Cluster)
    run = Run(LONG, pool)
    run.advance(0.5)
    killer = threading.Timer(0.3, os.kill, (pids.pop(), signal.SIGKILL))
    killer.start()
    trace = finish(run)
    killer.join()
    pool.close()
    same(trace, simulate(LONG))


def test_a_cluster_that_is_not_there_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ADDRESS, "tcp://127.0.0.1:9")
    monkeypatch.setattr("simulator.service.executors.CLUSTER_PATIENCE", 0.2)
    with pytest.raises(EngineError, match="The cluster that computes this cannot be reached"):
        Pool(places=1).submit(0.0, int).result(60)


def test_without_an_address_the_engine_runs_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ADDRESS, raising=False)
    assert not isinstance(open_executor(), Cluster)
