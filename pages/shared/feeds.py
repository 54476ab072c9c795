"""What the player gets beside the run itself: pinned runs, other seeds, and a snapshot of a step."""

from collections.abc import Iterable, Mapping

import streamlit as st

from pages.shared.compare import labels
from pages.shared.component import feed
from simulator.charts.header import Pinned
from simulator.charts.payload import pack
from simulator.charts.recorded import displayed
from simulator.charts.seeds import pack_seeds
from simulator.charts.snapshot import pack_snapshot
from simulator.repeated import Seeds
from simulator.service.run import Run
from simulator.service.snapshots import Snapshots

SNAPSHOT_PATIENCE = 0.2
"""Seconds that a picture waits for a snapshot of its step; if it takes longer, the player asks again."""


def packed_snapshot(snapshots: Snapshots, run: Run, wanted: str) -> bytes | None:
    """The snapshot of a step that a view needs, asked for as "3f2a:12", the run's key and a displayed row.

    Empty where none of this run is asked for, None while it is on its way. Raises EngineError.
    """
    key, _, row = wanted.partition(":")
    # It comes from the browser, so it may be anything, also of another run or of a row that is not there yet.
    if key != run.key or not run.trace or not (row.isdecimal() and len(row) < 6):
        return b""
    rows = displayed(run.trace)
    shown = min(int(row), len(rows) - 1)
    snapshot = snapshots.get(run, rows[shown], SNAPSHOT_PATIENCE)
    return pack_snapshot(snapshot, run=run.key, row=shown) if snapshot else None


def feeds(pinned: Iterable[Run], seeds: Mapping[str, Seeds], snapshot: bytes | None) -> dict[str, bytes]:
    """What the player gets in parts of their own, by their keys: pinned runs, other seeds, the snapshot of a step.

    ``seeds``: those of a run, by its key.
    """
    # Each by itself, because Streamlit does not send again what has not changed: runs that are done cost nothing more.
    begun = ((run.key, run.trace) for run in pinned if run.trace)
    runs = {f"feed-{key}": pack(trace, run=key, ask_for_more=False) for key, trace in begun}
    runs |= {f"feed-seeds-{key}": pack_seeds(one, run=key) for key, one in seeds.items()}
    return {**runs, "feed-snapshot": snapshot} if snapshot else runs


def display_feeds(handed: Mapping[str, bytes]) -> None:
    """Hands all of it over to the player; nothing is to be seen here.

    Comes below the player, whose place must not depend on it, and at once: what has not left the server when the
    player asks for more is lost.
    """
    if handed:
        with st.container(key="feeds"):
            for key, payload in handed.items():
                feed(payload, key=key)


def pinned_header(run: Run, pinned: Mapping[int, Run], seeds: Mapping[str, Seeds]) -> list[Pinned]:
    """What the player is told about the pinned runs; ``seeds``: what is known of those of each run, by its key."""
    label_of = labels(run, pinned)
    return [
        Pinned(
            run=one.key,
            pin_index=i,
            label=label_of[i],
            trained=one.trace.steps if one.trace else 0,
            done=one.done or bool(one.error),
            seeds=one.key if one.key in seeds else "",
        )
        for i, one in pinned.items()
    ]
