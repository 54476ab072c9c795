"""Texts in other languages: what is marked is found, what is translated is whole, and each thread has its own."""

import json
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from string import Formatter

import pytest
from babel.messages.catalog import Message

from simulator.catalog.activations import ACTIVATIONS
from simulator.language import ENGLISH, LANGUAGES, _, known, language, listed, ngettext, raw, signs, using
from simulator.language.files import file_of, parsed
from simulator.language.pseudo import PSEUDO
from tests.server import ROOT

TRANSLATED = [code for code in LANGUAGES if code not in (ENGLISH, PSEUDO)]
FINISHED = [code for code in TRANSLATED if LANGUAGES[code].finished]


def texts(message: Message) -> tuple[str, ...]:
    """The translation, or each of its plural forms."""
    told = message.string or ""
    return (told,) if isinstance(told, str) else tuple(told)


def holes(text: str) -> set[str]:
    """What is filled in, and what must not be translated: addresses, icons, tags and formulas."""
    try:
        names = {name for _text, name, _spec, _conversion in Formatter().parse(text) if name}
    except ValueError:  # braces that are none of Python's: a formula
        names = set(re.findall(r"\{(\w[\w.]*)\}", text))
    return names | set(re.findall(r"\]\([^()]*\)|:material/\w+:|</?\w+", text))


@cache
def messages() -> set[str | tuple[str, ...]]:
    """All messages of the code, as a new interpreter finds them: here tables may have been told in other languages."""
    code = "import json; from simulator.language.extract import template; print(json.dumps([m.id for m in template()]))"
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return {tuple(one) if isinstance(one, list) else one for one in json.loads(found.stdout) if one}


@pytest.mark.parametrize("code", TRANSLATED)
def test_the_catalogue_has_the_messages_of_the_code_and_no_other(code: str) -> None:
    assert {message.id for message in parsed(code) if message.id} == messages(), (
        "run python -m simulator.language.extract"
    )


@pytest.mark.parametrize("code", FINISHED)
def test_every_message_is_translated(code: str) -> None:
    assert [message.id for message in parsed(code) if message.id and not all(texts(message))] == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_translation_has_the_holes_links_and_tags_of_its_message(code: str) -> None:
    wrong = []
    for message in parsed(code):
        ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
        for form, told in enumerate(texts(message)):
            english = ids[min(form, len(ids) - 1)]
            # The plural's hole may be left out where a form says its number in a word.
            if message.id and told and holes(told) - {"number"} != holes(english) - {"number"}:
                wrong.append((english, told))
    assert wrong == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_no_translation_is_in_doubt(code: str) -> None:
    assert [message.id for message in parsed(code) if message.id and message.fuzzy] == []
    # Behind this sign gettext keeps messages that the code has no more.
    assert file_of(code).read_text("utf-8").count("\n#~") == 0


def test_a_row_of_a_table_is_read_in_the_language_of_its_reader() -> None:
    row = ACTIVATIONS["sigmoid"]
    assert row.label == "Sigmoid"
    with using(PSEUDO):
        assert row.label.startswith("⟦Šíğɱöíđ") and raw(row, "label") == "Sigmoid"
    assert row.label == "Sigmoid" and language() == ENGLISH


def test_holes_are_filled_and_counts_have_their_form() -> None:
    assert _("{a} of {b}", a=1, b="two") == "1 of two"
    assert [ngettext("{number} layer", "{number} layers", number) for number in (0, 1, 2)] == [
        "0 layers",
        "1 layer",
        "2 layers",
    ]
    with using(PSEUDO):
        assert re.fullmatch(r"⟦1 öƒ 2.*⟧", _("{a} of {b}", a=1, b=2))


def test_threads_have_languages_of_their_own() -> None:
    def told(code: str) -> str:
        with using(code):
            return ACTIVATIONS["tanh"].label

    with ThreadPoolExecutor(4) as pool:
        # More calls than threads, so that each thread changes its language to and fro.
        assert [*pool.map(told, [ENGLISH, PSEUDO] * 20)] == ["Tanh", "⟦Ţåñħ⟧"] * 20


def test_numbers_and_lists_follow_the_language() -> None:
    assert signs("1,234.5") == "1,234.5"
    assert [listed(items) for items in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
    with using("de"):
        assert signs("1,234.5") == "1.234,5" and listed(["a", "b", "c"], "or") == "a, b oder c"
    with using("es"):
        assert signs("1,234.5") == "1.234,5" and listed(["a", "b"]) == "a y b"


def test_a_browser_is_offered_what_is_finished() -> None:
    assert known("en-US") == ENGLISH and known("fr") is None and known("") is None
    for code in TRANSLATED:
        assert known(f"{code}-XX") == (code if LANGUAGES[code].finished else None)
