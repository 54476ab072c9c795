"""A whole number as a link gives it."""


def whole_number(text: str, low: int, high: int) -> int | None:
    """The number that the text is, from ``low`` (0 or more) to ``high``; None where it is none, or another one."""
    # Python itself would also read "1_0", " 5" and the digits of other scripts, and raises at thousands of them.
    plain = text.isascii() and text.isdigit() and len(text) <= len(str(high))
    return int(text) if plain and low <= int(text) <= high else None
