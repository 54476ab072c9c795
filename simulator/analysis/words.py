"""Numbers for people. They arrive as their base-10 logarithm, so that 1e-300 and 1e300 are nothing special."""

import re
from math import floor, inf, isfinite, log10

NAMES = ("", "thousand", "million", "billion", "trillion", "quadrillion")
"""Names of the powers of a thousand, as far as they are known words."""
TRILLION = 12
"""The power of ten by which a number is counted that is beyond those names: a millionth of a trillionth."""
FURTHEST = 26
"""The power of ten from which on two names together say less than a count of zeros."""
SMALL = -4
"""Below 10 to this power a percentage is no longer read at a glance."""
UNIT = re.compile(r"(?<=\d) (?=(?:%|ms|s|kB|MB)(?!\w))")
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
        return "all"
    digits = 1 if percent >= 95 else 0 if percent >= 9.5 else 1 if percent >= 0.95 else 2
    return f"{percent:.{digits}f}".removesuffix(".0") + " %"


def times(log10: float) -> str:
    """By how much something has grown: "1.5", "40", "3,300", "a million", "40 trillion", "4e40 (a 4 with 40 zeros)"."""
    if log10 >= -SMALL:
        return spoken(log10)
    factor = 10**log10
    if factor < 9.95:
        return f"{factor:.{2 if factor < 1.095 else 1}f}"
    size = 10 ** (len(str(int(factor))) - 2)
    return f"{round(factor / size) * size:,.0f}"


def number(value: float) -> str:
    """A plain number to three digits: "0.0033", "8.25", "870", "3,300", "40 trillion", and from 1e-4 down "3e-13"."""
    if not isfinite(value) or value == 0:
        return "0" if value == 0 else "not a number" if value != value else "infinite"
    sign, size = "-" if value < 0 else "", log10(abs(value))
    if size < SMALL:
        return sign + scientific(size)
    if abs(value) < 999.5:
        return f"{sign}{abs(value):.3g}"
    said = times(size)
    return sign + (f"1{said[1:]}" if said.startswith("a ") else said)


def relative(log10: float) -> str:
    """What has become of something, relative to what it was: "23 %", "40 times", "nothing"."""
    if log10 == -inf:
        return "nothing"
    return part(log10) if log10 < LEVEL else f"{times(log10)} times"


def spoken(log10: float) -> str:
    """A number beyond the percentages in words: "a trillionth"; where it has no name, with all its zeros counted."""
    if not isfinite(log10) or SMALL <= log10 < -SMALL:
        return ""
    digit, power = _digit_and_power(log10)
    if abs(power) > FURTHEST:
        return f"{scientific(log10)} (a {digit} {'with' if power > 0 else 'after'} {abs(power)} zeros)"
    beyond = abs(power) >= len(NAMES) * 3
    thousands, rest = divmod(abs(power) - TRILLION * beyond, 3)
    name = NAMES[thousands]
    if power > 0:
        count = "a" if digit * 10**rest == 1 else str(digit * 10**rest)
        return f"{count} {name}{' trillion' if beyond else ''}"
    # Names go by thousands, so 1e-13 is a ten-trillionth: one power of ten beyond the trillionth, 1e-12.
    head = ("", "ten-", "hundred-")[rest]
    count, ending = ("a", "th") if digit == 1 else (str(digit), "ths")
    return f"{count} {head}{name}{ending}{' of a trillionth' if beyond else ''}"


def _digit_and_power(log10: float) -> tuple[int, int]:
    digit, power = map(int, scientific(log10).split("e"))
    return digit, power


def together(text: str) -> str:
    """A sentence, each number of it on one line with its unit."""
    return UNIT.sub("\u00a0", text)


def percent(share: float) -> str:
    """A share: "90 %", "0.3 %", "250 %", and beyond ten times "870 times"."""
    if share >= 9.995:
        return f"{times(log10(share))} times"
    return part(log10(share)) if 0 < share < 0.9995 else f"{100 * share:.3g} %"
