"""Charts along training: the map of the gradient, and what the network learns."""

from typing import Any

import altair as alt

from simulator.charts import theme
from simulator.charts.parts import DECADES, PERCENT, expr, halo, named, note, pinned, pinned_range, scale, steps, themed
from simulator.language import _

LARGE = "datum.value < 1e5 ? datum.label : replace(format(datum.value, '~e'), 'e+', 'e')"
"""A loss of a run that explodes, in as few signs as one of a run that learns."""


def gradient_map() -> alt.LayerChart:
    """The same norms through training; the player paints the cells itself, in the colours of this scale."""
    # The player paints the cells: a run of 400 steps and 200 layers has 80,000, too many for Vega's marks.
    axis = alt.Axis(grid=False, title=None, tickCount=6)
    y = alt.Y("low:Q", scale=scale(0.5, expr("sites + 0.5")), axis=axis)
    legend = alt.Legend(labelExpr=DECADES, gradientLength=expr("height"), tickCount=5, offset=10)
    colours = alt.Scale(domain=[expr("low"), expr("high")], clamp=True, scheme=theme.MAP)
    cells = (
        named("cells")
        .mark_rect(clip=True)
        .encode(
            x=steps(field="begin"), x2="end:Q", y=y, y2="high:Q", color=alt.Color("y:Q", scale=colours, legend=legend)
        )
    )
    # In two lines where one would be longer than the chart is high.
    lines = "length(site_word) > 34 ? split(replace(site_word, ' (', '|('), '|') : site_word"
    title = alt.Title(text=expr(lines), orient="left")
    whole = alt.layer(cells).properties(title=title)
    return themed("map", whole, low=-20, high=0, sites=20, steps=300, site_word=_("layer"))


def loss() -> alt.LayerChart:
    """Loss, and accuracy where the task has one; of pinned runs the loss. A line is at what a guess costs."""
    rows = named("loss").encode(x=steps())
    top = alt.Y(
        "loss:Q",
        title=_("loss"),
        scale=scale(0, expr("highest")),
        axis=alt.Axis(tickCount=5, tickMinStep=0, labelExpr=LARGE),
    )
    # A task without classes has no accuracy: then the axis is not there either, but keeps its room.
    seen: dict[str, Any] = dict.fromkeys(("titleOpacity", "domainOpacity", "tickOpacity"), expr("scored ? 1 : 0"))
    # Not by their opacity, which Vega sets by itself to leave out what would overlap; spaces as wide as digits.
    labels = f"scored ? {PERCENT} : '{5 * chr(0x2007)}'"
    right = alt.Axis(labelExpr=labels, tickCount=4, tickMinStep=0, orient="right", grid=False, **seen)
    lines = rows.mark_line(color=expr("fg"), strokeWidth=2, clip=True).encode(y=top)
    # Not dashed, as the pinned runs are, which would be taken for theirs.
    thin = rows.mark_line(color=expr("fg"), strokeWidth=1, clip=True).encode(y=_accuracy("accuracy", right))
    cost = alt.Y("loss:Q", title=_("loss"), scale=scale(0, expr("highest")))
    others = pinned(named("pinned").encode(x=steps()), cost)
    low = alt.Y("low:Q", title=_("loss"), scale=scale(0, expr("highest")))
    ranges = pinned_range(named("pinned_seeds").encode(x=steps()), low, "high:Q")
    price = alt.Y("guess:Q", title=_("loss"), scale=scale(0, expr("highest")))
    seeds = _seeds(right)
    line = named("guess").mark_rule(color=expr("fg"), strokeDash=[2, 3], opacity=0.6, clip=True).encode(y=price)
    place: dict[str, Any] = {"x": alt.value(expr("width - 4")), "y": price, "text": alt.value(_("guessing"))}
    # Above the line, where a network that learns has left it; at the top of the chart there is no room.
    high = "datum.guess > 0.85 * highest"
    above = note(named("guess").transform_filter(f"!({high})"), align="right", dy=-8).encode(**place)
    beneath = note(named("guess").transform_filter(high), align="right", dy=12).encode(**place)
    # Where a curve leaves the frame at the top: how far it goes.
    beyond = named("beyond").encode(x=steps(), y=alt.value(0))
    marks = beyond.mark_point(shape="triangle-up", size=60, opacity=1, color=expr("fg"), yOffset=6)
    far = note(beyond, align=expr("datum.align"), dx=expr("datum.align === 'right' ? -8 : 8"), dy=expr("datum.dy"))
    far = far.encode(text="text:N")
    curves = alt.layer(ranges, *seeds["loss"], line, others, lines, marks, *halo(above), *halo(beneath), *halo(far))
    # The pinned runs share the axis of the loss; the accuracy has one of its own at the right.
    chart = alt.layer(curves, alt.layer(*seeds["accuracy"], thin)).resolve_scale(y="independent")
    return themed("loss", chart, highest=2.5, steps=300, scored=True)


def _seeds(right: alt.Axis) -> dict[str, list[alt.Chart]]:
    """What other random seeds do, from the lowest to the highest; of the loss the median, too."""
    rows, ink = named("seeds").encode(x=steps()), expr("fg")

    def loss(field: str) -> alt.Y:
        return alt.Y(f"{field}:Q", title=_("loss"), scale=scale(0, expr("highest")))

    return {
        "loss": [
            rows.mark_area(opacity=0.25, color=ink, clip=True).encode(y=loss("low"), y2="high:Q"),
            rows.mark_line(strokeWidth=1, opacity=0.6, color=ink, clip=True).encode(y=loss("y")),
        ],
        "accuracy": [
            rows.mark_area(opacity=0.16, color=ink, clip=True).encode(
                y=_accuracy("right_low", right), y2="right_high:Q"
            ),
        ],
    }


def _accuracy(field: str, right: alt.Axis) -> alt.Y:
    """A field of the rows on the accuracy's own axis."""
    return alt.Y(f"{field}:Q", title=_("accuracy (thin line)"), scale=scale(0, 1), axis=right)
