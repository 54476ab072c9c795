"""A small picture of a few lines, as SVG: no axis to read off, but the one thing that there is to see."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap

import numpy as np
from numpy.typing import NDArray

from simulator.charts.theme import GRADIENT, MEMORY
from simulator.language import signs

WIDTH, HEIGHT = 420, 150
LEFT, RIGHT, TOP, BOTTOM = 56, 300, 10, 126
"""Edges of the lines' area, in units of the picture."""
APART, NEXT = 16, 14
"""Between the names of two lines, at least, and between two rows of one name."""
ROOM = 13
"""Letters of a name that find room beside where its line ends; a longer one goes on below."""
STROKES = ((GRADIENT, "none"), ("currentColor", "7 4"), (MEMORY, "2 3"))
"""Colour and dashes of each line: told apart without colour too."""


@dataclass(frozen=True)
class Line:
    """One line: ``values`` from left to right; it has no part where a value is NaN or infinite."""

    label: str
    values: NDArray[np.float64]


def svg(lines: Sequence[Line], along: str, *, log: bool, says: str) -> str:
    """The picture; ``along`` names what runs from left to right, such as "layer".

    A screen reader is told what it ``says``. Where ``log``, zeros have no place, and the lines end.
    """
    heights = [height(line.values, log=log) for line in lines]
    most = max(len(values) for values in heights)
    return drawn(lines, heights, (f"{along} 1", f"{most}"), span(heights), log=log, says=says)


def height(values: NDArray[np.float64], *, log: bool) -> NDArray[np.float64]:
    """What is drawn of the values: themselves, or their powers of ten."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.log10(values) if log else values


def span(heights: Sequence[NDArray[np.float64]]) -> tuple[float, float]:
    """From the lowest to the highest of them; what is level lies in the middle."""
    known = np.concatenate([values[np.isfinite(values)] for values in heights])
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 1.0)
    return (low - 0.5, high + 0.5) if high - low < 1e-9 else (low, high)


def drawn(
    lines: Sequence[Line],
    heights: Sequence[NDArray[np.float64]],
    along: tuple[str, str],
    between: tuple[float, float],
    *,
    log: bool,
    says: str,
    most: int = 0,
) -> str:
    """The picture of these heights ``between`` two; what runs from left to right is told at both its ends.

    ``most``: how many places there are, where that is more than the longest line has.
    """
    low, high = between
    most = most or max(len(values) for values in heights)
    parts = [_path(values, most, low, high, i) for i, values in enumerate(heights)]
    names = "".join(_names(lines, heights, low, high))
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(says)}" fill="currentColor" '
        f'style="width:100%;max-width:{WIDTH}px;height:{HEIGHT}px;font-size:13px">'
        f'<path d="M{LEFT} {TOP}V{BOTTOM}H{RIGHT}" fill="none" stroke="currentColor" stroke-opacity=".5"/>'
        f"{''.join(parts)}{names}{_ends(low, high, log)}"
        f'<text x="{LEFT}" y="{HEIGHT - 6}">{escape(along[0])}</text>'
        f'<text x="{RIGHT}" y="{HEIGHT - 6}" text-anchor="end">{escape(along[1])}</text></svg>'
    )


def _y(height: float, low: float, high: float) -> float:
    return BOTTOM - (BOTTOM - TOP) * (height - low) / (high - low)


def _path(heights: NDArray[np.float64], most: int, low: float, high: float, i: int) -> str:
    colour, dashes = STROKES[i % len(STROKES)]
    step, pen, way = (RIGHT - LEFT) / max(1, most - 1), "M", []
    for place, value in enumerate(heights):
        if np.isfinite(value):
            way.append(f"{pen}{LEFT + place * step:.1f} {_y(value, low, high):.1f}")
        # Where there is no value the pen is lifted, for a line across would invent some.
        pen = "L" if np.isfinite(value) else "M"
    return (
        f'<path d="{"".join(way)}" fill="none" stroke="{colour}" stroke-width="2.5" stroke-dasharray="{dashes}" '
        'stroke-linejoin="round"/>'
    )


def _names(lines: Sequence[Line], heights: Sequence[NDArray[np.float64]], low: float, high: float) -> Iterator[str]:
    """The name of each line beside where it ends, moved down where another stands there; a swatch says which."""
    ends = [values[np.isfinite(values)][-1] if np.isfinite(values).any() else low for values in heights]
    rows = [wrap(line.label, ROOM, break_long_words=False, break_on_hyphens=True) for line in lines]
    high_of = [APART + NEXT * (len(parts) - 1) for parts in rows]
    lowest = BOTTOM + APART - sum(high_of)
    free = TOP + 4.0
    # From the top down: ``free`` is below the last name, ``lowest`` leaves room for those to come.
    for i in sorted(range(len(lines)), key=lambda i: -ends[i]):
        at = max(free, min(lowest, _y(ends[i], low, high)))
        free, lowest = at + high_of[i], lowest + high_of[i]
        colour, dashes = STROKES[i % len(STROKES)]
        yield (
            f'<path d="M{RIGHT + 6} {at:.0f}h18" stroke="{colour}" stroke-width="2.5" stroke-dasharray="{dashes}"/>'
            f'<text x="{RIGHT + 28}" y="{at + 4:.0f}">{_in_rows(rows[i])}</text>'
        )


def _in_rows(parts: Sequence[str]) -> str:
    """The rows of a name, one below the other; a name of one row needs no more than itself."""
    first, *more = parts or [""]
    below = (f'<tspan x="{RIGHT + 28}" dy="{NEXT}">{escape(part)}</tspan>' for part in more)
    return escape(first) + "".join(f" {part}" for part in below)


def _ends(low: float, high: float, log: bool) -> str:
    """What the lowest and the highest place of the picture stand for."""
    shown = ((_number(10**height if log else height), _y(height, low, high)) for height in (low, high))
    return "".join(f'<text x="{LEFT - 6}" y="{y + 4:.0f}" text-anchor="end">{word}</text>' for word, y in shown)


def _number(value: float) -> str:
    return signs(f"{value:.1g}" if abs(value) < 1 else f"{value:.3g}")
