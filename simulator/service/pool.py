"""The engine's processes, and whose turn it is: previews first, then the call that was due first."""

import itertools
import math
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal, ParamSpec, TypeVar

from simulator.language import _, language, mark, using
from simulator.service.executors import open_executor, unblock
from simulator.service.heap import tidy
from simulator.service.memory import PROCESSES

P = ParamSpec("P")
T = TypeVar("T")

TRIES = 3
"""Times that a call is sent before it is given up, if its process is killed each time."""
LOOK = 1.0
"""Seconds of waiting for an answer after which it is looked whether its process is still there, and again."""
OUT_OF_MEMORY = "memory", "bad_alloc", "could not create a primitive"
"""What PyTorch and oneDNN say when memory has run out; they have no error class of their own for it."""
URGENT = -math.inf
"""Delay of what goes before everything else."""
TRIAL = 1.0
"""Delay in seconds of what is computed beside the runs, so that they go first."""


class EngineError(RuntimeError):
    """The engine could not compute something; says why in a sentence, in the language of whoever reads it."""

    def __init__(self, message: str, **holes: object) -> None:
        super().__init__(message)
        self.holes = holes

    def __str__(self) -> str:
        return _(self.args[0], **self.holes)


def _in_words(code: str, hurries: bool, call: Callable[P, T], *args: P.args, **options: P.kwargs) -> T:
    """Runs where the engine does, in this language: says in a sentence that a run needs more memory than there is.

    Where nobody waits for each millisecond, memory is given back.
    """
    try:
        with using(code):
            return call(*args, **options)
    except (MemoryError, RuntimeError) as error:
        if _is_out_of_memory(error):
            raise EngineError(
                mark(
                    "This run needs more memory than the server can give it. Lower the width, the batch size or the "
                    "number of layers or time steps."
                )
            ) from None  # its frames hold the tensors, and would travel along
        raise
    finally:
        if not hurries:
            tidy()


def _is_out_of_memory(error: BaseException | None) -> bool:
    """Whether this error, or one that it came from, says that memory has run out."""
    if error is None:
        return False
    is_one = isinstance(error, MemoryError) or any(sign in str(error) for sign in OUT_OF_MEMORY)
    return is_one or _is_out_of_memory(error.__cause__ or error.__context__)


@dataclass(order=True)
class _Call:
    """A call in the queue: the one that is due first goes first, and of two due at once the earlier one."""

    due: float
    ticket: int
    work: Callable[[], Any] = field(compare=False)
    future: "Future[Any]" = field(compare=False, default_factory=Future)


class Pool:
    """Sends one call at a time to each engine process, and sends it again to a new process when that one was killed."""

    def __init__(self, places: int = PROCESSES, opener: Callable[[], Executor] = open_executor) -> None:
        self._places, self._opener = places, opener
        # Calls wait here and not in the executor, whose own queue knows no order but that of arrival.
        self._calls: queue.PriorityQueue[_Call] = queue.PriorityQueue()
        self._tickets = itertools.count()
        self._lock = threading.Lock()
        self._executor: Executor | None = None
        self._status: Literal["starting", "ready"] = "starting"
        self._threads: list[threading.Thread] = []

    @property
    def status(self) -> Literal["starting", "ready"]:
        """Whether an engine process is warm, or the next call has to wait for one."""
        return self._status

    @property
    def waiting(self) -> int:
        """How many calls wait for their turn."""
        return self._calls.qsize()

    def submit(self, delay: float, call: Callable[P, T], *args: P.args, **options: P.kwargs) -> "Future[T]":
        """Queues a call. Calls are served in order of arrival time + ``delay`` in seconds; URGENT goes before all.

        So a call overtakes another by the difference of their delays and no more. A call that still waits can be
        cancelled. What it says is in the language of whoever asks.
        """
        due, ticket = time.monotonic() + delay, next(self._tickets)
        told = partial(_in_words, language(), delay == URGENT, call, *args, **options)
        waiting = _Call(due, ticket, lambda: self._send(told))
        self._open_places()
        self._calls.put(waiting)
        return waiting.future

    def close(self) -> None:
        """Ends the engine processes; the next call starts new ones."""
        with self._lock:
            executor, self._executor, self._status = self._executor, None, "starting"
        if executor:
            executor.shutdown()

    def _open_places(self) -> None:
        with self._lock:
            while len(self._threads) < self._places:
                self._threads.append(threading.Thread(target=self._serve, name="engine place", daemon=True))
                self._threads[-1].start()

    def _serve(self) -> None:
        while True:
            call = self._calls.get()
            if not call.future.set_running_or_notify_cancel():
                continue
            try:
                result = call.work()
            except BaseException as error:  # the place goes on serving, whatever the call raised
                call.future.set_exception(error)
            else:
                call.future.set_result(result)

    def _send(self, call: Callable[[], T]) -> T:
        for _attempt in range(TRIES):
            executor = self._open()
            try:
                # A slice begins at a state that is sent along, so a call that is sent again gives the same numbers.
                answer = executor.submit(call)
                while not wait([answer], LOOK).done:
                    unblock(executor)
                result = answer.result()
            except BrokenExecutor:
                self._drop(executor)
            else:
                self._status = "ready"
                return result
        raise EngineError(
            mark(
                "The process that computes this was ended {tries} times in a row, perhaps because memory ran out. "
                "Lower the width, the batch size or the number of layers or time steps, or try again."
            ),
            tries=TRIES,
        )

    def _open(self) -> Executor:
        with self._lock:
            if self._executor is None:
                try:
                    self._executor = self._opener()
                except OSError as error:
                    raise EngineError(
                        mark(
                            "The cluster that computes this cannot be reached. Try again in a moment, or tell the "
                            "person who runs this server."
                        )
                    ) from error
            return self._executor

    def _drop(self, broken: Executor) -> None:
        with self._lock:
            # Another place may have met the same broken executor before, and opened a new one by now.
            if self._executor is broken:
                self._executor, self._status = None, "starting"
