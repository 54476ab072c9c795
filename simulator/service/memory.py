"""What memory a run may take where the engine runs: as GRADIENT_MEMORY says, else a share of what the machine has."""

import os
from functools import cache
from math import inf
from pathlib import Path

PROCESSES = int(os.environ.get("GRADIENT_PROCESSES") or max(1, (os.cpu_count() or 2) - 1))
"""Calls that are computed at once: one core is left to the server. With a cluster, as many as it has threads."""
MEMORY = "GRADIENT_MEMORY"
"""Environment variable with the megabytes that a run may take."""
LARGEST, LEAST = 750.0, 200.0
"""Megabytes of a share at most, a quarter more than limits.py lets a run need; and at least."""
SERVER, ENGINE = 350.0, 280.0
"""Megabytes that the server holds, and an engine process before its first run (measured)."""
CONTAINER = "memory.max", "memory/memory.limit_in_bytes"
"""Files below /sys/fs/cgroup that say what a container may take, of cgroup version 2 and 1."""


def asked_for() -> float | None:
    """The megabytes that the environment names; None where it names none."""
    megabytes = os.environ.get(MEMORY)
    return float(megabytes) if megabytes else None


def share() -> float:
    """Megabytes for one run where the environment names none: what the machine or container has, shared out."""
    files = (Path("/sys/fs/cgroup", name) for name in CONTAINER)
    contents = [file.read_text().strip() for file in files if file.exists()]
    limits = [int(text) for text in contents if text.isdecimal()]  # a container without a limit says "max"
    if hasattr(os, "sysconf"):
        limits.append(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    machine = min(limits, default=inf) / 1e6
    return min(LARGEST, max(LEAST, (machine - SERVER) / PROCESSES - ENGINE))


@cache
def limit(megabytes: float) -> None:
    """Warms the engine in this process and then lets it take ``megabytes`` more; does so once for each figure.

    The engine is warmed first, because what it loads is no part of a run.
    """
    from simulator.engine import process

    process.warm()
    process.limit_memory(megabytes)
