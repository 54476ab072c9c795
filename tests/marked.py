"""What of some texts nobody marked: the made-up language accents each letter of a message, so plain letters tell."""

import re
from collections.abc import Iterator

from simulator.catalog import MENUS, TASKS
from simulator.language.pseudo import KEPT
from simulator.settings.experiment import FIELDS

WORD = re.compile(r"[A-Za-z]{3,}")
NAMES = {"RNN", "and", "inf", "nan"}
"""Of a cell; and how a list is joined, which follows no message."""


def plain(texts: Iterator[str] | list[str]) -> set[str]:
    """The words of these texts that are no message, but for names of settings and of the rows of menus."""
    known = {*NAMES, *FIELDS, *(name for rows in (*MENUS.values(), *TASKS.values()) for name in rows)}
    known |= {one for name in known for one in name.split("_")}
    return {word for text in texts for word in WORD.findall(KEPT.sub("", text))} - known
