"""A language's catalogue: a file of gettext, read for whoever looks its messages up."""

from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from simulator.language.pseudo import PSEUDO, Pseudo

FOLDER = Path(__file__).parent / "catalogues"


def file_of(code: str) -> Path:
    """Where a language's messages are."""
    return FOLDER / f"{code}.po"


def parsed(code: str) -> Catalog:
    """A language's messages with all that stands beside them."""
    with file_of(code).open("rb") as file:
        return read_po(file, locale=code)


def read(code: str) -> NullTranslations:
    """A language's messages, for looking them up.

    Raises FileNotFoundError where it has no catalogue.
    """
    if code == PSEUDO:
        return Pseudo()
    # Compiled here: gettext reads only what msgfmt has made, which would be one more file to keep up to date.
    compiled = BytesIO()
    write_mo(compiled, parsed(code))
    compiled.seek(0)
    return GNUTranslations(compiled)
