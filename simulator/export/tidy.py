"""A run as a long table, one number a row: step, site, quantity, value, unit."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.catalog.quantities import QUANTITIES
from simulator.catalog.quantity import Quantity
from simulator.trace import Array, Trace, evenly_spaced

COLUMNS = ("step", "site", "quantity", "value", "unit")
"""Training step and layer or time step, both from 1, none where a number is of the whole network; what was measured;
the number; what one of it is."""
GATE, MATRIX = "gate:", "update_ratio:"
"""Stand before the name of a gate, and before that of a weight matrix."""


@dataclass(frozen=True, eq=False)
class Block:
    """One quantity: ``values`` is (steps,), or where each site has one (steps, sites)."""

    quantity: str
    unit: str
    values: Array

    @property
    def sites(self) -> int:
        return self.values.shape[1] if self.values.ndim == 2 else 0


def row_of(quantity: str) -> Quantity:
    """The row of the table of quantities; raises KeyError where there is none."""
    name = quantity.partition(":")[0]
    return QUANTITIES["gates" if name == "gate" else name]


def blocks(trace: Trace) -> Iterator[Block]:
    """Every quantity that is recorded at each training step, in the order of the table of quantities."""
    for name, values in sorted(trace.arrays().items(), key=lambda named: [*QUANTITIES].index(row_of(named[0]).name)):
        unit = row_of(name).unit
        if name == "update_ratio":
            columns = zip(trace.matrices, values.T, strict=True)
            yield from (Block(f"{MATRIX}{matrix}", unit, column) for matrix, column in columns)
        else:
            yield Block(name, unit, values)


def thinned(trace: Trace, numbers: int) -> list[int]:
    """The training steps of which at most ``numbers`` numbers are told: all, or as many as fit, evenly spaced."""
    a_step = sum(max(block.sites, 1) for block in blocks(trace))
    return list(evenly_spaced(trace.steps, max(1, numbers // a_step)))


def to_frame(trace: Trace) -> Any:
    """The table as a pandas DataFrame: quantity and unit are categories, a site is missing where there is none."""
    import pandas as pd  # with streamlit; nothing else needs it

    columns = [_columns(block, np.arange(1, trace.steps + 1)) for block in blocks(trace)]
    step, site, value = (np.concatenate([column[i] for column in columns]) for i in range(3))
    counts = [len(column[2]) for column in columns]
    names, units = ([getattr(block, name) for block in blocks(trace)] for name in ("quantity", "unit"))
    sites = pd.array(site, dtype="Int64")
    sites[site == 0] = pd.NA
    return pd.DataFrame(
        {
            "step": step,
            "site": sites,
            # Categories, for a long run repeats a few names hundreds of thousands of times.
            "quantity": pd.Categorical(np.repeat(names, counts), names),
            "value": value,
            "unit": pd.Categorical(np.repeat(units, counts)),
        }
    )


def _columns(block: Block, steps: NDArray[np.int64]) -> tuple[NDArray[Any], NDArray[Any], Array]:
    """Step, site (0 where there is none) and value of each row."""
    if not block.sites:
        return steps, np.zeros_like(steps), block.values
    sites = np.arange(1, block.sites + 1)
    return np.repeat(steps, block.sites), np.tile(sites, len(steps)), block.values.ravel()
