"""What is sent of the rows that are recorded: which of them, their arrays, and how far their axes reach."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from simulator.cached import cached_per_object
from simulator.catalog.thresholds import MOST_DISPLAYED
from simulator.charts import answers
from simulator.charts.domains import decades, highest_loss, least_update
from simulator.charts.header import Progress
from simulator.charts.links import link_logs, link_sites, links_axis
from simulator.charts.packing import Block, log10, pack_logs, pack_numbers, pack_shares
from simulator.trace import Array, Trace, evenly_spaced, numbered

MOST_SHARES = 150
"""Sites of which a share is sent; norms are sent of every site."""


def displayed(trace: Trace) -> list[int]:
    """The rows that are shown: at most 400, evenly chosen, the first and the last always among them."""
    rows = [row for row in planned(trace.network.steps) if row < trace.steps]
    ended = trace.outcome.name != "running"
    # A run that diverged may end between two planned rows, and its end is what one wants to see.
    return [*rows, trace.steps - 1] if ended and rows[-1] != trace.steps - 1 else rows


def planned(total: int) -> tuple[int, ...]:
    """The rows to be shown of a run of ``total`` training steps; they do not change as it grows."""
    return evenly_spaced(total, MOST_DISPLAYED)


@dataclass(frozen=True)
class Recorded:
    """What all who watch a run are given alike."""

    progress: Progress
    blocks: tuple[Block, ...]


@cached_per_object
def recorded(trace: Trace) -> Recorded:
    rows = displayed(trace)
    links = link_logs(trace, rows)
    return Recorded(_progress(trace, rows, links), tuple(_blocks(trace, rows, links)))


def _progress(trace: Trace, rows: list[int], links: dict[str, Array]) -> Progress:
    return {
        "steps": [numbered(row) for row in rows],
        "trained": trace.steps,
        "matrices": list(trace.matrices),
        "done": trace.outcome.name != "running",
        "outcome": {"name": trace.outcome.name, "step": trace.outcome.step, "site": trace.outcome.site},
        "axis": decades(log10(trace.gradient_norm[rows])),
        "links_axis": links_axis(trace, rows, links),
        "highest": highest_loss(trace.loss[rows]),
        "start_axis": decades(log10(trace.gradient_norm[rows[:1]])),
        "least": least_update(log10(trace.update_ratio[rows])),
        "scored": bool(np.isfinite(trace.accuracy).any()),
        "guess": trace.chance_loss if trace.chance_loss > 0 else None,
        "learned": answers.about(trace),
    }


def _blocks(trace: Trace, rows: list[int], links: dict[str, Array]) -> Iterable[Block]:
    yield pack_logs("norm", log10(trace.gradient_norm[rows]))
    yield pack_logs("updates", log10(trace.update_ratio[rows]))
    for name, values in (("loss", trace.loss), ("accuracy", trace.accuracy), ("clip", trace.clip_scale)):
        yield pack_numbers(name, values[rows, None])
    for name, logs in links.items():
        yield pack_logs(f"link:{name}", logs, sites=link_sites(trace.sites))
    # A bar of less than two pixels cannot be told from its neighbour, so some sites are enough.
    kept = evenly_spaced(trace.sites, MOST_SHARES)
    gates = {f"gate:{name}": values for name, values in trace.gates.items()}
    units = {"saturated": trace.saturated, "dead": trace.dead}
    for name, values in (gates if trace.network.gated else units).items():
        yield pack_shares(name, values[rows][:, kept], [site + 1 for site in kept])
    # A cosine may be below zero, which no share is.
    yield pack_logs("similarity", trace.similarity[rows][:, kept], sites=[site + 1 for site in kept])
    yield from answers.blocks(trace)
