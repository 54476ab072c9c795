"""A whole class at once on the real server: 30 visitors who speak its websocket protocol. ``python -m benchmarks.load``

``--save`` adds the table to benchmarks/RESULTS.md, ``--only`` takes the scenarios whose name contains a word.
"""

import asyncio
import os
import platform
import statistics
from collections.abc import Iterator
from datetime import date
from importlib.metadata import version

from benchmarks.load.alone import cold, drag, warm
from benchmarks.load.beside import exporting, mapping
from benchmarks.load.server import remember, rest
from benchmarks.load.together import browsers, lesson, open_together, set_apart, spread_moves, words
from benchmarks.load.visitors import CLASS, ROUNDS
from benchmarks.table import Figure, options, write
from tests.server import running_app

SCENARIOS = (open_together, lesson, words, set_apart, spread_moves, exporting, mapping, drag, browsers, rest, remember)


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
        # One server for all, for a class finds it as others have left it.
        for scenario in (warm, *(one for one in SCENARIOS if only in one.__name__)):
            yield from asyncio.run(scenario(server))


def main() -> None:
    chosen = options(__doc__)
    versions = f"Python {platform.python_version()}, Streamlit {version('streamlit')}, {os.cpu_count()} cores"
    head = [f"## A class of {CLASS}, {date.today()}", "", f"{versions}; visitors and server on the same machine.", ""]
    write([*head, "| figure | measured | asked |", "|---|---|---|"], map(str, measured(chosen.only)), chosen.save)


if __name__ == "__main__":
    main()
