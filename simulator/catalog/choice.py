"""What every row of every table has: a name for code and URLs, a label and a note for people, a source."""

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any, TypeVar

from simulator.language import translated


@translated("label", "note")
@dataclass(frozen=True)
class Choice:
    """One row of a table, that is one entry of a menu."""

    name: str
    label: str
    note: str
    source: str = ""


C = TypeVar("C", bound=Choice)


def table(*rows: C) -> dict[str, C]:
    """The rows by name, in the order in which a menu shows them."""
    return {row.name: row for row in rows}


@cache  # to ask Python's import takes 3 us
def load(entry_point: str) -> Any:
    """The object that ``"package.module:name"`` names; its module is imported only now."""
    module, name = entry_point.split(":")
    return getattr(import_module(module), name)
