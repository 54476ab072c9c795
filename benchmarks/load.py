"""A whole class at once on the real server: 30 visitors who speak its websocket protocol. ``python -m benchmarks.load``

``--save`` adds the table to benchmarks/RESULTS.md, ``--only`` takes the scenarios whose name contains a word.
The processes are measured through /proc.
"""

import asyncio
import os
import platform
import statistics
import time
from collections.abc import Iterable, Iterator
from contextlib import AsyncExitStack
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import numpy as np
from playwright.async_api import async_playwright

from benchmarks.exports import page_saved, pictures_of_a_run
from benchmarks.table import Figure, options, write
from tests.server import CHROMIUM, Server, running_app, seconds_of
from tests.visitor import Visitor

CLASS = 30
BROWSERS = 3
"""Real ones among them, in the scenario that has any."""
EXPORTERS = 10
MAPPERS = 5
"""Visitors who look at maps whose networks are trained."""
ROUNDS = 5
FURTHER = 200
"""Runs after which the memory is compared."""
PAGE = os.sysconf("SC_PAGE_SIZE")


def pictured(visitor: Visitor) -> bool:
    """Whether the player shows a network, be it as initialized."""
    return bool(visitor.shown.get("steps"))


async def opened(
    stack: AsyncExitStack, url: str, queries: Iterable[str], page: str = ""
) -> tuple[list[Visitor], list[float]]:
    """Visitors who open their links at once, and the seconds until each sees a first picture."""
    start = time.perf_counter()

    async def open_one(query: str) -> tuple[Visitor, float]:
        visitor = await stack.enter_async_context(Visitor(url, query, page))
        return visitor, await visitor.until(pictured) - start

    pairs = await asyncio.gather(*map(open_one, queries))
    return [visitor for visitor, _ in pairs], [seconds for _, seconds in pairs]


async def moved(visitor: Visitor, depth: int, start: float) -> float:
    """Lets go of the layers' slider; seconds from ``start`` to the first picture of the new run."""
    before = visitor.shown["run"]
    await visitor.slide("depth", depth)
    return await visitor.until(lambda v: v.shown["run"] != before and pictured(v)) - start


async def finished(visitors: Iterable[Visitor], start: float) -> list[float]:
    """Seconds from ``start`` until each visitor's run is done."""
    return [end - start for end in await asyncio.gather(*(visitor.finish() for visitor in visitors))]


def p95(seconds: list[float]) -> float:
    return float(np.quantile(seconds, 0.95))


async def open_together(server: Server) -> list[Figure]:
    """30 visitors open the same link at once; then all set the same new depth."""
    opening, moving, ending = [], [], []
    for depth in range(10, 10 + ROUNDS):
        async with AsyncExitStack() as stack:
            visitors, seconds = await opened(stack, server.url, [f"seed={depth}"] * CLASS)
            opening += seconds
            await finished(visitors, 0)
            start = time.perf_counter()
            moving += await asyncio.gather(*(moved(visitor, depth, start) for visitor in visitors))
            ending += await finished(visitors, start)
    return [
        Figure(f"{CLASS} open together: first picture, 95th percentile", p95(opening), "at most 0.5 s", "s"),
        Figure("the same new setting at once: first picture, 95th percentile", p95(moving), "at most 0.5 s", "s"),
        Figure("the same: all have the whole run", max(ending), "", "s"),
    ]


async def lesson(server: Server) -> list[Figure]:
    """30 visitors open the same screen of a lesson at once, one lesson after another."""
    opening, ending = [], []
    for name in ("sigmoid", "tanh", "relu", "weights", "exploding"):
        async with AsyncExitStack() as stack:
            start = time.perf_counter()
            query = f"lesson={name}&screen=2"
            visitors, seconds = await opened(stack, server.url, [query] * CLASS, "lessons")
            opening += seconds
            ending += await finished(visitors, start)
    return [
        Figure(f"{CLASS} open the same lesson: first picture, 95th percentile", p95(opening), "at most 0.5 s", "s"),
        Figure("the same: all have the whole run", max(ending), "", "s"),
    ]


async def set_apart(server: Server) -> list[Figure]:
    """30 visitors set 30 different depths at once."""
    first, ratios, last = [], [], []
    for seed in range(100, 100 + ROUNDS):
        async with AsyncExitStack() as stack:
            visitors, _ = await opened(stack, server.url, [f"seed={seed}"] * CLASS)
            await finished(visitors, 0)
            start = time.perf_counter()
            first += await asyncio.gather(*(moved(visitor, 21 + i, start) for i, visitor in enumerate(visitors)))
            ends = await finished(visitors, start)
            ratios.append(max(ends) / statistics.median(ends))
            last.append(max(ends))
    return [
        Figure(f"{CLASS} different settings at once: first picture, 95th percentile", p95(first), "at most 1.5 s", "s"),
        Figure("the same: slowest to finish over the median", statistics.median(ratios), "at most 2", "x"),
        Figure("the same: all are done", statistics.median(last), "", "s"),
    ]


async def later(i: int, visitor: Visitor, depth: int) -> float:
    """Visitor ``i`` of a class moves the slider once, 10 s later at most; seconds until the picture is there."""
    await asyncio.sleep(i * 10 / CLASS)
    seconds = await moved(visitor, depth, time.perf_counter())
    await visitor.finish()
    return seconds


async def spread_moves(server: Server) -> list[Figure]:
    """30 visitors move their slider once each, spread over 10 s."""
    async with AsyncExitStack() as stack:
        visitors, _ = await opened(stack, server.url, [f"seed={200 + i}" for i in range(CLASS)])
        await finished(visitors, 0)
        seconds = await asyncio.gather(*(later(i, visitor, 25) for i, visitor in enumerate(visitors)))
    return [
        Figure(f"{CLASS} moves spread over 10 s: first picture, 95th percentile", p95(seconds), "at most 0.25 s", "s")
    ]


async def exporting(server: Server) -> list[Figure]:
    """Ten of 30 visitors take along pages and animations without a pause, while the others move their sliders."""
    async with AsyncExitStack() as stack:
        visitors, _ = await opened(stack, server.url, [f"seed={400 + i}" for i in range(CLASS)])
        await finished(visitors, 0)
        pictures, over, pages, animations = pictures_of_a_run(), asyncio.Event(), list[float](), list[float]()

        async def export(visitor: Visitor) -> None:
            await visitor.set("share", bool_value=True)
            while not over.is_set():
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


async def drag(server: Server) -> list[Figure]:
    """One slider moved 50 times in 5 s, then let go."""
    seconds = []
    for seed in range(300, 300 + ROUNDS):
        async with Visitor(server.url, f"seed={seed}") as visitor:
            await visitor.finish()
            for i in range(49):
                await asyncio.gather(asyncio.sleep(0.1), visitor.slide("depth", 10 + i % 20, final=False))
            start = time.perf_counter()
            await visitor.slide("depth", 33)
            end = await visitor.until(lambda v: v.shown["sites"] == 33 and not v.shown["preview"] and pictured(v))
            seconds.append(end - start)
    return [Figure("50 moves in 5 s: picture of the last, median", statistics.median(seconds), "at most 0.5 s", "s")]


async def browsers(server: Server) -> list[Figure]:
    """Real pages that open together with the others; each browser loads and draws on the same cores."""
    seconds = []
    async with async_playwright() as playwright, AsyncExitStack() as stack:
        chromium = await playwright.chromium.launch(**CHROMIUM)
        for _ in range(ROUNDS):
            contexts = [await chromium.new_context() for _ in range(BROWSERS)]
            pages = [await context.new_page() for context in contexts]
            start = time.perf_counter()

            async def see(page: Any, start: float = start) -> float:
                await page.goto(f"{server.url}/?seed=1")
                await page.locator("[data-pictures][data-preview=false]").wait_for(state="attached")
                return time.perf_counter() - start

            seen, _ = await asyncio.gather(
                asyncio.gather(*map(see, pages)), opened(stack, server.url, ["seed=1"] * (CLASS - BROWSERS))
            )
            seconds += seen
            await stack.aclose()
            for context in contexts:
                await context.close()
        await chromium.close()
    name = f"{BROWSERS} real browsers, empty of all, among {CLASS} that open together: first picture drawn, slowest"
    return [Figure(name, max(seconds), "", "s")]


def memory(server: Server) -> float:
    """Megabytes resident of the server and its engine processes together."""
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
            await visitor.visit(f"seed={1000 + run}&depth={10 + run % 20}")
            shown = visitor.shown["run"]
            await visitor.until(lambda v, shown=shown: v.shown["run"] != shown)  # type: ignore[misc]
            await visitor.finish()
    after = memory(server)
    return [
        Figure("all processes after the load", before, "at most 700 MB", "MB"),
        Figure(f"the same after {FURTHER} further runs", 100 * (after / before - 1), "flat within 5 %", "%"),
    ]


async def cold(url: str) -> list[float]:
    """Seconds until a visitor of a server that has just answered for the first time has a page, and a picture."""
    start = time.perf_counter()
    async with Visitor(url) as visitor:
        page = await visitor.until(lambda v: v.finished)
        if not pictured(visitor):
            await visitor.next()
        picture = await visitor.until(pictured)
    return [page - start, picture - start]


async def warm(server: Server) -> list[Figure]:
    """One visitor, before the others."""
    async with Visitor(server.url) as visitor:
        await visitor.finish()
    return []


SCENARIOS = (open_together, lesson, set_apart, spread_moves, exporting, mapping, drag, browsers, rest, remember)


def measured(only: str) -> Iterator[Figure]:
    """All figures, as they come."""
    if only in "cold":
        firsts = []
        for _ in range(ROUNDS):
            with running_app() as server:
                firsts.append(asyncio.run(cold(server.url)))
        page, picture = (statistics.median(seconds) for seconds in zip(*firsts, strict=True))
        yield Figure("cold server: the page, median", page, "at most 1.5 s", "s")
        yield Figure("cold server: first picture, median", picture, "at most 3 s", "s")
    with running_app() as server:
        for scenario in (warm, *(one for one in SCENARIOS if only in one.__name__)):
            yield from asyncio.run(scenario(server))


def main() -> None:
    chosen = options(__doc__)
    versions = f"Python {platform.python_version()}, Streamlit {version('streamlit')}, {os.cpu_count()} cores"
    head = [f"## A class of {CLASS}, {date.today()}", "", f"{versions}; visitors and server on the same machine.", ""]
    write([*head, "| figure | measured | asked |", "|---|---|---|"], map(str, measured(chosen.only)), chosen.save)


if __name__ == "__main__":
    main()
