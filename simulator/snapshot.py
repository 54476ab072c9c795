"""The inside of one training step: what goes into the activations, what the weights are, which step they take."""

from dataclasses import dataclass

from simulator.settings.experiment import Experiment
from simulator.trace import Array, Rows

MOST_Z, BINS, POINTS = 100, 40, 81
"""Sites of which z is described, bins of its histogram, and points of the activation's curve."""
MOST_DRAWN, MOST_OUTPUTS = 8, 10
"""Units of a site and inputs that are drawn, and outputs."""


@dataclass(frozen=True, eq=False)
class Drawing:
    """A few units of every site, and all that runs between them.

    A mean is taken over the batch, and in convolutional layers over the positions; a filter is the mean of its taps,
    a convolutional unit's weight to an output the mean over its positions. Of several maps side by side it is the one
    that leads to z: the candidate's in an LSTM or a GRU, the first in maxout, the activation's in a highway layer.
    """

    units: tuple[int, ...]
    """Which units, from 0; the same at every site."""
    inputs: tuple[int, ...]
    """Which inputs, from 0; for convolutional layers the one channel."""
    outputs: tuple[int, ...]
    """Which outputs, from 0."""
    x: Array
    """(inputs,) mean input; for a sequence (sites, inputs)."""
    h: Array
    """(sites, units) mean of what the unit passes on."""
    gradient: Array
    """(sites, units) the unit's share of the gradient norm, sqrt(batch) * |dL/dh[:, unit]|: over all units the root of
    the sum of squares is ``gradient_norm``."""
    weight_in: Array
    """(inputs, units) from the input."""
    weight: Array
    """(sites - 1, units, units) from site to site, [site, from, to]; for a sequence (1, units, units)."""
    weight_out: Array
    """(units, outputs) to the outputs."""
    step_in: Array
    """The step that ``weight_in`` really takes."""
    step: Array
    """The step that ``weight`` really takes."""
    step_out: Array
    """The step that ``weight_out`` really takes."""
    probability: Array
    """(outputs,) mean predicted probability, over batch and readouts; for a regression the mean output."""
    target: Array
    """(outputs,) share of the targets that are of this class; for a regression the mean target."""


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The training step of row ``step``, before its update; arrays are float64.

    z is what goes into the activation, after normalization: of a highway layer the activation's piece, in an LSTM or
    a GRU the candidate's, in maxout the larger of the two pieces.
    """

    experiment: Experiment
    step: int
    row: Rows
    """Row ``step`` of the trace, by the names of the trace's arrays: (sites,), (matrices,) or ()."""
    z_sites: tuple[int, ...]
    """(k,) the sites, from 1, of which z is described."""
    z_range: Array
    """(k,) half width R of what is described: a power of 2, from 2 to 1024, that holds 99.5 % of |z|."""
    z_share: Array
    """(k, BINS) share of all z of the site, over batch, units and positions, in even bins over -R..R; what lies beyond
    counts in the outermost. A z that is not a number is left out; a row sums to 1, or is NaN where no z is left."""
    curve: Array
    """(k, POINTS) f on an even grid over -R..R, without dropout; PReLU with the site's learned slope. For maxout, where
    z is already the larger piece, f(z) = z."""
    slope: Array
    """(k, POINTS) f' on the same grid."""
    singular_value: float | None
    """Largest singular value of the recurrent matrix: of an LSTM or a GRU the candidate's block, of several maps the
    one that leads to z. NaN where it holds no numbers; None for a deep network."""
    spectral_radius: float | None
    """Largest size of an eigenvalue of the same matrix."""
    forget_road: Array | None
    """(sites,) of an LSTM: log10 of |dL/dc_T * f_T * ... * f_(t+1)|_F / |dL/dc_T|_F, unit by unit and sample by sample:
    what the forget gates alone let through from the last time step T back to t. 0 at T, and NaN where dL/dc_T is 0."""
    cell_gradient: Array | None
    """(sites,) of an LSTM: log10 of |dL/dc_t|_F / |dL/dc_T|_F as measured. dL/dc_t is the whole derivative: what comes
    back along c from t + 1, and what comes through h_t = o f(c_t), from the weights and, where the loss reads h_t,
    from the loss. Where it reads several time steps, those below T add to the measured gradient, not to the road."""
    drawing: Drawing
