"""What the engine makes and several tests look at, made once: kept on disk for the other worker and the next session.

What is kept goes by its key, such as an experiment, and by all that decides its numbers: the file that asks for it, the
sources of the engine and of what it imports, the libraries and the processor. A change to any of them makes it anew,
and so does `make clean`.
"""

import fcntl
import pickle
import platform
import shutil
import sys
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch

from simulator import PRESETS, Experiment, Trace, simulate
from simulator.engine.training import begin
from tests.server import ROOT

T = TypeVar("T")
SOURCES = ROOT / "simulator"
SHOWN = ("stories/", "lessons/", "challenges/", "quantities/", "maps.py", "poster.py", "viewing.py")
WORDS = ("explained.py", "glossary.py", "quantity.py", "readings.py", "term.py")
ROOMS = ("analysis/", "charts/", "export/", "language/", "player/", "service/", "sweeps/", "teaching/")
AFTER = (*ROOMS, "__main__.py", "command", *(f"catalog/{name}" for name in (*SHOWN, *WORDS)))
"""What only looks at a run that is trained, asks for one, or says what it is."""
KEPT = ROOT / ".pytest_cache" / "runs"
MOST = 3
"""Folders of runs that are kept, each of other sources: as many as branches that one goes to and fro between."""


def story(name: str) -> Trace:
    """The whole run of a story."""
    return trained(Experiment(**PRESETS[name].settings))


@cache
def trained(experiment: Experiment, steps: int | None = None) -> Trace:
    """The whole run of an experiment, or its first training steps."""
    return kept(f"{experiment!r} {steps}", lambda: simulate(experiment) if steps is None else begin(experiment)(steps))


def kept(key: str, make: Callable[[], T]) -> T:
    """What is made, by a key that says of what; who comes while it is made waits for it."""
    key = f"{key} {_source(make.__code__.co_filename)}"
    file = file_of(key)
    with file.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists():
            keep(key, make())
    found: T = pickle.loads(file.read_bytes())
    return found


def keep(key: str, made: object) -> None:
    """Notes what was made, whole or not at all."""
    whole = file_of(key).with_suffix(".part")
    whole.write_bytes(pickle.dumps(made))
    whole.rename(file_of(key))


@cache
def _source(file: str) -> str:
    return Path(file).read_text(encoding="utf-8")


def file_of(key: str) -> Path:
    """Where it is kept, if it is."""
    return _folder() / sha256(key.encode()).hexdigest()[:24]


@cache
def _folder() -> Path:
    """Where the runs of these sources, libraries and this processor are; the folders used longest ago make room."""
    decides = sha256("".join((sys.version, platform.processor(), torch.__config__.show(), np.__version__)).encode())
    # Kernels for other instruction sets round differently.
    decides.update(f"{torch.__version__} {torch.backends.cpu.get_cpu_capability()}".encode())
    for file in sorted(SOURCES.rglob("*.py")):
        if not file.relative_to(SOURCES).as_posix().startswith(AFTER):
            decides.update(file.read_bytes())
    folder = KEPT / decides.hexdigest()[:24]
    folder.mkdir(parents=True, exist_ok=True)
    folder.touch()
    for old in sorted(KEPT.iterdir(), key=lambda one: one.stat().st_mtime)[:-MOST]:
        shutil.rmtree(old, ignore_errors=True)
    return folder
