"""The links of the chain on their way to the player: what multiplies the gradient at each step back, as logarithms."""

from collections.abc import Sequence
from math import ceil, floor

import numpy as np

from simulator.charts.theme import MOST_DECADES, STEP
from simulator.language import _, listed, mark
from simulator.settings.network import Network
from simulator.trace import Array, Trace, evenly_spaced

MOST_LINKS = 100
"""Sites between which links are sent; of a longer chain the links of several sites are multiplied."""


DETOURS = {
    "residual": mark("what the shortcut adds"),
    "highway": mark("what the highway carries past"),
    "update": mark("what the update gate carries past"),
    "readouts": mark("what the loss adds on the way"),
}
"""What each of a network's ways past the links is called."""


def link_sites(sites: int) -> list[int]:
    """The sites (from 1) at which the links are summed up: all, or evenly chosen ones with the first and the last."""
    return [site + 1 for site in evenly_spaced(sites, MOST_LINKS)]


def link_words(n: Network) -> dict[str, str]:
    """What each link is called, by its name; ``rest`` is there where something leads around the weights."""
    gates = _("gates and memory") if n.cell == "lstm" else _("gates")
    slope = gates if n.gated else _("slope of the activation")
    known = {"slope": slope, "weight": _("weights"), "norm": _("normalization")}
    words = {name: known[name] for name in n.links}
    rest = [_(DETOURS[way]) for way in n.ways_past]
    return {**words, "rest": listed(rest)} if rest else words


def link_logs(trace: Trace, rows: Sequence[int]) -> dict[str, Array]:
    """Name -> (rows, link sites) log10 of each link from a link site down to the one before it.

    The first column is site 1's own link, which leads to the input.
    """
    # reduceat sums from each start to the next: the links of all sites after one link site, up to the next.
    starts = [0, *link_sites(trace.sites)[:-1]]
    recorded = {"slope": trace.slope_factor, "weight": trace.weight_factor, "norm": trace.norm_factor}
    factors = {name: recorded[name] for name in trace.network.links}
    with np.errstate(divide="ignore", invalid="ignore"):
        return {name: np.add.reduceat(np.log10(values[list(rows)]), starts, axis=1) for name, values in factors.items()}


def links_axis(trace: Trace, rows: Sequence[int], logs: dict[str, Array]) -> tuple[int, int]:
    """Lowest and highest power of ten that the stacked links reach in any displayed row, at most 150 either way."""
    with np.errstate(divide="ignore", invalid="ignore"):
        # What the links do not explain leads around them, and has a place in the stack of its own.
        norms = np.log10(trace.gradient_norm[list(rows)])[:, [site - 1 for site in link_sites(trace.sites)]]
        sums = [_from_the_end(values) for values in logs.values()]
        sums.append(norms - norms[:, -1:] - np.sum(sums, axis=0))
    # Bars grow upward and downward from 0, so each direction has its own sum.
    parts = [np.where(np.isfinite(values), values, 0.0) for values in sums]
    low = float(np.sum([np.minimum(part, 0) for part in parts], axis=0).min())
    high = float(np.sum([np.maximum(part, 0) for part in parts], axis=0).max())
    lowest, highest = STEP * floor((low - 0.3) / STEP), STEP * ceil((high + 0.3) / STEP)
    # One step of a run that explodes must not press all others flat.
    return max(lowest, -MOST_DECADES), min(highest, MOST_DECADES)


def _from_the_end(logs: Array) -> Array:
    """(rows, link sites) what the links between each site and the last multiply up to; 0 at the last."""
    later = np.flip(np.cumsum(np.flip(logs[:, 1:], 1), 1), 1)
    return np.concatenate([later, np.zeros((len(logs), 1))], 1)
