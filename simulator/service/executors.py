"""Where the engine runs: in processes of this machine, or on the Dask cluster that the environment names."""

import gc
import os
import signal
from concurrent.futures import Executor
from contextlib import suppress
from threading import Lock
from typing import Any, cast

from simulator.engine.child import obey
from simulator.service import memory
from simulator.service.cluster import Cluster
from simulator.service.memory import PROCESSES

ADDRESS = "DASK_SCHEDULER_ADDRESS"
"""Environment variable with the address of a Dask scheduler, such as tcp://10.0.0.5:8786."""

_ENDING = Lock()


def open_executor() -> Executor:
    """A new executor; raises OSError where the cluster that is asked for cannot be reached."""
    address = os.environ.get(ADDRESS)
    return Cluster(address) if address else _processes()


def _processes() -> Executor:
    from loky import ProcessPoolExecutor  # the standard library's pool would run the page's script in the child

    # Without a timeout, as loky would otherwise end a process that was idle for a while, and the next call would wait.
    return cast(Executor, ProcessPoolExecutor(PROCESSES, timeout=None, initializer=_warm, initargs=(os.getpid(),)))


def unblock(executor: Executor) -> None:
    """Ends an executor of which a process was killed in the midst of its answer, so that it says that it is broken.

    loky notices a process that is gone, but not while it reads an answer: the rest of that would never come, and its
    end neither, as this process holds the writing end of the pipe, too.
    """
    own: Any = executor  # loky has no public way to its processes and its pipe
    processes = [*(getattr(own, "_processes", None) or {}).values()]
    alive = [process for process in processes if process.is_alive()]
    answers = getattr(own, "_result_queue", None)  # none of an executor that is being closed
    if len(alive) == len(processes) or answers is None:
        return
    for process in alive:  # no other, for the number of one that is gone may be somebody else's by now
        with suppress(ProcessLookupError):
            os.kill(process.pid, signal.SIGKILL)
    with _ENDING:
        # Taken out of its object first, for loky closes that, too.
        handle, answers._writer._handle = answers._writer._handle, None
    if handle is not None:
        os.close(handle)


def _warm(server: int) -> None:
    """Runs once in every engine process: loads what the engine needs, and hides it from the garbage collector."""
    obey(server)
    gc.disable()  # what is loaded stays, and looking through it again and again takes a third of the time
    memory.limit(memory.asked_for() or memory.share())
    gc.freeze()
    gc.enable()
