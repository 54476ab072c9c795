"""Which settings can be an axis of a map, from where to where, and how a link names an axis."""

from collections.abc import Mapping
from math import isfinite

from simulator.catalog import menu
from simulator.language import _, signs
from simulator.settings.errors import SettingsError, shorten
from simulator.settings.experiment import FIELDS, Experiment, bounds
from simulator.settings.labels import label_of
from simulator.sweeps.plan import Plan, Span

UNMAPPED = ("kind", "device", "task", "layer", "seed")
"""Settings that are no axis: with another task or kind nearly all others change their meaning."""
SPANS: Mapping[str, tuple[float, float]] = {
    "gain": (0.25, 3.0),
    "depth": (1, 40),
    "sequence_length": (2, 100),
    "width": (2, 60),
    "learning_rate": (1e-3, 10.0),
    "bias_std": (0.0, 2.0),
    "forget_bias": (-2.0, 6.0),
    "batch_size": (1, 128),
    "steps": (1, 200),
    "input_offset": (-10.0, 10.0),
    "l1": (1e-5, 0.1),
    "l2": (1e-4, 10.0),
    "clip_at": (1e-2, 100.0),
    "pretraining": (0, 40),
}
"""First and last value of an axis that somebody chooses; of all others the whole range."""


def span_around(name: str, experiment: Experiment) -> Span:
    """The usual axis of a setting."""
    if FIELDS[name].annotation is str:
        return Span(name, rows=tuple(menu(name, experiment.kind)))
    return Span(name, *SPANS.get(name, bounds(name)))


def can_be_axis(name: str) -> bool:
    """Whether a setting can be an axis of a map."""
    return name in FIELDS and name not in UNMAPPED


def span_of(text: str, experiment: Experiment) -> Span:
    """The axis that a text such as ``gain:0.5:4`` names; raises SettingsError where it cannot be drawn."""
    name, _colon, rest = text.partition(":")
    if not can_be_axis(name):
        raise SettingsError(_("{given} cannot be an axis, and the usual one was taken.", given=shorten(name)))
    if not rest:
        return span_around(name, experiment)
    if FIELDS[name].annotation is str:
        rows = tuple(dict.fromkeys(row for row in rest.split(",") if row in menu(name, experiment.kind)))
        if not rows:
            told = _("{given} are no choices of {setting}; the usual axis was taken.")
            raise SettingsError(told.format(given=shorten(rest), setting=label_of(name)))
        return Span(name, rows=rows)
    return checked(name, *map(_number, f"{rest}:".split(":")[:2]))


def checked(name: str, low: float | None, high: float | None) -> Span:
    """An axis between two numbers; raises SettingsError where they are no range of this setting."""
    least, most = bounds(name)
    if low is None or high is None or not (least <= low < high <= most):
        told = _(
            "{setting}: an axis goes from one number to a larger one, both from {least} to {most}; the usual axis was "
            "taken.",
            setting=label_of(name),
            least=signs(f"{least:.10g}"),
            most=signs(f"{most:.10g}"),
        )
        raise SettingsError(told)
    if FIELDS[name].annotation is int:
        low, high = round(low), round(high)
    if low == high:
        told = _("{setting}: an axis needs two values; the usual axis was taken.", setting=label_of(name))
        raise SettingsError(told)
    return Span(name, low, high)


def _number(text: str) -> float | None:
    try:
        value = float(text) if text.isascii() and "_" not in text and len(text) < 30 else None
    except ValueError:
        return None
    return value if value is not None and isfinite(value) else None


def around(experiment: Experiment) -> Plan:
    """The map in which somebody finds a run that they come from: its gain, and its length."""
    across = span_around("gain" if experiment.matters("gain") else "learning_rate", experiment)
    length = "depth" if experiment.kind == "deep" else "sequence_length"
    return Plan(experiment, across, span_around(length if experiment.matters(length) else "width", experiment))
