"""A whole class at once on the real server: 30 visitors who speak its websocket protocol. ``python -m benchmarks.load``

``--save`` adds the table to benchmarks/RESULTS.md. The server's processes are measured through /proc.
"""

import argparse
import asyncio
import os
import platform
import statistics
import time
from collections.abc import Iterable
from contextlib import AsyncExitStack
from datetime import date
from functools import partial
from importlib.metadata import version
from pathlib import Path

import numpy as np

from benchmarks.page import RESULTS, Figure
from tests.server import Server, running_app, seconds_of
from tests.visitor import Visitor

CLASS = 30
ROUNDS = 5
FURTHER = 200
"""Runs after which the memory is compared."""
PAGE = os.sysconf("SC_PAGE_SIZE")


def pictured(visitor: Visitor) -> bool:
    """Whether the player shows a network, be it as initialized."""
    return bool(visitor.shown.get("steps"))


async def opened(stack: AsyncExitStack, url: str, queries: Iterable[str]) -> tuple[list[Visitor], list[float]]:
    """Visitors who open their links at once, and the seconds until each sees a first picture."""
    start = time.perf_counter()

    async def open_one(query: str) -> tuple[Visitor, float]:
        visitor = await stack.enter_async_context(Visitor(url, query))
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


async def open_together(url: str) -> list[Figure]:
    """30 visitors open the same link at once; then all set the same new depth."""
    opening, moving, ending = [], [], []
    for depth in range(10, 10 + ROUNDS):
        async with AsyncExitStack() as stack:
            visitors, seconds = await opened(stack, url, [f"seed={depth}"] * CLASS)
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


async def set_apart(url: str) -> list[Figure]:
    """30 visitors set 30 different depths at once."""
    first, ratios, last = [], [], []
    for seed in range(100, 100 + ROUNDS):
        async with AsyncExitStack() as stack:
            visitors, _ = await opened(stack, url, [f"seed={seed}"] * CLASS)
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


async def spread_moves(url: str) -> list[Figure]:
    """30 visitors move their slider once each, spread over 10 s."""
    async with AsyncExitStack() as stack:
        visitors, _ = await opened(stack, url, [f"seed={200 + i}" for i in range(CLASS)])
        await finished(visitors, 0)

        async def later(i: int, visitor: Visitor) -> float:
            await asyncio.sleep(i * 10 / CLASS)
            seconds = await moved(visitor, 25, time.perf_counter())
            await visitor.finish()
            return seconds

        seconds = await asyncio.gather(*(later(i, visitor) for i, visitor in enumerate(visitors)))
    return [
        Figure(f"{CLASS} moves spread over 10 s: first picture, 95th percentile", p95(seconds), "at most 0.25 s", "s")
    ]


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


def _has_seed(seed: int, visitor: Visitor) -> bool:
    return f"seed={seed}" in visitor.query and pictured(visitor)


async def remember(server: Server) -> list[Figure]:
    """Memory after the load, and after many further runs."""
    before = memory(server)
    async with Visitor(server.url, "seed=1") as visitor:
        await visitor.finish()
        for run in range(FURTHER):
            await moved(visitor, 10 + run % 20, 0)
            await visitor.set("seed", int_value=1000 + run)
            await visitor.until(partial(_has_seed, 1000 + run))
            await visitor.finish()
    after = memory(server)
    return [
        Figure("all processes after the load", before, "at most 700 MB", "MB"),
        Figure(f"the same after {FURTHER} further runs", 100 * (after / before - 1), "flat within 5 %", "%"),
    ]


async def measured(server: Server) -> list[Figure]:
    """All figures of a warm server."""
    async with Visitor(server.url) as visitor:
        await visitor.finish()
    figures = []
    for scenario in (open_together, set_apart, spread_moves):
        figures += shown(await scenario(server.url))
    for watched in (rest, remember):
        figures += shown(await watched(server))
    return figures


async def cold(url: str) -> list[float]:
    """Seconds until a visitor of a server that has just answered for the first time has a page, and a picture."""
    start = time.perf_counter()
    async with Visitor(url) as visitor:
        page = await visitor.until(lambda v: v.finished)
        if not pictured(visitor):
            await visitor.next()
        picture = await visitor.until(pictured)
    return [page - start, picture - start]


def shown(figures: list[Figure]) -> list[Figure]:
    print(*figures, sep="\n", flush=True)
    return figures


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--save", action="store_true", help="append the table to RESULTS.md")
    chosen = options.parse_args()
    firsts = []
    for _ in range(ROUNDS):
        with running_app() as server:
            firsts.append(asyncio.run(cold(server.url)))
    page, picture = (statistics.median(seconds) for seconds in zip(*firsts, strict=True))
    figures = shown(
        [
            Figure("cold server: the page, median", page, "at most 1.5 s", "s"),
            Figure("cold server: first picture, median", picture, "at most 3 s", "s"),
        ]
    )
    with running_app() as server:
        figures += asyncio.run(measured(server))
    if chosen.save:
        versions = f"Python {platform.python_version()}, Streamlit {version('streamlit')}, {os.cpu_count()} cores"
        lines = [
            f"## A class of {CLASS}, {date.today()}",
            "",
            f"{versions}; visitors and server on the same machine.",
            "",
        ]
        lines += ["| figure | measured | asked |", "|---|---|---|", *map(str, figures)]
        with RESULTS.open("a") as results:
            results.write("\n".join(["", *lines, ""]))


if __name__ == "__main__":
    main()
