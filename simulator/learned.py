"""What a network answers while it trains: always the same questions, put to it now and then."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
PREFIX = "learned:"
"""Stands before the names of these arrays where they travel with the rows of a trace."""
ONCE = ("inputs", "targets", "axis", "truth", "moments")
"""What is asked: it travels once, with the first rows of a run."""


@dataclass(frozen=True, eq=False)
class Learned:
    """Questions, and the answers at ``steps``, before the update of each of those training steps.

    Asked are samples that no training step sees, as many of each class as there are; where an input is a point of the
    plane, a grid over it too; and of a sequence the first few samples also at time steps before the answer is due.
    An answer is the probability of each class, where another loss than cross entropy was chosen its share of all
    answers above 0, or for a regression the answer itself. What a task does not have is empty. Dropout is off, and
    batch normalization goes by the moments of a batch that the network is trained on.
    """

    steps: Array
    """(records,) rows of the trace."""
    samples: Array
    """(records, asked, readouts, outputs) the answers to the samples."""
    grid: Array
    """(records, side * side) over the plane: the probability of class 1, or the output; row by row from the lowest."""
    course: Array
    """(records, moments, shown, outputs) what the head makes of a sequence's state at each of the ``moments``."""
    inputs: Array
    """(shown, inputs) or (shown, time steps, inputs): the first of the samples, of a deep network all."""
    targets: Array
    """(asked, readouts) the right class, or (asked, outputs) the right numbers."""
    axis: Array
    """(side,) where the grid's columns and rows lie."""
    truth: Array
    """(side * side,) a regression's right numbers over the grid: those of the nearest samples."""
    moments: Array
    """(moments,) time steps, from 1."""

    @classmethod
    def from_rows(cls, rows: Mapping[str, Array]) -> "Learned | None":
        """Out of a trace's rows; None where nothing was asked."""
        known: dict[str, Any] = {
            name.removeprefix(PREFIX): values for name, values in rows.items() if name.startswith(PREFIX)
        }
        return cls(**known) if "steps" in known else None

    def first(self, rows: int) -> "Learned":
        """As it was when only ``rows`` training steps were recorded."""
        # Questions are put now and then, so there are fewer records than rows.
        kept = int(np.count_nonzero(self.steps < rows))
        growing: dict[str, Any] = {f.name: getattr(self, f.name)[:kept] for f in fields(self) if f.name not in ONCE}
        return replace(self, **growing)
