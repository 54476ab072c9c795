"""The range of several random seeds on an ordinary chart: its rows, as the player draws them (js/shared/seeds.js)."""

from collections.abc import Callable, Mapping, Sequence
from math import isfinite
from typing import Any

from simulator.charts.packing import log10
from simulator.charts.seeds import axis_of, highest_of
from simulator.language import _
from simulator.repeated import Seeds
from simulator.trace import numbered

Rows = Sequence[Mapping[str, Any]]


def with_seeds(known: Mapping[str, Any], seeds: Seeds) -> dict[str, Any]:
    """Axes that hold what the seeds do, too, and the word for their band."""
    low, high = axis_of(seeds)
    return {
        "low": min(low, known["low"]),
        "high": max(high, known["high"]),
        "highest": max(highest_of(seeds), known["highest"]),
        "seeds_word": f"▒ {_('{count} seeds, thin line: median', count=len(seeds.seeds))}",
    }


def _profile_seeds(seeds: Seeds, there: int, known: Mapping[str, Any]) -> Rows:
    norms = seeds.gradient_norm
    lows, medians, highs = (log10(end[there]).tolist() for end in (norms.low, norms.median, norms.high))
    ends = enumerate(zip(lows, medians, highs, strict=True), 1)
    return [{**_reach(*three, known["low"], known["high"]), "site": i, "last": i == len(lows)} for i, three in ends]


def _reach(low: float, y: float, high: float, bottom: float, top: float) -> dict[str, float | None]:
    """From the lowest to the highest as far as they lie on the axis; None where they do not."""
    seen = low <= top and high >= bottom
    return {
        "low": max(low, bottom) if seen else None,
        "y": y if bottom <= y <= top else None,
        "high": min(high, top) if seen else None,
    }


def _loss_seeds(seeds: Seeds, _there: int, known: Mapping[str, Any]) -> Rows:
    # Drawn a little beyond the axis, so that the frame cuts it off.
    most = 2 * known["highest"]
    loss, right = ([end.tolist() for end in (of.low, of.median, of.high)] for of in (seeds.loss, seeds.accuracy))
    rows = []
    for i, row in enumerate(seeds.rows):
        low, _median, high = (end[i] if isfinite(end[i]) else None for end in right)
        reach = _reach(loss[0][i], loss[1][i], loss[2][i], 0, most)
        rows.append({**reach, "step": numbered(row), "right_low": low, "right_high": high})
    return rows


RANGES: dict[str, Callable[[Seeds, int, Mapping[str, Any]], Rows]] = {"profile": _profile_seeds, "loss": _loss_seeds}
"""Those on which the range of other seeds can be seen."""
