"""Chunks computed here or by an executor, as they come in; what a lost worker had is computed anew."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from queue import SimpleQueue
from typing import Any, TypeVar

T = TypeVar("T")
Chunk = tuple[int, ...]
Send = Callable[[Executor, Chunk], Future[T]]

TRIES = 3
"""Losses in a row, without any result between them, after which it is given up."""
DASK_LOST = ("KilledWorker", "CancelledError", "FutureCancelledError")
"""Names of what Dask raises for a call that it has lost; by name, as importing them would ask for the package."""


class WorkersLostError(RuntimeError):
    """The workers were ended again and again; says in a sentence what to do, and ``sweep`` is what there is so far."""

    sweep: Any = None


def here(chunks: Iterable[Chunk], call: Callable[[Chunk], T]) -> Iterator[tuple[Chunk, T]]:
    """Each chunk with what ``call`` makes of it, one after the other in this process."""
    return ((chunk, call(chunk)) for chunk in chunks)


def sent(chunks: Iterable[Chunk], send: Send[T], open_executor: Callable[[], Executor]) -> Iterator[tuple[Chunk, T]]:
    """Each chunk with its result, in the order in which they come in.

    ``open_executor`` is asked for an executor at the beginning, and again where that is broken: it may hand out the
    same. Raises WorkersLostError where that does not help, and what a call raises.
    """
    done: SimpleQueue[tuple[Chunk, Future[T], Executor]] = SimpleQueue()
    executor = open_executor()
    waiting: dict[Chunk, Future[T]] = {}

    def begin(chunk: Chunk) -> None:
        to = executor
        try:
            waiting[chunk] = send(to, chunk)
        except BrokenExecutor as error:
            raise WorkersLostError("The executor's processes were ended, so it takes no calls any more.") from error
        waiting[chunk].add_done_callback(lambda future: done.put((chunk, future, to)))

    losses = 0
    try:
        for chunk in chunks:
            begin(chunk)
        while waiting:
            chunk, future, by = done.get()
            error = _error(future)
            if error is None:
                losses = 0
                del waiting[chunk]
                yield chunk, future.result()
                continue
            if not _is_loss(error):
                raise error
            # All calls of a broken executor come back at once: that is one loss, and the first of them opens another.
            if not isinstance(error, BrokenExecutor) or by is executor:
                losses += 1
                if losses == TRIES:
                    raise WorkersLostError(f"The worker processes were ended {TRIES} times in a row.") from error
            if isinstance(error, BrokenExecutor) and by is executor:
                executor = open_executor()
            begin(chunk)
    finally:
        for future in waiting.values():
            future.cancel()


def _error(future: Future[T]) -> BaseException | None:
    return CancelledError() if future.cancelled() else future.exception()


def _is_loss(error: BaseException) -> bool:
    return isinstance(error, BrokenExecutor | CancelledError) or type(error).__name__ in DASK_LOST
