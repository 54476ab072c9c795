"""The result of a run: plain arrays that explain themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from math import nan
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.catalog.choice import load
from simulator.language import _, mark
from simulator.learned import Learned
from simulator.outcome import Chance, Outcome
from simulator.settings.errors import SettingsError
from simulator.settings.experiment import Experiment
from simulator.settings.network import Network

Array = NDArray[np.float64]
NO_SETTINGS = mark(
    "This run was watched in a training loop of its own, so its settings are not known: it cannot be trained again, "
    "given as settings or as a script. Its numbers are in trace.to_frame() and trace.arrays()."
)
FAINTEST = 1e-250
"""Size of h from which on the next sites' may be below the smallest float."""
Rows = dict[str, Array]
"""Consecutive rows of a trace by quantity; a gate is under ``gate:NAME``, what is learned under ``learned:NAME``."""


def numbered(row: int) -> int:
    """The number of the training step that a row was measured in, before its update: from 1, as sites are counted."""
    return row + 1


def join(parts: Sequence[Rows]) -> Rows:
    """Consecutive parts as one; at least one is needed."""
    if len(parts) == 1:
        return dict(parts[0])
    names = dict.fromkeys(name for part in parts for name in part)
    found = {name: [part[name] for part in parts if name in part] for name in names}
    return {name: np.concatenate(values) if len(values) > 1 else values[0] for name, values in found.items()}


@dataclass(frozen=True, eq=False)
class Trace:
    """Everything that was recorded of one run; row s is training step s + 1, before that step's update.

    A site is a hidden layer l = 1..L (1 nearest the input) or a time step t = 1..T; column 0 is site 1.
    h is what a site passes on, z what goes into its activation, L the mean loss over the batch.
    """

    network: Network
    """What is known of the network: of a simulated run its ``experiment``."""
    outcome: Outcome
    matrices: tuple[str, ...]
    """Names of the columns of ``update_ratio``."""
    gradient_norm: Array
    """(steps, sites) sqrt(batch) * |dL/dh|_F, the root mean square over samples; true down to 1e-300."""
    weight_gradient_norm: Array
    """(steps, sites) |dL/dW|_F of the matrix that leads into the site, before clipping; a time step's own share."""
    bias_gradient_norm: Array
    """(steps, sites) |dL/db| of the biases that lead into the site, or behind a normalization of its shift, before
    clipping; a time step's own share."""
    bias_update: Array
    """(steps, sites) |db|, the step that these biases really take; all time steps share theirs."""
    clip_scale: Array
    """(steps,) factor by which clipping shrank the whole gradient; 1 = untouched."""
    output_slope: Array
    """(steps,) |dL/dz| / |dL/dy| at the outputs y = f(z), the link of their activation; 1 where they are linear."""
    update_ratio: Array
    """(steps, matrices) |dW|_F / |W|_F with dW the step really taken."""
    activation_mean: Array
    """(steps, sites) mean of h over batch and units."""
    activation_std: Array
    """(steps, sites) standard deviation of h over batch and units."""
    saturated: Array
    """(steps, sites) share of (sample, unit) pairs with |f'(z)| below the threshold (catalog/thresholds.py)."""
    dead: Array
    """(steps, sites) share of units with f'(z) = 0 for every sample of the batch; 0 where f is nowhere flat."""
    similarity: Array
    """(steps, sites) mean cosine between the h of two samples, over the first 4 of the batch; 1 = the site tells no
    sample from another. NaN where the batch has one sample."""
    slope_factor: Array
    """(steps, sites) |dz| / |dh|, the link of the activation."""
    weight_factor: Array
    """(steps, sites) |da W^T| / |da|, the link of the weights, with a what the weights hand to the normalization."""
    norm_factor: Array
    """(steps, sites) |da| / |dz|, the link of the normalization; 1 without one."""
    loss: Array
    """(steps,) mean loss of the batch."""
    loss_noise: Array
    """(steps,) standard error of ``loss``: the spread of the samples' losses over the root of their number; NaN where
    the batch has one sample."""
    accuracy: Array
    """(steps,) share of the batch that is classified rightly; NaN for a regression."""
    chance_loss: float = nan
    """The lowest loss that one answer for all samples can reach on the data of this run; NaN where it is not known."""
    chance_accuracy: float = nan
    """The highest accuracy that one answer for all samples can reach; NaN for a regression."""
    gates: Mapping[str, Array] = field(default_factory=dict)
    """Name -> (steps, sites) mean opening of each gate."""
    learned: Learned | None = None
    """The network's answers to the same questions through training; None where it was not asked."""

    @property
    def experiment(self) -> Experiment:
        """The settings; raises SettingsError where they are not known, as the training was somebody else's."""
        if not isinstance(self.network, Experiment):
            raise SettingsError(_(NO_SETTINGS))
        return self.network

    @property
    def ignored(self) -> tuple[str, ...]:
        """A sentence for each setting that was changed from its default and could not change the run."""
        return self.network.ignored

    @property
    def steps(self) -> int:
        """Number of rows."""
        return len(self.loss)

    @property
    def sites(self) -> int:
        """Number of layers or time steps."""
        return self.gradient_norm.shape[1]

    @cached_property
    def exactly_zero(self) -> NDArray[np.bool_]:
        """(steps, sites) where ``gradient_norm`` is 0 because nothing arrives; any other 0 is a number below 1e-300.

        Nothing arrives where weights are 0, where every slope is 0 on a flat part of the activation, or where the
        output's weights treat all classes alike.
        """
        zero = self.gradient_norm == 0
        exact = np.zeros_like(zero)
        if not zero.any():
            return exact
        cut = self._cut()
        # Of the outputs' gradient nothing is left where all answers are right beyond doubt: that is small, not 0.
        exact[:, -1] = zero[:, -1] & (self.loss > 0)
        if isinstance(self.network, Experiment) and self.network.output_activation == "sigmoid":
            exact[:, -1] &= self.output_slope > 0  # it is never flat, but may be too flat for a float
        # From the loss backwards: a zero is exact where the one behind it is, or where the link between them is cut.
        for site in range(self.sites - 2, -1, -1):
            exact[:, site] = zero[:, site] & np.where(zero[:, site + 1], exact[:, site + 1], cut[:, site + 1])
        return exact

    def _cut(self) -> NDArray[np.bool_]:
        """(steps, sites) where a link lets nothing through to the site below, and would not in exact arithmetic."""
        if self.network.never_cut:
            return np.zeros(self.gradient_norm.shape, bool)
        signal = np.hypot(self.activation_mean, self.activation_std)
        # A z that has become too small for a float is 0 too, and so seems to lie on the flat part of a ReLU.
        lost = np.logical_or.accumulate((signal > 0) & (signal < FAINTEST), axis=1)
        flat = (self.slope_factor == 0) & ~lost & self.network.can_die
        passed: NDArray[np.bool_] = self.slope_factor > 0
        return flat | passed & ((self.norm_factor == 0) | (self.weight_factor == 0))

    @classmethod
    def from_rows(
        cls,
        experiment: Experiment,
        outcome: Outcome,
        matrices: tuple[str, ...],
        parts: Sequence[Rows],
        chance: Chance,
    ) -> "Trace":
        """The trace that consecutive parts add up to; at least one part is needed."""
        rows = join(parts)  # the engine hands over what it recorded since the last slice
        # One look at each name: a map makes thousands of traces.
        parted = {name: rows.pop(name) for name in list(rows) if ":" in name}
        gates = {name.removeprefix("gate:"): values for name, values in parted.items() if name.startswith("gate:")}
        learned = Learned.from_rows(parted)
        guess = {"chance_loss": chance.loss, "chance_accuracy": chance.accuracy}
        known: dict[str, Any] = {"gates": gates, "learned": learned, **guess, **rows}
        return cls(experiment, outcome, matrices, **known)

    def first(self, rows: int) -> "Trace":
        """The same run as it was when only ``rows`` rows were recorded."""
        # Not cut, it is the same object, and with it all that was derived from it and kept.
        if rows >= self.steps:
            return self
        arrays: dict[str, Any] = {name: values[:rows] for name, values in self.arrays().items()}
        gates = {name: arrays.pop(f"gate:{name}") for name in self.gates}
        learned = self.learned and self.learned.first(rows)
        return replace(self, outcome=Outcome("running"), gates=gates, learned=learned, **arrays)

    # What follows is found by name, for it is made of traces, which must not know of it.

    def save(self, path: str | Path) -> None:
        """Writes the run to a file that ends in .html (it plays in any browser), .gif (for slides), .npz or .csv (its
        numbers), .json (its settings), .py or .ipynb (plain PyTorch).

        A .csv of more than 400 000 numbers leaves training steps out; .npz has all. Raises ValueError where it ends in
        something else.
        """
        load("simulator.export.files:save")(self, path)

    @staticmethod
    def load(path: str | Path) -> "Trace":
        """The run in a file that was saved as .npz, or as .csv, which lacks what was learned.

        Raises ValueError with a sentence that says what is wrong with the file.
        """
        found: Trace = load("simulator.export.reading:load")(path)
        return found

    def _repr_html_(self) -> str:
        """What a notebook shows: the run, playing."""
        shown: str = load("simulator.export.embedded:embedded")(self)
        return shown

    def to_frame(self) -> Any:
        """A pandas DataFrame of one number a row: step, site, quantity, value, unit."""
        return load("simulator.export.tidy:to_frame")(self)

    def chart(self, name: str = "profile", row: int = -1, seeds: Any = None) -> Any:
        """An Altair chart of one row: "profile", "map", "loss", "updates", "units" or "gates".

        ``seeds``, from ``repeat``: the first and the third with a band of what these do, the lowest to the highest.
        """
        return load("simulator.charts.pictures:picture")(self, name, row, seeds)

    def arrays(self) -> dict[str, Array]:
        """Every recorded array by name; a gate under ``gate:NAME``."""
        # Gates differ from cell to cell, so they have names of their own beside the fixed fields.
        plain = {f.name: getattr(self, f.name) for f in fields(self) if isinstance(getattr(self, f.name), np.ndarray)}
        return plain | {f"gate:{name}": values for name, values in self.gates.items()}


def evenly_spaced(count: int, most: int) -> tuple[int, ...]:
    """At most ``most`` of the indices 0 .. count - 1, evenly spaced, the first and the last among them."""
    return tuple(np.linspace(0, count - 1, min(count, most)).round().astype(int).tolist())
