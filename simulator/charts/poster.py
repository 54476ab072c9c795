"""The poster as one drawing of the size A3, to be read from two metres: causes in rows, a profile each, remedies."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from simulator.charts.theme import APPLIED, EXPLODING, GRADIENT, INK, PAGE, SATURATED, VANISHING
from simulator.language import _
from simulator.trace import Array

WIDTH, HEIGHT = 420.0, 297.0
"""Of the page in millimetres, which are the drawing's units."""
MARGIN, GAP, TOP, BOTTOM = 11.0, 8.0, 45.0, 13.0
COLUMNS = 2
TEXT, PLOT, REMEDIES = 72.0, 52.0, 52.0
"""Widths of the three parts of a row."""
BODY, NAME, SMALL = 5.2, 6.8, 3.9
"""Sizes of letters; a capital letter of the body is 3.7 mm high."""
LINE = 1.2
"""Height of a line in sizes of its letters."""
FONT = "'Source Sans 3','Source Sans Pro','Liberation Sans',Arial,sans-serif"
AVERAGE = 0.49
"""Width of a letter in its sizes, on average; a line is broken with room to spare."""
COLOURS = {"Vanishing": VANISHING, "Exploding": EXPLODING, "Units give up": SATURATED}
DASHES = ("none", "2.4 1.6")
"""Of the two lines."""
NARROW = "\u202f%"
"""A number and its per cent are not parted."""
KEY = 70.0
"""Width of what says which line is which."""
TITLE = 15.0
SMALLEST = 0.5
"""Of the size of its letters that a text needs at least."""
BAR = 9.0
"""Width of the bar that joins the rows of a heading."""


@dataclass(frozen=True)
class Profile:
    """Gradient norms from the first site to the last."""

    norms: Array


@dataclass(frozen=True)
class Remedy:
    """Its name, and what was measured without and with it."""

    label: str
    result: str


@dataclass(frozen=True)
class Row:
    """One cause; ``profiles`` are those of the run that has it, and of the first remedy."""

    heading: str
    """In English."""
    label: str
    sentence: str
    source: str
    site: str
    """What the first site is called."""
    profiles: Sequence[Profile]
    remedies: Sequence[Remedy]


def drawn(title: str, about: str, foot: str, lines: tuple[str, str, str], rows: Sequence[Row]) -> str:
    """The whole page; ``lines`` name the two lines of every picture, and the mark of zero."""
    high = (HEIGHT - TOP - BOTTOM) / (len(rows) / COLUMNS)
    parts = [*_head(title, about, lines)]
    for i, row in enumerate(rows):
        column, place = divmod(i, len(rows) // COLUMNS)
        x = MARGIN + column * ((WIDTH - 2 * MARGIN - GAP) / COLUMNS + GAP)
        if place == 0 or rows[i - 1].heading != row.heading:
            below = [one.heading for one in rows[i : (column + 1) * (len(rows) // COLUMNS)]].count(row.heading)
            parts += _bar(row.heading, x, TOP + place * high, below * high)
        parts += _row(row, x, TOP + place * high, high)
    parts += _text(foot, MARGIN, HEIGHT - 5, SMALL * scale([(foot, SMALL)], WIDTH - 2 * MARGIN, SMALL * LINE))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH:g}mm" height="{HEIGHT:g}mm" '
        f'viewBox="0 0 {WIDTH:g} {HEIGHT:g}" font-family="{FONT}" fill="{INK}">'
        f"<title>{escape(title)}</title><style>@page{{size:A3 landscape;margin:0}}</style>"
        f'<rect width="100%" height="100%" fill="{PAGE}"/>{"".join(parts)}</svg>'
    )


def _head(title: str, about: str, lines: tuple[str, str, str]) -> Iterator[str]:
    wide = WIDTH - 2 * MARGIN - KEY
    yield from _text(title, MARGIN, 21, TITLE * scale([(title, TITLE)], wide + 20, TITLE * LINE), weight=700)
    yield from _lines(about, MARGIN, 31, BODY * scale([(about, BODY)], wide, 3 * BODY * LINE), wide)
    x = WIDTH - MARGIN - KEY + 8
    size = BODY * min(scale([(name, BODY)], KEY - 16, BODY * LINE) for name in lines)
    for i, name in enumerate(lines):
        y = 26 + 7 * i
        if i < len(DASHES):
            yield f'<path d="M{x} {y}h12" {_stroke(i)}/>'
        else:
            yield from (_zero(x + 2 + 4 * k, y) for k in range(3))
        yield from _text(name, x + 15, y + 1.8, size)


def _bar(heading: str, x: float, y: float, high: float) -> Iterator[str]:
    """Beside all rows of one heading, which is read from below."""
    colour, said = COLOURS.get(heading, APPLIED), _(heading)
    yield f'<rect x="{x}" y="{y + 1}" width="{BAR}" height="{high - 2}" rx="1" fill="{colour}"/>'
    at = f"{x + BAR * 0.7:.2f} {y + high / 2:.2f}"
    yield (
        f'<text transform="translate({at}) rotate(-90)" font-size="{NAME * scale([(said, NAME)], high - 4, BAR):g}" '
        f'font-weight="700" text-anchor="middle">{escape(said)}</text>'
    )


def _row(row: Row, x: float, y: float, high: float) -> Iterator[str]:
    """The words, the picture, what helps."""
    left = x + BAR + 3
    size = scale([(row.label, NAME), (row.sentence, BODY)], TEXT, high - 3)
    yield from _lines(row.label, left, y + 7.5, NAME * size, TEXT, weight=700)
    below = y + 7.5 + NAME * size * LINE * len(broken(row.label, NAME * size, TEXT))
    yield from _lines(row.sentence, left, below, BODY * size, TEXT)
    yield from _plot(row, left + TEXT + 3, y + 4, high - 12)
    yield from _remedies(row.remedies, left + TEXT + PLOT + 7, y + 8.5, high - 3)


def _remedies(remedies: Sequence[Remedy], x: float, y: float, high: float) -> Iterator[str]:
    """What helps, each with its result below it."""
    texts = [(text, BODY) for remedy in remedies for text in (remedy.label, remedy.result)]
    size = BODY * scale(texts, REMEDIES, high - 2.2 * len(remedies))
    for remedy in remedies:
        yield from _lines(remedy.label, x, y, size, REMEDIES, weight=600)
        y += size * LINE * len(broken(remedy.label, size, REMEDIES))
        yield from _text(remedy.result, x, y, size)
        y += size * LINE + 2.2


def _plot(row: Row, x: float, y: float, high: float) -> Iterator[str]:
    """The profiles on one logarithmic axis, between the powers of ten that hold them."""
    with np.errstate(divide="ignore", invalid="ignore"):
        heights = [np.log10(profile.norms) for profile in row.profiles]
    known = np.concatenate([values[np.isfinite(values)] for values in heights])
    # A hair inside, so that rounding does not open one more power of ten.
    low, top = float(np.floor(known.min() + 1e-9)), float(np.ceil(known.max() - 1e-9))
    # Over less than two powers of ten a level line would look like a slope.
    low, top = (low, top) if top - low >= 2 else (low - 1, low + 1)
    left, wide = x + 12, PLOT - 14
    yield f'<path d="M{left} {y}V{y + high}H{left + wide}" fill="none" stroke="{INK}" stroke-width=".35"/>'
    for power in (low, top):
        at = y + high * (top - power) / (top - low)
        yield from _power(int(power), left - 1.5, at + (2.6 if power == top else 0))
    for i, values in enumerate(heights):
        yield from _way(values, i, (left, wide), (y, high), (low, top))
    last = max(len(values) for values in heights)
    size = SMALL * scale([(row.site, SMALL)], wide - 8, SMALL * LINE)
    yield from _text(row.site, left, y + high + 5, size)
    yield from _text(f"{last}", left + wide, y + high + 5, SMALL, anchor="end")


def _way(
    values: Array, i: int, across: tuple[float, float], up: tuple[float, float], between: tuple[float, float]
) -> Iterator[str]:
    """A line with its marks; what is exactly zero lies as hollow marks on the floor."""
    (left, wide), (y, high), (low, top) = across, up, between
    step = wide / max(1, len(values) - 1)
    points = [(left + step * k, y + high * (top - v) / (top - low)) for k, v in enumerate(values) if np.isfinite(v)]
    if points:
        way = "M" + "L".join(f"{px:.2f} {py:.2f}" for px, py in points)
        yield f'<path d="{way}" {_stroke(i)} stroke-linejoin="round"/>'
    for k, v in enumerate(values):
        if v == -np.inf:
            yield _zero(left + step * k, y + high)


def _stroke(i: int) -> str:
    return f'fill="none" stroke="{(GRADIENT, INK)[i]}" stroke-width="1.1" stroke-dasharray="{DASHES[i]}"'


def _zero(x: float, y: float) -> str:
    """A hollow mark, as where a logarithmic axis has no place for it."""
    return f'<circle cx="{x:.2f}" cy="{y:.2f}" r="1" fill="{PAGE}" stroke="{GRADIENT}" stroke-width=".5"/>'


def _power(power: int, x: float, y: float) -> Iterator[str]:
    if power == 0:
        yield from _text("1", x, y, SMALL, anchor="end")
        return
    yield (
        f'<text x="{x:.2f}" y="{y:.2f}" font-size="{SMALL}" text-anchor="end">10'
        f'<tspan dy="-1.4" font-size="{SMALL * 0.8:.2f}">{str(power).replace("-", "−")}</tspan></text>'
    )


def scale(texts: Sequence[tuple[str, float]], width: float, high: float) -> float:
    """By how much letters are made smaller, so that these texts of these sizes fit one under the other: 1 in English.

    Other languages need more words, and longer ones.
    """
    # Tried one after the other, as smaller letters are also broken into lines elsewhere.
    for one in np.arange(1.0, SMALLEST, -0.02):
        lines = [(line, size * one) for text, size in texts for line in broken(text, size * one, width)]
        fits = all(len(line) * size * AVERAGE <= width for line, size in lines)
        if fits and sum(size * LINE for _line, size in lines) <= high:
            return float(one)
    return SMALLEST


def broken(text: str, size: float, width: float) -> list[str]:
    """The text in lines of this width, by the average width of letters."""
    lines, most = [""], width / (size * AVERAGE)
    for word in text.replace(" %", NARROW).split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > most:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _lines(text: str, x: float, y: float, size: float, width: float, weight: int = 400) -> Iterator[str]:
    for i, line in enumerate(broken(text, size, width)):
        yield from _text(line, x, y + i * size * LINE, size, weight=weight)


def _text(text: str, x: float, y: float, size: float, *, weight: int = 400, anchor: str = "start") -> Iterator[str]:
    yield (
        f'<text x="{x:.2f}" y="{y:.2f}" font-size="{size:g}" font-weight="{weight}" text-anchor="{anchor}">'
        f"{escape(text.replace(' %', NARROW))}</text>"
    )
