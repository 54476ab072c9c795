"""The page's charts of one training step as ordinary Altair charts, for a notebook or a file."""

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import altair as alt
import numpy as np

from simulator.catalog.thresholds import HEALTHY_DECADES
from simulator.charts.band import RANGES, with_seeds
from simulator.charts.domains import decades, highest_loss, least_update
from simulator.charts.header import words
from simulator.charts.packing import log10
from simulator.charts.panels import PANELS
from simulator.charts.profile import BEYOND, BROKEN, NOTHING, SHOWN
from simulator.charts.sites import SIMILARITY
from simulator.charts.theme import MOST_UPDATE
from simulator.language import _
from simulator.repeated import Seeds
from simulator.settings.experiment import Experiment
from simulator.trace import Array, Trace, evenly_spaced, numbered

UNDER = 0.3
"""Part of a cell that lies under its neighbour."""
Rows = Sequence[Mapping[str, Any]]
Known = Mapping[str, Any]
"""What the chart is told of the run: its parameters."""
MOST_COLUMNS = 150
"""Training steps of a map, which a picture has no more room for."""


def picture(trace: Trace, name: str = "profile", row: int = -1, seeds: Seeds | None = None) -> alt.LayerChart:
    """One of PICTURES, of a row of the trace; a negative one counts from the last, as an index does.

    ``seeds``: with a band of what other random seeds do, where the picture is one of RANGES.
    Raises ValueError where there is no such picture or no such row, or where the seeds are those of another network.
    """
    if name not in PICTURES:
        raise ValueError(f"Pictures are {', '.join(PICTURES)}; given was {name!r}.")
    if not -trace.steps <= row < trace.steps:
        raise ValueError(f"The trace has the rows 0 to {trace.steps - 1}; given was {row}.")
    chart: alt.LayerChart = PANELS[name].draw()
    # A chart is made with values for an empty page; those of this run take their place.
    row %= trace.steps
    known, band = parameters(trace, row), {}
    if seeds and name in RANGES:
        if _unseeded(seeds.experiment) != _unseeded(trace.experiment):
            raise ValueError("These are seeds of other settings: repeat(trace.experiment) gives those of this run.")
        known |= with_seeds(known, seeds)
        band = {"seeds": RANGES[name](seeds, bisect_right(seeds.rows, row) - 1, known)}
    named: Any = chart.params
    for parameter in named:
        parameter.value = known.get(parameter.name, parameter.value)
    chart.datasets = {key: list(rows) for key, rows in {**PICTURES[name](trace, row, known), **band}.items()}
    return chart


def _unseeded(experiment: Experiment) -> Experiment:
    return experiment.canonical().replace(seed=0)


def parameters(trace: Trace, row: int) -> dict[str, Any]:
    """What a chart is told of a run: its axes and its words."""
    low, high = decades(log10(trace.gradient_norm))
    first, whole = trace.gradient_norm[0], _last_whole(trace, row)
    before = ""
    if whole is not None:
        before = _("pale line: the last numbers, at training step {step}", step=numbered(whole))
    return {
        "before_word": before,
        "low": low,
        "high": high,
        "sites": trace.sites,
        "falling": bool(first[0] > first[-1]),
        "steps": trace.network.steps,
        "highest": highest_loss(trace.loss),
        "least": least_update(log10(trace.update_ratio)),
        "scored": bool(np.isfinite(trace.accuracy).any()),
        "matrices": len(trace.matrices),
        "matrix_names": [_matrix(name) for name in trace.matrices],
        "shown_lines": [SIMILARITY],
        "shown_gates": [*trace.gates, SIMILARITY],
        # A legend without any entry would give its room away, and the chart would jump.
        "shown_units": [name for name in ("saturated", "dead") if (getattr(trace, name) > 0).any()] or ["saturated"],
        **words(trace.network),
    }


def _matrix(name: str) -> str:
    """What stands on the axis for a matrix: the number of its layer, or its name."""
    known = {"input": _("input"), "recurrent": _("recurrent"), "output": _("output")}
    return known.get(name, name.removeprefix("layer "))


# ---- the rows of each chart ---------------------------------------------------------------------------------------


def _profile(trace: Trace, step: int, known: Known) -> dict[str, Rows]:
    low, high = known["low"], known["high"]
    logs = log10(trace.gradient_norm[step])
    points = [_mark(site, log, low, high) for site, log in enumerate(logs.tolist(), 1)]
    last = logs[-1]
    band = [{"low": max(low, last - HEALTHY_DECADES), "high": min(high, last + HEALTHY_DECADES)}]
    before = _last_whole(trace, step)
    return {
        "now": _line(logs),
        "points": points,
        "band": band if np.isfinite(last) else [],
        "before": [] if before is None else _line(log10(trace.gradient_norm[before])),
    }


def _line(logs: Array) -> Rows:
    return [{"site": site, "line": _finite(log)} for site, log in enumerate(logs.tolist(), 1)]


def _last_whole(trace: Trace, step: int) -> int | None:
    """Where a run has no numbers any more, the row before it that still had some at every site; else None."""
    whole = np.asarray(np.isfinite(trace.gradient_norm[: step + 1]).all(1))
    return None if whole[step] or not whole.any() else int(np.flatnonzero(whole)[-1])


def _mark(site: int, log: float, low: float, high: float) -> dict[str, Any]:
    """A point where it lies, or at the edge beyond which it lies, turned to where that is."""
    if log == -np.inf:
        return {"site": site, "y": low, "state": NOTHING, "turn": 0}
    if not np.isfinite(log):
        return {"site": site, "y": low if np.isnan(log) else high, "state": BROKEN, "turn": 45}
    if low <= log <= high:
        return {"site": site, "y": log, "state": SHOWN, "turn": 0}
    return {"site": site, "y": low if log < low else high, "state": BEYOND, "turn": 0 if log < low else 180}


def _map(trace: Trace, _row: int, _known: Known) -> dict[str, Rows]:
    """All steps so far, of a long run some; a cell reaches to the next one that is shown."""
    shown = evenly_spaced(trace.steps, MOST_COLUMNS)
    logs = log10(trace.gradient_norm)
    # A little under the next cell, or a seam would be seen between the two.
    ends = [*(step + UNDER for step in shown[1:]), trace.steps]
    return {
        "cells": [
            {"begin": step + 0.5, "end": end + 0.5, "low": site - 0.5, "high": site + 0.5 + UNDER, "y": log}
            for step, end in zip(shown, ends, strict=True)
            for site, log in enumerate(logs[step].tolist(), 1)
            if np.isfinite(log)
        ]
    }


def _loss(trace: Trace, _row: int, known: Known) -> dict[str, Rows]:
    values = zip(trace.loss.tolist(), trace.accuracy.tolist(), strict=True)
    curve = [
        {"step": step, "loss": _finite(loss), "accuracy": _finite(right)}
        for step, (loss, right) in enumerate(values, 1)
    ]
    guess = trace.chance_loss
    # Above the axis its line would lie on the frame.
    return {"loss": curve, "guess": [{"guess": guess}] if 0 < guess <= known["highest"] else []}


def _updates(trace: Trace, step: int, known: Known) -> dict[str, Rows]:
    logs, least = log10(trace.update_ratio), known["least"]
    return {"updates": [row for i, log in enumerate(logs[step].tolist(), 1) for row in _update(i, log, least)]}


def _update(matrix: int, log: float, least: int) -> list[dict[str, Any]]:
    """A bar; a mark for a step of nothing, and for one beyond the axis."""
    bar: list[dict[str, Any]] = [{"matrix": matrix, "y": log}] if least <= log < np.inf else []
    if log == -np.inf:
        return [{"matrix": matrix, "y": least, "mark": "still"}]
    if log < least:
        return [{"matrix": matrix, "y": least, "mark": "beyond", "turn": 0}]
    return [*bar, {"matrix": matrix, "y": MOST_UPDATE, "mark": "beyond", "turn": 180}] if log > MOST_UPDATE else bar


def _units(trace: Trace, step: int, _known: Known) -> dict[str, Rows]:
    named = {"saturated": trace.saturated, "dead": trace.dead, SIMILARITY: trace.similarity}
    return {"units": [row for name, values in named.items() for row in _shares(values[step], what=name)]}


def _gates(trace: Trace, step: int, _known: Known) -> dict[str, Rows]:
    named = {**trace.gates, SIMILARITY: trace.similarity}
    return {"gates": [row for name, values in named.items() for row in _shares(values[step], gate=name)]}


def _shares(values: Array, **name: str) -> Rows:
    return [{"site": i, "share": value, **name} for i, value in enumerate(values.tolist(), 1) if np.isfinite(value)]


def _finite(value: float) -> float | None:
    return value if np.isfinite(value) else None


PICTURES: dict[str, Callable[[Trace, int, Known], Mapping[str, Rows]]] = {
    "profile": _profile,
    "map": _map,
    "loss": _loss,
    "updates": _updates,
    "units": _units,
    "gates": _gates,
}
"""The charts that show a trace alone, by the names that they have on the page."""
