"""Visitors of a class who speak the websocket protocol of the page, and how long they wait."""

import asyncio
import time
from collections.abc import Callable, Iterable
from contextlib import AsyncExitStack

import numpy as np

from tests.visitor import Visitor

CLASS = 30
ROUNDS = 5


def pictured(visitor: Visitor) -> bool:
    """Whether the player shows a network, be it as initialized."""
    return bool(visitor.shown.get("steps"))


async def opened(
    stack: AsyncExitStack,
    url: str,
    queries: Iterable[str],
    page: str = "",
    seen: Callable[[Visitor], object] = pictured,
) -> tuple[list[Visitor], list[float]]:
    """Visitors who open their links at once, and the seconds until each has ``seen`` it: a first picture."""
    start = time.perf_counter()

    async def open_one(query: str) -> tuple[Visitor, float]:
        visitor = await stack.enter_async_context(Visitor(url, query, page))
        return visitor, await visitor.until(seen) - start

    pairs = await asyncio.gather(*map(open_one, queries))
    return [visitor for visitor, _ in pairs], [seconds for _, seconds in pairs]


async def moved(visitor: Visitor, depth: int, start: float) -> float:
    """Lets go of the layers' slider; seconds from ``start`` to the first picture of the new run."""
    # The run before is still on the screen, so a picture alone would say nothing.
    before = visitor.shown["run"]
    await visitor.slide("depth", depth)
    return await visitor.until(lambda v: v.shown["run"] != before and pictured(v)) - start


async def finished(visitors: Iterable[Visitor], start: float) -> list[float]:
    """Seconds from ``start`` until each visitor's run is done."""
    return [end - start for end in await asyncio.gather(*(visitor.finish() for visitor in visitors))]


async def later(i: int, visitor: Visitor, depth: int) -> float:
    """Visitor ``i`` of a class moves the slider once, 10 s later at most; seconds until the picture is there."""
    # Each in their own time, as a class does that is told nothing.
    await asyncio.sleep(i * 10 / CLASS)
    seconds = await moved(visitor, depth, time.perf_counter())
    await visitor.finish()
    return seconds


def p95(seconds: list[float]) -> float:
    return float(np.quantile(seconds, 0.95))
