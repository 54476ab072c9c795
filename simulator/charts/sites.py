"""Charts along the chain beside the profile: updates, saturated and dead units, gates, similarity of samples."""

from typing import Any

import altair as alt

from simulator.charts import theme
from simulator.charts.parts import (
    DECADES,
    PERCENT,
    across,
    bars,
    beneath,
    beside,
    called,
    expr,
    halo,
    named,
    note,
    scale,
    themed,
)
from simulator.language import _, mark

GATES = {
    mark("forget"): [1, 0],
    mark("update"): [1, 0],
    mark("input"): [8, 4],
    mark("reset"): [8, 4],
    mark("output"): [2, 3],
}
"""Dash pattern of each gate's line; the gate that keeps the memory is solid."""
UNITS = (mark("saturated"), mark("dead"))
"""Names of the bars in the rows."""
SIMILARITY = mark("similarity")
"""Name of the line in the rows."""
EXPECTED = mark("by theory")
"""Of the line that theory expects of it."""
DOTS, DASHES = [2, 4], [9, 3]
ALIKE = f"indexof(['{SIMILARITY}', '{EXPECTED}'], datum.what) >= 0"


def names() -> dict[str, str]:
    """What the bars, the lines and the gates are called, by their names in the rows."""
    return {name: _(name) for name in (*UNITS, SIMILARITY, EXPECTED, *GATES)}


def updates() -> alt.LayerChart:
    """How far each weight matrix moves in one step, relative to its size; log10 values."""
    axis = alt.Axis(labelExpr=DECADES, tickCount=5)
    y = alt.Y("y:Q", title=beside(_("update / weight")), scale=scale(expr("least"), theme.MOST_UPDATE), axis=axis)
    x = across("x0", "matrices", labels="matrix_names[datum.value - 1] || ''")
    moved = bars(named("updates"), "matrix", "0.7").transform_filter("!datum.mark").transform_calculate(floor="least")
    drawn = moved.mark_rect(color=theme.APPLIED, clip=True).encode(x=x, x2="x1:Q", y=y, y2="floor:Q")
    still = named("updates").transform_filter("datum.mark == 'still'")
    # On a logarithmic axis a step of exactly nothing has no place: a mark at the lower edge stands for it.
    none = still.mark_point(shape="triangle-down", size=60, filled=True, opacity=1, color=theme.NOTHING)
    # A step beyond the axis, at whichever end: the hollow mark that it has on the profile too.
    beyond = named("updates").transform_filter("datum.mark == 'beyond'")
    hollow = beyond.mark_point(shape="triangle-down", size=60, opacity=1, color=theme.APPLIED)
    ends = [one.encode(x=alt.X("matrix:Q"), y=alt.Y("y:Q")) for one in (none, hollow)]
    ends[1] = ends[1].encode(angle=alt.Angle("turn:Q", scale=None))
    chart = alt.layer(drawn, *ends)
    words: dict[str, Any] = {
        "matrix_names": [str(i) for i in range(1, 21)],
        "matrix_word": _("weights that lead into layer"),
    }
    return themed(
        "updates", chart.properties(title=beneath("matrix_word")), matrices=20, least=theme.LARGEST_START, **words
    )


def units() -> alt.LayerChart:
    """Shares of saturated and of dead units by site, a narrow bar in a wide one; and how alike the samples are."""
    axis = alt.Axis(labelExpr=PERCENT, tickMinStep=0, tickCount=4)
    y = alt.Y("share:Q", title=beside(_("share of units, similarity")), scale=scale(0, 1), axis=axis)
    colours = alt.Scale(domain=[*UNITS], range=[theme.SATURATED, expr("fg")])
    # Dead units are among the flat ones, so their bar is drawn narrow inside the other.
    rows = bars(named("units"), "site", "(datum.what == 'dead' ? 0.4 : 0.8)").transform_filter(f"!({ALIKE})")
    mark = rows.mark_rect(clip=True, stroke=theme.NOTHING, strokeWidth=expr("sites > 60 ? 0 : 0.5"))
    legend = alt.Legend(  # two rows, as the lines beside it have: in one row it has no room for both on a phone
        orient="top",
        direction="vertical",
        symbolStrokeWidth=0,
        values=expr("shown_units"),
        labelExpr=called(names()),
    )
    colour = alt.Color("what:N", scale=colours, legend=legend)
    shares = mark.encode(x=across("x0", "sites"), x2="x1:Q", y=y, y2=alt.datum(0), color=colour)
    whole = alt.layer(shares, _similarity(y), *_below())
    words: dict[str, Any] = {
        "site_word": _("layer"),
        "shown_lines": [SIMILARITY, EXPECTED],
        "shown_units": [*UNITS],
    }
    return themed("units", whole.properties(title=beneath("site_word")), sites=20, **words)


def _similarity(y: alt.Y) -> alt.Chart:
    """A dotted line, which a bar cannot be mistaken for, and a thin one of what theory expects."""
    line = named("units").transform_filter(ALIKE).mark_line(clip=True)
    legend = alt.Legend(
        orient="top",
        direction="vertical",
        values=expr("shown_lines"),
        symbolType="stroke",
        symbolSize=500,
        symbolStrokeColor=theme.SIMILARITY,
        labelExpr=called(names()),
    )
    lines = [SIMILARITY, EXPECTED]
    dash = alt.StrokeDash("what:N", scale=alt.Scale(domain=lines, range=[DOTS, DASHES]), legend=legend)
    width = alt.StrokeWidth("what:N", scale=alt.Scale(domain=lines, range=[2.5, 1]), legend=None)
    drawn: alt.Chart = line.encode(
        x=across("site", "sites"), y=y, strokeDash=dash, strokeWidth=width, color=alt.value(theme.SIMILARITY)
    )
    return drawn


def _below() -> list[alt.Chart]:
    """Where the similarity lies below zero: samples that point apart. How far, at the farthest site."""
    lowest = named("below").encode(x=across("site", "sites"), y=alt.datum(0))
    marks = lowest.mark_point(shape="triangle-down", size=60, opacity=1, color=theme.SIMILARITY, yOffset=-5)
    text = note(lowest, align=expr("datum.align"), dx=expr("datum.align == 'left' ? 8 : -8"), dy=-8)
    return [marks, *halo(text.encode(text="text:N"))]


def gates() -> alt.LayerChart:
    """Mean opening of each gate along the sequence; and how alike the samples are."""
    axis = alt.Axis(labelExpr=PERCENT, tickMinStep=0, tickCount=4)
    y = alt.Y("share:Q", title=beside(_("how far open, similarity")), scale=scale(0, 1), axis=axis)
    columns = expr("width < 380 ? 2 : 4")
    legend = alt.Legend(
        orient="top",
        values=expr("shown_gates"),
        columns=columns,
        symbolType="stroke",
        symbolSize=500,
        labelExpr=called(names()),
    )
    # Colour marks the gate that keeps the memory; dashes tell all of them apart without colour.
    colours = [theme.MEMORY if name in ("forget", "update") else theme.GREY for name in GATES] + [theme.SIMILARITY]
    kinds, dashes = [*GATES, SIMILARITY], [*GATES.values(), DOTS]
    lines = (
        named("gates")
        .mark_line(strokeWidth=2.5, clip=True)
        .encode(
            x=across("site", "sites"),
            y=y,
            color=alt.Color("gate:N", scale=alt.Scale(domain=kinds, range=colours), legend=legend),
            strokeDash=alt.StrokeDash("gate:N", scale=alt.Scale(domain=kinds, range=dashes), legend=legend),
        )
    )
    shown: dict[str, Any] = {"shown_gates": ["input", "forget", "output", SIMILARITY], "site_word": _("time step")}
    whole = alt.layer(lines, *_below()).properties(title=beneath("site_word"))
    return themed("gates", whole, sites=50, **shown)
