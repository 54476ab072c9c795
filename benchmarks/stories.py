"""On how many other random seeds does each story keep what its sentence promises, and show what it is to show?

``python -m benchmarks.stories --seeds 5`` holds every test of tests/test_stories.py against runs whose seeds follow
that of the story, and prints what does not hold.
"""

import argparse
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from simulator import PRESETS, Experiment, Trace, preview
from simulator.analysis.findings import findings
from tests import test_stories
from tests.stories import trained
from tests.test_findings import SOUND

NAMES = ("name", "remedy")
"""What a test calls the story that it is looking at."""


class Reseeded:
    """The stories and what stands beside them, ``further`` seeds on; those in ``as_told`` stay as they are told."""

    def __init__(self, further: int) -> None:
        self.further, self.as_told, self.asked = further, set[str](), list[str]()

    def experiment(self, name: str, **changes: Any) -> Experiment:
        """The story's settings, with another seed."""
        e = Experiment(**{**PRESETS[name].settings, **changes})
        return e if name in self.as_told else e.replace(seed=e.seed + self.further)

    def story(self, name: str) -> Trace:
        """In place of tests/stories.py's."""
        self.asked.append(name)
        return trained(self.experiment(name))

    def rivals(self, name: str) -> list[Trace]:
        """In place of tests/test_stories.py's."""
        self.asked.append(name)
        return [trained(self.experiment(name, **changes)) for changes in PRESETS[name].beside]


def tests() -> Iterator[tuple[str, Callable[[], None]]]:
    """Those that look at stories that were trained."""
    for name, test in vars(test_stories).items():
        if name.startswith("test_") and {"story", "rivals"} & {*test.__code__.co_names}:
            yield name, test


def broken(seeds: Reseeded, test: Callable[[], None]) -> Iterator[str]:
    """The stories that do not keep what the test asks of them."""
    while True:
        seeds.asked = []
        try:
            return test()
        except AssertionError as error:
            # The frame of the test, whose variables say at which story it was.
            frame = error.__traceback__ and error.__traceback__.tb_next
            known = frame.tb_frame.f_locals if frame else {}
            name = next((known[one] for one in NAMES if known.get(one) in PRESETS), seeds.asked[0])
        if name in seeds.as_told:
            return None  # it is asked together with another one, which was found before
        yield name
        seeds.as_told.add(name)  # so that the others are looked at


def starts(seeds: Reseeded, name: str) -> bool:
    """Whether the gradient starts as the story has it."""
    if not (wanted := PRESETS[name].start):
        return True
    return wanted[0] < test_stories.spread(preview(seeds.experiment(name)))[0] < wanted[1]


def shows(seeds: Reseeded, name: str) -> str:
    """What is found first, where that is something else than the story shows."""
    first, wanted = findings(trained(seeds.experiment(name)))[0].name, PRESETS[name].shows
    return "" if first in (SOUND if wanted == "healthy" else {wanted}) else first


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--first", type=int, default=1)
    chosen = parser.parse_args()
    for further in range(chosen.first, chosen.first + chosen.seeds):
        trained.cache_clear()  # with the next seeds none of them is asked for again
        seeds = Reseeded(further)
        for name in PRESETS:
            if other := shows(seeds, name):
                print(f"+{further} {name}: shows {other}", flush=True)
            if not starts(seeds, name):
                print(f"+{further} {name}: starts elsewhere", flush=True)
        with pytest.MonkeyPatch.context() as patch:
            for title, test in tests():
                seeds.as_told = set()
                patch.setattr(test_stories, "story", seeds.story)
                patch.setattr(test_stories, "rivals", seeds.rivals)
                for name in broken(seeds, test):
                    print(f"+{further} {name}: {title}", flush=True)
        print(f"+{further}: all looked at", flush=True)


if __name__ == "__main__":
    main()
