"""Numbers for people. They arrive as their base-10 logarithm, so that 1e-300 and 1e300 are nothing special."""

import re
from collections.abc import Callable
from math import floor, inf, isfinite, log10

from simulator.language import _, ngettext, signs

LARGE: dict[int, Callable[[int], str]] = {
    3: lambda n: _("{number} thousand", number=n),
    6: lambda n: ngettext("a million", "{number} million", n),
    9: lambda n: ngettext("a billion", "{number} billion", n),
    12: lambda n: ngettext("a trillion", "{number} trillion", n),
    15: lambda n: ngettext("a quadrillion", "{number} quadrillion", n),
}
"""So many times 10 to this power, where it has a name; other languages have other names at other powers."""
ONE: dict[int, Callable[[], str]] = {
    6: lambda: _("1 million"),
    9: lambda: _("1 billion"),
    12: lambda: _("1 trillion"),
    15: lambda: _("1 quadrillion"),
}
"""One of them where it is a number like all others: of size 1 million."""
FRACTIONS: dict[int, Callable[[int], str]] = {
    4: lambda n: ngettext("a ten-thousandth", "{number} ten-thousandths", n),
    5: lambda n: ngettext("a hundred-thousandth", "{number} hundred-thousandths", n),
    6: lambda n: ngettext("a millionth", "{number} millionths", n),
    7: lambda n: ngettext("a ten-millionth", "{number} ten-millionths", n),
    8: lambda n: ngettext("a hundred-millionth", "{number} hundred-millionths", n),
    9: lambda n: ngettext("a billionth", "{number} billionths", n),
    10: lambda n: ngettext("a ten-billionth", "{number} ten-billionths", n),
    11: lambda n: ngettext("a hundred-billionth", "{number} hundred-billionths", n),
    12: lambda n: ngettext("a trillionth", "{number} trillionths", n),
    13: lambda n: ngettext("a ten-trillionth", "{number} ten-trillionths", n),
    14: lambda n: ngettext("a hundred-trillionth", "{number} hundred-trillionths", n),
    15: lambda n: ngettext("a quadrillionth", "{number} quadrillionths", n),
    16: lambda n: ngettext("a ten-quadrillionth", "{number} ten-quadrillionths", n),
    17: lambda n: ngettext("a hundred-quadrillionth", "{number} hundred-quadrillionths", n),
}
"""So many of one over 10 to this power. Names go by thousands, so 1e-13 is a ten-trillionth."""
TRILLION = 12
"""The power of ten by which a number is counted that is beyond those names: a millionth of a trillionth."""
BEYOND = 18
"""The power of ten from which on it is."""
FURTHEST = 26
"""The power of ten from which on two names together say less than a count of zeros."""
SMALL = -4
"""Below 10 to this power a percentage is no longer read at a glance."""
UNIT = re.compile(r"(?<=\d) (?=(?:ms|s|kB|MB)(?!\w))|(?<=\d) ?(?=%(?!\w))")
"""The space between a number and its unit."""
LEVEL = 0.005
"""log10 of a factor that reads as all."""


def scientific(log10: float) -> str:
    """``1e-13`` or ``4e25``: one digit and a power of ten."""
    power = floor(log10)
    digit = round(10 ** (log10 - power))
    return f"1e{power + 1}" if digit == 10 else f"{digit}e{power}"


def part(log10: float) -> str:
    """How much of something is left: "23 %", "0.3 %", and from 1e-4 down "a trillionth"."""
    if log10 < SMALL:
        return spoken(log10)
    percent = 100 * 10**log10
    # Digits change where rounding would make the next longer number: 9.5 is read as 10.
    if percent >= 99.95:
        return _("all")
    digits = 1 if percent >= 95 else 0 if percent >= 9.5 else 1 if percent >= 0.95 else 2
    return signs(f"{percent:.{digits}f}".removesuffix(".0")) + " %"


def times(log10: float) -> str:
    """By how much something has grown: "1.5", "40", "3,300", "a million", "40 trillion", "4e40 (4 with 40 zeros)"."""
    return spoken(log10) if log10 >= -SMALL else _plain(log10)


def _plain(log10: float) -> str:
    factor = 10**log10
    if factor < 9.95:
        return signs(f"{factor:.{2 if factor < 1.095 else 1}f}")
    # Two digits say enough of a factor.
    size = 10 ** (len(str(int(factor))) - 2)
    return signs(f"{round(factor / size) * size:,.0f}")


def number(value: float) -> str:
    """A plain number to three digits: "0.0033", "8.25", "870", "3,300", "40 trillion", and from 1e-4 down "3e-13"."""
    if not isfinite(value):
        return _("not a number") if value != value else _("infinite")
    if value == 0:
        return "0"
    sign, size = "-" if value < 0 else "", log10(abs(value))
    if size < SMALL:
        return sign + scientific(size)
    if abs(value) < 999.5:
        return sign + signs(f"{abs(value):.3g}")
    return sign + (spoken(size, numeral=True) if size >= -SMALL else _plain(size))


def relative(log10: float) -> str:
    """What has become of something, relative to what it was: "23 %", "40 times", "nothing"."""
    if log10 == -inf:
        return _("nothing")
    return part(log10) if log10 < LEVEL else _("{factor} times", factor=times(log10))


def spoken(log10: float, numeral: bool = False) -> str:
    """A number beyond the percentages in words: "a trillionth"; where it has no name, with all its zeros counted.

    As a ``numeral`` it is "1 million" and not "a million".
    """
    if not isfinite(log10) or SMALL <= log10 < -SMALL:
        return ""
    digit, power = _digit_and_power(log10)
    size = abs(power)
    if size > FURTHEST:
        written = scientific(log10)
        if power > 0:
            return _("{written} ({digit} with {zeros} zeros)", written=written, digit=digit, zeros=size)
        return _("{written} ({digit} after {zeros} zeros)", written=written, digit=digit, zeros=size)
    named = size - TRILLION * (size >= BEYOND)
    if power < 0:
        said = FRACTIONS[named](digit)
        return _("{part} of a trillionth", part=said) if size >= BEYOND else said
    # Names go by thousands: 4e13 is 40 trillion.
    rest = named % 3
    count = digit * 10**rest
    said = ONE[named - rest]() if numeral and count == 1 else LARGE[named - rest](count)
    return _("{count} trillion", count=said) if size >= BEYOND else said


def _digit_and_power(log10: float) -> tuple[int, int]:
    digit, power = map(int, scientific(log10).split("e"))
    return digit, power


def together(text: str) -> str:
    """A sentence, each number of it on one line with its unit."""
    return UNIT.sub("\u00a0", text)


def percent(share: float) -> str:
    """A share: "90 %", "0.3 %", "250 %", and beyond ten times "870 times"."""
    if share >= 9.995:
        return _("{factor} times", factor=times(log10(share)))
    return part(log10(share)) if 0 < share < 0.9995 else signs(f"{100 * share:.3g}") + " %"
