"""Pages are made one after the other, pictures first, and nothing that was drawn is lost to a hasty player."""

import asyncio
import threading
import time
from contextlib import AsyncExitStack

from simulator.service.turns import Turns
from tests.server import Server
from tests.visitor import Visitor, visiting


def queued(turns: Turns, done: list[str], name: str, *, rest: bool = False) -> threading.Thread:
    """A visitor who waits for a turn and notes that it came."""

    def visit() -> None:
        with turns.turn(rest=rest):
            done.append(name)

    thread = threading.Thread(target=visit)
    thread.start()
    # The thread has to stand in the queue before the next one comes, or their order would be chance.
    time.sleep(0.02)
    return thread


def test_pictures_go_before_rests_and_each_as_it_came() -> None:
    turns, done = Turns(patience=10), list[str]()
    with turns.turn():
        threads = [queued(turns, done, f"rest {i}", rest=True) for i in range(3)]
        threads += [queued(turns, done, f"picture {i}") for i in range(3)]
        assert done == []
    for thread in threads:
        thread.join(5)
    assert done == ["picture 0", "picture 1", "picture 2", "rest 0", "rest 1", "rest 2"]


def test_nobody_waits_for_ever_and_who_has_gone_on_alone_takes_no_turn_away() -> None:
    turns, done = Turns(patience=0.1), list[str]()
    with turns.turn():
        queued(turns, done, "impatient").join(5)
        assert done == ["impatient"]
    with turns.turn():
        started = time.monotonic()
        queued(turns, done, "next").join(5)
        assert time.monotonic() - started >= 0.1  # the turn was really taken
    queued(turns, done, "last").join(5)
    assert done == ["impatient", "next", "last"]


def test_a_turn_ends_where_the_page_is_left_by_an_exception() -> None:
    turns, done = Turns(patience=10), list[str]()
    try:
        with turns.turn():
            raise KeyError
    except KeyError:
        queued(turns, done, "next").join(5)
    assert done == ["next"]


def test_a_page_is_sent_before_the_next_is_made() -> None:
    loop, done = asyncio.new_event_loop(), list[str]()
    turns = Turns(patience=10)
    turns.use_loop(loop)
    with turns.turn():
        done.append("made")
        loop.call_soon_threadsafe(done.append, "sent")
        next_one = queued(turns, done, "next")
        # The loop runs late, so that a turn that did not wait for it would be seen.
        sending = threading.Timer(0.3, loop.run_forever)
        sending.start()
    next_one.join(5)
    loop.call_soon_threadsafe(loop.stop)
    sending.join(5)
    loop.close()
    assert done == ["made", "sent", "next"]


def test_the_controls_are_there_however_soon_the_player_asks_for_more(app: Server) -> None:
    """30 visitors share a run in training, and ask for more at the first picture, while the server is busy."""

    async def visits(seed: int) -> list[Visitor]:
        async with AsyncExitStack() as stack:
            enter = (stack.enter_async_context(Visitor(app.url, f"seed={seed}")) for _ in range(30))
            visitors = await asyncio.gather(*enter)
            await asyncio.gather(*(visitor.until(lambda v: v.shown.get("steps")) for visitor in visitors))
            await asyncio.gather(*(visitor.finish() for visitor in visitors))
            await asyncio.gather(*(visitor.until(lambda v: v.finished > 1, 10) for visitor in visitors))
        return visitors

    async def warm() -> None:
        async with Visitor(app.url) as visitor:
            await visitor.finish()

    visiting(warm())
    # A race is not lost every time, and each seed is a run that nobody has trained yet.
    for seed in range(90, 93):
        assert all("depth" in visitor.widgets for visitor in visiting(visits(seed)))
