"""The real server under hostile links, messages and requests: sentences, never a traceback, and others go on."""

import asyncio
import http.client
import os
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from pages.shared.glossary import script
from simulator.catalog.viewing import MOMENT
from simulator.player.runtime import folder_name
from simulator.settings.experiment import FIELDS
from simulator.settings.link import from_query
from simulator.settings.moment import moment_of
from tests.server import ROOT, Server
from tests.test_server import QUICK, health
from tests.visitor import Visitor, visiting

SCRIPT = "<script>alert(1)</script>"
NAMED = {
    "a script for a value": f"activation={quote(SCRIPT)}",
    "a script for a name": f"{quote(SCRIPT)}=1",
    "a script for a pin": f"pin={quote(SCRIPT)}",
    "20,000 characters": f"depth={'9' * 20_000}",
    "a name of 20,000 characters": f"{'x' * 20_000}=1",
    "NUL": "depth=%00&init=xavier%00normal",
    "not a number": "learning_rate=nan&gain=NaN",
    "beyond all numbers": "learning_rate=1e999&gain=-1e999",
    "a reversed range": "depth=20:3&steps=500-1",
    "arrays": "depth=[1,2]&depth=3&depth=4&width[]=5",
    "unicode digits": f"depth={quote('٢٠')}&width={quote('１６')}&steps={quote('²')}",
    "a hundred pins": "&".join(f"pin=seed%3D{i}" for i in range(100)),
    "a pin in a pin": f"pin={quote('pin=' + quote('pin=depth%3D3'))}",
    "broken escapes": "depth=%&init=%zz&%=%",
    "too costly": "depth=200&width=256&batch_size=1024&steps=2000",
    "negative": "depth=-5&seed=-1&steps=0",
    "Markdown": f"activation={quote('[x](javascript:alert(1)) ![](//evil/x.png) $x$ :material/x:')}",
    "moments": f"at=0&at=9e9&view={quote(SCRIPT)}&speed=%00",
    "separators": "&&&===;;;&depth=3;width=4",
}
TEXTS = st.text(max_size=30) | st.sampled_from(
    [SCRIPT, "\0", "1e999", "nan", "-0", "0x10", "1_000", "deep", "lstm", "2"]
)
LINKS = st.text(max_size=60) | st.lists(
    st.tuples(st.sampled_from([*FIELDS, "pin", *MOMENT]) | TEXTS, TEXTS | st.integers() | st.floats()), max_size=6
).map(lambda pairs: urlencode(pairs, errors="replace"))
WRONG: list[dict[str, Any]] = [
    {"int_value": 2**40},
    {"double_value": float("nan")},
    {"string_value": SCRIPT},
    {"bool_value": True},
    {"bytes_value": b"\0\xff"},
    {"json_value": "{"},
    {"json_value": '{"moved": {"value": 1e999, "final": true}}'},
    {"json_value": '{"moved": {"value": [1]}, "snapshot": {"a": 1}}'},
    {"trigger_value": True},
    {"json_trigger_value": '[{"event": "more", "value": 7}, {"event": "unpin", "value": "x"}]'},
]


def harmless(visitor: Visitor) -> None:
    """No traceback, nothing of a visitor's as HTML, and a picture of a network within the limits."""
    assert not visitor.exceptions and visitor.raw
    assert not [text for text in visitor.errors if "could not be" in text]
    foreign = [text.replace(f"<script>{script()}</script>", "") for text in visitor.raw]
    assert not [text for text in foreign if "<script" in text or "alert" in text or "evil" in text]
    query = parse_qs(visitor.query.lstrip("?"))
    experiment, _, ignored = from_query(query)
    assert not ignored and not moment_of(query, experiment.steps)[1], (
        "the address that the page gives back is a sound one"
    )
    assert visitor.shown["sites"] == experiment.sites and visitor.shown["total"] == experiment.steps


async def follow(visitor: Visitor, links: list[str]) -> None:
    """Goes to each of the links and looks at what comes."""
    for link in links:
        finished = visitor.finished
        await visitor.visit(link)
        await visitor.until(lambda v, finished=finished: v.finished > finished)  # type: ignore[misc]
        harmless(visitor)


@pytest.mark.parametrize("link", NAMED.values(), ids=NAMED)
def test_a_hostile_link_gives_a_page_and_runs_nothing(app: Server, link: str) -> None:
    async def visit() -> None:
        async with Visitor(app.url, link) as visitor:
            await visitor.until(lambda v: v.finished)
            harmless(visitor)

    visiting(visit())


@given(st.lists(LINKS, min_size=50, max_size=50))
@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_link_breaks_the_page(app: Server, links: list[str]) -> None:
    async def visit() -> None:
        async with Visitor(app.url, QUICK) as visitor:
            await visitor.until(lambda v: v.finished)
            await follow(visitor, links)

    visiting(visit())


def state(identity: str, value: dict[str, Any]) -> WidgetState:
    return WidgetState(id=identity, **value)


def test_wrong_values_of_widgets_are_answered_in_a_sentence_and_a_reload_helps(app: Server) -> None:
    async def keys() -> list[str]:
        async with Visitor(app.url, QUICK) as visitor:
            await visitor.until(lambda v: v.finished)
            return list(visitor.widgets)

    async def attack(key: str) -> None:
        async with Visitor(app.url, QUICK) as visitor:
            await visitor.until(lambda v: key in v.widgets and v.finished)
            for wrong in WRONG:
                finished = visitor.finished
                await visitor.run("", state(visitor.widgets[key], wrong))
                await visitor.until(lambda v, finished=finished: v.finished > finished)  # type: ignore[misc]
                assert not visitor.exceptions
                assert not [text for text in visitor.raw if "alert" in text]
                assert not visitor.shown or visitor.shown["sites"] <= 500

    async def reload() -> None:
        async with Visitor(app.url, QUICK) as visitor:
            await visitor.until(lambda v: v.finished)
            harmless(visitor)

    async def attack_all() -> None:
        found = await keys()
        assert {"depth", "activation", "story", "player", "pin"} <= {*found}
        for key in found:
            await attack(key)
        await reload()  # what an attack leaves on the server would be met by whoever comes after all of them

    visiting(attack_all())


def test_what_costs_too_much_is_refused_whatever_a_message_says(app: Server) -> None:
    async def visit() -> Visitor:
        async with Visitor(app.url, "depth=200&batch_size=128&steps=2000&width=96") as visitor:
            await visitor.until(lambda v: v.finished)
            await visitor.set("activation", string_value="maxout")  # twice the work
            await visitor.until(lambda v: v.errors)
            return visitor

    visitor = visiting(visit())
    assert "seconds; allowed are 300" in visitor.errors[0]
    assert "activation" not in visitor.query and not visitor.exceptions


def test_garbage_on_the_wire_hurts_nobody_else(app: Server) -> None:
    # Messages that Streamlit has for its own tests: by one of them a visitor would end the server for all.
    debug = BackMsg()
    debug.debug_shutdown_runtime = True
    disconnect = BackMsg()
    disconnect.debug_disconnect_websocket = True
    clear = BackMsg()
    clear.clear_cache = True
    garbage: list[bytes | str] = [b"", b"\0" * 100, os.urandom(5000), "text", "{}", "\0", b"\x08" * 99]
    garbage += [message.SerializeToString() for message in (debug, disconnect, clear)]

    async def throw(data: bytes | str) -> None:
        async with Visitor(app.url, QUICK) as visitor:
            try:
                await visitor.send(data)
                # This does not come to pass: it is a time in which to hear what the server says.
                await visitor.until(lambda v: v.finished > 5, 0.3)
            except (TimeoutError, ConnectionClosed):
                assert not visitor.exceptions

    async def stand_by() -> Visitor:
        async with Visitor(app.url, f"{QUICK}&seed=77") as visitor:
            await visitor.until(lambda v: v.finished)
            await asyncio.gather(*map(throw, garbage))
            await visitor.finish()
            return visitor

    visitor = visiting(stand_by())
    harmless(visitor)
    assert visitor.shown["trained"] == 30 and health(app)[0] == 200


def test_another_site_cannot_open_a_connection_in_a_visitors_name(app: Server) -> None:
    async def knock(origin: str) -> int:
        address = app.url.replace("http", "ws", 1) + "/_stcore/stream"
        try:
            async with connect(address, origin=origin, subprotocols=["streamlit"]):  # type: ignore[arg-type, list-item]
                return 101
        except InvalidStatus as refused:
            return refused.response.status_code

    assert visiting(knock("https://evil.example")) == 403
    assert visiting(knock(app.url)) == 101


def fetched(app: Server, path: str) -> tuple[int, bytes]:
    """What the server answers to a path that is sent as it stands."""
    connection = http.client.HTTPConnection(urlsplit(app.url).netloc, timeout=10)
    connection.putrequest("GET", path, skip_host=False)
    connection.endheaders()
    answer = connection.getresponse()
    return answer.status, answer.read()


@pytest.mark.parametrize("way", ["../", "..%2f", "%2e%2e/", "..\\", "..%5c", "....//", "/", "%00/", "player/../../"])
@pytest.mark.parametrize("file", ["app.py", "requirements.txt", ".streamlit/config.toml", "etc/passwd"])
def test_no_file_can_be_read_but_what_the_player_loads(app: Server, way: str, file: str) -> None:
    secret = (ROOT / file if (ROOT / file).exists() else ROOT.joinpath("/", file)).read_bytes()
    for base in ("/app/static/", "/static/", "/_stcore/", "/component/", "/media/", "/"):
        for times in (1, 2, 6):
            _, said = fetched(app, base + way * times + file)
            assert secret[:60] not in said


def test_what_the_player_loads_is_there_and_its_folder_is_not_listed(app: Server) -> None:
    status, said = fetched(app, f"/app/static/{folder_name()}/main.js")
    assert status == 200 and b"export" in said
    assert fetched(app, f"/app/static/{folder_name()}/")[0] in (403, 404)
    assert fetched(app, "/app/static/")[0] in (403, 404)


def test_a_page_that_fails_says_so_in_a_sentence_that_tells_nothing(app: Server) -> None:
    async def visit() -> Visitor:
        async with Visitor(app.url, QUICK) as visitor:
            await visitor.until(lambda v: v.finished)
            await visitor.run("", state(visitor.widgets["depth"], {"json_value": "{"}))
            await visitor.until(lambda v: v.errors)
            return visitor

    visitor = visiting(visit())
    assert visitor.errors[0].startswith("This page could not be shown. Reload it;") and not visitor.exceptions
    assert "Error" not in " ".join([*visitor.texts, *visitor.errors])
