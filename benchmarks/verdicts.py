"""Do the stories, and the settings whose verdict is known, keep their first finding over several seeds?

python -m benchmarks.verdicts --seeds 5
"""

import argparse
from collections.abc import Iterator
from typing import Any

from simulator import PRESETS, Experiment, simulate
from simulator.analysis.findings import findings
from tests.test_findings import KNOWN, QUICK, SOUND


def promised() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """What it is, what is to be found first, and the settings."""
    yield from ((name, row.shows, dict(row.settings)) for name, row in PRESETS.items())
    yield from ((str(settings), name, QUICK | settings) for name, settings in KNOWN)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=5)
    seeds, kept, total = range(parser.parse_args().seeds), 0, 0
    for label, name, settings in promised():
        found = [findings(simulate(Experiment(**settings | {"seed": seed})))[0].name for seed in seeds]
        others = [one for one in found if one not in (SOUND if name == "healthy" else {name})]
        kept, total = kept + len(found) - len(others), total + len(found)
        if others:
            print(
                f"{label}: {name} on {len(found) - len(others)} of {len(found)} seeds, else {', '.join(others)}",
                flush=True,
            )
    print(f"{kept} of {total} runs are found to be what they are known to be")


if __name__ == "__main__":
    main()
