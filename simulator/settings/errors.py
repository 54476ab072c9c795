"""The one error of the library, a setting that cannot be used, and how a wrong value is named in it."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from simulator.language import _

LONGEST = 40
"""Characters of a wrong value that are shown."""


class SettingsError(ValueError):
    """Names the label, what is allowed, what was given and what to do.

    ``fields`` are the names of the settings to change, the one to change first in front. ``reason`` says in a clause
    why settings do not go together that are fine alone.
    """

    def __init__(self, sentence: str, *fields: str, reason: str = "") -> None:
        super().__init__(sentence)
        self.fields, self.reason = fields, reason


def shorten(value: Any) -> str:
    """The value as it would be typed, in plain ASCII, cut where it gets long."""
    try:
        text = ascii(value)
    except Exception:  # a number of a million digits, a list that holds itself a thousand times over
        text = _("a value that cannot be shown")
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 4]}...{text[-1]}"


def closest(given: Any, names: Iterable[str]) -> str | None:
    """The name that was probably meant, or None."""
    if not isinstance(given, str) or len(given) > LONGEST:
        return None
    matches = get_close_matches(given.strip().lower().replace(" ", "_").replace("-", "_"), list(names), 1)
    return matches[0] if matches else None
