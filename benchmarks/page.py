"""How fast the page feels, beside a bare Streamlit page that is measured in turn with it. ``python -m benchmarks.page``

Absolute seconds say little on a machine that others share, so the limits are ratios to the bare page.
``--only`` takes the figures whose name contains a word, ``--save`` adds the table to benchmarks/RESULTS.md,
``--against FOLDER`` measures another checkout of this repository in turn with this one.
"""

import argparse
import os
import platform
import statistics
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks import browsing
from benchmarks.table import options, write
from tests.server import CHROMIUM, Server, free_port, running_app, served

ROUNDS = 7
SLOW = "?depth=60&width=64&batch_size=256&steps=2000"
"""A run that is in training for longer than it is watched here."""
PINNED = SLOW + "".join(f"&pin=depth.{depth}*width.64*steps.2000" for depth in (61, 62, 63))

Measure = Callable[[Browser, str, str], list[float]]


@dataclass(frozen=True)
class Case:
    """One figure, how it is measured on our page and on the bare one, and what is asked of it."""

    name: str
    unit: str
    ours: Measure
    bare: Measure | None
    asked: str
    met: Callable[[float, float], bool]
    """Whether our figure is good enough, given the bare page's."""
    query: str = ""


CASES = (
    Case(
        "first visit to a warm server, to the first picture",
        "s",
        browsing.first_visit,
        browsing.first_visit,
        "at most 1.15 of the bare page's",
        lambda ours, bare: ours <= 1.15 * bare,
    ),
    Case(
        "control moved to first picture of the new run",
        "s",
        browsing.control_moved,
        browsing.control_moved,
        "at most 3 times the bare page's new text",
        lambda ours, bare: ours <= 3 * bare,
    ),
    Case(
        "networks shown while a slider is dragged",
        "a second",
        browsing.drag,
        browsing.held_key,
        "at least 8, or 1.6 of what the bare page answers to a held key",
        lambda ours, bare: ours >= min(8, 1.6 * bare),
    ),
    Case(
        "pictures while playing",
        "a second",
        browsing.playing,
        None,  # nothing moves on the bare page
        "at least 55",
        lambda ours, _: ours >= 55,
    ),
    Case(
        "pictures while playing and training",
        "a second",
        browsing.training,
        None,
        "at least 55",
        lambda ours, _: ours >= 55,
        SLOW,
    ),
    Case(
        "pictures while playing and training, three pinned",
        "a second",
        browsing.training,
        None,
        "at least 55",
        lambda ours, _: ours >= 55,
        PINNED,
    ),
)


@dataclass(frozen=True)
class Sides:
    """The addresses of what is measured in turn."""

    ours: str
    bare: str
    before: str | None


def measured(case: Case, browser: Browser, sides: Sides, rounds: int) -> str:
    """One row of the table: medians over rounds in which each side is measured once, one after the other."""
    turns = {"ours": (case.ours, sides.ours + case.query)}
    if case.bare:
        turns["bare"] = case.bare, sides.bare
    if sides.before:
        turns["before"] = case.ours, sides.before + case.query
    values: dict[str, list[float]] = {side: [] for side in turns}
    for _ in range(rounds):
        for side, (measure, url) in turns.items():
            values[side] += measure(browser, url, "bare" if side == "bare" else "ours")
    medians = {side: statistics.median(found) for side, found in values.items()}
    return _row(case, medians)


def _row(case: Case, medians: dict[str, float]) -> str:
    ours, bare, before = medians["ours"], medians.get("bare"), medians.get("before")
    met = "yes" if case.met(ours, bare or 0.0) else "no"
    cells = [
        case.name,
        f"{ours:.3g} {case.unit}",
        f"{bare:.3g}" if bare else "",
        f"{ours / bare:.2f}" if bare else "",
        case.asked,
        met,
    ]
    if before:
        cells.append(f"{before:.3g}, now {ours / before:.2f} of it")
    return f"| {' | '.join(cells)} |"


def sizes(browser: Browser, url: str) -> Iterator[str]:
    """Rows on what travels at the first visit."""
    largest, total = browsing.messages(browser, url)
    met = "yes" if largest < 1e6 else "no"
    yield f"| largest message of the first run | {largest / 1000:.3g} kB | | | under 1,000 kB | {met} |"
    yield f"| all messages of the first visit | {total / 1000:.3g} kB | | | | |"


def rows(browser: Browser, sides: Sides, chosen: argparse.Namespace) -> Iterator[str]:
    """The table, row by row; each side is opened once before anything is timed."""
    browsing.first_visit(browser, sides.bare, "bare")
    for url in filter(None, (sides.ours, sides.before)):
        browsing.first_visit(browser, url, "ours")
    for case in CASES:
        if chosen.only in case.name:
            yield measured(case, browser, sides, chosen.rounds)
    if chosen.only in "messages":
        yield from sizes(browser, sides.ours)


def checkout(folder: str) -> AbstractContextManager[Server]:
    """The app of another checkout, with that one's own modules."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true"]
    return served(command, port, Path(folder), {**os.environ, "PYTHONPATH": folder})


def heading(browser: Browser, rounds: int) -> list[str]:
    """When and where this was measured."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("streamlit", "altair", "torch"))
    machine = f"{platform.machine()}, Python {platform.python_version()}, Chromium {browser.version}"
    return [
        f"## The page, {date.today()}\n",
        f"{packages}; {machine}, {os.cpu_count()} cores, loopback. Medians of {rounds} rounds in turn.\n",
        "| figure | ours | bare page | ratio | asked | met |",
        "|---|---|---|---|---|---|",
    ]


def main() -> None:
    chosen = options(__doc__, rounds=ROUNDS, against=True)
    with ExitStack() as stack:
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(**CHROMIUM)
        stack.callback(browser.close)
        ours, bare = (stack.enter_context(running_app(script)).url for script in ("app.py", "benchmarks/bare_page.py"))
        before = stack.enter_context(checkout(chosen.against)).url if chosen.against else None
        head = heading(browser, chosen.rounds)
        write(head, rows(browser, Sides(ours, bare, before), chosen), chosen.save)


if __name__ == "__main__":
    main()
