"""The gradient along the chain at one training step: the chart that the simulator is about."""

import json
from typing import Any

import altair as alt

from simulator.charts import theme
from simulator.charts.parts import (
    across,
    beneath,
    called,
    decades_in_words,
    expr,
    halo,
    named,
    note,
    pinned,
    pinned_range,
    scale,
    themed,
    words,
)
from simulator.language import _, mark

SHOWN, BEYOND = mark("gradient norm"), mark("beyond the axis")
NOTHING, BROKEN = mark("zero"), mark("not a number or infinite")
STATES = (SHOWN, BEYOND, NOTHING, BROKEN)
"""What can become of a norm, each with a mark of its own."""
BRIEF = {SHOWN: mark("norm"), BEYOND: mark("beyond"), NOTHING: mark("zero"), BROKEN: mark("no number")}
"""The same where there is little room."""
MOST_LETTERS = 28
"""Of those, for which a row on a phone has room."""
LETTER = 7.5
"""Pixels of a letter of the words above the plot, about."""


def profile() -> alt.LayerChart:
    """Gradient norm by site at one training step; log10 values."""
    y = alt.Y("y:Q", title=_("gradient norm"), scale=scale(expr("low"), expr("high")), axis=decades_in_words())
    band = named("band").mark_rect(color=theme.HEALTHY, opacity=0.2, clip=True).encode(y=alt.Y("low:Q"), y2="high:Q")
    label = note(
        named("band"), align="left", baseline="top", dx=expr("isValid(datum.dx) ? datum.dx : 8"), dy=_shift("4")
    )
    label = label.encode(x=alt.value(0), y=alt.Y("high:Q"), text=alt.value(expr("datum.silent ? '' : band_word")))
    now = named("now").encode(x=across("site", "sites"))
    line = now.mark_line(color=theme.GRADIENT, strokeWidth=2, clip=True).encode(y=alt.Y("line:Q"))
    marks = named("points").encode(x=across("site", "sites"))
    marks = marks.mark_point(size=expr("clamp(5 * width / sites, 10, 90)"), opacity=1, strokeWidth=1.5)
    ranges = named("pinned_seeds").encode(x=across("site", "sites"))
    # From back to front: what the norm is measured against first, the norm itself last.
    chart = alt.layer(
        band,
        *_theory(),
        pinned_range(ranges, alt.Y("low:Q"), "high:Q"),
        *_seeds(),
        *_pinned(),
        _before(),
        line,
        _clipped(),
        marks.encode(y=y, angle=alt.Angle("turn:Q", scale=None), **_states()),
        *halo(label),
        *_words(),
    )
    padding = {"top": 6, "right": 8, "bottom": 3}
    whole = alt.layer(chart, *_directions()).properties(title=beneath("site_word"), padding=padding)
    sides: dict[str, Any] = {"input_side": _("input side"), "loss_side": _("loss side")}
    notes: dict[str, Any] = {
        "band_word": _("healthy"),
        "clip_word": "",
        "theory_word": "",
        "seeds_word": "",
        "before_word": "",
        "site_word": _("layer"),
        "decade_words": {},
    }
    return themed("profile", whole, low=-20, high=0, sites=20, falling=False, states=STATES, **sides, **notes)


def _states() -> dict[str, Any]:
    """Shape and colours by state, with one legend in words."""
    # One scale for shape, fill and stroke gives one legend; the offset leaves room for the words at both ends.
    narrow = "width < 330"  # on a phone: one row of single words, which leaves the plot its height
    brief = {state: _(word) for state, word in BRIEF.items()}
    row = len(brief) if sum(map(len, brief.values())) < MOST_LETTERS else 2
    legend = alt.Legend(
        orient="top",
        offset=30,
        columns=expr(f"{narrow} ? {row} : 2"),
        columnPadding=8,
        labelExpr=f"{narrow} ? {called(brief)} : {called({state: _(state) for state in STATES})}",
        symbolSize=90,
        values=expr("states"),
    )
    shapes = ["circle", "triangle-down", "triangle-down", "cross"]
    fills = [theme.GRADIENT, "transparent", theme.NOTHING, theme.BROKEN]
    strokes = [theme.GRADIENT, theme.GRADIENT, theme.NOTHING, theme.BROKEN]
    channels = {"shape": (alt.Shape, shapes), "fill": (alt.Fill, fills), "stroke": (alt.Stroke, strokes)}
    return {
        name: channel("state:N", scale=alt.Scale(domain=STATES, range=values), legend=legend)
        for name, (channel, values) in channels.items()
    }


def _clipped() -> alt.Chart:
    """What is left of the gradient where clipping acts."""
    rows = named("clipped").encode(x=across("site", "sites"), y=alt.Y("y:Q"))
    line: alt.Chart = rows.mark_line(color=theme.APPLIED, strokeWidth=2, strokeDash=[6, 3], clip=True)
    return line


def _before() -> alt.Chart:
    """The last profile of numbers, where the run has none any more: pale, since dashes mean something else here."""
    rows = named("before").encode(x=across("site", "sites"), y=alt.Y("line:Q"))
    line: alt.Chart = rows.mark_line(color=theme.GRADIENT, strokeWidth=4, opacity=0.5, clip=True)
    return line


def _words() -> list[alt.Chart]:
    """What the lines are, in the corner that the line leaves free, rising or falling; and how far it goes beyond."""
    lines = [
        _corner("clipped", "datum.site == 1", "clip_word", 18, 12),
        _corner("theory", "datum.last", "theory_word", 38, 32),
        _corner("before", "datum.site == 1", "before_word", 58, 52),
        _corner("seeds", "datum.last", "seeds_word", 78, 72),
    ]
    beyond = note(named("far"), align=expr("datum.align"), dy=_shift("datum.up ? 16 : -16"))
    text = alt.value(expr("datum.silent ? '' : datum.text"))
    beyond = beyond.encode(x=across("site", "sites"), y=alt.Y("y:Q"), text=text)
    return [part for text in (*lines, beyond) for part in halo(text)]


def _shift(usual: str) -> alt.ExprRef:
    """Pixels downwards: the player sets words apart that would meet (js/shared/labels.js)."""
    return expr(f"isValid(datum.dy) ? datum.dy : {usual}")


def _corner(rows: str, once: str, word: str, top: int, bottom: int) -> alt.Chart:
    """A word that is there while a data set has rows, in pixels from the top or from the bottom."""
    label = note(named(rows).transform_filter(once), align="right", dx=-8)
    place = alt.value(expr(f"falling ? {top} : height - {bottom}"))
    return label.encode(x=alt.value(expr("width")), y=place, text=alt.value(expr(word)))


def _theory() -> list[alt.Chart]:
    """What networks drawn alike do before training: the mean, and the band of 95 %."""
    band = named("theory").encode(x=across("site", "sites"), y=alt.Y("low:Q"), y2="high:Q")
    band = band.mark_area(color=expr("fg"), opacity=0.12, clip=True)
    rows = named("theory").encode(x=across("site", "sites"), y=alt.Y("y:Q"))
    return [band, rows.mark_line(color=expr("fg"), strokeWidth=1.5, strokeDash=[2, 3], clip=True)]


def _seeds() -> list[alt.Chart]:
    """What other random seeds do at the same training step: from the lowest to the highest, and the median."""
    rows = named("seeds").encode(x=across("site", "sites"))
    band = rows.mark_area(color=theme.GRADIENT, opacity=0.35, clip=True).encode(y=alt.Y("low:Q"), y2="high:Q")
    return [band, rows.mark_line(color=theme.GRADIENT, strokeWidth=1, clip=True).encode(y=alt.Y("y:Q"))]


def _pinned() -> list[alt.Chart]:
    """The pinned runs at the same training step, each with its numeral where the gradient arrives."""
    rows = named("pinned").encode(x=across("site", "sites"))
    numerals = named("numerals").encode(x=across("site", "sites"))
    place = _shift("datum.under ? 16 : -12")
    # In ink: the colours of the lines are too pale to be read.
    numerals = numerals.mark_text(align="left", dx=6, dy=place, fontSize=18, fontWeight="bold", color=expr("fg"))
    names = numerals.encode(y=alt.Y("y:Q"), text=alt.value(expr("datum.silent ? '' : datum.numeral")))
    return [pinned(rows, alt.Y("y:Q")), names]


def _directions() -> list[alt.Chart]:
    """Which end is which, and which way the gradient goes: right to left, from the loss to the input."""
    short, long = f"← {_('gradient')}", f"←  {_('the gradient travels this way')}  ←"
    sides = "2 * max(length(input_side), length(loss_side))"
    room = f"width / {LETTER} - {sides}"
    # By the number of letters, for how wide they are is not known before they are drawn.
    way = expr(f"{room} > {len(long)} ? {json.dumps(long)} : {room} > {len(short)} ? {json.dumps(short)} : '←'")
    return [
        words(expr("input_side"), 0, -12, align="left"),
        words(way, expr("width / 2"), -12, align="center", fontWeight="bold"),
        words(expr("loss_side"), expr("width"), -12, align="right"),
    ]
