"""The engine on a Dask cluster: a real scheduler and its workers on loopback give the numbers of this machine."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Executor
from pathlib import Path

import pytest

from simulator import Experiment, Sweep, simulate, sweep
from simulator.service.cluster import Cluster
from simulator.service.executors import ADDRESS, open_executor
from simulator.service.memory import MEMORY
from simulator.service.pool import EngineError, Pool
from simulator.service.run import Run
from tests.server import ROOT
from tests.test_runs import SMALL, finish, same
from tests.test_sweep import same as same_sweep

# Adam and dropout: moments and a random stream must come along to another worker.
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
    """Of a scheduler with three workers, each a process of its own; two of the tests kill one."""
    folder = tmp_path_factory.mktemp("cluster")
    known = folder / "scheduler.json"
    common = ("--scheduler-file", str(known), "--no-dashboard")
    scheduler = started("scheduler", "--host", "127.0.0.1", "--port", "0", *common)
    alone = ("--no-nanny", "--nthreads", "1", "--host", "127.0.0.1", "--local-directory", str(folder))
    workers = [started("worker", *common, *alone) for _ in range(3)]
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
    # The file may be there a moment before its text is.
    time.sleep(0.2)
    found: str = json.loads(known.read_text())["address"]
    return found


@pytest.mark.server
def test_a_worker_that_is_killed_in_mid_run_changes_no_number(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ADDRESS, address)
    executors: list[Executor] = []
    pool = Pool(places=2, opener=lambda: executors.append(open_executor()) or executors[-1])  # type: ignore[func-returns-value]
    pids = {pool.submit(0.0, os.getpid).result(60)}
    assert os.getpid() not in pids and isinstance(executors[-1], Cluster)
    run = Run(LONG, pool)
    run.advance(0.5)
    killer = threading.Timer(0.3, os.kill, (pids.pop(), signal.SIGKILL))
    killer.start()
    trace = finish(run)
    killer.join()
    pool.close()
    same(trace, simulate(LONG))


@pytest.mark.server
def test_a_sweep_whose_worker_is_killed_has_the_same_numbers(address: str, tmp_path: Path) -> None:
    from distributed import Client

    base = Experiment(width=8, batch_size=16, steps=60, activation="tanh", device="cpu")
    # Each depth is a stack of its own, so that much is left to do when the first answer kills a worker.
    over = {"gain": [0.5, 1.0, 2.0], "depth": [*range(2, 20)]}
    killed: list[int] = []
    with Client(address, set_as_default=False) as client, client.get_executor() as executor:
        worker = executor.submit(os.getpid).result(60)

        def kill(done: int, _: int) -> None:
            if not killed:
                killed.append(done)
                os.kill(worker, signal.SIGKILL)

        found = sweep(base, over, seeds=2, executor=executor, progress=kill, resume=tmp_path / "map.csv")
    assert killed[0] < len(found.grid) and not found.missing
    same_sweep(found, sweep(base, over, seeds=2))
    same_sweep(found, Sweep.load(tmp_path / "map.csv"))


@pytest.mark.server
def test_what_needs_more_memory_than_a_worker_may_take_is_refused_in_words_and_the_worker_lives_on(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ADDRESS, address)
    monkeypatch.setenv(MEMORY, "200")
    pool = Pool(places=1)
    finish(Run(SMALL, pool))
    workers = workers_of(address)
    large = Run(Experiment(depth=60, width=256, batch_size=512, steps=3, device="cpu"), pool)
    while not (large.error or large.done):
        large.advance(5.0)
    assert "more memory than the server can give" in large.error
    same(finish(Run(SMALL, pool)), simulate(SMALL))
    pool.close()
    assert workers_of(address) == workers


def workers_of(address: str) -> set[str]:
    """The addresses of the cluster's workers: one that was ended comes back with another."""
    from distributed import Client  # here, for every worker collects this file, and one runs it

    with Client(address, set_as_default=False) as client:
        return set(client.scheduler_info(n_workers=-1)["workers"])


def test_a_cluster_that_is_not_there_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ADDRESS, "tcp://127.0.0.1:9")
    monkeypatch.setattr("simulator.service.cluster.CLUSTER_PATIENCE", 0.2)
    with pytest.raises(EngineError, match="The cluster that computes this cannot be reached"):
        Pool(places=1).submit(0.0, int).result(60)


def test_without_an_address_the_engine_runs_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ADDRESS, raising=False)
    assert not isinstance(open_executor(), Cluster)
