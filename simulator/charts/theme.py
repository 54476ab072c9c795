"""The only colours, sizes and axis limits: one colour has one meaning on every chart and on the page around them.

Colours are those of Okabe and Ito (2008), which people with any colour vision can tell apart. Text and axes
follow the visitor's light or dark theme: their colour is a parameter of each chart, set while it is shown.
"""

from typing import Literal

BLUE, ORANGE, GREEN, SKY, VERMILLION, PURPLE, YELLOW = (
    "#0072B2",
    "#E69F00",
    "#009E73",
    "#56B4E9",
    "#D55E00",
    "#CC79A7",
    "#F0E442",
)
GREY, CRIMSON = "#999999", "#C2185B"

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
SIMILARITY = CRIMSON
"""How alike the samples are."""
LINKS = {"slope": SATURATED, "weight": APPLIED, "norm": NOTHING, "rest": MEMORY}
"""The links of the chain: the slope, which saturation flattens; the weights; normalization; what is carried past."""
MAP: Literal["viridis"] = "viridis"
SHRINKS, SAME, GROWS = ("#0B3354", SKY), "#F6F4EC", (VERMILLION, "#591F00")
"""Of a map of spreads: far below 1 and below it, level, above 1 and far above it; the healthy range ends at the theme's
own colours."""
PINNED = (("①", "#8B6BC2", (8, 4)), ("②", "#1F9E92", (2, 3)), ("③", "#B07640", (10, 3, 2, 3)))
"""Numeral, colour and dash pattern of each pinned run: kept apart from what a colour means within a run."""
CLASSES = (BLUE, ORANGE, GREEN, PURPLE)
"""The classes that a network tells apart, in the pictures of what it learns alone; of a surface low and high."""
BELOW, ABOVE = PURPLE, GREEN
"""Mean activations below and above zero, in the drawing of a network alone."""

SIGNS: dict[str, tuple[str, str]] = {
    "vanishing": ("❄\ufe0e", VANISHING),
    "exploding": ("✹\ufe0e", EXPLODING),
    "healthy": ("✔\ufe0e", HEALTHY),
    "solved": ("★\ufe0e", HEALTHY),
    "early": ("…", NOTHING),
    "not_learning": ("○", NOTHING),
    "symmetric_units": ("≡", NOTHING),
    "zero": ("∅", NOTHING),
    "diverged": ("✖\ufe0e", BROKEN),
}
"""Sign and colour of each verdict by name; the sign is text (U+FE0E), not a coloured picture of it."""

VERDICTS = {
    "vanishing": SKY,
    "exploding": VERMILLION,
    "healthy": GREEN,
    "solved": "#7FD8B4",
    "early": "#F6F4EC",
    "not_learning": GREY,
    "symmetric_units": "#C7C7C7",
    "zero": "#6E6E6E",
    "diverged": "#8A3A00",
}
"""Colour of each verdict as a cell of a map, where those that share a colour elsewhere lie side by side."""

INK, PAGE = "#1A1F27", "#FFFFFF"
"""Text and lines, and the page behind them, until the visitor's theme is known."""

PAGE_COLOURS = {
    "light": {
        "primary-color": "#0072B2",
        "background-color": PAGE,
        "secondary-background-color": "#EEF1F5",
        "text-color": INK,
        "link-color": "#00619A",
        "border-color": "#C3CAD4",
    },
    "dark": {
        "primary-color": "#56B4E9",
        "background-color": "#12161C",
        "secondary-background-color": "#1F2630",
        "text-color": "#F2F4F7",
        "link-color": "#7CC4EE",
        "border-color": "#46505E",
    },
}
"""The page around the player where it stands alone; those of the app, in .streamlit/config.toml, are the same."""

FONT, LABEL, TITLE = "Source Sans, Source Sans Pro, sans-serif", 14, 14
HEIGHTS = {
    "profile": 406,
    "map": 300,
    "loss": 216,
    "updates": 226,
    "units": 236,
    "gates": 236,
    "links": 380,
    "curve": 300,
    "memory": 236,
}
"""Height in pixels of each chart: the profile is the largest thing on the page."""

MAP_HEIGHT = 470
"""Of a map of networks, which has a page of its own."""

MOST_DECADES, FEWEST_DECADES, STEP = 150, 10, 5
"""A gradient axis shows between 10 and 150 decades, and grows by whole steps of 5: it does not follow every wiggle."""
LATER_DECADES = 15
"""Decades by which a run may at most widen the axis that its first row asked for, in either direction."""
MOST_UPDATE = 1
"""log10 of where an axis of update ratios ends: ten times the weights themselves."""
SMALLEST_UPDATE, LARGEST_START = -30, -10
"""log10 of where an axis of update ratios begins: at -10, lower if it must, and never below -30."""
