"""The networks of the challenges: the same number draws the same for everybody, today and tomorrow."""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

from simulator.catalog.challenges import CASES, Case, Challenge
from simulator.settings.experiment import Experiment

NUMBERS = 10_000
"""How many numbers there are. A word becomes one of them in the browser (number.js), and only that leaves it: several
names share each number, so that none can be told from it."""
SEEDS = 1000
V = TypeVar("V")


def drawn(challenge: Challenge, number: int) -> Experiment:
    """The network of a challenge as it stands at the beginning."""
    row = case_of(challenge, number) if challenge.kind == "wrong" else challenge
    return _drawn(row, number)


def case_of(challenge: Challenge, number: int) -> Case:
    """What a profile shows: each number has an order of its own, so that nobody can say what the fourth one is."""
    # Sorted by what looks like chance, and is the same for everybody with this number.
    order = sorted(CASES.values(), key=lambda case: _digest("order", case.name, number))
    return order[int(challenge.name.rpartition("_")[2]) - 1]


def _drawn(row: Challenge | Case, number: int) -> Experiment:
    varied = {name: _one(values, row.name, name, number) for name, values in row.varies.items()}
    return Experiment(**{**row.settings, **varied, "seed": _one(range(SEEDS), row.name, "seed", number)})


def _one(values: Sequence[V], *key: object) -> V:
    return values[int.from_bytes(_digest(*key)[:8]) % len(values)]


def _digest(*key: object) -> bytes:
    # Python's own hash of a text is another one in every process.
    return hashlib.sha256("/".join(map(str, key)).encode()).digest()
