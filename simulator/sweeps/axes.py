"""An axis of a sweep: one setting, and the values that it takes."""

from collections.abc import Iterable
from dataclasses import dataclass
from numbers import Real
from typing import Any

import numpy as np

from simulator.catalog import menu
from simulator.language import signs
from simulator.settings.errors import SettingsError, shorten
from simulator.settings.experiment import FIELDS, extra
from simulator.settings.labels import label_of
from simulator.settings.refusal import not_a_setting, not_on_the_menu, out_of_range
from simulator.settings.setting import range_of

Value = int | float | str
DIGITS = 12
"""Digits of a value between two others: the steps from 0.5 to 2 are 0.9, not 0.8999999999999999."""


@dataclass(frozen=True)
class Axis:
    """``name`` is a setting; ``values`` are as the setting has them: whole numbers, numbers or names of a menu.

    Raises SettingsError where there is no such setting or no value, where two are the same, and for the random seed.
    """

    name: str
    values: tuple[Value, ...]

    def __init__(self, name: str, values: Iterable[Any]) -> None:
        if name not in FIELDS:
            raise not_a_setting(name, FIELDS)
        if name == "seed":
            raise SettingsError("Random seed: seeds=10 trains every cell with ten of them; choose another axis.", name)
        if isinstance(values, str) or not isinstance(values, Iterable):
            raise SettingsError(f"{FIELDS[name].title}: give a list of values; given was {shorten(values)}.", name)
        # The class is frozen, and yet its values are checked and made plain while it is built.
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "values", tuple(_plain(name, value) for value in values))
        self._check()

    def _check(self) -> None:
        if not self.values:
            raise SettingsError(f"{self.label}: the list of values is empty. Give one at least.", self.name)
        twice = next((value for i, value in enumerate(self.values) if value in self.values[:i]), None)
        if twice is not None:
            raise SettingsError(f"{self.label}: {shorten(twice)} is given twice. Leave one of them out.", self.name)

    @property
    def label(self) -> str:
        """The setting's."""
        return label_of(self.name)

    @property
    def numeric(self) -> bool:
        """Whether its values are numbers; else they are names of a menu."""
        return range_of(FIELDS[self.name]) is not None

    @property
    def log(self) -> bool:
        """Whether its values are better spaced by their logarithm."""
        numbers = [value for value in self.values if not isinstance(value, str)]
        return bool(extra(self.name).get("log")) and len(numbers) == len(self.values) and min(numbers) > 0

    def said(self, value: Value, kind: str = "deep") -> str:
        """A value as a chart names it: the label of its choice, or the number."""
        if not isinstance(value, str):
            return signs(f"{value:.4g}")
        choices = {} if self.numeric else menu(self.name, kind)
        return choices[value].label if value in choices else value


def spaced(name: str, low: float, high: float, count: int) -> Axis:
    """The axis from ``low`` to ``high``, evenly, or in even ratios where the setting is better told by its logarithm.

    Whole numbers stay whole and differ, so of a short stretch there are fewer than ``count``. Raises SettingsError
    where the setting is chosen from a menu, and where ``count`` is below 1.
    """
    if name in FIELDS and range_of(FIELDS[name]) is None:
        raise SettingsError(f"{FIELDS[name].title}: there is nothing between names. Give a list of them.", name)
    if count < 1:
        raise SettingsError(f"{shorten(name)}: {count} values were asked for. Give one at least.", name)
    between = np.geomspace if name in FIELDS and extra(name).get("log") and min(low, high) > 0 else np.linspace
    values = [float(f"{value:.{DIGITS}g}") for value in between(low, high, count)]
    if name in FIELDS and FIELDS[name].annotation is int:
        values = [round(value) for value in values]
    # Rounded to whole numbers, two neighbours on a short stretch may have become one.
    return Axis(name, dict.fromkeys(values))


def options(name: str, kind: str) -> Axis:
    """The axis of all choices that a menu has for this kind of network."""
    return Axis(name, menu(name, kind))


def _plain(name: str, value: Any) -> Value:
    """A number of numpy, or one that is written as text, as the setting has it; text that is no number stays."""
    info = FIELDS[name]
    if range_of(info) is None:
        if not isinstance(value, str):
            raise not_on_the_menu(name, value, "deep")
        return value
    # To Python True is the number 1.
    if isinstance(value, bool) or not isinstance(value, Real | str):
        raise out_of_range(name, value, FIELDS)
    try:
        number = float(value)
    except (ValueError, OverflowError):
        raise out_of_range(name, value, FIELDS) from None
    # A fraction stays one, so that the setting refuses it in its own words.
    return int(number) if info.annotation is int and number == number // 1 else number
