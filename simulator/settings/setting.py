"""What one setting is: a field with default, label, help, limits, its place on the page, and when it matters."""

from collections.abc import Callable
from typing import Any, cast

from pydantic import Field
from pydantic.fields import FieldInfo

from simulator.language import _, mark, signs

Rule = Callable[[Any], bool]
"""Whether a setting matters, given the settings around it."""


def setting(default: Any, label: str, help: str, *, group: str, when: Rule | None = None, **limits: Any) -> Any:
    """A field of the experiment.

    Label and help stand here in English; ``label_of`` and ``help_of`` (labels.py) tell them in the reader's language.
    ``group`` is its place on the page; ``when`` says whether it matters, None where it always does. ``limits`` are
    pydantic's ``ge`` and ``le``, and for the page ``step`` (of a slider), ``log`` (a logarithmic one is better) and
    ``stops`` (handy values for a menu; every other value in the range is as good).
    """
    extra: dict[str, Any] = {k: limits.pop(k) for k in ("step", "log", "stops") if k in limits}
    extra |= {"group": group, "when": when}
    return Field(default=default, title=mark(label), description=mark(help), json_schema_extra=extra, **limits)


def extra_of(info: FieldInfo) -> dict[str, Any]:
    """What the page needs to know of a setting beside its type and range: group, when, step, log, stops."""
    return cast(dict[str, Any], info.json_schema_extra)


def range_of(info: FieldInfo) -> tuple[float, float] | None:
    """Smallest and largest allowed number; None where a name is chosen from a menu."""
    limits = {key: getattr(m, key) for m in info.metadata for key in ("ge", "le") if hasattr(m, key)}
    return (limits["ge"], limits["le"]) if limits else None


def allowed(info: FieldInfo) -> str:
    """The range of a numeric setting in words."""
    low, high = cast(tuple[float, float], range_of(info))
    ends = {"low": signs(f"{low:.10g}"), "high": signs(f"{high:.10g}")}
    if info.annotation is int:
        return _("whole numbers from {low} to {high}", **ends)
    return _("numbers from {low} to {high}", **ends)
