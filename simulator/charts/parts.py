"""What several charts share: the axis of the sites, the axis of decades, the cells of a bar or a map."""

import json
from collections.abc import Mapping
from textwrap import wrap
from typing import Any, cast

import altair as alt

from simulator.charts import theme
from simulator.language import _, signs

DECADES = "abs(datum.value) < 4 ? format(pow(10, datum.value), ',~g') : '1e' + round(datum.value)"
"""An axis holds log10 values, so that 1e-300 and zero need no exception; people read the number itself."""
PERCENT = "round(100 * datum.value) + ' %'"
PLACES = [*range(len(theme.PINNED))]
"""Of the pinned runs: by place and not by what is pinned there, a run keeps its colour when another is unpinned."""


def expr(text: str) -> alt.ExprRef:
    """A value that follows the chart's parameters."""
    return alt.ExprRef(text)


def named(name: str) -> alt.Chart:
    """A chart of a named data set, which is empty until the player fills it."""
    # What is a number in its rows is one already; Vega would make one of it again, in every picture.
    return alt.Chart(alt.NamedData(name, format=alt.JsonDataFormat(parse=None)))


LONGEST_TITLE = 28
"""Letters of a title that stands beside a low chart: longer, its ends would be cut off."""


def beside(title: str) -> str | list[str]:
    """The title of an axis of a low chart, in two lines where it is long."""
    lines = wrap(title, LONGEST_TITLE)
    return lines if len(lines) > 1 else title


def fixed() -> alt.Chart:
    """A chart of a single row, for words that are always there."""
    return alt.Chart(alt.InlineData([{}]))


def called(names: Mapping[str, str]) -> str:
    """The labels of a legend: rows tell their lines and bars apart by a key, which is called this."""
    return f"{json.dumps(names)}[datum.label]"


def decades_in_words() -> alt.Axis:
    """An axis of norms whose powers are said in words where they have a name and there is room; the player knows it."""
    # Pixels that it keeps for them, whatever its range: Vega makes room for longer labels one picture too late.
    room = expr("width > 420 ? 82 : 40")
    return alt.Axis(labelExpr=f"width > 420 && decade_words[round(datum.value)] || ({DECADES})", minExtent=room)


def scale(low: Any, high: Any) -> alt.Scale:
    """A range that never follows the data.

    It moves nothing to its edge: whatever may lie beyond is drawn with ``clip``, so that it ends at the frame. Without
    that, one value of 1e30 would press the whole panel to nothing.
    """
    return alt.Scale(domain=[low, high], nice=False, zero=False)


def across(field: str, last: str, labels: str = "datum.label") -> alt.X:
    """Sites (or matrices) from 1 at the left to the last one at the right."""
    axis = alt.Axis(title=None, grid=False, tickCount=expr("min(12, width / 45)"), labelExpr=labels)
    return alt.X(field, type="quantitative", scale=scale(0.5, expr(f"{last} + 0.5")), axis=axis)


def steps(field: str = "step") -> alt.X:
    """Training steps, from the first to the last that is planned; each has the room of one, as sites have."""
    axis = alt.Axis(title=_("training step"), grid=False, tickCount=expr("min(10, width / 60)"))
    return alt.X(field, type="quantitative", scale=scale(0.5, expr("steps + 0.5")), axis=axis)


def pinned(chart: alt.Chart, y: Any) -> alt.Chart:
    """One line for each pinned run, by its ``pin_index``."""
    dashes = alt.Scale(domain=PLACES, range=[dashes for _, _, dashes in theme.PINNED])
    lines: alt.Chart = chart.mark_line(strokeWidth=2, clip=True).encode(
        y=y, color=_colours(), strokeDash=alt.StrokeDash("pin_index:N", scale=dashes, legend=None)
    )
    return lines


def _colours() -> alt.Color:
    colours = alt.Scale(domain=PLACES, range=[colour for _, colour, _ in theme.PINNED])
    return alt.Color("pin_index:N", scale=colours, legend=None)


def pinned_range(chart: alt.Chart, y: Any, y2: str) -> alt.Chart:
    """A band around the line of each pinned run, in its colour: paler than that of the run that plays."""
    bands: alt.Chart = chart.mark_area(opacity=0.18, clip=True).encode(y=y, y2=y2, color=_colours())
    return bands


def bars(chart: alt.Chart, field: str, share: str) -> alt.Chart:
    """Adds the edges x0 and x1 of a bar that takes a share of the room of its site."""
    return chart.transform_calculate(x0=f"datum.{field} - {share} / 2", x1=f"datum.{field} + {share} / 2")


def beneath(word: str) -> alt.Title:
    """A title under the axis, for an axis title cannot follow a parameter.

    Where the chart is narrow it moves to the left, below the numbers of the other axis, as a long one would be cut off.
    """
    return alt.Title(text=expr(word), orient="bottom", dx=expr("min(0, (width - 330) / 2)"))


def note(chart: alt.Chart, **style: Any) -> alt.Chart:
    """Text of the theme's size and colour."""
    text: alt.Chart = chart.mark_text(fontSize=theme.LABEL, color=expr("fg"), **style)
    return text


def halo(text: alt.Chart) -> list[alt.Chart]:
    """The text on a rim in the colour of the page, so that it reads well where it stands on a line."""
    rim: alt.Chart = text.copy()
    rim.mark = alt.MarkDef(
        **{
            **text.mark.to_dict(),
            "color": expr("page"),
            "stroke": expr("page"),
            "strokeWidth": 5,
            "strokeJoin": "round",
        }
    )
    return [rim, text]


def words(text: Any, x: Any, y: Any, **style: Any) -> alt.Chart:
    """Text that is always there, at a place given in pixels or by an expression."""
    place: alt.Chart = note(fixed(), **style).encode(x=alt.value(x), y=alt.value(y), text=alt.value(text))
    return place


def themed(name: str, chart: Any, **parameters: Any) -> alt.LayerChart:
    """The chart with theme, domains and words as parameters, so that nothing has to be drawn anew for them."""
    text = alt.ExprRef("fg")
    of_axes: dict[str, Any] = dict.fromkeys(("labelColor", "titleColor", "domainColor", "tickColor"), text)
    # Fitted with all its words into the given size, so that no chart moves its neighbours when its labels grow.
    size = alt.AutoSizeParams(type="fit", contains="padding")
    # Set one by one: each of Altair's methods that do the same would copy all layers several times.
    chart.width, chart.height, chart.autosize = 600, theme.HEIGHTS[name], size
    known = {"fg": theme.INK, "page": theme.PAGE, **parameters}
    chart.params = [alt.param(name=key, value=value).param for key, value in known.items()]
    chart.config = alt.Config(
        background="transparent",
        font=theme.FONT,
        view=alt.ViewConfig(stroke=None),
        title=alt.TitleConfig(color=text, fontSize=theme.TITLE, fontWeight="normal", anchor="middle", offset=6),
        axis=alt.AxisConfig(
            **of_axes,
            gridColor=text,
            gridOpacity=0.16,
            labelFontSize=theme.LABEL,
            titleFontSize=theme.TITLE,
            titleFontWeight="normal",
            labelOverlap="greedy",
            tickMinStep=1,  # there is no site 2.5
        ),
        legend=alt.LegendConfig(labelColor=text, labelFontSize=theme.LABEL, labelLimit=300, title=None),
        **_in_language(),
    )
    return cast(alt.LayerChart, chart)


def _in_language() -> dict[str, Any]:
    """The signs that this thread's language has for decimals and thousands, where they are not Vega's own."""
    if signs(".") == ".":
        return {}
    number = alt.NumberLocale(decimal=signs("."), thousands=signs(","), grouping=[3], currency=["", ""])
    return {"locale": alt.Locale(number=number)}
