"""The pages in other languages: in the one made by rule what is still plain English was never marked."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared.controls import GROUPS
from simulator.catalog.challenges.rescue import RESCUES
from simulator.language import LANGUAGES
from simulator.language.pseudo import PSEUDO
from simulator.service.service import Service
from tests.server import ROOT
from tests.visit import QUICK, button, sound, url

TEXTS = {"body", "label", "help", "options", "placeholder", "format", "text", "tooltip", "header", "json"}
"""Fields of Streamlit's messages that are read by somebody."""
DATA = {
    *(
        "place",
        "colours",
        "name",
        "key",
        "player",
        "link",
        "address",
        "file",
        "language",
        "frame",
        "state",
        "scale",
        "ink",
    ),
    *("counted", "keeps", "source", "run", "number", "related", "formula", "here"),
}
"""What a component is given that nobody reads."""
TOLD = re.compile(r"⟦[^⟦⟧]*⟧")
NO_TEXT = re.compile(
    r"<style>.*?</style>|<script>.*?</script>|<svg.*?</svg>|<code>.*?</code>|<em>.*?</em>|`[^`]*`|\$\$.*?\$\$|\$[^$]*\$|"
    r"\]\([^)]*\)|(?<= )\*[^*]*\*$|(?<= · )[A-Z][^·]*\(\d{4}\)$|:material/\w+:|https?:\S+",
    re.DOTALL | re.MULTILINE,
)
"""Style, formulas, code, addresses, sources and icons."""
SAID = re.compile(r'(?:title|aria-label|aria-description|data-says|placeholder)="([^"]*)"')
NAMES = re.compile(
    r"\b(MB|CSV|NumPy|PyTorch|Python|streamlit|torch|cpu|altair|numpy|UTF|Deutsch|English|Español)\b|"
    "Language · Sprache · Idioma"
)


def pages() -> dict[str, tuple[str, Mapping[str, Any]]]:
    """The code and the link of each page that is looked at."""
    one = "from pages.{0} import display_{0}\n\ndisplay_{0}()\n"
    wrong = {"foo": "1", "depth": "abc"}
    clash = {**QUICK, "init": "identity", "width": "9", "kind": "sequence", "sequence_length": "5"}
    return {
        "simulator": ("", {**QUICK, **wrong, "seeds": "10"}),
        "sequence": ("", clash),
        "numbers": (one.format("numbers"), wrong),
        "lessons": (one.format("lessons"), wrong),
        "predict": (one.format("lessons"), {"lesson": "sigmoid"}),
        "challenges": (one.format("challenges"), wrong),
        "rescue": (one.format("challenges"), {"challenge": next(iter(RESCUES))}),
        "check": (one.format("challenges"), {"check": "nonsense"}),
        "map": (one.format("map"), wrong),
        "glossary": (one.format("glossary"), {"word": "gradiant"}),
    }


def texts(message: Any) -> Iterator[str]:
    """All that somebody reads of a message of Streamlit."""
    for field, value in message.ListFields():
        if field.message_type:
            for one in value if field.is_repeated else [value]:
                yield from texts(one)
        elif field.name == "json" and value.startswith("["):  # of a component
            yield from inside(json.loads(value))
        elif field.name in TEXTS:
            yield from inside(value)


def inside(given: Any) -> Iterator[str]:
    """All texts of what a component is given."""
    if isinstance(given, str):
        yield given
    elif isinstance(given, Mapping):
        yield from (text for name, value in given.items() if name not in DATA for text in inside(value))
    elif isinstance(given, Iterable) and not isinstance(given, bytes):
        yield from (text for value in given for text in inside(value))


def shown(page: AppTest) -> Iterator[str]:
    for block in (page.main, page.sidebar):
        waiting = [block]
        while waiting:
            node: Any = waiting.pop()
            waiting += getattr(node, "children", {}).values()
            if hasattr(getattr(node, "proto", None), "ListFields"):
                yield from texts(node.proto)


def plain(text: str) -> str:
    """What of a text was not looked up."""
    said = " ".join(SAID.findall(text))
    text = f"{re.sub('<[^<>]*>', ' ', NO_TEXT.sub(' ', text))} {said}"
    text = unescape(text)
    while TOLD.search(text):
        text = TOLD.sub(" ", text)
    return NAMES.sub(" ", text)


@pytest.fixture
def visit(service: Service, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Opens one of the pages, with all that unfolds unfolded."""
    for module in ("component", "map_view"):  # what the browser would load is made by others' tests
        monkeypatch.setattr(f"pages.shared.{module}.ensure_runtime", lambda: None)
    monkeypatch.setattr("pages.numbers.display_sketches", lambda *_: None)  # nor is the engine asked for its pictures

    def open_it(name: str, language: str = PSEUDO) -> AppTest:
        code, query = pages()[name]
        page = AppTest.from_string(code) if code else AppTest.from_file(str(ROOT / "app.py"))
        page.default_timeout = 60
        for parameter, value in {**query, "lang": language}.items():
            page.query_params[parameter] = value
        for popover in (*(f"group_{group}" for group in GROUPS), "share", "about", "advice"):
            page.session_state[popover] = True
        return sound(page.run())

    return open_it


@pytest.mark.parametrize("name", pages())
def test_no_text_of_a_page_is_left_in_plain_english(name: str, visit: Callable[..., AppTest]) -> None:
    found = [*shown(visit(name))]
    left = [text for text in map(plain, found) if re.search(r"[A-Za-z]{3}", text)]
    assert any("⟦" in text for text in found) and not left, json.dumps(left, indent=1)


@pytest.mark.parametrize("name", ["simulator", "predict", "lessons", "challenges", "rescue", "map"])
def test_every_link_of_a_page_keeps_its_language(name: str, visit: Callable[..., AppTest]) -> None:
    page = visit(name)
    assert url(page)["lang"] == PSEUDO
    links = [unescape(href) for text in shown(page) for href in re.findall(r'href="([^"#]*)"', text)]
    links += [code.value for code in page.code if code.value.startswith("?")]
    others = {f"?lang={row.code}" for row in LANGUAGES.values() if row.finished}
    assert len(links) >= 5 and {link for link in links if f"lang={PSEUDO}" not in link} == others
    for part in page.main.get("bidi_component"):
        (given,) = json.loads(part.proto.json or "[{}]")
        assert given.get("language", f"&lang={PSEUDO}") == f"&lang={PSEUDO}", part.proto.component_name
        assert all(cell["link"].endswith(f"&lang={PSEUDO}") for cell in given.get("cells", ()) if cell["link"])


def test_a_language_that_there_is_not_gets_a_sentence_and_goes_with_the_next_choice(
    visit: Callable[..., AppTest],
) -> None:
    page = visit("simulator", "xx")
    assert "lang\\: 'xx' was ignored; choose en" in page.info[0].value
    sound(button(page, "Pin").click().run())
    assert "lang" not in page.query_params


def test_languages_that_are_finished_are_offered_each_by_its_own_name(
    visit: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LANGUAGES, "es", replace(LANGUAGES["es"], finished=False))
    offered = next(text for text in shown(visit("lessons", "de")) if 'class="languages"' in text)
    named = re.findall(r'href="([^"]*)".*? lang="(\w+)"[^>]*?( aria-current="true")?>(\w+)<', offered)
    assert named == [("?lang=en", "en", "", "English"), ("?lang=de", "de", ' aria-current="true"', "Deutsch")]
    monkeypatch.setitem(LANGUAGES, "de", replace(LANGUAGES["de"], finished=False))
    assert not any('class="languages"' in text for text in shown(visit("lessons", "en")))
