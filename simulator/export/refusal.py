"""A file that cannot be used, and the sentence that says why."""

from math import ceil

from simulator.language import _, mark, signs
from simulator.settings.errors import shorten

MOST_BYTES = 5_000_000
"""Size of a file that a visitor may hand in."""
SMALLER = mark("The NPZ of a run is about an eighth of its table.")


class FileError(ValueError):
    """Says in a sentence what is wrong with a file; in English that is plain ASCII."""


def too_large() -> str:
    """Of a file that the browser refuses, and never hands over."""
    return _("This file has more than {most} MB. {smaller}", most=signs(f"{MOST_BYTES / 1e6:g}"), smaller=_(SMALLER))


def check_size(content: bytes) -> None:
    """Raises FileError where the file is too large or empty."""
    if len(content) > MOST_BYTES:
        given, most = signs(f"{ceil(len(content) / 1e5) / 10:.1f}"), signs(f"{MOST_BYTES / 1e6:g}")
        smaller = _(SMALLER)
        raise FileError(
            _("This file has {given} MB; allowed are {most}. {smaller}", given=given, most=most, smaller=smaller)
        )
    if not content.strip():
        raise FileError(_("This file is empty."))


def text_of(content: bytes) -> str:
    """The text; raises FileError where it is not UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        byte, place = shorten(content[error.start : error.start + 1]), error.start + 1
        raise FileError(
            _("This file is no text in UTF-8: byte {place} is {byte}. Save it as UTF-8.", place=place, byte=byte)
        ) from None
