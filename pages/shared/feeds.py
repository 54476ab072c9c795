"""What the player gets beside the run itself: the pinned runs, and a look inside the step that it asks for."""

from collections.abc import Iterable, Mapping

import streamlit as st

from pages.player import feed
from pages.shared.compare import labels
from simulator.charts.inside import pack_snapshot
from simulator.charts.payload import Beside, displayed, pack
from simulator.service.run import Run
from simulator.service.snapshots import Snapshots

SOON = 0.2
"""Seconds that a picture waits for a look inside its step; if it takes longer, the player asks again."""


def look_inside(snapshots: Snapshots, run: Run, asked: str) -> bytes | None:
    """The step that a view wants to see from within, asked for as "3f2a:12", the run's key and a displayed row.

    Empty where none of this run is asked for, None while it is on its way. Raises EngineError.
    """
    key, _, row = asked.partition(":")
    if key != run.key or not run.trace or not (row.isdecimal() and len(row) < 6):
        return b""
    rows = displayed(run.trace)
    shown = min(int(row), len(rows) - 1)
    snapshot = snapshots.get(run, rows[shown], SOON)
    return pack_snapshot(snapshot, run=run.key, row=shown) if snapshot else None


def feeds(others: Iterable[Run], inside: bytes | None) -> dict[str, bytes]:
    """What the player gets in parts of their own, by their keys: the pinned runs, and the look inside a step."""
    pinned = {f"feed-{other.key}": pack(other.trace, run=other.key, pull=False) for other in others if other.trace}
    return {**pinned, "feed-inside": inside} if inside else pinned


def display_feeds(handed: Mapping[str, bytes]) -> None:
    """Hands all of it over; nothing is to be seen here.

    Comes below the player, whose place must not depend on it, and at once: what has not left the server when the
    player asks for more is lost.
    """
    if handed:
        with st.container(key="feeds"):
            for key, frames in handed.items():
                feed(frames, key=key)


def beside_header(run: Run, others: Mapping[int, Run]) -> list[Beside]:
    """What the player is told about the pinned runs."""
    said = labels(run, others)
    return [
        Beside(other.key, place, said[place], other.trace.steps if other.trace else 0)
        for place, other in others.items()
    ]
