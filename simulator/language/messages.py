"""Messages and numbers in the language of whoever reads them; every thread has its own."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, wraps
from gettext import NullTranslations
from typing import Literal, ParamSpec, TypeVar

from simulator.language.pseudo import PSEUDO

P = ParamSpec("P")
T = TypeVar("T")
ENGLISH = "en"


@dataclass(frozen=True)
class Language:
    """A language that texts can be shown in."""

    code: str
    """As in the link and in the name of its catalogue: a language of BCP 47."""
    name: str
    """What it is called by those who speak it."""
    large_nouns: bool = False
    """Whether nouns begin with a large letter inside a sentence, too."""
    finished: bool = True
    """Whether every text is translated, so that visitors are offered it."""


LANGUAGES = {
    row.code: row
    for row in (
        Language(ENGLISH, "English"),
        Language("de", "Deutsch", large_nouns=True),
        Language("es", "Español"),
        # Every letter accented and every text longer: what is still plain on the page was never marked.
        Language(PSEUDO, "[Ƥşḗŭḓǿ]", finished=False),
    )
}
_LANGUAGE: ContextVar[str | None] = ContextVar("language", default=None)
_asked: Callable[[], str | None] = lambda: None  # noqa: E731  what `asked_of` puts in its place is a function, too


def asked_of(ask: Callable[[], str | None]) -> None:
    """Lets ``ask`` say the language of a thread that nobody has told one; None leaves it at English."""
    global _asked
    _asked = ask


def language() -> str:
    """Code of the language of this thread."""
    told = _LANGUAGE.get()
    if told is None:
        told = _asked()
        if told is None:
            return ENGLISH
        _LANGUAGE.set(told)
    return told


def speak(code: str) -> None:
    """From now on this thread's texts are in this language."""
    _LANGUAGE.set(code)


@contextmanager
def using(code: str) -> Iterator[None]:
    """Texts in this language, for a while.

    Raises KeyError for a language that there is not.
    """
    before = _LANGUAGE.set(LANGUAGES[code].code)
    try:
        yield
    finally:
        _LANGUAGE.reset(before)


def known(wanted: str) -> str | None:
    """The finished language that a browser's tag such as "de-AT" asks for; None where there is none."""
    code = wanted.partition("-")[0].lower()
    return code if code in LANGUAGES and LANGUAGES[code].finished else None


def _(message: str, **holes: object) -> str:
    """The message in this thread's language, each ``{name}`` in it filled with the hole of that name."""
    code = language()
    if code != ENGLISH:
        message = catalogue(code).gettext(message) if message else message
    return message.format(**holes) if holes else message


def ngettext(one: str, many: str, number: int, **holes: object) -> str:
    """One of the messages, as ``number`` asks for; it stands in the hole ``{number}``, too."""
    code = language()
    english = one if number == 1 else many
    message = english if code == ENGLISH else catalogue(code).ngettext(one, many, number)
    return message.format(number=number, **holes)


@cache
def catalogue(code: str) -> NullTranslations:
    """The messages of a language, read once."""
    # Here, so that English, which needs no catalogue, loads no babel.
    from simulator.language.files import read

    return read(code)


def listed(items: Sequence[str], joined: Literal["and", "or"] = "and") -> str:
    """The items one after the other, the last one behind "and" or "or"."""
    code = language()
    if code.startswith(ENGLISH):
        return f" {joined} ".join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)
    from babel.lists import format_list

    return format_list(items, "standard" if joined == "and" else "or", locale=code)


def inside(label: str) -> str:
    """A label as it stands inside a sentence: "Leaky ReLU" gives "leaky ReLU"; "ReLU" and German nouns stay."""
    plain = label.split()[0][1:].islower() and not LANGUAGES[language()].large_nouns
    return label[0].lower() + label[1:] if plain else label


def signs(number: str) -> str:
    """A number as Python writes it, such as "1,234.5", with this language's signs for thousands and decimals."""
    code = language()
    return number if code.startswith(ENGLISH) else number.translate(_signs(code))


@cache
def _signs(code: str) -> dict[int, str]:
    from babel.numbers import get_decimal_symbol, get_group_symbol

    return {ord("."): get_decimal_symbol(code), ord(","): get_group_symbol(code)}


def cached_per_language(make: Callable[P, T]) -> Callable[P, T]:
    """Calls ``make`` once for each language and each set of arguments."""

    made = cache(lambda _code, *args, **options: make(*args, **options))

    @wraps(make)
    def remembered(*args: P.args, **options: P.kwargs) -> T:
        return made(language(), *args, **options)  # type: ignore[arg-type]  # the arguments are hashable

    return remembered
