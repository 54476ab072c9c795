"""Traces made of formulas, for tests of what draws them: the shape of a real run without its training."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from simulator.catalog import CELLS
from simulator.catalog.quantities import QUANTITIES
from simulator.outcome import Outcome
from simulator.settings.experiment import Experiment
from simulator.trace import Array, Trace


def trace(experiment: Experiment, log_factor: float = -0.6, rows: int | None = None) -> Trace:
    """A finished run in which each site multiplies the gradient by 10 ** log_factor, drifting a little as it trains."""
    rows, sites = rows or experiment.steps, experiment.sites
    step, site = np.arange(rows)[:, None], np.arange(1, sites + 1)[None, :]
    drift = 0.1 * np.sin(step / 20) + 0.05 * np.sin(site + step / 7)
    norm = 10.0 ** ((log_factor + 0.02 * np.sin(step / 40)) * (sites - site) - 1 + drift)
    share = 0.5 + 0.5 * np.sin(site / 5 + step / 30)
    gates = CELLS[experiment.cell].gates
    deep = experiment.kind == "deep"
    matrices = (*(f"layer {i + 1}" for i in range(sites)), "output") if deep else ("input", "recurrent", "output")
    clip = np.full(rows, 0.1) if experiment.clip != "none" else np.ones(rows)
    loss = 2.3 * np.exp(-np.arange(rows) / (rows / 3))
    known: dict[str, Any] = {
        "network": experiment,
        "outcome": Outcome("finished"),
        "matrices": matrices,
        "gradient_norm": norm,
        "weight_gradient_norm": norm / 3,
        "clip_scale": clip,
        "update_ratio": 10.0 ** (-4 + 2 * np.sin(np.arange(len(matrices)) / 3 + step / 50)),
        "activation_mean": np.zeros((rows, sites)),
        "saturated": share,
        "dead": share / 3,
        "similarity": 1 - share / 2,
        "loss": loss,
        "accuracy": 1 - loss / 2.5,
        "gates": _gates(gates, share) if not deep else {},
    }
    sizes = {"steps": rows, "sites": sites, "matrices": len(matrices)}
    return Trace(**_others(sizes) | known)


def _others(sizes: Mapping[str, int]) -> dict[str, Array]:
    """Ones, in the right shape, for every quantity of the table: those that no picture needs stay as they are."""
    spans = {row.name: re.findall(r"\w+", row.shape) for row in QUANTITIES.values() if row.shape.endswith(")")}
    return {name: np.ones([sizes[span] for span in names]) for name, names in spans.items()}


def _gates(names: tuple[str, ...], share: Array) -> Mapping[str, Array]:
    return {name: np.clip(share / (i + 1), 0, 1) for i, name in enumerate(names)}


def diverging(experiment: Experiment, step: int = 31) -> Trace:
    """A run that explodes, and ends at a step whose row holds infinities and a NaN."""
    run = trace(experiment, 0.8).first(step)
    norm, loss = run.gradient_norm.copy(), run.loss.copy()
    norm[-10:] *= 10.0 ** (3.0 * np.arange(10)[-step:, None])
    norm[-1, :3], norm[-1, 3] = np.inf, np.nan
    loss[-3:] = [1e9, 1e30, np.nan]
    return replace(run, outcome=Outcome("diverged", step, 3), gradient_norm=norm, loss=loss)


def silent(experiment: Experiment) -> Trace:
    """A run in which the first five sites receive exactly nothing, and the sixth too little for the axis."""
    run = trace(experiment)
    norm = run.gradient_norm.copy()
    norm[:, :5] = 0
    norm[:, 5] = 1e-250
    return replace(run, gradient_norm=norm)


def with_norms(norms: Array, experiment: Experiment | None = None) -> Trace:
    """A trace of these gradient norms, one row or several."""
    rows = np.atleast_2d(np.asarray(norms, dtype=float))
    experiment = experiment or Experiment(depth=rows.shape[1], steps=len(rows))
    return replace(trace(experiment, rows=len(rows)), gradient_norm=rows)
