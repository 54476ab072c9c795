"""Why the gradient does what it does: the links of the chain, the activation under the z that it gets, the memory."""

from typing import Any

import altair as alt

from simulator.charts import theme
from simulator.charts.parts import (
    DECADES,
    across,
    beneath,
    beside,
    called,
    decades_in_words,
    expr,
    halo,
    named,
    note,
    scale,
    themed,
)
from simulator.language import _, mark

CURVE, SLOPE = "f(z)", mark("its slope f'(z)")
ROAD, CELL = mark("forget gates alone, multiplied"), mark("memory gradient, measured")
"""Names of the lines in the rows."""
LONG_NAME = 38
"""Letters of a link's name, for which a phone has room; a longer one is written smaller there."""


def names() -> dict[str, str]:
    """What the lines are called, by their names in the rows."""
    return {CURVE: CURVE, SLOPE: _(SLOPE), ROAD: _(ROAD), CELL: _(CELL)}


def links() -> alt.LayerChart:
    """Each link's share of what became of the gradient between the last site and this one, stacked; log10 values."""
    axis = decades_in_words()
    y = alt.Y(
        "y0:Q", title=_("of the last one's gradient"), scale=scale(expr("links_low"), expr("links_high")), axis=axis
    )
    colours = alt.Scale(domain=[*theme.LINKS], range=[*theme.LINKS.values()])
    # One is a half-sentence, which on a phone may have room for only smaller letters.
    long = f"length(link_words.rest || '') > {LONG_NAME}"  # most networks have no such link
    size = expr(f"width < 300 && {long} ? {theme.LABEL - 2} : {theme.LABEL}")
    legend = alt.Legend(
        orient="top",
        columns=1,
        values=expr("shown_links"),
        labelExpr="link_words[datum.value] || ''",
        labelFontSize=size,
    )
    parts = named("links").mark_rect(clip=True, stroke=theme.NOTHING, strokeWidth=expr("sites > 60 ? 0 : 0.5"))
    parts = parts.encode(
        x=across("x0", "sites"), x2="x1:Q", y=y, y2="y1:Q", color=alt.Color("link:N", scale=colours, legend=legend)
    )
    # Without the line at 0 a reader could not tell which way a bar grows.
    level = named("level").mark_rule(color=expr("fg"), strokeWidth=1).encode(y=alt.Y("y:Q"))
    total = named("total").encode(x=across("site", "sites"), y=alt.Y("y:Q"))
    line = total.mark_line(color=expr("fg"), strokeWidth=2, clip=True)
    points = total.mark_point(
        filled=True, clip=True, color=expr("fg"), opacity=1, size=expr("clamp(3 * width / sites, 6, 50)")
    )
    chosen = named("chosen").mark_rect(color=expr("fg"), opacity=0.14).encode(x=across("x0", "sites"), x2="x1:Q")
    beyond = named("beyond").encode(x=across("site", "sites"), y=alt.Y("y:Q"))
    marks = beyond.mark_point(shape="triangle-down", color=expr("fg"), opacity=1, size=60)
    marks = marks.encode(angle=alt.Angle("turn:Q", scale=None))
    far = note(named("far"), align=expr("datum.align"), dy=expr("datum.up ? 16 : -16"))
    far = far.encode(x=across("site", "sites"), y=alt.Y("y:Q"), text="text:N")
    whole = alt.layer(chosen, parts, level, line, points, marks, *halo(far)).properties(title=beneath("site_word"))
    words: dict[str, Any] = {
        "link_words": dict.fromkeys(theme.LINKS, ""),
        "shown_links": ["slope", "weight"],
        "decade_words": {},
    }
    return themed("links", whole, links_low=-20, links_high=5, sites=20, site_word=_("layer"), **words)


def curve() -> alt.LayerChart:
    """The activation and its slope, over the distribution of z at the chosen site."""
    x = alt.X("z:Q", title=_("z, what goes into the activation"), scale=scale(expr("-z_range"), expr("z_range")))
    y = alt.Y("y:Q", title=None, scale=scale(expr("curve_low"), expr("curve_high")), axis=alt.Axis(tickMinStep=0))
    # Where the slope is too flat to count, in the colour of saturation.
    flat = named("flat").mark_rect(clip=True, color=theme.SATURATED, opacity=0.25).encode(x=alt.X("z:Q"), x2="z1:Q")
    bars = named("density").mark_rect(clip=True, color=theme.NOTHING, opacity=0.6)
    bars = bars.encode(x=alt.X("z:Q"), x2="z1:Q", y=alt.Y("low:Q"), y2="high:Q")
    legend = alt.Legend(orient="top", symbolType="stroke", symbolSize=500, labelExpr=called(names()))
    kinds = [CURVE, SLOPE]
    lines = named("curve").mark_line(strokeWidth=2.5, clip=True)
    lines = lines.encode(
        x=x,
        y=y,
        color=alt.Color("line:N", scale=alt.Scale(domain=kinds, range=[expr("fg"), theme.GRADIENT]), legend=legend),
        strokeDash=alt.StrokeDash("line:N", scale=alt.Scale(domain=kinds, range=[[1, 0], [6, 3]]), legend=legend),
    )
    return themed("curve", alt.layer(flat, bars, lines), z_range=4, curve_low=-1.2, curve_high=1.2)


def memory() -> alt.LayerChart:
    """What the forget gates alone would leave of the memory's gradient, against what is left; log10 values."""
    axis = alt.Axis(labelExpr=DECADES)
    y = alt.Y(
        "y:Q", title=beside(_("of the last one's")), scale=scale(expr("memory_low"), expr("memory_high")), axis=axis
    )
    size = expr(f"width < 300 ? {theme.LABEL - 2} : {theme.LABEL}")  # else the longer name is cut off on a phone
    legend = alt.Legend(
        orient="top", symbolType="stroke", symbolSize=500, columns=1, labelExpr=called(names()), labelFontSize=size
    )
    kinds = [ROAD, CELL]
    lines = named("memory").mark_line(strokeWidth=2.5, clip=True)
    lines = lines.encode(
        x=across("site", "sites"),
        y=y,
        color=alt.Color("line:N", scale=alt.Scale(domain=kinds, range=[theme.MEMORY, theme.GRADIENT]), legend=legend),
        strokeDash=alt.StrokeDash("line:N", scale=alt.Scale(domain=kinds, range=[[1, 0], [6, 3]]), legend=legend),
    )
    chart = alt.layer(lines).properties(title=beneath("site_word"))
    return themed("memory", chart, memory_low=-5, memory_high=1, sites=50, site_word=_("time step"))
