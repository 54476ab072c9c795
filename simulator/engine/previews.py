"""The first rows of many experiments at once, each as ``preview`` gives it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from math import nan
from typing import Any

import numpy as np
import torch

from simulator.engine.chance import chance
from simulator.engine.depths import first_rows, shares_depths
from simulator.engine.first_row import forget
from simulator.engine.machine import device_of, own_arithmetic
from simulator.engine.network import Network
from simulator.engine.precision import doubtful, first_precision, fits
from simulator.engine.rows import diverged, diverging
from simulator.engine.stack import NUMBERS, alike, stacks
from simulator.outcome import Outcome
from simulator.settings.experiment import Experiment
from simulator.trace import Rows, Trace, numbered

Found = Iterator[tuple[Experiment, Rows]]


def preview_many(experiments: Sequence[Experiment], each: Callable[[Trace], Any] = lambda trace: trace) -> list[Any]:
    """What ``each`` makes of the first row of every experiment, in their order.

    No step is taken: what the weights' gradients are, and what becomes of the weights, is NaN. All else is that of
    ``preview``, bit for bit, but for ``learned``, for nothing is asked. Plain networks that differ in depth share all
    that they have in common (depths.py); there the way back may be rounded otherwise, by some 1e-6. Raises
    SettingsError where the device is missing.
    """
    found: dict[Experiment, Any] = {}
    wanted = [*dict.fromkeys(experiments)]
    forget()  # a map needs the memory itself
    with own_arithmetic(), torch.inference_mode():
        for e, rows in _rows(wanted):
            found[e] = each(_trace(e, rows))
    return [found[e] for e in experiments]


def _rows(experiments: list[Experiment]) -> Found:
    layered = [e for e in experiments if shares_depths(e)]
    for places in alike(layered, (*NUMBERS, "depth")):
        yield from _by_depth([layered[place] for place in places], torch.float32)
    others = [e for e in experiments if not shares_depths(e)]
    for places in stacks(others):
        members = [others[place] for place in places]
        yield from _stacked(members, first_precision(members[0]))


def _stacked(members: list[Experiment], dtype: torch.dtype) -> Found:
    """Of members of one shape; in float64 where float32 cannot carry it."""
    network = Network(members, dtype, device_of(members[0]), capacity=1)
    found = list(zip(members, network.look(), network.recorder.doubtful, strict=True))
    beyond = [e for e, _, doubt in found if doubt is not None and fits(e)]
    yield from ((e, rows) for e, rows, _ in found if e not in beyond)
    if beyond:
        yield from _stacked(beyond, torch.float64)


def _by_depth(experiments: Iterable[Experiment], dtype: torch.dtype) -> Found:
    """The same of experiments that differ in depth as well."""
    networks = defaultdict[Any, dict[int, Experiment]](dict)
    for e in experiments:
        networks[tuple(getattr(e, name) for name in NUMBERS)][e.depth] = e
    together = defaultdict[tuple[int, ...], list[Mapping[int, Experiment]]](list)
    for by_depth in networks.values():
        together[tuple(sorted(by_depth, reverse=True))].append(by_depth)
    beyond: list[Experiment] = []
    for depths, some in together.items():
        for depth, raw, rows in first_rows([by_depth[depths[0]] for by_depth in some], depths, dtype):
            members = [by_depth[depth] for by_depth in some]
            lost = doubtful(raw, rows, members[0]) & ~diverging(rows)
            for k, e in enumerate(members):
                if lost[k] and dtype == torch.float32 and fits(e):
                    beyond.append(e)
                else:
                    yield e, {name: values[k : k + 1] for name, values in rows.items()}
    if beyond:
        yield from _by_depth(beyond, torch.float64)


def _trace(e: Experiment, rows: Rows) -> Trace:
    end, matrices = diverged(rows), e.matrices
    outcome = Outcome("diverged", numbered(end[0]), end[1]) if end else Outcome("running")
    return Trace.from_rows(e, outcome, matrices, [rows | _unknown(e.sites, len(matrices))], chance(e))


@lru_cache(maxsize=256)
def _unknown(sites: int, matrices: int) -> Rows:
    """What only a step could tell, which all networks of a size share, and none may write into."""
    shapes = {
        "weight_gradient_norm": (1, sites),
        "bias_gradient_norm": (1, sites),
        "bias_update": (1, sites),
        "clip_scale": (1,),
        "update_ratio": (1, matrices),
    }
    return {name: np.broadcast_to(nan, shape) for name, shape in shapes.items()}
