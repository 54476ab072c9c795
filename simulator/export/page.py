"""A run as a page of its own: one HTML file that plays it anywhere, with the runs that stand beside it."""

from collections.abc import Iterable, Mapping, Sequence

from simulator.analysis.captions import captions, exact
from simulator.analysis.comparison import differing, named
from simulator.analysis.describe import describe
from simulator.analysis.progress import learns
from simulator.analysis.seeds import with_counts
from simulator.analysis.verdict import verdict
from simulator.catalog.choice import load
from simulator.charts.header import Named, Pinned
from simulator.charts.payload import Expected, pack
from simulator.charts.recorded import displayed
from simulator.charts.seeds import pack_seeds
from simulator.charts.snapshot import pack_snapshot
from simulator.player.standalone import Contents, standalone
from simulator.repeated import Seeds
from simulator.settings.errors import SettingsError
from simulator.snapshot import Snapshot
from simulator.trace import Trace, evenly_spaced

MOST_SNAPSHOTS = 24
MOST_BYTES = 2_500_000
"""Of all snapshots of a page, before they are compressed: then about a third of a file of under 3 MB."""
WEIGHT = 3
"""So much smaller snapshots become when they are compressed than the ranges of seeds do, which take room from them."""
RUN = "run"
"""The key under which a page knows its run."""


def whole(trace: Trace) -> str:
    """The page of a run with all that can be computed of it: its snapshots, and what theory expects.

    Where that cannot be done, as without its settings or its device, without them.
    """
    try:
        # By name, for the server makes pages, too, and leaves the engine to other processes.
        taken = load("simulator.engine.snapshot:snapshots")(trace.experiment, rows_to_show(trace))
        expected = load("simulator.engine.theory:predict")(trace.experiment)
    except (SettingsError, ValueError):
        # A page that lacks a view is better than none.
        return page(trace)
    return page(trace, snapshots=taken, expected=expected)


def page(
    trace: Trace,
    *,
    pinned: Mapping[int, Trace] | None = None,
    snapshots: Sequence[Snapshot] = (),
    expected: Expected | None = None,
    seeds: Seeds | None = None,
    pinned_seeds: Mapping[int, Seeds] | None = None,
    note: str = "",
    address: str = "",
    free: Sequence[str] = (),
    file: str = "run",
) -> str:
    """The text of the file.

    ``pinned``: runs beside it, by the number of their pin (0 to 2). ``snapshots`` of ``rows_to_show(trace)``: without
    them *Why?* has no activation and no weights. ``expected``: what theory expects. ``seeds``: what other
    random seeds do, ``pinned_seeds`` those of the pinned runs. ``note`` stands below the title;
    ``address`` opens the same run in the app, where what is ``free`` can be changed, or all. ``file`` begins the names
    of what is saved from the page.
    """
    pinned, ranges, title = pinned or {}, pinned_seeds or {}, describe(trace.network, learns(trace))
    rows, bands = displayed(trace), [*_bands(seeds, ranges)]
    room = MOST_BYTES - WEIGHT * sum(map(len, bands))
    found = with_counts([verdict(trace, row) for row in rows], rows, seeds)
    run = pack(
        trace,
        run=RUN,
        ask_for_more=False,
        captions=captions(found, rows, trace.network.steps),
        exact=exact(found),
        stop=False,
        expected=expected,
        seeds=RUN if seeds else "",
        pinned=[*_pins(trace, pinned, ranges)],
        names=Named(title=title, address=address, file=file),
    )
    return standalone(
        Contents(
            run=run,
            beside=(*_runs(pinned), *bands),
            snapshots=_thinned([pack_snapshot(one, run=RUN, row=rows.index(one.step)) for one in snapshots], room),
            title=title,
            note=note,
            address=address,
            free=tuple(free),
            empty_views=tuple(_empty_views(trace)),
        )
    )


def _empty_views(trace: Trace) -> Iterable[str]:
    if not trace.network.links:
        yield "why"
    if trace.learned is None:
        yield "learns"


def rows_to_show(trace: Trace) -> list[int]:
    """The rows of which a page takes snapshots: at most 24 of those that are displayed, the first and the last too."""
    rows = displayed(trace)
    return [rows[i] for i in evenly_spaced(len(rows), MOST_SNAPSHOTS)]


def _thinned(packed: Sequence[bytes], room: int) -> tuple[bytes, ...]:
    """As many of the snapshots as there are bytes for, evenly chosen, the first and the last among them."""
    fitting = min(len(packed), room // max(map(len, packed), default=1))
    return tuple(packed[i] for i in evenly_spaced(len(packed), max(1, fitting))) if packed else ()


def _pins(trace: Trace, pinned: Mapping[int, Trace], ranges: Mapping[int, Seeds]) -> Iterable[Pinned]:
    for i, one in pinned.items():
        label = named(one.experiment, differing([trace.experiment, one.experiment]))
        seeds = _key(i) if i in ranges else ""
        yield Pinned(run=_key(i), pin_index=i, label=label, trained=one.steps, done=True, seeds=seeds)


def _runs(pinned: Mapping[int, Trace]) -> Iterable[bytes]:
    return (pack(one, run=_key(i), ask_for_more=False) for i, one in pinned.items())


def _bands(seeds: Seeds | None, pinned: Mapping[int, Seeds]) -> Iterable[bytes]:
    all_of = {RUN: seeds} | {_key(i): one for i, one in pinned.items()}
    return (pack_seeds(one, run=key) for key, one in all_of.items() if one)


def _key(pin: int) -> str:
    return f"pin-{pin}"
