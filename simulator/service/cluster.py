"""The engine on a Dask cluster."""

from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future
from typing import Any, TypeVar

from simulator.service import memory

T = TypeVar("T")

CLUSTER_PATIENCE = 5.0
"""Seconds within which the scheduler has to answer."""


class Cluster(Executor):
    """A Dask cluster: a call whose worker was killed goes to another one by itself.

    Needs the package ``distributed`` here and the simulator's on every worker. A cluster that is lost raises
    BrokenExecutor, as a lost process does. A run may take the memory that GRADIENT_MEMORY says here; where it says
    nothing here, what it says on the worker; where it says nothing there either, what Dask allows.
    """

    def __init__(self, address: str) -> None:
        from distributed import Client  # only who has a cluster has the package

        self._client = Client(address, timeout=CLUSTER_PATIENCE, set_as_default=False)
        self._megabytes = memory.asked_for()

    def submit(self, call: Any, /, *args: Any, **options: Any) -> "Future[Any]":
        answer: Future[Any] = Future()
        if self._client.status != "running":
            raise BrokenExecutor("The cluster is gone.")
        # A call of the same function with the same arguments is to be computed again, hence pure=False.
        future = self._client.submit(on_worker, self._megabytes, call, *args, **options, pure=False)
        future.add_done_callback(lambda done: _hand_on(done, answer))
        return answer

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._client.close()


def on_worker(megabytes: float | None, call: Callable[..., T], *args: Any, **options: Any) -> T:
    """Runs on a worker: limits the memory of its process, and calls.

    Each call asks for it, since a worker may join late, and one that was killed begins anew.
    """
    megabytes = megabytes or memory.asked_for()
    if megabytes:
        memory.limit(megabytes)
    return call(*args, **options)


def _hand_on(done: Any, answer: "Future[Any]") -> None:
    """From Dask's future to a standard one."""
    if done.status == "finished":
        answer.set_result(done.result())
    # By its name, as an import at the top would ask for the package where there is no cluster.
    elif done.status == "error" and type(done.exception()).__name__ != "KilledWorker":
        answer.set_exception(done.exception())
    else:  # lost, or cancelled with the connection, or its workers were killed again and again
        answer.set_exception(BrokenExecutor("The cluster lost a call."))
