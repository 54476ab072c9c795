"""Where the words of the glossary stand in a text, in the language of whoever reads it."""

import re
from collections.abc import Iterator

from simulator.catalog.glossary import GLOSSARY
from simulator.catalog.term import Term
from simulator.language import cached_per_language


@cached_per_language
def forms() -> dict[str, Term]:
    """Word -> term, for every form in which it stands on the page."""
    return {word.lower(): term for term in GLOSSARY.values() for word in term.words}


@cached_per_language
def _found() -> re.Pattern[str]:
    # Else a word would be found within a longer one that begins with it.
    longest_first = sorted(map(re.escape, forms()), key=len, reverse=True)
    # Not before a hyphen: the layer of layer-by-layer is part of another word.
    return re.compile(rf"\b(?:{'|'.join(longest_first)})\b(?!-)", re.IGNORECASE)


def pieces(text: str) -> Iterator[tuple[str, Term | None]]:
    """The text in pieces; each explained word, where it comes first, is one of its own, with its term."""
    end, known = 0, set[str]()
    for found in _found().finditer(text):
        term = forms()[found[0].lower()]
        if term.name in known:
            continue
        known.add(term.name)
        yield text[end : found.start()], None
        yield found[0], term
        end = found.end()
    yield text[end:], None
