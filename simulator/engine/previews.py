"""The first rows of many experiments at once, each as ``preview`` gives it."""

from collections.abc import Callable, Sequence
from typing import Any

import torch

from simulator.engine.chance import chance
from simulator.engine.network import Network
from simulator.engine.precision import first_precision, fits
from simulator.engine.rows import diverged
from simulator.engine.stack import stacks
from simulator.engine.training import device_of, own_arithmetic
from simulator.outcome import Outcome
from simulator.settings.experiment import Experiment
from simulator.trace import Rows, Trace, numbered


def preview_many(experiments: Sequence[Experiment], each: Callable[[Trace], Any] = lambda trace: trace) -> list[Any]:
    """What ``each`` makes of the first row of every experiment, in their order.

    A trace is that of ``preview``, bit for bit, but for ``learned``, for nothing is asked. Raises SettingsError where
    the device is missing.
    """
    found: dict[int, Any] = {}
    with own_arithmetic(), torch.inference_mode():
        for numbers in stacks(experiments):
            members = [experiments[number] for number in numbers]
            for number, e, rows in zip(numbers, members, _first_rows(members), strict=True):
                found[number] = each(_trace(e, rows))
    return [found[number] for number in range(len(experiments))]


def _first_rows(members: list[Experiment]) -> list[Rows]:
    """Of members of one shape; in float64 where float32 cannot carry it."""
    dtype = first_precision(members[0])
    rows, doubtful = _rows(members, dtype)
    if dtype == torch.float64 or not doubtful or not fits(members[0]):
        return rows
    exact, _ = _rows([members[k] for k in doubtful], torch.float64)
    for k, row in zip(doubtful, exact, strict=True):
        rows[k] = row
    return rows


def _rows(members: list[Experiment], dtype: torch.dtype) -> tuple[list[Rows], list[int]]:
    """In one precision, and which of them it cannot carry."""
    network = Network(members, dtype, device_of(members[0]), capacity=1)
    rows = network.run_all(1)
    return rows, [k for k, doubt in enumerate(network.recorder.doubtful) if doubt is not None]


def _trace(e: Experiment, rows: Rows) -> Trace:
    end = diverged(rows)
    outcome = Outcome("diverged", numbered(end[0]), end[1]) if end else Outcome("running")
    return Trace.from_rows(e, outcome, e.canonical().matrices, [rows], chance(e))
