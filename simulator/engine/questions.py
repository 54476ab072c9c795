"""What a network is asked while it trains: samples that no training step sees, and a grid over the plane."""

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.catalog.thresholds import MOST_DISPLAYED
from simulator.engine.exam import held_out
from simulator.engine.samples import data
from simulator.engine.scaled import scaled_inputs, scaled_targets
from simulator.learned import PREFIX
from simulator.settings.experiment import Experiment
from simulator.trace import Array, Rows, evenly_spaced

MOST_RECORDS, FEWEST_RECORDS = 60, 8
EVERY = 20
"""Training steps between two records, where those two bounds leave it at that: asking costs about as much as a step."""
EARLY = (1, 2, 4, 8)
"""Displayed steps that are recorded besides: much happens early, and a run that diverges may not have many."""
ASKED, ASKED_POINTS = 100, 120
"""Samples that are asked for; points of the plane take little room and show where the classes lie."""
SIDE, AIR = 20, 1.06
"""Points along the grid, and how far it reaches, relative to the farthest sample."""
SHOWN, MOMENTS = 6, 60
"""Sequences that are followed along their time steps, and at how many of these."""


@dataclass(frozen=True, eq=False)
class Questions:
    """Inputs as ``data`` gives them: (asked, inputs) or (asked, time steps, inputs), the grid's points behind."""

    inputs: NDArray[np.float32]
    asked: int
    """How many of them are samples."""
    moments: tuple[int, ...]
    """Time steps, from 0, at which the first SHOWN sequences are followed."""
    known: dict[str, Array]
    """What a trace is told of it: ``Learned`` describes it."""
    readouts: int
    outputs: int

    @cached_property
    def unanswered(self) -> Rows:
        """With no answer yet, as rows of a trace, which all networks that are asked the same share."""
        answers = {
            "steps": np.empty(0),
            "samples": np.empty((0, self.asked, self.readouts, self.outputs)),
            "grid": np.empty((0, len(self.inputs) - self.asked)),
            "course": np.empty((0, len(self.moments), SHOWN, self.outputs)),
        }
        return {f"{PREFIX}{name}": values for name, values in (self.known | answers).items()}


def planned(steps: int) -> frozenset[int]:
    """The training steps before which a run of ``steps`` steps is asked: displayed ones, its first and last too."""
    count = min(MOST_RECORDS - len(EARLY), max(FEWEST_RECORDS, steps // EVERY))
    displayed = evenly_spaced(steps, MOST_DISPLAYED)
    return frozenset(displayed[i] for i in (*evenly_spaced(len(displayed), count), *EARLY) if i < len(displayed))


def questions(e: Experiment) -> Questions:
    """The same for all networks that learn from the same data; what is told of the inputs is without their scale."""
    found = _questions(e.kind, e.task, e.sites, e.seed)
    if (e.input_scale, e.input_offset, e.target_scale) == (1.0, 0.0, 1.0):
        return found
    right = {name: scaled_targets(e, found.known[name]) for name in ("targets", "truth")}
    return replace(found, inputs=scaled_inputs(e, found.inputs), known=found.known | right)


@lru_cache(maxsize=8)
def _questions(kind: str, task: str, length: int, seed: int) -> Questions:
    row, (x, y) = Experiment(kind=kind, task=task).task_row, held_out(kind, task, length, seed)
    planar, followed = x.shape[1:] == (2,), kind == "sequence" and not row.available
    classes = y.reshape(-1, len(x)).T if row.classes else y
    picked = _mixed(classes)[: ASKED_POINTS if planar else ASKED]
    x, y = x[picked], classes[picked]
    axis, truth = _plane(kind, task, length, seed, bool(row.classes)) if planar else (np.empty(0), np.empty(0))
    moments = evenly_spaced(length, MOMENTS) if followed else ()
    known = {
        "inputs": x[:SHOWN] if followed else x,
        "targets": y,
        "axis": axis,
        "truth": truth,
        "moments": np.array(moments) + 1,
    }
    asked = np.concatenate([x, _points(axis)]) if planar else x
    told = {name: values.astype(np.float64) for name, values in known.items()}
    return Questions(asked, len(x), moments, told, row.readouts, row.output_size)


def _mixed(targets: NDArray[Any]) -> NDArray[np.intp]:
    """An order in which every class comes once, then every class once more, and so on."""
    if targets.shape[1] > 1 or targets.dtype.kind == "f":
        return np.arange(len(targets))
    target = targets[:, 0]
    turn = [np.count_nonzero(target[:i] == label) for i, label in enumerate(target)]
    return np.lexsort((target, turn))


def _points(axis: Array) -> NDArray[np.float32]:
    """Row by row, the lowest first, (side * side, 2)."""
    across, up = np.meshgrid(axis, axis)
    return np.stack([across.ravel(), up.ravel()], 1).astype(np.float32)


def _plane(kind: str, task: str, length: int, seed: int, classes: bool) -> tuple[Array, Array]:
    """Where the grid lies, and for a regression the right numbers there: those of the nearest sample."""
    x, y = data(kind, task, length, seed)
    reach = AIR * float(np.abs(x).max())
    axis = np.linspace(-reach, reach, SIDE)
    if classes:
        return axis, np.empty(0)
    nearest = [int(((x - point) ** 2).sum(1).argmin()) for point in _points(axis)]
    return axis, y[nearest, 0].astype(np.float64)
