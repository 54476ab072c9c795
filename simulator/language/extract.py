"""Brings the catalogues up to date with the code: python -m simulator.language.extract

New messages are added without a translation, those that the code no longer has are removed, and what is translated
stays.
"""

from datetime import UTC, datetime
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import write_po

from simulator.language.catalogue import extracted
from simulator.language.files import file_of, parsed
from simulator.language.messages import ENGLISH, LANGUAGES
from simulator.language.pseudo import PSEUDO
from simulator.language.tables import TEXTS

ROOMS = ("catalog", "settings", "charts", "analysis", "sweeps", "teaching", "export")
TABLES = tuple(f"simulator.{room}" for room in ROOMS)
"""Packages whose modules write down texts in tables."""
PYTHON, JAVASCRIPT = "simulator.language.catalogue:of_python", "javascript"
METHODS = [("simulator/**.py", PYTHON), ("pages/**.py", PYTHON), ("app.py", PYTHON), ("**.js", JAVASCRIPT)]
HEADER: dict[str, Any] = {
    "header_comment": "# Written by people; messages are added and removed by python -m simulator.language.extract",
    "project": "gradient-simulator",
    "version": "1",
    "msgid_bugs_address": "",
    "last_translator": "",
    "language_team": "",
    "creation_date": datetime(2026, 11, 29, tzinfo=UTC),
    "revision_date": datetime(2026, 11, 29, tzinfo=UTC),
    "fuzzy": False,
}
"""Of a catalogue that is made anew; dates would change with every call, and so stay."""


def template() -> Catalog:
    """All messages of the code, each with the files that it stands in; untranslated."""
    found = Catalog()
    for text in _of_tables():
        found.add(text, locations=[("tables", 0)])
    for file, message in extracted(*METHODS):
        found.add(message, locations=[(file, 0)])
    return found


def main() -> None:
    """Every catalogue, up to date."""
    newest = template()
    for code in LANGUAGES:
        if code in (ENGLISH, PSEUDO):
            continue
        own = parsed(code) if file_of(code).exists() else Catalog(code, **HEADER)
        # Never by likeness: a sentence that nearly says the same would be shown as if somebody had read it.
        own.update(newest, no_fuzzy_matching=True, update_header_comment=False, update_creation_date=False)
        with file_of(code).open("wb") as file:
            # Without numbers of lines, else every change of the code would change the catalogues.
            write_po(file, own, width=120, omit_header=False, ignore_obsolete=True, include_lineno=False)
        missing = sum(not _is_translated(message) for message in own if message.id)
        print(f"{code}: {len(own)} messages, {missing} to be translated")


def _of_tables() -> list[str]:
    """Loads every module that has tables, and gives their texts."""
    for name in TABLES:
        package = import_module(name)
        for module in walk_packages(package.__path__, f"{name}."):
            import_module(module.name)
    import_module("simulator.teaching.glossary").entries()  # made of the tables
    return [*TEXTS]


def _is_translated(message: Message) -> bool:
    texts = message.string or ""
    return bool(texts) if isinstance(texts, str) else all(texts)


if __name__ == "__main__":
    main()
