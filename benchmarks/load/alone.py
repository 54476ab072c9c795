"""One visitor alone."""

import asyncio
import statistics
import time

from benchmarks.load.visitors import ROUNDS, pictured
from benchmarks.table import Figure
from tests.server import Server
from tests.visitor import Visitor


async def warm(server: Server) -> list[Figure]:
    """One visitor, before the others."""
    async with Visitor(server.url) as visitor:
        await visitor.finish()
    return []


async def cold(url: str) -> list[float]:
    """Seconds until a visitor of a server that has just answered for the first time has a page, and a picture."""
    start = time.perf_counter()
    async with Visitor(url) as visitor:
        page = await visitor.until(lambda v: v.finished)
        # While the engine starts the page stands without a picture, and says so.
        if not pictured(visitor):
            await visitor.next()
        picture = await visitor.until(pictured)
    return [page - start, picture - start]


async def drag(server: Server) -> list[Figure]:
    """One slider moved 50 times in 5 s, then let go."""
    seconds = []
    for seed in range(300, 300 + ROUNDS):
        async with Visitor(server.url, f"seed={seed}") as visitor:
            await visitor.finish()
            for i in range(49):
                # As fast as a hand moves, whether the server follows or not.
                await asyncio.gather(asyncio.sleep(0.1), visitor.slide("depth", 10 + i % 20, final=False))
            start = time.perf_counter()
            # Another depth than all before: a run that is kept would be shown at once.
            await visitor.slide("depth", 33)
            end = await visitor.until(lambda v: v.shown["sites"] == 33 and not v.shown["preview"] and pictured(v))
            seconds.append(end - start)
    return [Figure("50 moves in 5 s: picture of the last, median", statistics.median(seconds), "at most 0.5 s", "s")]
