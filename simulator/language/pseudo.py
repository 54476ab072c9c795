"""A language made by rule, to find texts that nobody marked: every letter has an accent, every text is 40 % longer."""

import re
from gettext import NullTranslations

PSEUDO = "en-XA"
"""The code of this language, as in CLDR."""
LONGER = 0.4
PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
ACCENTED = "åƀçđéƒğħíĵķłɱñöþɋřšţüṽŵẋýžÅƁÇĐÉƑĞĦÍĴĶŁṀÑÖÞɊŘŠŢÜṼŴẊÝŽ"
LETTERS = str.maketrans(PLAIN, ACCENTED)
KEPT = re.compile(r"\{[^{}]*\}|<[^<>]*>|&\w+;|:material/\w+:|\]\([^()]*\)|\$[^$]*\$|`[^`]*`")
"""What is no text: holes, tags, icons, addresses, formulas and code."""


class Pseudo(NullTranslations):
    """Translates by rule."""

    def gettext(self, message: str) -> str:
        return pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return pseudo(msgid1 if n == 1 else msgid2)


def pseudo(message: str) -> str:
    """The message with accents, as much longer as other languages are, between ⟦ and ⟧."""
    parts, at = [], 0
    for kept in KEPT.finditer(message):
        parts += [message[at : kept.start()].translate(LETTERS), kept.group()]
        at = kept.end()
    letters = len(KEPT.sub("", message))
    return f"⟦{''.join(parts)}{message[at:].translate(LETTERS)}{_more(letters)}⟧"


def _more(letters: int) -> str:
    """Words without a meaning, to make a text of ``letters`` letters longer."""
    missing = round(letters * LONGER) - 2
    return (" ōñę țŵó" * (missing // 8 + 1))[:missing] if missing > 0 else ""
