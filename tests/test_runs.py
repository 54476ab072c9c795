"""Runs in engine processes: shared, fair, idle when nobody watches, and unharmed when a process is killed."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor as ForkedProcesses
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from loky import ProcessPoolExecutor

from simulator import Experiment, SettingsError, Trace, simulate
from simulator.outcome import State
from simulator.service.pool import TRIAL, TRIES, URGENT, Pool
from simulator.service.preview import preview_slice
from simulator.service.run import Advance, Run, advance_slice
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


def kill_engine(pool: Pool) -> None:
    os.kill(pool.submit(URGENT, os.getpid).result(), signal.SIGKILL)


def killed_while(sign: Path) -> Advance:
    """Kills the process that it runs in while this file is there; made here, it is sent whole without this module."""

    def kill_or_advance(experiment: Experiment, state: State | None, seconds: float) -> tuple[State, Rows]:
        if sign.exists():
            os.kill(os.getpid(), signal.SIGKILL)
        return advance_slice(experiment, state, seconds)

    return kill_or_advance


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


def test_viewers_of_one_run_share_its_slices(pool: Pool) -> None:
    asked: list[float] = []

    class Counting(Pool):
        def submit(self, delay: float, call: Any, *args: Any, **options: Any) -> Any:
            asked.append(args[2])
            return pool.submit(delay, call, *args, **options)

    busy = threading.Event()
    run = Run(LONG, Counting(places=1))
    pool.submit(URGENT, time.sleep, 0).add_done_callback(lambda _: busy.wait(30))
    viewers = [threading.Thread(target=run.advance, args=(0.01,)) for _ in range(8)]
    for viewer in viewers:
        viewer.start()
    while run.viewers < len(viewers):
        time.sleep(0.01)
    busy.set()
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
    viewers = [threading.Thread(target=run.advance, args=(1.5,)) for run in pair for _ in range(2)]
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
    busy = threading.Event()
    pool.submit(URGENT, time.sleep, 0).add_done_callback(lambda _: busy.wait(30))
    slices = [pool.submit(0.0, advance_slice, LONG, None, 0.06) for _ in range(4)]
    previews = [pool.submit(URGENT, preview_slice, SMALL) for _ in range(2)]
    for future in slices:
        future.add_done_callback(lambda _: finished.append("slice"))
    for preview in previews:
        preview.add_done_callback(lambda _: finished.append("preview"))
    busy.set()
    assert previews[1].result().steps == 1 and slices[3].result()[0].step >= 1
    pool.submit(0.0, int).result()
    assert finished == ["preview"] * 2 + ["slice"] * 4


def test_nobody_computes_what_nobody_watches(pool: Pool) -> None:
    run = Run(LONG, pool)
    run.advance(0.1)
    before = run.trace
    time.sleep(0.5)
    assert before is not None and run.trace is not None and run.trace.steps == before.steps


def test_a_slice_that_still_waits_is_dropped_when_its_viewer_leaves(pool: Pool) -> None:
    busy = pool.submit(URGENT, time.sleep, 0.5)
    run = Run(LONG, pool)
    run.advance(1.0, should_stop=lambda: True)
    busy.result()
    pool.submit(0.0, int).result()
    assert run.trace is None and not run.error


def test_all_who_wait_for_a_preview_share_it_and_it_is_dropped_when_the_last_of_them_leaves(pool: Pool) -> None:
    run, seen = Run(SMALL, pool), []
    busy = pool.submit(URGENT, time.sleep, 0.5)
    viewers = [threading.Thread(target=lambda: seen.append(run.preview())) for _ in range(4)]
    for viewer in viewers:
        viewer.start()
    with pytest.raises(TimeoutError):  # one leaves, the others stay
        run.preview(should_stop=lambda: True)
    assert pool.waiting <= 2, "one preview, and perhaps the call before it"
    for viewer in viewers:
        viewer.join()
    assert busy.done() and len(seen) == 4 and all(trace is seen[0] for trace in seen) and seen[0].steps == 1

    busy, other = pool.submit(URGENT, time.sleep, 0.3), Run(SMALL.replace(seed=1), pool)
    with pytest.raises(TimeoutError):
        other.preview(should_stop=lambda: True)
    busy.result()
    assert other.preview().steps == 1  # asked for anew


def test_a_preview_is_waited_for_a_moment_and_is_on_its_way_after_that(pool: Pool) -> None:
    run = Run(SMALL.replace(seed=2), pool)
    for _ in range(2):  # the first is dropped, for nobody waits for it within
        busy = pool.submit(URGENT, time.sleep, 0.3)
        with run.prepared() as at_hand:
            assert not at_hand
        busy.result()
    busy = pool.submit(URGENT, time.sleep, 0.3)
    with run.prepared() as at_hand:
        assert not at_hand
        busy.result()
        pool.submit(TRIAL, int).result()
        with run.prepared() as at_hand:
            assert at_hand
    busy = pool.submit(URGENT, time.sleep, 0.02)
    with Run(SMALL.replace(seed=3), pool).prepared() as at_hand:
        assert at_hand and busy.done()


def test_a_visitor_who_leaves_while_the_preview_is_waited_for_takes_it_along(pool: Pool) -> None:
    def leave() -> bool:
        raise KeyError

    busy, run = pool.submit(URGENT, time.sleep, 0.3), Run(SMALL.replace(seed=4), pool)
    with pytest.raises(KeyError), run.prepared(leave):
        pass
    busy.result()
    pool.submit(TRIAL, int).result()
    busy = pool.submit(URGENT, time.sleep, 0.3)
    with run.prepared() as at_hand:
        assert not at_hand
    busy.result()


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
    experiment = LONG.replace(steps=300, optimizer="adam", dropout=0.2)
    run = Run(experiment, pool)
    killer = threading.Timer(0.1, kill_engine, args=(pool,))
    killer.start()
    trace = finish(run)
    killer.join()
    same(trace, simulate(experiment))


def test_an_engine_process_that_is_killed_in_the_midst_of_its_answer_is_noticed() -> None:
    """loky alone would wait for the rest of the answer for ever: it is long enough here to be met on its way."""
    pool = Pool(places=1, opener=lambda: ProcessPoolExecutor(1, timeout=None))
    try:
        for _ in range(3):
            answers = [pool.submit(TRIAL, np.zeros, 2_000_000) for _ in range(8)]
            assert answers[0].result(60).size
            kill_engine(pool)
            assert all(answer.result(60).size == 2_000_000 for answer in answers)
    finally:
        pool.close()


def test_repeated_kills_end_in_a_sentence_and_the_run_recovers(tmp_path: Path) -> None:
    pool = Pool(places=1, opener=lambda: ProcessPoolExecutor(1, timeout=None))
    sign = tmp_path / "kill"
    sign.touch()
    run = Run(SMALL, pool, advance=killed_while(sign))
    run.advance(1.0)
    assert run.error == (
        f"The process that computes this was ended {TRIES} times in a row, perhaps because memory ran out. "
        "Lower the width, the batch size or the number of layers or time steps, or try again."
    )
    sign.unlink()
    run.advance(1.0)
    assert run.error == ""
    same(finish(run), simulate(SMALL))
    pool.close()


def test_a_refusal_of_the_engine_is_told_in_its_own_words(pool: Pool) -> None:
    run = Run(SMALL, pool, advance=refuses)
    run.advance(1.0)
    assert run.error == "Device: there is no such device here. Choose CPU." and run.trace is None


def refuses(*_: object) -> tuple[State, Rows]:
    raise SettingsError("Device: there is no such device here. Choose CPU.", "device")


def test_the_server_loads_no_torch_its_engine_no_compiler_and_no_process_stays_behind() -> None:
    script = (
        "import sys, os\n"
        "from simulator import Experiment\n"
        "from simulator.service.service import Service\n"
        "service = Service()\n"
        "service.ping()\n"
        "assert service.pool.status == 'starting'\n"
        "for optimizer in ('sgd', 'adamw'):\n"
        "    run = service.run(Experiment(depth=3, width=4, steps=5, task='moons', optimizer=optimizer))\n"
        "    run.advance(5)\n"
        "    assert run.done and run.trace.steps == 5 and run.preview().steps == 1\n"
        "assert service.pool.status == 'ready'\n"
        "assert not {'torch', 'streamlit', 'altair', 'pandas'} & set(sys.modules), 'loaded'\n"
        "loaded = {*service.pool.submit(0.0, eval, '[*__import__(\"sys\").modules]').result()}\n"
        "assert 'torch' in loaded\n"
        "assert not {'torch._dynamo', 'sklearn', 'scipy', 'sympy', 'pandas'} & loaded, 'loaded'\n"
        "print(service.pool.submit(0.0, os.getpid).result())\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    time.sleep(0.2)
    assert not Path(f"/proc/{done.stdout.strip()}").exists()


def test_an_engine_process_ends_when_the_server_is_killed() -> None:
    script = (
        "import os, sys, time\n"
        "from simulator.service.pool import Pool\n"
        "print(Pool().submit(0.0, os.getpid).result(), flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=ROOT) as server:
        assert server.stdout is not None
        engine = Path(f"/proc/{int(server.stdout.readline())}")
        server.kill()
    deadline = time.monotonic() + 10
    while engine.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not engine.exists()


ROOT = Path(__file__).parent.parent
