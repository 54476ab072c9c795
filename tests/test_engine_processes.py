"""Engine processes as a server has them: without torch in the server, replaced when killed, gone when it is gone."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from loky import ProcessPoolExecutor

from simulator import simulate
from simulator.outcome import State
from simulator.service.pool import TRIAL, TRIES, Pool
from simulator.service.run import Advance, Run, advance_slice
from simulator.settings.experiment import Experiment
from simulator.trace import Rows
from tests.server import ROOT
from tests.test_runs import SMALL, finish, kill_engine, same

pytestmark = pytest.mark.server


def killed_while(sign: Path) -> Advance:
    """Kills the process that it runs in while this file is there; made here, it is sent whole without this module."""

    def kill_or_advance(experiment: Experiment, state: State | None, seconds: float) -> tuple[State, Rows]:
        if sign.exists():
            os.kill(os.getpid(), signal.SIGKILL)
        return advance_slice(experiment, state, seconds)

    return kill_or_advance


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


def test_the_server_loads_no_torch_its_engine_no_compiler_and_no_process_stays_behind() -> None:
    script = (
        "import sys, os\n"
        "from simulator import Experiment\n"
        "from simulator.service.service import Service\n"
        "service = Service()\n"
        "service.ping()\n"
        "assert service.pool.status == 'starting'\n"
        # To create one of torch's own optimizers loads the compiler, if nothing keeps it from that.
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
        # SIGKILL: nothing that the server does at its end is done.
        server.kill()
    deadline = time.monotonic() + 10
    while engine.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not engine.exists()
