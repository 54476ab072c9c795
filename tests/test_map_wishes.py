"""What a visitor asks of the map: done once each, in order, and nothing else that a browser may send."""

from dataclasses import asdict, replace
from typing import Any

import pytest

from pages.shared.map_visit import MapVisit
from pages.shared.map_wishes import obey
from simulator.sweeps.plan import Plan, Span

PLAN = Plan(MapVisit().plan.experiment, Span("gain", low=0.5, high=2.0), Span("depth", low=2, high=50))
KEY = "map"


def visit() -> MapVisit:
    return MapVisit(plan=PLAN)


def wish(at: Any, name: str, value: Any = None, about: str = KEY) -> dict[str, Any]:
    return {"at": at, "name": name, "about": about, "value": value}


def test_all_that_waits_is_done_in_order_and_once() -> None:
    own = visit()
    waiting = [wish(1.0, "stop"), wish(2.0, "zoom", [0, 5, 0, 5]), wish(3.0, "out")]
    assert obey(own, PLAN, KEY, waiting[:1]) is False and own.halted == KEY
    assert obey(own, PLAN, KEY, waiting) is True
    assert own.obeyed == 3.0 and own.plan == PLAN and len(own.wider) == 1
    own.halted = ""
    assert obey(own, PLAN, KEY, waiting) is False and own.halted == ""
    assert obey(own, PLAN, KEY, [*waiting, wish(4.0, "zoom", [0, 5, 0, 5])]) is True
    assert own.plan.across == PLAN.across.part(0, 5) and own.plan.up == PLAN.up.part(0, 5)


def test_a_wish_of_another_map_is_heard_and_not_done() -> None:
    own = visit()
    assert obey(own, PLAN, KEY, [wish(1.0, "zoom", [0, 5, 0, 5], about="other")]) is False
    assert own.plan == PLAN and own.obeyed == 1.0


@pytest.mark.parametrize(
    "sent",
    [
        None,
        "stop",
        7,
        [None],
        ["stop"],
        [{}],
        [{"at": 1}],
        [wish("soon", "stop")],
        [wish(float("nan"), "stop")],
        [wish(float("inf"), "stop")],
        [wish(1, "zoom")],
        [wish(1, "zoom", [0, 5])],
        [wish(1, "zoom", [5, 0, 0, 5])],
        [wish(1, "zoom", [-9, 5, 0, 10**30])],
        [wish(1, "zoom", [float("inf")] * 4)],
        [wish(1, "pin", "x")],
        [wish(1, "pin", [[1]])],
        [wish(1, "remove", [[1, 2]])],
    ],
)
def test_anything_else_changes_nothing(sent: Any) -> None:
    own = visit()
    before = asdict(replace(own, obeyed=0.0))
    assert obey(own, PLAN, KEY, sent) is False
    assert asdict(replace(own, obeyed=0.0)) == before
