"""A first-time path through every lesson and challenge, in Chromium. ``python -m benchmarks.walkthrough``

By mouse (1400 x 900, light), by touch (390 x 844, light, and whether anything is cut at 360) and by keyboard alone
(1024 x 768, dark); axe on each screen, and each player in Present. ``--only`` takes what contains one of some words,
such as ``sigmoid,tower``, ``--way`` one of the three, ``--lang`` another language; ``--kept FILE`` remembers what was
done, so that the next call goes on where ``--seconds`` ended this one; ``--pictures`` photographs every screen into a
folder.
"""

import argparse
import json
import time
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, expect, sync_playwright

from benchmarks.walks.challenges import walk_challenge
from benchmarks.walks.lessons import walk_lesson
from benchmarks.walks.ways import WAYS, Way
from simulator.catalog.challenges import CHALLENGES
from simulator.catalog.lessons import LESSONS
from simulator.language import ENGLISH, speak
from tests.browsing import watched
from tests.server import CHROMIUM, running_app

SLOW = 30_000
"""Milliseconds that anything may take."""


def main() -> None:
    """Goes through all that is asked for and not yet done, and prints what was found."""
    asked = _options()
    speak(asked.lang)
    expect.set_options(timeout=SLOW)
    done = _read(asked.kept)
    units = [
        (name, way)
        for name in (*LESSONS, *CHALLENGES)
        for way in WAYS
        if any(word in name for word in asked.only.split(","))
        and asked.way in way
        and (name, way) not in {(row["name"], row["way"]) for row in done}
    ]
    end = time.monotonic() + asked.seconds
    with nullcontext(asked.url) if asked.url else _served() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**CHROMIUM)
        for name, way in units:
            if time.monotonic() > end:
                break
            row = {"name": name, "way": way, "screens": [*_walked(browser, url, name, WAYS[way], asked)]}
            done.append(row)
            print(_line(row), flush=True)
            if asked.kept:
                with asked.kept.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(row) + "\n")
        browser.close()
    print(*_table(done), sep="\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--only", default="", help="lessons and challenges whose name contains this, or one of these, with commas"
    )
    parser.add_argument("--way", default="", help="mouse, touch or keyboard; all of them without it")
    parser.add_argument("--lang", default=ENGLISH, help="the language of the pages")
    parser.add_argument("--url", default="", help="of an app that runs; without it one is started")
    parser.add_argument("--kept", type=Path, help="file of what was done")
    parser.add_argument("--pictures", type=Path, help="folder for photographs of all screens")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="after which nothing new is begun")
    return parser.parse_args()


def _served() -> Any:
    class _Url:
        def __enter__(self) -> str:
            self.app = running_app()
            return self.app.__enter__().url

        def __exit__(self, *error: object) -> None:
            self.app.__exit__(None, None, None)

    return _Url()


def _read(kept: Path | None) -> list[dict[str, Any]]:
    return [json.loads(line) for line in kept.read_text("utf-8").splitlines()] if kept and kept.exists() else []


def _walked(browser: Browser, url: str, name: str, kind: type[Way], asked: argparse.Namespace) -> Iterator[list[str]]:
    """What was found on each of its screens, by somebody who comes for the first time."""
    width, height = kind.size
    with browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme=kind.scheme,
        reduced_motion="reduce",
        **kind.context,
    ) as context:
        page = context.new_page()
        page.set_default_timeout(SLOW)
        complaints, way = watched(page), kind(page)
        query = "" if asked.lang == ENGLISH else f"lang={asked.lang}"
        if asked.pictures:
            asked.pictures.mkdir(parents=True, exist_ok=True)
        walk = walk_challenge if name in CHALLENGES else walk_lesson
        try:
            yield from walk(page, way, url, LESSONS.get(name, name), query, asked.pictures)  # type: ignore[arg-type]
        except Exception as error:
            yield [*way.found, f"broke off: {str(error)[:500]}"]
        yield [f"console: {said}" for said in complaints if "404" not in said]


def _line(row: dict[str, Any]) -> str:
    found = [f"{number}: {said}" for number, screen in enumerate(row["screens"], 1) for said in screen]
    return f"{row['name']} by {row['way']}: {'; '.join(found) or 'ok'}"


def _table(done: Iterable[dict[str, Any]]) -> Iterator[str]:
    """A row for each lesson and challenge: on how many screens something was found, by each way."""
    rows = {(row["name"], row["way"]): row["screens"] for row in done}
    yield f"| | {' | '.join(WAYS)} |"
    yield f"|---|{'---|' * len(WAYS)}"
    for name in dict.fromkeys(name for name, _ in rows):
        cells = [
            ""
            if screens is None
            else f"{sum(map(bool, screens))} of {len(screens) - 1}"
            if any(screens)
            else f"ok, {len(screens) - 1}"
            for screens in (rows.get((name, way)) for way in WAYS)
        ]
        yield f"| {name} | {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
