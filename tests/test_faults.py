"""What goes wrong, caused for real on the real server: processes killed, tabs closed, settings that cannot work."""

import asyncio
import os
import signal
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import parse_qsl

import pytest

from simulator import Experiment, simulate
from simulator.charts.payload import pack
from tests.server import Server, running_app
from tests.test_server import QUICK, health
from tests.visitor import Visitor, visiting

LONG = "depth=60&steps=2000"


@pytest.fixture(scope="module")
def narrow() -> Iterator[Server]:
    """A server whose runs may take little memory."""
    with running_app(GRADIENT_MEMORY="150") as app:
        yield app


async def begun(visitor: Visitor) -> None:
    """Pulls until some steps are trained."""
    while len(visitor.shown.get("steps", [])) < 2:
        await visitor.next()


def kill(server: Server) -> list[int]:
    """Ends all engine processes at once; their numbers."""
    pids = server.engine_pids
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return pids


@contextmanager
def killing(server: Server) -> Iterator[None]:
    """Ends every engine process as soon as it is there."""
    enough = threading.Event()

    def go_on() -> None:
        while not enough.wait(0.05):
            kill(server)

    killer = threading.Thread(target=go_on)
    killer.start()
    try:
        yield
    finally:
        enough.set()
        killer.join()


def blocks(payload: bytes) -> bytes:
    """The numbers of a delivery, without its header."""
    (length,) = struct.unpack("<I", payload[:4])
    return payload[4 + length :]


def idle(server: Server) -> bool:
    """Whether the engine computes next to nothing in one second from now."""
    before = server.engine_seconds
    time.sleep(1)
    return server.engine_seconds - before < 0.2


def test_a_run_whose_engine_is_killed_has_the_numbers_of_an_undisturbed_one(app: Server) -> None:
    # On the processor even where there is a card, as the numbers are held against those of this process.
    query = "depth=30&width=16&batch_size=16&steps=400&seed=31&device=cpu"

    async def visit() -> tuple[Visitor, int]:
        async with Visitor(app.url, query) as visitor:
            await begun(visitor)
            trained = visitor.shown["trained"]
            assert kill(app)
            await visitor.finish()
            return visitor, trained

    visitor, trained = visiting(visit())
    undisturbed = pack(simulate(Experiment.from_query(dict(parse_qsl(query)))[0]), run="", ask_for_more=False)
    assert trained < visitor.shown["trained"] == 400 and not visitor.errors
    assert blocks(visitor.payload)[:-4] == blocks(undisturbed)  # the last four bytes only tell deliveries apart


def test_an_engine_killed_again_and_again_is_told_in_a_sentence_and_goes_on_when_asked(app: Server) -> None:
    async def visit() -> Visitor:
        async with Visitor(app.url, "steps=300&seed=32") as visitor:
            await begun(visitor)
            with killing(app):
                while not visitor.errors:
                    await visitor.next()
            await visitor.press("try_again")
            await visitor.until(lambda v: v.shown["ask_for_more"])
            await visitor.finish()
            return visitor

    visitor = visiting(visit())
    assert "ended 3 times in a row" in visitor.errors[0] and not visitor.exceptions
    assert visitor.shown["trained"] == 300


def test_a_closed_tab_stops_the_computation_within_a_second(app: Server) -> None:
    async def visit() -> int:
        async with Visitor(app.url, LONG) as visitor:
            await begun(visitor)
            trained: int = visitor.shown["trained"]
            return trained

    assert visiting(visit()) < 2000
    time.sleep(1)
    assert idle(app)


def test_what_the_browser_keeps_is_named_only_where_the_run_before_has_sent_it(app: Server) -> None:
    alone = "steps=60&seed=81"

    async def visit() -> list[str]:
        async with Visitor(app.url, f"{alone}&pin=seed.82*steps.60") as visitor:
            beside = visitor.query
            while not visitor.shown or visitor.shown["ask_for_more"]:
                await visitor.next()
            # Streamlit's issue 11357: what was named as kept had been thrown away by the time it was asked for.
            visitor.keeps = visitor.sent  # all, as if nothing grew old
            async with asyncio.timeout(60):
                while not {*visitor.fed} & {*visitor.named}:
                    await visitor.run()
                    await visitor.until(lambda v, ended=visitor.finished: v.finished > ended)  # type: ignore[misc]
            pinned = visitor.fed[-1]
            await visitor.visit(alone)
            await visitor.until(lambda v: not v.shown["pinned"])
            visitor.keeps, visitor.sent, visitor.named = visitor.sent, [], []
            await visitor.visit(beside)
            await visitor.until(lambda v: pinned in [*v.sent, *v.named])
            return [name for name in visitor.named if name == pinned]

    assert visiting(visit()) == []  # Back sends the pinned run whole


def test_of_fifty_moves_in_two_seconds_the_last_one_wins_and_nothing_goes_on_behind(app: Server) -> None:
    async def visit() -> Visitor:
        async with Visitor(app.url, QUICK) as visitor:
            await visitor.until(lambda v: v.shown)
            for i in range(50):
                await asyncio.gather(asyncio.sleep(0.04), visitor.slide("depth", 10 + i % 20, final=i == 49))
            await visitor.until(lambda v: "depth=19" in v.query and v.shown["sites"] == 19 and not v.shown["preview"])
            await visitor.finish()
            return visitor

    visitor = visiting(visit())
    assert (visitor.shown["sites"], visitor.shown["trained"]) == (19, 30) and not visitor.exceptions
    assert health(app)[1]["waiting"] == 0 and idle(app)


def test_a_run_that_overflows_at_once_ends_with_a_verdict(app: Server) -> None:
    async def visit() -> Visitor:
        async with Visitor(app.url, "depth=200&activation=linear&gain=10&learning_rate=10&steps=50") as visitor:
            await visitor.finish()
            return visitor

    visitor = visiting(visit())
    assert visitor.shown["outcome"]["name"] == "diverged" and visitor.shown["trained"] <= 3
    assert visitor.shown["captions"][-1][1] == "diverged" and not (visitor.errors or visitor.exceptions)


@pytest.mark.server
def test_any_page_may_be_the_first_that_is_opened_on_a_server(narrow: Server) -> None:
    async def visit() -> Visitor:
        async with Visitor(narrow.url, page="numbers") as visitor:
            await visitor.until(lambda v: v.finished)
        return visitor

    assert "The numbers" in visiting(visit()).texts


@pytest.mark.server
def test_what_needs_more_memory_than_there_is_is_refused_in_words_and_the_engine_lives_on(narrow: Server) -> None:
    async def visit() -> Visitor:
        async with Visitor(narrow.url, QUICK) as visitor:
            await visitor.finish()
            await visitor.visit("depth=75&width=256&batch_size=512&steps=3")
            while not visitor.errors:
                await visitor.next() if visitor.shown.get("ask_for_more") else await visitor.hear()
            await visitor.visit(f"{QUICK}&seed=2")
            await visitor.until(lambda v: v.shown.get("sites") == 5)
            await visitor.finish()
            return visitor

    visitor = visiting(visit())
    alive = narrow.engine_pids
    assert alive and health(narrow)[0] == 200 and narrow.engine_pids == alive
    assert "more memory than the server can give" in visitor.errors[0] and not visitor.exceptions
    assert visitor.shown["trained"] == 30
