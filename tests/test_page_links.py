"""Links: what a URL asks for is what is trained, and a hostile one is answered in a line."""

import re
from typing import Any
from urllib.parse import parse_qsl, urlparse

import pytest

from simulator import Experiment
from tests.visit import QUICK, chosen, control, header, opened, shared_link, sound, url

pytestmark = pytest.mark.usefixtures("service")


def test_the_same_link_gives_the_same_run_to_two_visitors() -> None:
    assert header(opened())["run"] == header(opened())["run"]


HOSTILE: list[dict[str, str | list[str]]] = [
    {"depth": "abc"},
    {"depth": "-1"},
    {"depth": "1e9"},
    {"gain": "nan"},
    {"gain": "inf"},
    {"activation": "<script>alert(1)</script>"},
    {"kind": "[click](https://example.org)"},
    {"kind": "sequence", "task": "two_spirals"},
    {"layer": "conv", "task": "moons"},
    {"nothing": "x" * 20_000},
    {"depth": "x" * 20_000},
    {f"key{i}": "1" for i in range(200)},
    {"depth": ["3", "4", "5"], "seed": ["a", "b"]},
    {"steps": "2000", "width": "512", "depth": "200", "batch_size": "512"},
    {"seed": "99999999999999999999"},
    {"activation": "ReLU\x00", "init": "🦄", "settings": "1", "epoch": "7"},
    {"device": "cuda ", "dropout": "0.95"},
]


@pytest.mark.parametrize("query", HOSTILE)
def test_a_hostile_link_opens_the_page_keeps_what_is_valid_and_says_what_it_ignored(query: dict[str, Any]) -> None:
    page = opened({"activation": "tanh", **query})
    expected, ignored = Experiment.from_query(
        {k: v[-1] if isinstance(v, list) else v for k, v in {"activation": "tanh", **query}.items()}
    )
    assert chosen(page) == expected.model_dump()
    assert len(page.info) == 1
    assert ignored
    assert len(page.info[0].value) < 1500
    assert re.search(r"(?<!\\)[<\[]", page.info[0].value) is None  # every sign of Markdown or HTML is escaped
    assert url(page) == (expected.to_query() or {"pin": "none"})


def test_what_a_link_asked_in_vain_is_forgotten_with_the_next_change() -> None:
    page = opened({**QUICK, "depth": "abc"})
    assert page.info
    sound(control(page, "activation").set_value("relu").run())
    assert not page.info


def test_the_url_holds_what_differs_from_the_default_and_nothing_else() -> None:
    page = opened({**QUICK, "activation": "sigmoid", "depth": "20"})
    assert url(page) == {"width": "4", "batch_size": "8", "steps": "4"}
    sound(control(page, "activation").set_value("relu").run())
    assert url(page)["activation"] == "relu"
    assert dict(parse_qsl(urlparse(shared_link(page)).query)) == url(page)
