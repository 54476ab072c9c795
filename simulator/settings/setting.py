"""What one knob is: a field with default, label, help, limits, its place on the page, and when it matters."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from pydantic import Field
from pydantic.fields import FieldInfo

if TYPE_CHECKING:
    from simulator.settings.experiment import Experiment

Rule = Callable[["Experiment"], bool]


def knob(default: Any, label: str, help: str, *, group: str, when: Rule | None = None, **limits: Any) -> Any:
    """A field of the experiment.

    ``group`` is its place on the page and ``when`` tells for which experiments it matters. ``limits`` are pydantic's
    ``ge`` and ``le``, and for the page ``step`` (of a slider), ``log`` (a logarithmic one is better) and ``stops``
    (handy values for a menu; every other value in the range is as good).
    """
    extra: dict[str, Any] = {k: limits.pop(k) for k in ("step", "log", "stops") if k in limits}
    extra |= {"group": group, "when": when}
    return Field(default=default, title=label, description=help, json_schema_extra=extra, **limits)


def extra_of(info: FieldInfo) -> dict[str, Any]:
    """What the page needs to know of a knob beside its type and range: group, when, step, log, stops."""
    return cast(dict[str, Any], info.json_schema_extra)


def range_of(info: FieldInfo) -> tuple[float, float] | None:
    """Smallest and largest allowed number; None where a name is chosen from a menu."""
    limits = {key: getattr(m, key) for m in info.metadata for key in ("ge", "le") if hasattr(m, key)}
    return (limits["ge"], limits["le"]) if limits else None


def allowed(info: FieldInfo) -> str:
    """The range of a numeric knob in words."""
    low, high = cast(tuple[float, float], range_of(info))
    kind = "whole numbers" if info.annotation is int else "numbers"
    return f"{kind} from {low:.10g} to {high:.10g}"


def deep(e: "Experiment") -> bool:
    """For deep networks."""
    return e.kind == "deep"


def sequence(e: "Experiment") -> bool:
    """For sequences."""
    return e.kind == "sequence"


def lstm(e: "Experiment") -> bool:
    """For LSTMs."""
    return e.kind == "sequence" and e.cell == "lstm"


def ungated(e: "Experiment") -> bool:
    """For networks whose activation can be chosen: LSTM and GRU bring their own."""
    return not e.gated


def free_length(e: "Experiment") -> bool:
    """For sequences that can have any length."""
    return e.kind == "sequence" and e.task_row.length is None
