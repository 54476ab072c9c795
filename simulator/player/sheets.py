"""The player's style sheets."""

from pathlib import Path

SHEETS = ("shared", "words", "watch", "why", "walk", "learns", "present", "save")
"""What the views share, and what is of one view alone."""


def style(sheet: str) -> str:
    """The text of a style sheet; the page takes that of the explained ``words`` too, a page ``alone`` has its own."""
    return Path(__file__).with_name("css").joinpath(f"{sheet}.css").read_text("utf-8")
