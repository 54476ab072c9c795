"""What a sweep has found, as an ordinary Altair chart: lines over one axis, a heat map over two."""

from collections.abc import Mapping, Sequence
from math import isfinite, log10
from typing import Any

import altair as alt

from simulator.charts.theme import BLUE, EXPLODING, INK, MAP, PAGE, SIGNS
from simulator.language import _

Row = Mapping[str, Any]
"""One cell: each axis' value, and how it is said; ``answer``, how that is ``told``, its ``low`` and ``high``
over the seeds, that ``range`` in words, and why it was ``refused``."""
Axis = tuple[str, str, bool, bool]
"""Name of a setting, its label, whether it is a number, and whether its logarithm tells more."""
CELL, MOST, HEIGHT = 44, 640, 300
"""Pixels of a cell, of a side of the heat map at most, and of lines."""
SIGN, NUMBER = 16, 11
"""Size of the letters in a cell."""
MOST_WRITTEN = 15
"""Cells beside each other into which what they tell is written."""
LONG = 6
"""Letters from which on what stands below a cell is turned."""
FAINT = "#E4E7EB"
"""Of a cell without a number."""
FEWEST_DECADES, MOST_DECADES = 1, 12
"""Powers of ten from the middle of a scale of ratios to its ends, which are kept where few cells are beyond."""
DARK, LIGHT = 0.55, 0.6
"""Part of the way to the lower end of a scale of ratios beyond which its colour is too dark for dark text; and part of
the way through any other scale from which on it is light enough."""


def chart(rows: Sequence[Row], axes: Sequence[Axis], label: str, scale: str) -> alt.LayerChart:
    """Of cells over one axis or two; ``label`` and ``scale`` are the question's."""
    if len(axes) == 1 and scale != "words":
        return _lines(rows, axes[0], label, scale)
    return _heat_map(rows, axes, label, scale)


def _lines(rows: Sequence[Row], axis: Axis, label: str, scale: str) -> alt.LayerChart:
    """The median of all seeds, and a band from the lowest to the highest."""
    name, title, numeric, log = axis
    data = [{key: _known(value) for key, value in row.items()} for row in rows]
    x: Any = _side(alt.X, axis, rows)
    if numeric:
        x = alt.X(f"{name}:Q", title=title, scale=alt.Scale(type="log" if log else "linear", zero=False, nice=False))
    numbers = [row[end] for row in data for end in ("low", "high") if row[end] is not None]
    y = alt.Scale(type=_kind(numbers, scale), zero=False)
    title_y = f"{label} (log10)" if scale == "factor" else label
    base = alt.Chart(alt.InlineData(data)).encode(x=x)
    ends = {"y": alt.Y("low:Q", title=title_y, scale=y), "y2": alt.Y2("high:Q")}
    band = (
        base.mark_area(color=BLUE, opacity=0.2) if numeric else base.mark_rule(color=BLUE, opacity=0.4, strokeWidth=3)
    )
    line = base.mark_line(color=BLUE, point=True) if numeric else base.mark_point(color=BLUE, filled=True, size=60)
    middle = line.encode(y=alt.Y("answer:Q", title=title_y, scale=y), tooltip=_tooltips([axis], label))
    return alt.LayerChart(layer=[band.encode(**ends), middle]).properties(width=MOST, height=HEIGHT)


def _heat_map(rows: Sequence[Row], axes: Sequence[Axis], label: str, scale: str) -> alt.LayerChart:
    """A coloured cell each; what has no number, or a word, has a sign instead."""
    reach = _reach(rows) if scale == "factor" else None
    counts = [len({row[name] for row in rows}) for name, *_ in axes]
    written = max(counts) <= MOST_WRITTEN or scale == "words"
    data = [{**row, "answer": _known(row["answer"])} for row in rows]
    for new, row in zip(data, rows if written else [], strict=False):
        new |= {"sign": _sign(row), "ink": _ink(row, rows, scale, reach)}
    base = alt.Chart(alt.InlineData(data)).encode(x=_side(alt.X, axes[0], rows), tooltip=_tooltips(axes, label))
    if len(axes) == 2:
        base = base.encode(y=_side(alt.Y, axes[1], rows))
    empty = base.mark_rect(color=FAINT)
    filled = base.transform_filter("isValid(datum.answer)").mark_rect().encode(color=_colour(rows, label, scale, reach))
    layers = [empty, filled]
    if written:
        told = base.mark_text(fontSize=SIGN if scale == "words" else NUMBER)
        layers.append(told.encode(text="sign:N", color=alt.Color("ink:N", scale=None)))
    width, height = (min(MOST, CELL * count) for count in [*counts, 1][:2])
    seen = alt.LayerChart(layer=layers).properties(title=label, width=width, height=height)
    # What is written in a cell has a colour that is none of the scale's.
    return seen.resolve_scale(color="independent")


def _side(channel: Any, axis: Axis, rows: Sequence[Row]) -> Any:
    """An axis of cells of equal size, whatever lies between their values; what is larger stands further to the end."""
    name, title, numeric, _ = axis
    ticks: dict[str, Any] = {"labelOverlap": True, "labelSeparation": 8, "labelAngle": 0}
    if numeric:
        order = sorted({row[name] for row in rows}, reverse=channel is alt.Y)
        return channel(f"{name}:O", title=title, sort=order, axis=alt.Axis(format=",.3~r", **ticks))
    # In the order of the menu; Vega by itself would sort them by letters.
    names = list(dict.fromkeys(row[f"said {name}"] for row in rows))
    if channel is alt.X and max(map(len, names)) > LONG:
        ticks = {"labelAngle": -35}
    return channel(f"said {name}:N", title=title, sort=names, axis=alt.Axis(**ticks))


def _colour(rows: Sequence[Row], label: str, scale: str, reach: float | None) -> Any:
    if scale == "words":
        known = [word for word in SIGNS if any(row["answer"] == word for row in rows)]
        names = [next(row["told"] for row in rows if row["answer"] == word) for word in known]
        signs = [f"{SIGNS[word][0]} {name}" for word, name in zip(known, names, strict=True)]
        words = alt.Legend(labelExpr=f"{dict(zip(known, signs, strict=True))}[datum.label]", title=None)
        return alt.Color("answer:N", scale=alt.Scale(domain=known, range=[SIGNS[w][1] for w in known]), legend=words)
    if reach is not None:
        middle = alt.Scale(domain=[-reach, 0, reach], range=[BLUE, PAGE, EXPLODING], clamp=True, interpolate="rgb")
        return alt.Color("answer:Q", title="log10", scale=middle)
    numbers = [row["answer"] for row in rows if isfinite(row["answer"])]
    colours = alt.Scale(type=_kind(numbers, scale), scheme=MAP, zero=False)
    # Of one number or none there is nothing to be told by colours.
    legend: Any = alt.Legend(title=None, format=".2~g") if len(set(numbers)) > 1 else None
    return alt.Color("answer:Q", scale=colours, legend=legend)


def _kind(numbers: Sequence[float], scale: str) -> Any:
    """A logarithmic scale only where there are powers of ten to be seen."""
    wide = scale == "log" and numbers and min(numbers) > 0 and max(numbers) >= 10 * min(numbers)
    return "log" if wide else "linear"


def _reach(rows: Sequence[Row]) -> float:
    """Where the scale of a ratio ends, on both sides of 1."""
    farthest = max((abs(row["answer"]) for row in rows if isfinite(row["answer"])), default=0.0)
    return float(min(MOST_DECADES, max(FEWEST_DECADES, farthest)))


def _sign(row: Row) -> str:
    """What is written into a cell."""
    if row["refused"]:
        return "–"
    return SIGNS[row["answer"]][0] if row["answer"] in SIGNS else str(row["told"])


def _ink(row: Row, rows: Sequence[Row], scale: str, reach: float | None) -> str:
    """The colour of what is written: light on what is dark."""
    answer = row["answer"]
    if isinstance(answer, str) or not isfinite(answer):
        return INK
    if reach is not None:
        # Of the two ends the blue one alone is dark.
        return PAGE if answer < -DARK * reach else INK
    numbers = [other["answer"] for other in rows if isfinite(other["answer"])]
    place = log10 if _kind(numbers, scale) == "log" else float
    low, high = place(min(numbers)), place(max(numbers))
    return PAGE if low < high and place(answer) - low < LIGHT * (high - low) else INK


def _tooltips(axes: Sequence[Axis], label: str) -> list[Any]:
    named = [alt.Tooltip(f"said {name}:N", title=title) for name, title, *_ in axes]
    rest = {"told": label, "range": _("over the seeds"), "refused": _("cannot be")}
    return [*named, *(alt.Tooltip(f"{key}:N", title=title) for key, title in rest.items())]


def _known(value: Any) -> Any:
    """JSON has no infinity, and no number that is none."""
    return None if isinstance(value, float) and not isfinite(value) else value
