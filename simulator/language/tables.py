"""Texts that are written down in tables, long before anybody's language is known."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from simulator.language.messages import ENGLISH, _, language

T = TypeVar("T")
TEXTS: dict[str, None] = {}
"""Every text of a table that was loaded so far, in the order in which they were read."""


def mark(text: str) -> str:
    """The text as it is, to be translated where it is shown, by ``_``."""
    if text:
        TEXTS[text] = None
    return text


def translated(*fields: str) -> Callable[[type[T]], type[T]]:
    """Makes fields of a frozen dataclass give their texts in the language of whoever reads them.

    A field holds a text, a tuple of texts or a mapping whose values are texts. ``raw`` gives them as they were written.
    """

    def lay(kind: type[T]) -> type[T]:
        for field in fields:
            setattr(kind, field, _Texts(field))
        return kind

    return lay


def raw(row: object, field: str) -> Any:
    """What a field that is translated holds, in English."""
    return row.__dict__[field]


class _Texts:
    """Stands for a field in the class, so that whoever reads it is given a translation."""

    def __init__(self, field: str) -> None:
        self.field = field

    def __get__(self, row: object, kind: type[Any]) -> Any:
        if row is None:
            raise AttributeError(self.field)  # a class has no text: its rows do
        text = row.__dict__[self.field]
        return text if language() == ENGLISH else _each(text, _)

    def __set__(self, row: object, text: Any) -> None:
        row.__dict__[self.field] = _each(text, mark)


def _each(texts: Any, told: Callable[[str], str]) -> Any:
    if isinstance(texts, str):
        return told(texts)
    if isinstance(texts, dict):
        return {key: told(text) for key, text in texts.items()}
    return tuple(map(told, cast(tuple[str, ...], texts)))
