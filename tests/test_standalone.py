"""The page of its own, as a text."""

import tomllib
from pathlib import Path

from simulator.charts.theme import PAGE_COLOURS
from simulator.player.standalone import Contents, standalone

CONFIG = Path(__file__).parents[1] / ".streamlit" / "config.toml"


def test_it_has_the_colours_of_the_app() -> None:
    theme = tomllib.loads(CONFIG.read_text())["theme"]
    for scheme, colours in PAGE_COLOURS.items():
        for name, colour in colours.items():
            first, *rest = name.split("-")
            assert theme[scheme][first + "".join(map(str.capitalize, rest))] == colour


def test_nothing_of_it_is_asked_of_a_server() -> None:
    text = standalone(Contents(b"", (), (), "A title", address=""))
    assert "src=" not in text and 'href="http' not in text and "import(" in text
