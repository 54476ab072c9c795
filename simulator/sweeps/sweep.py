"""``sweep``: many runs along axes, here, in processes or on a cluster, and gone on with after a break."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from simulator.engine.child import obey
from simulator.settings.errors import SettingsError, shorten
from simulator.settings.experiment import Experiment
from simulator.sweeps import table
from simulator.sweeps.axes import Axis
from simulator.sweeps.cells import Answers, answered
from simulator.sweeps.grid import Chunk, Grid
from simulator.sweeps.questions import QUESTIONS, chosen
from simulator.sweeps.result import Sweep
from simulator.sweeps.workers import WorkersLostError, here, sent

Progress = Callable[[int, int], None]


def sweep(
    experiment: Experiment,
    over: Mapping[str, Iterable[Any]],
    seeds: int = 10,
    steps: int | None = None,
    questions: Iterable[str] | None = None,
    executor: Executor | int | None = None,
    progress: Progress = lambda done, all: None,
    resume: str | Path | None = None,
) -> Sweep:
    """Trains the experiment with every combination of the values in ``over``, with ``seeds`` random seeds each.

    ``steps`` replaces the experiment's. ``questions`` are names of QUESTIONS, by default all; where none of them needs
    training, only first rows are computed. ``executor`` is any of concurrent.futures, such as the one of a Dask
    cluster, ``Client(...).get_executor()``; or a number of processes to be started here; None computes in this process.
    ``progress(done, all)`` is called with numbers of runs. ``resume`` names a .csv to which every few runs are added as
    they come in: where it is there already, the sweep goes on with what it lacks.

    Whatever computes it, a run has the same numbers. Raises SettingsError where something cannot be swept, ValueError
    where the file holds another sweep, and WorkersLostError, with the ``sweep`` so far, where workers are lost again
    and again.
    """
    if steps is not None:
        if "steps" in over:
            raise SettingsError("Training steps: they are an axis already; leave steps= out.", "steps")
        experiment = experiment.replace(steps=steps)
    grid = Grid(experiment, tuple(Axis(name, values) for name, values in over.items()), seeds)
    asked = chosen(questions)
    found = Sweep(grid, asked, _known(resume, grid, asked))
    if resume:
        table.save(found, resume)
    # From here on the file has a line for every run, so that even a sweep that ends at once says what it was to be.
    answers = dict(found.answers)
    found = Sweep(grid, asked, answers)
    for chunk, new in _computed(found, executor, resume):
        answers.update(zip(chunk, new, strict=True))
        if resume:
            table.append(found, chunk, resume)
        progress(len(answers), len(grid.possible))
    if resume:
        table.save(found, resume)
    return found


def _known(resume: str | Path | None, grid: Grid, questions: tuple[str, ...]) -> Mapping[int, Answers]:
    """What the file holds of this sweep; nothing where there is none."""
    if resume is None or not table.check_ending(resume).exists():
        return {}
    before = Sweep.load(resume)
    if (before.grid, before.questions) != (grid, questions):
        raise ValueError(
            f"{Path(resume).name} holds another sweep: its settings, axes, seeds or questions are not these. Name "
            "another file, or move that one away."
        )
    return before.answers


def _computed(
    found: Sweep, executor: Executor | int | None, resume: str | Path | None
) -> Iterator[tuple[Chunk, list[Answers]]]:
    """What is still missing, chunk by chunk as it comes in."""
    grid, questions = found.grid, found.questions
    trained = any(QUESTIONS[name].trained for name in questions)
    chunks = grid.chunks(trained, frozenset(found.answers))
    if executor is None:
        yield from here(chunks, lambda chunk: answered([grid.run(n) for n in chunk], questions))
        return
    try:
        with _opener(executor) as open_executor:
            yield from sent(
                chunks,
                lambda to, chunk: to.submit(answered, [grid.run(n) for n in chunk], questions),
                open_executor,
            )
    except WorkersLostError as error:
        kept = f"in {Path(resume).name}" if resume else "in the sweep of this error"
        lost = WorkersLostError(
            f"{error} {len(found.answers)} of {len(grid.possible)} runs are done and kept {kept}. Perhaps memory ran "
            "out: take fewer workers or smaller networks, and sweep again with a new executor and resume=."
        )
        lost.sweep = found
        raise lost from error


@contextmanager
def _opener(executor: Executor | int) -> Iterator[Callable[[], Executor]]:
    """What hands out an executor: the one that was given, or new processes of our own, which are ended in the end."""
    if isinstance(executor, Executor):
        yield lambda: executor
        return
    if not isinstance(executor, int) or isinstance(executor, bool) or executor < 1:
        raise SettingsError(
            f"Executor: give one of concurrent.futures, or processes, 1 or more; not {shorten(executor)}."
        )
    from loky import ProcessPoolExecutor  # the standard library's pool would run the caller's script in the child

    opened: list[Any] = []

    def open_processes() -> Executor:
        opened.append(ProcessPoolExecutor(executor, timeout=None, initializer=obey, initargs=(os.getpid(),)))
        return cast(Executor, opened[-1])

    try:
        yield open_processes
    finally:
        for one in opened:
            # Whoever breaks off does not wait for runs that nobody will read.
            one.shutdown(kill_workers=True)
