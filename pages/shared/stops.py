"""The values at which a slider stops: those that its field names, else evenly or ever more widely spaced ones."""

from functools import cache

from simulator.settings.experiment import FIELDS, bounds, extra

Number = int | float
SPACING = ((20, 1), (50, 2), (100, 5), (200, 10), (10**9, 25))
"""Pairs of a limit and a step: whole numbers up to the limit are one step apart."""


@cache
def stops(name: str) -> tuple[Number, ...]:
    """The handy values of a numeric setting, in order; any other within its range is allowed as well."""
    named: list[Number] | None = extra(name).get("stops")
    low, high = bounds(name)
    found = named or (_whole(int(low), int(high)) if FIELDS[name].annotation is int else _even(name))
    return tuple(found)


def with_stop(name: str, value: Number) -> list[Number]:
    """The stops of a setting with this value among them."""
    return sorted({*stops(name), value})


def _whole(low: int, high: int) -> list[Number]:
    found = [low]
    while found[-1] < high:
        apart = next(step for limit, step in SPACING if found[-1] < limit)
        found.append(min(found[-1] // apart * apart + apart, high))
    return list(found)


def _even(name: str) -> list[Number]:
    (low, high), step = bounds(name), float(extra(name)["step"])
    # Rounded, because multiples of a step such as 0.1 are not exact: 3 * 0.1 is 0.30000000000000004.
    return [round(low + i * step, 10) for i in range(round((high - low) / step) + 1)]
