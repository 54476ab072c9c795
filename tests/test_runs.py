"""Runs in another process: shared, fair, idle when nobody watches, and unharmed when that process is killed."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor as ForkedProcesses
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any

import numpy as np
import pytest

from simulator import Experiment, SettingsError, Trace, simulate
from simulator.outcome import State
from simulator.service.pool import TRIAL, URGENT, Pool
from simulator.service.preview import preview_slice
from simulator.service.run import Run, advance_slice
from simulator.service.service import KEPT_RUNS, Service
from simulator.trace import Rows

SMALL = Experiment(depth=6, width=8, batch_size=16, steps=120, device="cpu")
LONG = SMALL.replace(depth=40, steps=2000)


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    """Of a process that can be killed, too; as a fork of this one it begins at once."""
    pool = Pool(places=1, opener=lambda: ForkedProcesses(1, mp_context=get_context("fork")))
    yield pool
    pool.close()


def finish(run: Run) -> Trace:
    while not run.done and not run.error:
        run.advance(1.0)
    assert run.error == "" and run.trace is not None
    return run.trace


def same(one: Trace, other: Trace) -> None:
    assert one.outcome == other.outcome and one.matrices == other.matrices
    assert one.arrays().keys() == other.arrays().keys()
    for name, values in one.arrays().items():
        np.testing.assert_array_equal(values, other.arrays()[name], err_msg=name)


@contextmanager
def held(pool: Pool) -> Iterator[Callable[[], None]]:
    """The pool's one place is taken until the block ends, or until it is let go."""
    released = threading.Event()
    pool.submit(URGENT, time.sleep, 0.02).add_done_callback(lambda _: released.wait(30))
    try:
        yield released.set
    finally:
        released.set()


def kill_engine(pool: Pool) -> None:
    os.kill(pool.submit(URGENT, os.getpid).result(), signal.SIGKILL)


def test_a_run_in_slices_has_the_numbers_of_simulate(pool: Pool) -> None:
    run = Run(SMALL, pool)
    run.advance(0.2)
    early = run.trace
    assert early is not None and early.steps >= 1 and early.sites == 6
    late = finish(run)
    same(late, simulate(SMALL))
    np.testing.assert_array_equal(early.gradient_norm, late.gradient_norm[: early.steps])


def test_equal_settings_share_one_run_also_where_an_idle_setting_differs(pool: Pool) -> None:
    service = Service(pool)
    run = service.run(SMALL)
    assert run is service.run(SMALL.replace()) and run is service.run(SMALL.replace(clip_at=0.5))
    other = service.run(SMALL.replace(clip="norm", clip_at=0.5))
    assert other is not run and other.key != run.key
    assert run.key == Service(pool).run(SMALL).key


def test_the_runs_asked_for_longest_ago_make_room(pool: Pool) -> None:
    service = Service(pool, runs_bytes=1)
    first = service.run(SMALL)
    finish(first)
    assert service.run(SMALL) is first
    for seed in range(1, KEPT_RUNS):
        service.run(SMALL.replace(seed=seed))
    assert service.run(SMALL) is first, "as many as one visitor compares are kept"
    for seed in range(1, KEPT_RUNS + 1):
        service.run(SMALL.replace(seed=seed))
    assert service.run(SMALL) is not first


def test_runs_that_have_grown_make_room_as_one_of_them_ends(pool: Pool) -> None:
    service = Service(pool, runs_bytes=1)
    runs = [service.run(SMALL.replace(seed=seed)) for seed in range(KEPT_RUNS + 2)]
    assert service.runs.values() == runs, "none of them holds anything yet"
    finish(runs[-1])
    deadline = time.monotonic() + 30
    while len(service.runs) > KEPT_RUNS and time.monotonic() < deadline:
        time.sleep(0.01)  # a viewer is told of the last rows before that
    assert service.runs.values() == runs[2:]


def test_viewers_of_one_run_share_its_slices(pool: Pool) -> None:
    asked: list[float] = []

    class Counting(Pool):
        def submit(self, delay: float, call: Any, *args: Any, **options: Any) -> Any:
            asked.append(args[2])
            return pool.submit(delay, call, *args, **options)

    run = Run(LONG, Counting(places=1))
    viewers = [threading.Thread(target=run.advance, args=(0.01,)) for _ in range(8)]
    with held(pool):
        for viewer in viewers:
            viewer.start()
        while run.viewers < len(viewers):
            time.sleep(0.01)
    for viewer in viewers:
        viewer.join()
    assert run.trace is not None and len(asked) == 1


def test_a_run_that_ends_while_a_viewer_turns_to_it_is_not_asked_for_more(pool: Pool) -> None:
    class Late(Run):
        """Seems to go on at the first look of each viewer, as if it ended just after that."""

        seems_to_go_on = False

        def advance(self, seconds: float, should_stop: Callable[[], object] = lambda: False) -> None:
            self.seems_to_go_on = True
            super().advance(seconds, should_stop)

        @property
        def done(self) -> bool:
            seems_to_go_on, self.seems_to_go_on = self.seems_to_go_on, False
            return super().done and not seems_to_go_on

    run = Late(SMALL, pool)
    for _ in range(20):
        run.advance(0.2)
    assert run.error == "" and run.trace and run.trace.steps == SMALL.steps


def test_two_runs_grow_side_by_side(pool: Pool) -> None:
    pair = [Run(LONG, pool), Run(LONG.replace(seed=1), pool)]
    viewers = [threading.Thread(target=run.advance, args=(0.8,)) for run in pair for _ in range(2)]
    for run in pair:
        run.advance(0.06)
    for viewer in viewers:
        viewer.start()
    for viewer in viewers:
        viewer.join()
    steps = sorted(run.trace.steps for run in pair if run.trace)
    assert len(steps) == 2 and steps[0] > 0.3 * steps[1]


def test_previews_go_before_the_slices_that_wait(pool: Pool) -> None:
    finished: list[str] = []
    with held(pool):
        # All are asked for while the one place is taken, or the first slice would have begun.
        slices = [pool.submit(0.0, advance_slice, LONG, None, 0.03) for _ in range(4)]
        previews = [pool.submit(URGENT, preview_slice, SMALL) for _ in range(2)]
        for future in slices:
            future.add_done_callback(lambda _: finished.append("slice"))
        for preview in previews:
            preview.add_done_callback(lambda _: finished.append("preview"))
    assert previews[1].result().steps == 1 and slices[3].result()[0].step >= 1
    # A result is there before its callbacks have run: one call more, and all of them have.
    pool.submit(0.0, int).result()
    assert finished == ["preview"] * 2 + ["slice"] * 4


def test_nobody_computes_what_nobody_watches(pool: Pool) -> None:
    run = Run(LONG, pool)
    run.advance(0.1)
    before = run.trace
    for _ in range(2):
        pool.submit(TRIAL, int).result()  # is due after any slice that was asked for
    assert before is not None and run.trace is not None and run.trace.steps == before.steps


def test_a_slice_that_still_waits_is_dropped_when_its_viewer_leaves(pool: Pool) -> None:
    run = Run(LONG, pool)
    with held(pool):
        run.advance(1.0, should_stop=lambda: True)
    pool.submit(0.0, int).result()
    assert run.trace is None and not run.error


def test_all_who_wait_for_a_preview_share_it_and_it_is_dropped_when_the_last_of_them_leaves(pool: Pool) -> None:
    run, seen = Run(SMALL, pool), list[Trace]()

    def watch(waits: threading.Event) -> None:
        seen.append(run.preview(waits.set))

    waiting = [threading.Event() for _ in range(4)]
    viewers = [threading.Thread(target=watch, args=(waits,)) for waits in waiting]
    with held(pool):
        for viewer in viewers:
            viewer.start()
        assert all(waits.wait(30) for waits in waiting)
        with pytest.raises(TimeoutError):  # one leaves, the others stay
            run.preview(should_stop=lambda: True)
        assert pool.waiting <= 2, "one preview, and perhaps the call before it"
        assert not seen
    for viewer in viewers:
        viewer.join()
    assert len(seen) == 4 and all(trace is seen[0] for trace in seen) and seen[0].steps == 1

    other = Run(SMALL.replace(seed=1), pool)
    with held(pool), pytest.raises(TimeoutError):
        other.preview(should_stop=lambda: True)
    assert other.preview().steps == 1  # asked for anew


def test_a_preview_is_waited_for_a_moment_and_is_on_its_way_after_that(pool: Pool) -> None:
    run = Run(SMALL.replace(seed=2), pool)
    for _ in range(2):  # the first is dropped, for nobody waits for it within
        with held(pool), run.prepared() as at_hand:
            assert not at_hand
    with held(pool) as let_go, run.prepared() as at_hand:
        assert not at_hand
        let_go()
        pool.submit(TRIAL, int).result()
        with run.prepared() as at_hand:
            assert at_hand
    busy = pool.submit(URGENT, time.sleep, 0.02)
    with Run(SMALL.replace(seed=3), pool).prepared() as at_hand:
        assert at_hand and busy.done()


def test_a_visitor_who_leaves_while_the_preview_is_waited_for_takes_it_along(pool: Pool) -> None:
    def leave() -> bool:
        raise KeyError

    run = Run(SMALL.replace(seed=4), pool)
    with held(pool), pytest.raises(KeyError), run.prepared(leave):
        pass
    pool.submit(TRIAL, int).result()
    with held(pool), run.prepared() as at_hand:
        assert not at_hand


def test_a_viewer_may_leave_by_an_exception(pool: Pool) -> None:
    class Gone(BaseException):
        pass

    def leave() -> bool:
        raise Gone

    run = Run(SMALL, pool)
    with pytest.raises(Gone):
        run.advance(1.0, should_stop=leave)
    same(finish(run), simulate(SMALL))


def test_a_killed_engine_process_changes_no_number(pool: Pool) -> None:
    # Adam's averages and the random numbers of dropout have to come back, too.
    experiment = LONG.replace(steps=200, optimizer="adam", dropout=0.2)
    run = Run(experiment, pool)
    killer = threading.Timer(0.1, kill_engine, args=(pool,))
    killer.start()
    trace = finish(run)
    killer.join()
    same(trace, simulate(experiment))


def test_a_refusal_of_the_engine_is_told_in_its_own_words(pool: Pool) -> None:
    run = Run(SMALL, pool, advance=refuses)
    run.advance(1.0)
    assert run.error == "Device: there is no such device here. Choose CPU." and run.trace is None


def refuses(*_: object) -> tuple[State, Rows]:
    raise SettingsError("Device: there is no such device here. Choose CPU.", "device")
