"""What the visitor asked of the map, by its buttons and by hand: done once, and never lost."""

from collections.abc import Mapping
from math import isfinite
from typing import Any

from pages.shared.map_visit import MapVisit
from simulator.settings.link import MOST_PINNED
from simulator.sweeps.plan import Place, Plan

NO_WISH = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What comes of reading something else: nothing that a browser sends is trusted."""


def obey(visit: MapVisit, plan: Plan, key: str, wishes: Any) -> bool:
    """Does what was asked of the map with this key and is not done yet; whether the page around it has to follow.

    The browser repeats each wish until it is told that it was heard: see wishes.js.
    """
    follows = False
    for wish in wishes if isinstance(wishes, list) else ():
        try:
            at = float(wish["at"])
            # Each wish has a later time than those before it; after an infinite one no other would be heard.
            if at > visit.obeyed and isfinite(at):
                visit.obeyed = at
                follows = (wish["about"] == key and _grant(visit, plan, key, wish)) or follows
        except NO_WISH:
            continue
    return follows


def _grant(visit: MapVisit, plan: Plan, key: str, wish: Mapping[str, Any]) -> bool:
    """Does one thing; whether another map is wanted then."""
    name = wish["name"]
    if name in ("stop", "go"):
        visit.halted = key if name == "stop" else ""
    elif name == "pin":
        visit.places = _places(plan, wish["value"])
        visit.mirror_map(plan)
    elif name == "zoom":
        visit.zoom(_box(plan, wish["value"]))
    elif name == "out":
        visit.back_out()
    return name in ("zoom", "out")


def _places(plan: Plan, value: Any) -> list[Place]:
    columns, rows = plan.size
    places = [(int(column), int(row)) for column, row in value]
    return [(column, row) for column, row in places if 0 <= column < columns and 0 <= row < rows][:MOST_PINNED]


def _box(plan: Plan, value: Any) -> list[int]:
    left, right, low, high = map(int, value)
    columns, rows = plan.size
    if not (0 <= left < right <= columns and 0 <= low < high <= rows):
        raise ValueError(f"{value} is no part of {columns} x {rows} cells")
    return [left, right, low, high]
