"""What the player gets beside the run itself: pinned runs, other seeds, and a snapshot of a step."""

from collections.abc import Iterable, Mapping

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

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


def open_feeds() -> DeltaGenerator:
    """Where all of it is handed over; nothing is to be seen there.

    It is there before the player and always, so that the player keeps its place, and asks for more once all has come:
    what has not left the server by then is lost.
    """
    return st.container(key="feeds")


def feed_runs(place: DeltaGenerator, pinned: Iterable[Run]) -> None:
    """Hands over the pinned runs, each as it comes."""
    with place:
        for run in pinned:
            if run.trace:
                # Each by itself: Streamlit does not send again what has not changed, as of runs that are done.
                feed(pack(run.trace, run=run.key, ask_for_more=False), key=f"feed-{run.key}")


def feed_parts(place: DeltaGenerator, seeds: Mapping[str, Seeds], snapshot: bytes | None) -> None:
    """Hands over what is known of other seeds of the runs, by their keys, and the snapshot of a step."""
    with place:
        for key, one in seeds.items():
            feed(pack_seeds(one, run=key), key=f"feed-seeds-{key}")
        if snapshot:
            feed(snapshot, key="feed-snapshot")


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
