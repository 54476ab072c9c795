"""What the benchmarks have in common: their options, and a table that may be kept in RESULTS.md."""

import argparse
from collections.abc import Iterable
from pathlib import Path

RESULTS = Path(__file__).with_name("RESULTS.md")


def options(description: str | None, *, only: bool = True) -> argparse.Namespace:
    """``save``, and ``only`` where cases can be measured alone, from the command line."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--save", action="store_true", help="append the table to RESULTS.md")
    if only:
        parser.add_argument("--only", default="", help="measure the cases whose name contains this")
    return parser.parse_args()


def write(head: list[str], rows: Iterable[str], save: bool) -> None:
    """Prints the table row by row as it is measured, and appends it to RESULTS.md where asked."""
    lines = list(head)
    print(*lines, sep="\n", flush=True)
    for row in rows:
        lines.append(row)
        print(row, flush=True)
    if save:
        with RESULTS.open("a", encoding="utf-8") as results:
            results.write("\n".join(["", *lines, ""]))
