"""What the benchmarks have in common: their options, and a table that may be kept in RESULTS.md."""

import argparse
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

RESULTS = Path(__file__).with_name("RESULTS.md")


@dataclass(frozen=True)
class Figure:
    """One measured figure beside what was asked."""

    name: str
    value: float
    target: str
    unit: str

    def __str__(self) -> str:
        return f"| {self.name} | {self.value:.3g} {self.unit} | {self.target} |"


def options(description: str | None, *, rounds: int | None = None, against: bool = False) -> argparse.Namespace:
    """The command line: ``save``, ``only``, and, where the benchmark knows them, ``rounds`` and ``against``."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--save", action="store_true", help="append the table to RESULTS.md")
    parser.add_argument("--only", default="", help="measure the cases whose name contains this")
    if rounds:
        parser.add_argument("--rounds", type=int, default=rounds, help="how often each case is measured")
    if against:
        parser.add_argument("--against", default="", help="folder of another checkout, measured in turn")
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
