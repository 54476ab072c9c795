"""A map: the networks at the values of two settings, each a cell in the colour of what was asked of it."""

from collections.abc import Callable
from typing import Any

import altair as alt

from simulator.catalog.thresholds import HEALTHY_DECADES
from simulator.charts import theme
from simulator.charts.parts import expr, halo, named, note, scale, themed, words
from simulator.language import mark

NUMBER, WORD, NOTHING, BROKEN, NEVER, REFUSED = (
    "number",
    "word",
    mark("exactly zero"),
    mark("not a number"),
    mark("never"),
    mark("cannot be trained"),
)
"""What a cell can hold: a number or a word in its colour, or what has no place on the scale, to be shown by ``_``."""
MARKS = {NOTHING: "∅", BROKEN: "✖\ufe0e", NEVER: "·", REFUSED: "╱"}
"""The sign of each that is no number, so that none is told by its colour alone."""
BELOW, ABOVE = "−", "+"
"""Signs of what lies below and above the healthy range, as both ends of the scale are dark."""
FULL = 4
"""Times the healthy decades at which the scale of a spread ends."""


def diverging() -> alt.LayerChart:
    """Around 1: log10 values, pale where the gradient is level, blue where it vanishes, red where it explodes."""
    ends: list[Any] = [expr("low"), expr("low / 4"), 0, expr("high / 4"), expr("high")]
    colours = alt.Scale(domain=ends, clamp=True, range=[*theme.SHRINKS, theme.SAME, *theme.GROWS], interpolate="rgb")
    # What lies beyond the scale has the colour of its end, so the words there say "or more".
    words_of = (
        "datum.value == low ? below_word : datum.value == high ? above_word : abs(datum.value) < 0.001 ? '1' : "
        "abs(datum.value) < 1.5 ? format(pow(10, datum.value), '.2~g') : '1e' + datum.value"
    )
    # On a phone five numbers would run into each other.
    return _map("diverging", colours, words_of, "width < 460 ? [low, 0, high] : [low, low / 2, 0, high / 2, high]")


def sequential() -> alt.LayerChart:
    """From low to high, dark to light."""
    colours = alt.Scale(domain=[expr("low"), expr("high")], clamp=True, scheme=theme.MAP)
    number = "format(powers ? pow(10, datum.value) : datum.value, '.2~g')"
    words_of = f"datum.value == low ? below_word : datum.value == high ? above_word : {number}"
    return _map("sequential", colours, words_of, "[low, (low + high) / 2, high]")


def worded() -> alt.LayerChart:
    """One colour and sign for each verdict."""
    names = list(theme.SIGNS)
    colours = alt.Scale(domain=names, range=[theme.VERDICTS[name] for name in names])
    legend = alt.Legend(
        orient="bottom",
        columns=expr("max(2, floor(width / 190))"),
        symbolType="square",
        symbolSize=180,
        labelExpr="signs[datum.value] + ' ' + names[datum.value]",
        values=expr("shown"),
        offset=26,
    )
    fill = alt.Fill("word:N", scale=colours, legend=legend)
    signs = {name: sign for name, (sign, _) in theme.SIGNS.items()}
    return _drawn(_cells().encode(fill=fill), signs=signs, names={name: name for name in names}, shown=names)


def _map(name: str, colours: alt.Scale, labels: str, values: str) -> alt.LayerChart:
    legend = alt.Legend(
        orient="bottom",
        direction="horizontal",
        gradientLength=expr("min(width, 520)"),
        gradientThickness=14,
        labelExpr=labels,
        values=expr(values),
        labelOverlap=False,
        offset=26,
    )
    fill = alt.Fill("value:Q", scale=colours, legend=legend)
    low, high = (-FULL * HEALTHY_DECADES, FULL * HEALTHY_DECADES) if name == "diverging" else (0, 1)
    return _drawn(_cells().encode(fill=fill), low=low, high=high, below_word="", above_word="", powers=False)


def _cells() -> alt.Chart:
    cells: alt.Chart = named("cells").mark_rect(clip=True)
    return cells.encode(x=_across("x"), x2="x2:Q", y=_up("y"), y2="y2:Q")


def _across(field: str) -> alt.X:
    """Along the axis a cell is one unit wide, whatever its value: so numbers of any spacing and menus are alike."""
    axis = alt.Axis(title=None, grid=False, values=expr("x_ticks"), labelExpr="x_labels[floor(datum.value)]")
    return alt.X(f"{field}:Q", scale=scale(0, expr("columns")), axis=axis)


def _up(field: str) -> alt.Y:
    axis = alt.Axis(title=None, grid=False, values=expr("y_ticks"), labelExpr="y_labels[floor(datum.value)]")
    return alt.Y(f"{field}:Q", scale=scale(0, expr("rows")), axis=axis)


def _drawn(cells: alt.Chart, **parameters: Any) -> alt.LayerChart:
    """The cells, what has no place on their scale, signs, the lines of theory and the names of both axes."""
    without = named("without").mark_rect(clip=True, fill=expr("fg"), fillOpacity=0.12)
    without = without.encode(x=_across("x"), x2="x2:Q", y=_up("y"), y2="y2:Q")
    # In the middle of a cell, and no larger than it.
    signs = named("signs").mark_text(
        fontSize=expr("clamp(0.62 * min(width / columns, height / rows), 7, 18)"), clip=True
    )
    signs = signs.encode(
        x=_across("at_x"), y=_up("at_y"), text="sign:N", color=alt.Color("ink:N", scale=None, legend=None)
    )
    title = [
        words(expr("'↑ ' + up_title"), 0, -14, align="left", fontWeight="bold"),
        words(expr("across_title + ' →'"), expr("width"), expr("height + 34"), align="right", fontWeight="bold"),
    ]
    labels = {"x_ticks": [0.5], "x_labels": [""], "y_ticks": [0.5], "y_labels": [""]}
    size = {"columns": 20, "rows": 20, "across_title": "", "up_title": ""}
    whole = alt.layer(cells, without, signs, *_theory(), *title).properties(padding={"top": 8, "right": 12})
    drawn: alt.LayerChart = themed("profile", whole, **labels, **size, **parameters)
    return drawn.properties(height=theme.MAP_HEIGHT)


def _theory() -> list[alt.Chart]:
    """Lines in pieces from edge to edge of what four cells enclose, on a rim of the page's colour."""
    rows = named("border").encode(x=_across("x"), x2="x2:Q", y=_up("y"), y2="y2:Q")
    line: dict[str, Any] = {"clip": True, "strokeCap": "round"}
    name = note(named("border_names"), fontWeight="bold", align=expr("datum.align"), dx=expr("datum.dx"), clip=True)
    name = name.encode(x=_across("x"), y=_up("y"), text="text:N")
    return [
        rows.mark_rule(stroke=expr("page"), strokeWidth=4.5, opacity=0.8, **line),
        rows.mark_rule(stroke=expr("fg"), strokeWidth=2, **line).encode(
            strokeDash=alt.StrokeDash("dash:N", scale=None)
        ),
        *halo(name),
    ]


MAPS: dict[str, Callable[[], alt.LayerChart]] = {"factor": diverging, "linear": sequential, "words": worded}
"""The chart of a map by the scale of its question."""
