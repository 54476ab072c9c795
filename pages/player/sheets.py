"""The player's style sheets."""

from pathlib import Path

SHEETS = ("shared", "words", "watch", "why", "walk", "learns", "present")
"""What the views share, and what is of one view alone."""


def style(sheet: str) -> str:
    """The text of one style sheet; that of the explained ``words`` is the page's as well, that of a page ``alone`` only its."""
    return Path(__file__).with_name("css").joinpath(f"{sheet}.css").read_text("utf-8")
