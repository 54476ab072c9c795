"""The first row of one run, on a network that is kept for the next one: under a slider its numbers alone change."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch

from simulator.engine.machine import device_of
from simulator.engine.network import Network
from simulator.engine.precision import first_precision, fits
from simulator.engine.stack import shape_of
from simulator.settings.costs import megabytes
from simulator.settings.experiment import Experiment
from simulator.trace import Rows

MEGABYTES = 6
"""Of the largest network that is kept, by the estimate of costs.py for float32: of a larger one's time less goes into
laying it out."""
_kept: dict[Any, Network] = {}
"""Those of the last first row, by the shape of its experiment and by precision."""


def first_row(e: Experiment) -> Rows:
    """The network as initialized and its first step; in float64 where float32 cannot carry it."""
    with _network(e, first_precision(e)) as network:
        rows = network.run(1)
        if network.recorder.doubtful[0] is None or not fits(e):
            return rows
    with _network(e, torch.float64) as network:
        return network.run(1)


def forget() -> None:
    """Lets go of what is kept."""
    _kept.clear()


@contextmanager
def _network(e: Experiment, dtype: torch.dtype) -> Iterator[Network]:
    device = device_of(e)
    shape = (shape_of(e), device)
    # Taken out, so that no other thread works on it, and gone where anything is raised.
    network = _kept.pop((shape, dtype), None)
    if network:
        network.restart(e)
    else:
        network = Network(e, dtype, device, capacity=1)
    yield network
    # Of its shape one in each precision: where float32 cannot carry the first row, the next one may need both too.
    for other in [*_kept]:
        if other[0] != shape:
            _kept.pop(other, None)
    if megabytes(e) <= MEGABYTES:
        _kept[shape, dtype] = network
