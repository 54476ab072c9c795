"""What the player is told of a run, under one megabyte, whatever its size; packing.py turns it into bytes."""

from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np

from simulator.charts import answers
from simulator.charts.domains import decades, least_update
from simulator.charts.header import (
    NO_THEORY,
    UNNAMED,
    About,
    Delivery,
    Named,
    Opening,
    Pinned,
    Progress,
    RunHeader,
    Theory,
    words,
)
from simulator.charts.links import link_words
from simulator.charts.packing import digest, join, log10
from simulator.charts.recorded import planned, recorded
from simulator.charts.theme import STEP
from simulator.language import _
from simulator.settings.experiment import Experiment
from simulator.settings.network import Network
from simulator.trace import Array, Trace


class Expected(Protocol):
    """What theory expects of the network as initialized."""

    @property
    def log10_profile(self) -> Array: ...
    @property
    def lower(self) -> Array: ...
    @property
    def upper(self) -> Array: ...
    @property
    def similarity(self) -> Array: ...
    @property
    def bound(self) -> bool: ...
    @property
    def note(self) -> str: ...


class Caption(Protocol):
    """What is said from a displayed row on: as it plays, or exactly of each row."""

    @property
    def row(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def sentence(self) -> str: ...
    @property
    def written(self) -> str: ...


def pack(
    trace: Trace,
    *,
    run: str,
    ask_for_more: bool,
    captions: Iterable[Caption] = (),
    exact: Iterable[Caption] = (),
    preview: bool = False,
    note: str = "",
    stop: bool = True,
    expected: Expected | None = None,
    pinned: Sequence[Pinned] = (),
    opening: Opening | None = None,
    names: Named = UNNAMED,
    awaits_part: bool = False,
    seeds: str = "",
    waits_for: str = "",
    ahead_of_page: bool = False,
    known: str = "",
) -> bytes:
    """The trace so far.

    ``captions`` are said while it plays, ``exact`` of a row at which it stands still.
    ``ask_for_more``: the player asks for the next slice. ``preview``: it is for the profile alone, until the next run
    comes. ``stop``: the player shows a button that stops training and goes on with it. ``pinned``: the pinned runs,
    which are packed and delivered each on its own. ``names`` stand on its pictures. ``opening``: how the story that is
    told opens. ``awaits_part``: a snapshot of a step, or what several seeds have in common, is on its way, and the
    player asks for it. ``seeds``: the key of the latter, and ``waits_for`` says
    how far they are. ``ahead_of_page``: the page around the player has yet to
    follow, and does when it is asked. ``known``: the body that the player has, which is not sent again.
    """
    rows = recorded(trace)
    said = {"captions": _told(captions), "exact": _told(exact)}
    body = digest(said, rows.blocks)
    # Captions and arrays are most of the bytes: where the player has the same ones, they are left out.
    kept = known == body
    delivery: Delivery = {
        "ask_for_more": ask_for_more,
        "awaits_part": awaits_part,
        "ahead_of_page": ahead_of_page,
        "preview": preview,
        "stop": stop,
        "captions": [] if kept else said["captions"],
        "exact": [] if kept else said["exact"],
        "pinned": list(pinned),
        "opening": opening,
        "seeds": seeds,
        "waits_for": waits_for,
        "body": body,
        "kept": kept,
    }
    header: RunHeader = {
        **_about(trace.network, run, note),
        **names,
        **delivery,
        **_theory(trace, expected),
        **rows.progress,
        "learned": answers.in_words(rows.progress["learned"]),
    }
    return join(header, () if kept else rows.blocks)


def _told(captions: Iterable[Caption]) -> list[tuple[int, str, str, str]]:
    return [(c.row, c.name, c.sentence, c.written) for c in captions]


def pack_waiting(experiment: Experiment, *, run: str, note: str = "", ask_for_more: bool = True) -> bytes:
    """A run of which nothing is recorded yet: its axes, and a note on what is going on."""
    delivery: Delivery = {
        "ask_for_more": ask_for_more,
        "awaits_part": False,
        "ahead_of_page": False,
        "preview": False,
        "stop": True,
        "captions": [],
        "exact": [],
        "pinned": [],
        "opening": None,
        "seeds": "",
        "waits_for": "",
        "body": "",
        "kept": False,
    }
    progress: Progress = {
        "steps": [],
        "trained": 0,
        "matrices": [],
        "done": False,
        "outcome": {"name": "running", "step": None, "site": None},
        "axis": decades(np.empty((0, 1))),
        "links_axis": (-STEP, STEP),
        "highest": 1.0,
        "start_axis": decades(np.empty((0, 1))),
        "least": least_update(np.empty(0)),
        "scored": True,
        "guess": None,
        "learned": answers.NOTHING_ASKED,
    }
    header: RunHeader = {**_about(experiment, run, note), **UNNAMED, **delivery, **NO_THEORY, **progress}
    return join(header)


def _about(network: Network, run: str, note: str) -> About:
    return {
        "run": run,
        "total": network.steps,
        "planned": len(planned(network.steps)),
        "sites": network.sites,
        "links": dict(link_words(network)),
        "ways": list(network.ways_past),
        "gated": network.gated,
        "kind": network.kind,
        "site": network.site_name,
        "words": words(network),
        "note": note,
    }


def _theory(trace: Trace, expected: Expected | None) -> Theory:
    """The expected log10 norms, hung up at the last site's norm in the first row."""
    if expected is None:
        return NO_THEORY
    # Theory knows how the norm changes from site to site, and not how large it is.
    last = float(log10(trace.gradient_norm[:1, -1:])[0, 0])
    word = _("upper bound before training") if expected.bound else _("theory, before training")
    return {
        "theory": _levels(last, expected.log10_profile),
        "theory_low": _levels(last, expected.lower),
        "theory_high": _levels(last, expected.upper),
        "theory_word": f"┄┄ {word}",
        "theory_note": expected.note,
        "theory_similarity": _levels(0.0, expected.similarity),
    }


def _levels(last: float, profile: Array) -> list[float | None]:
    # JSON has no infinity.
    return [level if np.isfinite(level) else None for level in (last + profile).round(3).tolist()]
