"""What is kept: it stays within its bytes, and what was made of a value stays as long as the value does."""

import threading
import time
import weakref
from concurrent.futures import Future

import numpy as np

from simulator.cached import cached_per_object
from simulator.outcome import Chance, Outcome, State
from simulator.service.cache import LRUCache, failed, nbytes, weight
from simulator.service.kept import CHECKPOINT_BYTES, Checkpoints


class Thing:
    """Something that is kept; equal to nothing but itself."""


def test_a_cache_keeps_the_last_values_that_fit() -> None:
    gone: list[str] = []
    cache: LRUCache[int, str] = LRUCache(10, len, least=1, drop=gone.append)
    for key, value in enumerate(["aaaa", "bbbb", "cc"]):
        assert cache.get(key, lambda value=value: value) == value  # type: ignore[misc]
    assert cache.get(0, lambda: "new") == "aaaa" and cache.nbytes == 10
    cache.get(3, lambda: "d" * 5)
    assert gone == ["bbbb", "cc"] and 1 not in cache and 0 in cache
    cache.get(4, lambda: "e" * 50)
    assert cache.values() == ["e" * 50], "the last one stays whatever it holds"
    assert cache.get(4, lambda: "anew", good=lambda value: False) == "anew"


def test_a_cache_makes_room_when_it_is_told_that_values_have_grown() -> None:
    cache: LRUCache[int, list[int]] = LRUCache(10, len, least=1)
    values = [cache.get(key, list) for key in range(3)]
    for value in values:
        value.extend(range(4))
    assert len(cache) == 3 and cache.nbytes == 12
    cache.shrink()
    assert cache.values() == values[1:]


def test_what_was_made_of_a_value_is_made_once_and_goes_with_it() -> None:
    made: list[int] = []

    @cached_per_object
    def slowly(thing: Thing) -> Thing:
        # Long enough for all eight to ask before there is an answer.
        time.sleep(0.05)
        made.append(id(thing))
        return Thing()

    things, got = [Thing()], list[Thing]()
    visitors = [threading.Thread(target=lambda: got.append(slowly(things[0]))) for _ in range(8)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    assert len(made) == 1 and len(got) == 8 and all(answer is got[0] for answer in got)
    assert slowly(Thing()) is not got[0]
    one = weakref.ref(got.pop())
    got.clear()
    assert one() is slowly(things[0])
    things.clear()
    assert one() is None


def test_an_answer_weighs_what_it_holds_and_one_that_never_comes_what_it_is_counted_as() -> None:
    there, waiting, broken, dropped = (Future[object]() for _ in range(4))
    there.set_result({"gradient": np.zeros(1000)})
    broken.set_exception(KeyError())
    dropped.cancel()
    assert [failed(one) for one in (there, waiting, broken, dropped)] == [False, False, True, True]
    assert weight(there) == nbytes(there.result()) >= 8000
    assert [weight(one, waiting=5) for one in (waiting, broken, dropped)] == [5, 5, 5]


def test_checkpoints_stay_small_and_evenly_spread() -> None:
    states = Checkpoints()
    for step in range(1, 101):
        states.add(State(step, Outcome("running"), (), Chance(), 0, bytes(CHECKPOINT_BYTES // 8)))
        assert states.nbytes <= CHECKPOINT_BYTES
    steps = sorted({found.step for step in range(101) if (found := states.before(step))})
    assert len(steps) >= 4 and len(set(np.diff(steps))) == 1 and steps[0] == 1
    found = states.before(steps[2] + 1)
    assert found and found.step == steps[2] and states.before(0) is None
    states.add(State(101, Outcome("running"), (), Chance(), 0, bytes(CHECKPOINT_BYTES + 1)))
    assert states.nbytes <= CHECKPOINT_BYTES
