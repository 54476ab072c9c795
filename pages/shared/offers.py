"""Ways out of a clash: single changes that make the settings valid, each for one button."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pages.shared.choices import with_loss
from pages.shared.stops import stops
from simulator.catalog import menu
from simulator.language import signs
from simulator.settings.errors import SettingsError
from simulator.settings.experiment import FIELDS, Experiment
from simulator.settings.labels import label_of

MENU, NUMBER = 7, 1
"""Most offers for one setting: of a menu, and of a number."""


@dataclass(frozen=True)
class Offer:
    """Setting ``name`` to ``value`` makes the settings valid."""

    name: str
    value: Any
    label: str


def offers(settings: Mapping[str, Any], error: SettingsError) -> list[Offer]:
    """Every change of one of the error's settings that helps; of numbers only the nearest."""
    return [offer for name in error.fields if name in FIELDS for offer in _offers(name, settings)]


def _offers(name: str, settings: Mapping[str, Any]) -> list[Offer]:
    title = label_of(name)
    if FIELDS[name].annotation is str:
        rows = menu(name, settings["kind"]).values()
        return [
            Offer(name, r.name, r.label if name == "task" else f"{title}: {r.label}")
            for r in rows
            if _valid(settings, name, r.name)
        ][:MENU]
    # Tried from the nearest on, so that the way out changes as little as can be.
    near = sorted(stops(name), key=lambda stop: abs(stop - settings[name]))
    good = (stop for stop in near if _valid(settings, name, stop))
    return [Offer(name, stop, f"{title}: {signs(f'{stop:g}')}") for stop, _ in zip(good, range(NUMBER), strict=False)]


def _valid(settings: Mapping[str, Any], name: str, value: Any) -> bool:
    try:
        Experiment(**with_loss(settings, {name: value}))
    except SettingsError:
        return False
    return True
