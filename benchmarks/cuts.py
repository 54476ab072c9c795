"""Opens every page and looks for texts that are cut, on a phone. ``python -m benchmarks.cuts``

In the made-up language, whose texts are 40 % longer, at 360 pixels; ``--lang``, ``--width`` and ``--dark`` ask for
others, ``--only`` takes the places whose name contains a word. It prints a line for each text.
"""

import argparse
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from playwright.sync_api import sync_playwright

from benchmarks.cutting.found import HOOK
from benchmarks.cutting.looker import Looker
from benchmarks.cutting.pages import challenge, challenges, lesson, lessons, others, sheets, the_map, words
from benchmarks.cutting.simulator import RUNS, simulator
from simulator.catalog.challenges import CHALLENGES
from simulator.catalog.lessons import LESSONS
from simulator.language.pseudo import PSEUDO
from tests.browsing import WAIT
from tests.server import CHROMIUM, running_app

PLACES: dict[str, Callable[[Looker], Iterator[str]]] = {
    **{f"simulator {name}": partial(simulator, name) for name in RUNS},
    "map": the_map,
    "glossary": words,
    "others": others,
    "sheets": sheets,
    "challenges": challenges,
    **{f"challenge {name}": partial(challenge, name) for name in CHALLENGES},
    "lessons": lessons,
    **{f"lesson {name}": partial(lesson, name) for name in LESSONS},
}


def main() -> None:
    """Prints what is found, and how much in each place."""
    asked = _options()
    with _served(asked.url) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**CHROMIUM)
        seen = set[str]()
        names = [name for name in PLACES if re.search(asked.only, name)]
        for name in names[names.index(asked.begin) if asked.begin else 0 :]:
            before = len(seen)
            # As a new visitor: a browser remembers, for one, whether the sidebar stood open.
            context = browser.new_context(
                viewport={"width": asked.width, "height": 740},
                color_scheme="dark" if asked.dark else "light",
                reduced_motion="reduce",
            )
            context.add_init_script(f"({HOOK})()")
            page = context.new_page()
            page.set_default_timeout(WAIT)
            try:
                for said in PLACES[name](Looker(page, url, asked.lang)):
                    what = said.split(": ", 1)[1]  # in many views the same texts stand
                    if what not in seen:
                        print(said, flush=True)
                    seen.add(what)
            except Exception as error:
                print(f"{name}: broke off: {str(error)[:400]}", flush=True)
            print(f"-- {name}: {len(seen) - before} texts", flush=True)
            context.close()
        browser.close()


@contextmanager
def _served(url: str) -> Iterator[str]:
    """The address of an app that runs; of one that is started where none is given."""
    if url:
        yield url
        return
    with running_app() as app:
        yield app.url


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="places whose name has this, a pattern")
    parser.add_argument("--begin", default="", help="the place to begin at")
    parser.add_argument("--lang", default=PSEUDO, help="the language of the pages")
    parser.add_argument("--width", type=int, default=360, help="of the window, in pixels")
    parser.add_argument("--dark", action="store_true", help="in dark colours")
    parser.add_argument("--url", default="", help="of an app that runs; without it one is started")
    return parser.parse_args()


if __name__ == "__main__":
    main()
