"""A file that cannot be used, and the sentence that says why."""

from simulator.settings.errors import shorten

MOST_BYTES = 5_000_000
"""Size of a file that a visitor may hand in."""
SMALLER = "The NPZ of a run is about an eighth of its table."
TOO_LARGE = f"This file has more than {MOST_BYTES / 1e6:g} MB. {SMALLER}"
"""Of one that the browser refuses, and never hands over."""


class FileError(ValueError):
    """Says in a sentence what is wrong with a file, in plain ASCII."""


def check_size(content: bytes) -> None:
    """Raises FileError where the file is too large or empty."""
    if len(content) > MOST_BYTES:
        given, most = len(content) / 1e6, MOST_BYTES / 1e6
        raise FileError(f"This file has {given:.1f} MB; allowed are {most:g}. {SMALLER}")
    if not content.strip():
        raise FileError("This file is empty.")


def text_of(content: bytes) -> str:
    """The text; raises FileError where it is not UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        byte = shorten(content[error.start : error.start + 1])
        raise FileError(f"This file is no text in UTF-8: byte {error.start + 1} is {byte}. Save it as UTF-8.") from None
