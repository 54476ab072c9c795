"""The only colours, sizes and axis limits: one colour has one meaning on every chart and on the page around them.

Colours are those of Okabe and Ito (2008), which people with any colour vision can tell apart. What follows the
visitor's light or dark theme (text, grid) is a parameter of each chart and is set while it is shown.
"""

from typing import Any, Literal

import altair as alt

BLUE, ORANGE, GREEN, SKY, VERMILLION, PURPLE, YELLOW = (
    "#0072B2",
    "#E69F00",
    "#009E73",
    "#56B4E9",
    "#D55E00",
    "#CC79A7",
    "#F0E442",
)
GREY = "#999999"

GRADIENT = BLUE
APPLIED = ORANGE
"""What a training step really takes: the clipped gradient, the update."""
HEALTHY = GREEN
VANISHING = SKY
EXPLODING = BROKEN = VERMILLION
"""Too large, and at last not a number: the same road."""
NOTHING = GREY
"""Exactly zero."""
MEMORY = PURPLE
"""The gate that keeps what was there: forget (LSTM), update (GRU)."""
SATURATED = YELLOW
MAP: Literal["viridis"] = "viridis"

SIGNS: dict[str, tuple[str, str]] = {
    "vanishing": ("❄", VANISHING),
    "exploding": ("✹", EXPLODING),
    "healthy": ("✔", HEALTHY),
    "zero": ("∅", NOTHING),
    "diverged": ("✖", BROKEN),
}
"""Sign and colour of each verdict by name; the word and the number come first."""

INK = {"fg": "#1A1F27", "grid": "#D9DEE5"}
"""Text and grid until the visitor's theme is known."""

FONT, LABEL, TITLE = "Source Sans, Source Sans Pro, sans-serif", 14, 14
TALL, LOW = 420, 226
"""Height in pixels of the profile, and of every other chart."""

MOST_DECADES, FEWEST_DECADES, STEP = 60, 10, 5
"""A gradient axis shows between 10 and 60 decades, and grows by whole steps of 5: it does not follow every wiggle."""
LATER_DECADES = 15
"""By so many decades at most a run may widen the axis that its first row asked for, in either direction."""
SMALLEST_UPDATE = -9
"""log10 of the smallest update ratio on its axis."""


def themed(chart: Any, height: int = LOW, **parameters: Any) -> alt.LayerChart:
    """The chart with theme, domains and words as parameters, so that nothing has to be drawn anew for them."""
    text, grid = alt.ExprRef("fg"), alt.ExprRef("grid")
    size = alt.AutoSizeParams(type="fit", contains="padding")
    whole: alt.LayerChart = (
        chart.properties(width=600, height=height, autosize=size)
        .add_params(*(alt.param(name=name, value=value) for name, value in {**INK, **parameters}.items()))
        .configure(background="transparent", font=FONT)
        .configure_view(stroke=None)
        .configure_title(color=text, fontSize=TITLE, fontWeight="normal", anchor="middle", offset=6)
        .configure_axis(
            **dict.fromkeys(("labelColor", "titleColor", "domainColor", "tickColor"), text),
            gridColor=grid,
            labelFontSize=LABEL,
            titleFontSize=TITLE,
            titleFontWeight="normal",
            labelOverlap="greedy",
            tickMinStep=1,
        )
        .configure_legend(labelColor=text, labelFontSize=LABEL, labelLimit=300, title=None)
    )
    return whole
