"""A word that explains itself on the page, with what the field calls it and the networks that show it."""

from simulator.catalog.glossary import GLOSSARY
from simulator.teaching.glossary.entry import Entry, Picture
from simulator.teaching.glossary.networks import BOTH

FIRST, WAY, HELPS, MEMORY = (
    "What a network does",
    "The gradient's way back",
    "What keeps a gradient alive",
    "Memory: sequences",
)
"""Headings, in the order in which they are learned."""
LECUN, RUMELHART = "LeCun, Bottou, Orr, Müller (1998)", "Rumelhart, Hinton, Williams (1986)"


def word(
    name: str,
    group: str,
    picture: Picture,
    term: str,
    formula: str = "",
    source: str = "",
    number: str = "",
    also: tuple[str, ...] = (),
) -> Entry:
    """The row of the catalog's glossary, with its ``term``; the rest of a quantity comes from its own ``number``."""
    row = GLOSSARY[name]
    forms = (*row.forms, *also)
    return Entry(name, row.label, group, picture, row.note, (term,), formula, (source,) * bool(source), forms, number)


def of_both(shows: str) -> Picture:
    """A network whose gradient vanishes, and one whose gradient arrives."""
    return Picture(BOTH, shows)
