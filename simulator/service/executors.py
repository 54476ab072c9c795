"""Where the engine runs: in processes of this machine, or on the Dask cluster that the environment names."""

import gc
import os
import signal
import threading
import time
from concurrent.futures import BrokenExecutor, Executor, Future
from math import inf
from pathlib import Path
from typing import Any, cast

PROCESSES = int(os.environ.get("GRADIENT_PROCESSES") or max(1, (os.cpu_count() or 2) - 1))
"""Calls that are computed at once: one core is left to the server. With a cluster, as many as it has threads."""
MEMORY = "GRADIENT_MEMORY"
"""Environment variable with the megabytes that a run may take; else what the machine has is shared out."""
LARGEST, LEAST = 750.0, 200.0
"""Megabytes of the share at most, a quarter more than limits.py lets a run need; and at least."""
SERVER, ENGINE = 350.0, 280.0
"""Megabytes that the server holds, and an engine process before its first run (measured)."""
CONTAINER = "memory.max", "memory/memory.limit_in_bytes"
"""Files below /sys/fs/cgroup that say what a container may take."""
ADDRESS = "DASK_SCHEDULER_ADDRESS"
"""Environment variable with the address of a Dask scheduler, such as tcp://10.0.0.5:8786."""
CLUSTER_PATIENCE = 5.0
"""Seconds within which the scheduler has to answer."""


def open_executor() -> Executor:
    """A new executor; raises OSError where the cluster that is asked for cannot be reached."""
    address = os.environ.get(ADDRESS)
    return Cluster(address) if address else _processes()


def _processes() -> Executor:
    from loky import ProcessPoolExecutor  # the standard library's pool would run the page's script in the child

    return cast(Executor, ProcessPoolExecutor(PROCESSES, timeout=None, initializer=_warm, initargs=(os.getpid(),)))


def _warm(server: int) -> None:
    """Runs once in every engine process: loads what the engine needs, and hides it from the garbage collector."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the server, which then ends its processes
    threading.Thread(target=_end_with, args=(server,), daemon=True).start()
    gc.disable()  # what is loaded stays, and looking through it again and again takes a third of the time
    from simulator.engine import training

    training.warm()
    training.limit_memory(_share())
    gc.freeze()
    gc.enable()


def _share() -> float:
    """Megabytes that a run may take."""
    if os.environ.get(MEMORY):
        return float(os.environ[MEMORY])
    files = (Path("/sys/fs/cgroup", name) for name in CONTAINER)
    said = [file.read_text().strip() for file in files if file.exists()]
    limits = [int(text) for text in said if text.isdecimal()]
    if hasattr(os, "sysconf"):
        limits.append(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    machine = min(limits, default=inf) / 1e6
    return min(LARGEST, max(LEAST, (machine - SERVER) / PROCESSES - ENGINE))


def _end_with(server: int) -> None:
    """Ends this process soon after a server that was killed and could not say so."""
    while os.getppid() == server:
        time.sleep(1)
    os._exit(1)


class Cluster(Executor):
    """A Dask cluster: a call whose worker was killed goes to another one by itself.

    Needs the package ``distributed`` here and the simulator's on every worker. A cluster that is lost raises
    BrokenExecutor, as a lost process does.
    """

    def __init__(self, address: str) -> None:
        from distributed import Client

        self._client = Client(address, timeout=CLUSTER_PATIENCE, set_as_default=False)

    def submit(self, call: Any, /, *args: Any, **options: Any) -> "Future[Any]":
        answer: Future[Any] = Future()
        if self._client.status != "running":
            raise BrokenExecutor("The cluster is gone.")
        asked = self._client.submit(call, *args, **options, pure=False)
        asked.add_done_callback(lambda done: _hand_on(done, answer))
        return answer

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._client.close()


def _hand_on(done: Any, answer: "Future[Any]") -> None:
    """From Dask's future to a standard one."""
    if done.status == "finished":
        answer.set_result(done.result())
    elif done.status == "error" and type(done.exception()).__name__ != "KilledWorker":
        answer.set_exception(done.exception())
    else:  # lost, or cancelled with the connection, or its workers were killed again and again
        answer.set_exception(BrokenExecutor("The cluster lost a call."))
