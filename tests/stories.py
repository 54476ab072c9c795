"""Runs that several tests look at, each trained once: kept on disk for the other worker and for the next session.

What is kept goes by the experiment and by all that decides its numbers: the sources of the engine and of what it
imports, the libraries and the processor. A change to any of them trains every run anew, and so does `make clean`.
"""

import fcntl
import pickle
import platform
import shutil
import sys
from functools import cache
from hashlib import sha256
from pathlib import Path

import numpy as np
import torch

from simulator import PRESETS, Experiment, Trace, simulate
from simulator.engine.training import begin
from tests.server import ROOT

SOURCES = ROOT / "simulator"
AFTER = ("analysis", "charts", "service", "__main__.py")
"""What only looks at a run that is trained, or asks for one."""
KEPT = ROOT / ".pytest_cache" / "runs"
MOST = 3
"""Folders of runs that are kept, each of other sources: as many as branches that one goes to and fro between."""


def story(name: str) -> Trace:
    """The whole run of a story."""
    return trained(Experiment(**PRESETS[name].settings))


@cache
def trained(experiment: Experiment, steps: int | None = None) -> Trace:
    """The whole run of an experiment, or its first training steps; who comes while it is trained waits for it."""
    file = _folder() / sha256(f"{experiment!r} {steps}".encode()).hexdigest()[:24]
    with file.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists():
            trace = simulate(experiment) if steps is None else begin(experiment)(steps)
            whole = file.with_suffix(".part")
            whole.write_bytes(pickle.dumps(trace))
            whole.rename(file)
    found: Trace = pickle.loads(file.read_bytes())
    return found


@cache
def _folder() -> Path:
    """Where the runs of these sources, libraries and this processor are; the folders used longest ago make room."""
    decides = sha256("".join((sys.version, platform.processor(), torch.__config__.show(), np.__version__)).encode())
    decides.update(f"{torch.__version__} {torch.backends.cpu.get_cpu_capability()}".encode())
    for file in sorted(SOURCES.rglob("*.py")):
        if file.relative_to(SOURCES).parts[0] not in AFTER:
            decides.update(file.read_bytes())
    folder = KEPT / decides.hexdigest()[:24]
    folder.mkdir(parents=True, exist_ok=True)
    folder.touch()
    for old in sorted(KEPT.iterdir(), key=lambda one: one.stat().st_mtime)[:-MOST]:
        shutil.rmtree(old, ignore_errors=True)
    return folder
