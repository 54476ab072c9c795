"""An engine process before its first run: what it loads, and how much memory it may take."""

import gc
import sys
from pathlib import Path

import torch

from simulator.engine.machine import set_arithmetic
from simulator.engine.training import preview
from simulator.settings.experiment import Experiment


def warm() -> None:
    """Sets the arithmetic, and loads the modules that the first run would otherwise wait for."""
    set_arithmetic()
    preview(Experiment(depth=2, optimizer="adam"))
    preview(Experiment(kind="sequence", cell="lstm", sequence_length=4))
    # What is loaded by now stays: without it the collector of cycles has next to nothing to look through.
    gc.collect()
    gc.freeze()


def limit_memory(megabytes: float) -> None:
    """Lets this process take ``megabytes`` more than it holds now; beyond that, MemoryError or RuntimeError is raised.

    Only on Linux, and not where CUDA may map memory as it likes.
    """
    if sys.platform != "linux" or torch.cuda.is_available():
        return
    import resource

    held = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmData:"))
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (int(held.split()[1]) * 1024 + int(megabytes * 1e6), hard))
