"""A word that a newcomer may not know: one record for all that is known of it."""

from dataclasses import dataclass

from simulator.catalog.choice import Choice
from simulator.language import _, mark, raw


@dataclass(frozen=True)
class Term(Choice):
    """``label`` is the word itself, ``note`` the sentence that explains it."""

    forms: tuple[str, ...] = ()
    """How else the word stands on the page in English, in any case of letters."""

    def __post_init__(self) -> None:
        mark(self._words)

    @property
    def words(self) -> list[str]:
        """How the word stands on the page in the language of whoever reads it."""
        return [word.strip() for word in _(self._words).split("|")]

    @property
    def _words(self) -> str:
        """One message, as another language has other forms, and more or fewer of them."""
        return " | ".join((raw(self, "label"), *self.forms))


def term(label: str, note: str, *forms: str) -> Term:
    return Term(label.replace(" ", "_"), label, note, forms=forms)
