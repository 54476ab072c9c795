"""A class that does the same thing at once, each of it in a scenario of its own."""

import asyncio
import statistics
import time
from contextlib import AsyncExitStack
from typing import Any

from playwright.async_api import async_playwright

from benchmarks.load.visitors import CLASS, ROUNDS, finished, later, moved, opened, p95
from benchmarks.table import Figure
from tests.server import CHROMIUM, Server

BROWSERS = 3
"""Real ones among them, in the scenario that has any."""


async def open_together(server: Server) -> list[Figure]:
    """30 visitors open the same link at once; then all set the same new depth."""
    opening, moving, ending = [], [], []
    # Another depth each time: a run that is kept would be shown at once.
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


async def words(server: Server) -> list[Figure]:
    """30 visitors open the glossary at once; its pictures are asked for where they are scrolled to."""
    opening = []
    for _ in range(ROUNDS):
        async with AsyncExitStack() as stack:
            opening += (await opened(stack, server.url, [""] * CLASS, "glossary", lambda v: v.finished))[1]
    return [Figure(f"{CLASS} open the glossary: the page is whole, 95th percentile", p95(opening), "", "s")]


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
            # Nobody is to wait for ever: a ratio, as absolute times are those of the machine.
            ratios.append(max(ends) / statistics.median(ends))
            last.append(max(ends))
    return [
        Figure(f"{CLASS} different settings at once: first picture, 95th percentile", p95(first), "at most 1.5 s", "s"),
        Figure("the same: slowest to finish over the median", statistics.median(ratios), "at most 2", "x"),
        Figure("the same: all are done", statistics.median(last), "", "s"),
    ]


async def spread_moves(server: Server) -> list[Figure]:
    """30 visitors move their slider once each, spread over 10 s."""
    async with AsyncExitStack() as stack:
        visitors, _ = await opened(stack, server.url, [f"seed={200 + i}" for i in range(CLASS)])
        await finished(visitors, 0)
        seconds = await asyncio.gather(*(later(i, visitor, 25) for i, visitor in enumerate(visitors)))
    return [
        Figure(f"{CLASS} moves spread over 10 s: first picture, 95th percentile", p95(seconds), "at most 0.25 s", "s")
    ]


async def browsers(server: Server) -> list[Figure]:
    """Real pages that open together with the others; each browser loads and draws on the same cores."""
    seconds = []
    async with async_playwright() as playwright, AsyncExitStack() as stack:
        chromium = await playwright.chromium.launch(**CHROMIUM)
        for _ in range(ROUNDS):
            # New ones in every round, which have nothing of the page.
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
