"""What the server and its engine processes cost: at rest, and after many runs. Measured through /proc."""

import asyncio
import os
from contextlib import AsyncExitStack
from pathlib import Path

from benchmarks.load.visitors import CLASS, finished, opened
from benchmarks.table import Figure
from tests.server import Server, seconds_of
from tests.visitor import Visitor

FURTHER = 200
"""Runs after which the memory is compared."""
PAGE = os.sysconf("SC_PAGE_SIZE")


def memory(server: Server) -> float:
    """Megabytes resident of the server and its engine processes together."""
    # All of them: what the engine's processes hold counts against the same gigabyte.
    pids = [server.pid, *server.engine_pids]
    return sum(int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in pids) * PAGE / 1e6


def processor(server: Server) -> float:
    """Processor seconds that they have used so far."""
    return seconds_of(server.pid) + server.engine_seconds


async def rest(server: Server) -> list[Figure]:
    """30 visitors who do nothing."""
    async with AsyncExitStack() as stack:
        visitors, _ = await opened(stack, server.url, ["seed=1"] * CLASS)
        await finished(visitors, 0)
        # What the last answers have set off is to end first.
        await asyncio.sleep(2)
        before = processor(server)
        await asyncio.sleep(20)
        used = (processor(server) - before) / 20
    return [Figure(f"at rest with {CLASS} idle visitors", 100 * used, "under 2 % of a core", "%")]


async def remember(server: Server) -> list[Figure]:
    """Memory after the load, and after many further runs."""
    before = memory(server)
    async with Visitor(server.url, "seed=1") as visitor:
        await visitor.finish()
        for run in range(FURTHER):
            # Settings that nobody had before: a run that is kept would take no memory.
            await visitor.visit(f"seed={1000 + run}&depth={10 + run % 20}")
            shown = visitor.shown["run"]
            await visitor.until(lambda v, shown=shown: v.shown["run"] != shown)  # type: ignore[misc]
            await visitor.finish()
    after = memory(server)
    return [
        Figure("all processes after the load", before, "at most 700 MB", "MB"),
        Figure(f"the same after {FURTHER} further runs", 100 * (after / before - 1), "flat within 5 %", "%"),
    ]
