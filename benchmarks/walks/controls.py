"""The control of a setting, found by its label and changed in any way."""

from typing import Any

from playwright.sync_api import Locator, Page

from benchmarks.walks.ways import Way
from pages.shared.live_slider import LIVE
from pages.shared.stops import with_stop
from simulator.catalog import menu
from simulator.settings.experiment import FIELDS
from simulator.settings.labels import label_of


def change(page: Page, way: Way, name: str, now: Any, to: Any, kind: str) -> None:
    """Sets the control of a setting of a ``kind`` of network from what it is now to another value."""
    label = label_of(name)
    if FIELDS[name].annotation is str:
        way.choose(_widget(page, "stSelectbox", label).get_by_role("combobox"), menu(name, kind)[to].label)
    elif name in LIVE:
        stops = with_stop(name, now)
        if to in stops:
            way.slide(page.get_by_role("slider", name=label, exact=True), stops.index(to), len(stops))
        else:
            way.fill(page.locator(".live-slider", has_text=label).locator("#box"), f"{to:g}")
    elif FIELDS[name].annotation is int:
        way.fill(_widget(page, "stNumberInput", label).locator("input"), str(to))
    else:
        stops = with_stop(name, now)
        way.slide(_widget(page, "stSlider", label).get_by_role("slider"), stops.index(to), len(stops))


def another(name: str, now: Any, kind: str) -> Any:
    """A value beside the one that it has."""
    if FIELDS[name].annotation is str:
        rows = [*menu(name, kind)]
        return rows[(rows.index(now) + 1) % len(rows)]
    if name not in LIVE and FIELDS[name].annotation is int:
        return now + 1
    stops = with_stop(name, now)
    at = stops.index(now)
    far = max(1, len(stops) // 6)
    return stops[at - far if at >= far else at + far]


def _widget(page: Page, kind: str, label: str) -> Locator:
    return page.locator(f"[data-testid={kind}]", has=page.get_by_text(label, exact=True))
