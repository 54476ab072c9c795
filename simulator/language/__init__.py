"""The language in which texts are shown: English in the code, others looked up in catalogues made with gettext.

``_("The loss fell to {loss}", loss=...)`` gives one sentence, ``ngettext`` one that counts. A text that is written down
before anybody's language is known, as in a table, is put down by ``mark`` or in a field that ``translated`` names.
"""

from simulator.language.messages import (
    ENGLISH,
    LANGUAGES,
    Language,
    _,
    asked_of,
    cached_per_language,
    catalogue,
    inside,
    known,
    language,
    listed,
    ngettext,
    signs,
    speak,
    using,
)
from simulator.language.tables import mark, raw, translated

__all__ = [
    "ENGLISH",
    "LANGUAGES",
    "Language",
    "_",
    "asked_of",
    "cached_per_language",
    "catalogue",
    "inside",
    "known",
    "language",
    "listed",
    "mark",
    "ngettext",
    "raw",
    "signs",
    "speak",
    "translated",
    "using",
]
