"""A part of the class asks for something large, while the others move their sliders."""

import asyncio
import statistics
import time
from contextlib import AsyncExitStack
from urllib.request import Request, urlopen

from benchmarks.exports import page_saved, pictures_of_a_run
from benchmarks.load.server import memory
from benchmarks.load.visitors import CLASS, finished, later, moved, opened, p95
from benchmarks.table import Figure
from tests.server import Server
from tests.visitor import Visitor

EXPORTERS = 10
MAPPERS = 5
"""Visitors who look at maps whose networks are trained."""


async def exporting(server: Server) -> list[Figure]:
    """Ten of 30 visitors take along pages and animations without a pause, while the others move their sliders."""
    async with AsyncExitStack() as stack:
        visitors, _ = await opened(stack, server.url, [f"seed={400 + i}" for i in range(CLASS)])
        await finished(visitors, 0)
        pictures, over, pages, animations = pictures_of_a_run(), asyncio.Event(), list[float](), list[float]()

        async def export(visitor: Visitor) -> None:
            await visitor.set("share", bool_value=True)
            while not over.is_set():
                # Without a pause, which is more than any class does.
                pages.append(await page_saved(visitor))
                start = time.perf_counter()
                await asyncio.to_thread(urlopen, Request(f"{server.url}/animation", pictures))
                animations.append(time.perf_counter() - start)

        async def move() -> list[float]:
            seconds = await asyncio.gather(
                *(later(i, visitor, 26) for i, visitor in enumerate(visitors) if i >= EXPORTERS)
            )
            over.set()
            return seconds

        exports = asyncio.gather(*map(export, visitors[:EXPORTERS]))
        seconds = await move()
        await exports
    about = f"{EXPORTERS} of {CLASS} export while the others move"
    return [
        Figure(f"{about}: first picture, 95th percentile", p95(seconds), "at most 0.25 s", "s"),
        Figure("the same: all processes afterwards", memory(server), "at most 700 MB", "MB"),
        Figure(f"the same: a page of its own, median of {len(pages)}", statistics.median(pages), "", "s"),
        Figure(
            f"the same: an animation put together, median of {len(animations)}", statistics.median(animations), "", "s"
        ),
    ]


async def mapping(server: Server) -> list[Figure]:
    """Five of 30 visitors look at five maps of 400 trained networks, while the others move their sliders."""
    async with AsyncExitStack() as stack:
        visitors, _ = await opened(stack, server.url, [f"seed={500 + i}" for i in range(CLASS - MAPPERS)])
        await finished(visitors, 0)
        axes = "steps=100&across=gain:0.25:5&up=learning_rate:0.001:1&ask=loss&activation=tanh"
        maps = [
            await stack.enter_async_context(Visitor(server.url, f"{axes}&depth={16 + i}", "map"))
            for i in range(MAPPERS)
        ]
        over, computed = asyncio.Event(), [0] * MAPPERS

        async def look(i: int, visitor: Visitor) -> None:
            await visitor.until(lambda v: v.map)
            while not over.is_set() and visitor.map["state"] == "growing":
                await visitor.ask_for_cells()
                computed[i] = visitor.map["from"] + len(visitor.map["cells"])

        looking = asyncio.gather(*(look(i, visitor) for i, visitor in enumerate(maps)))
        moving = await asyncio.gather(*(later(i, visitor, 27) for i, visitor in enumerate(visitors)))
        start = time.perf_counter()
        # The hardest case: 25 new runs at once, while the maps go on.
        apart = await asyncio.gather(*(moved(visitor, 30 + i, start) for i, visitor in enumerate(visitors)))
        over.set()
        await looking
    about = f"{MAPPERS} of {CLASS} look at maps while the others move"
    return [
        Figure(f"{about}: first picture, 95th percentile", p95(moving), "at most 0.25 s", "s"),
        Figure("the same, all to different settings at once", p95(apart), "at most 1.5 s", "s"),
        Figure("the same: networks of maps trained meanwhile", sum(computed), "", ""),
        Figure("the same: all processes afterwards", memory(server), "at most 700 MB", "MB"),
    ]
