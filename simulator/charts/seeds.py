"""What several seeds have in common as bytes for the player, in the format of packing.py: a row each displayed step."""

from collections.abc import Iterable
from typing import TypedDict

import numpy as np

from simulator.charts.domains import decades, highest_loss
from simulator.charts.packing import Block, join, log10, pack_logs, pack_numbers
from simulator.repeated import Range, Seeds
from simulator.trace import Array, evenly_spaced, numbered

ENDS = ("low", "median", "high")
MOST_NUMBERS = 12_000
"""Norms of each end that are sent, some 25 kB: of a long chain at evenly spaced steps, each until the next one."""


class SeedsHeader(TypedDict):
    """What the player is told of seeds besides their arrays; payload.d.ts says the same to JavaScript.

    ``seeds_of`` is the key of the run of which these are the seeds; axes as those of a run.
    """

    seeds_of: str
    count: int
    steps: list[int]
    axis: tuple[float, float]
    highest: float


def pack_seeds(seeds: Seeds, *, run: str) -> bytes:
    """Three blocks for each of norm, loss and accuracy, such as ``norm:low``."""
    kept = evenly_spaced(len(seeds.rows), max(2, MOST_NUMBERS // seeds.gradient_norm.low.shape[1]))
    header: SeedsHeader = {
        "seeds_of": run,
        "count": len(seeds.seeds),
        "steps": [numbered(seeds.rows[i]) for i in kept],
        "axis": axis_of(seeds),
        "highest": highest_of(seeds),
    }
    return join(header, _blocks(seeds, [*kept]))


def axis_of(seeds: Seeds) -> tuple[int, int]:
    """Lowest and highest power of ten of the axis that their gradient norms need."""
    return decades(log10(_reaching(seeds.gradient_norm)))


def highest_of(seeds: Seeds) -> float:
    """Upper end of the axis that their losses need."""
    return highest_loss(_reaching(seeds.loss))


def _reaching(found: Range) -> Array:
    """(rows, ...) what an axis has to hold: both ends, but where some diverge, which would press all else flat."""
    if np.isfinite(found.high).all():
        # Side by side as if they were sites: for an axis it is the same.
        return np.concatenate([found.low, found.high], axis=-1) if found.high.ndim > 1 else found.high
    return found.median


def _blocks(seeds: Seeds, kept: list[int]) -> Iterable[Block]:
    for end in ENDS:
        yield pack_logs(f"norm:{end}", log10(getattr(seeds.gradient_norm, end)[kept]))
        yield pack_numbers(f"loss:{end}", getattr(seeds.loss, end)[kept, None])
        yield pack_numbers(f"accuracy:{end}", getattr(seeds.accuracy, end)[kept, None])
