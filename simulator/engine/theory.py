"""Theory: the gradient of an infinitely wide network at initialization, to be held beside the measured one."""

import math
from dataclasses import replace

import numpy as np

from simulator.catalog.activations import ACTIVATIONS
from simulator.catalog.initializers import INITIALIZERS
from simulator.engine.moments import Moments, moments
from simulator.engine.network import Network, data
from simulator.engine.normalization import EPSILON
from simulator.prediction import Prediction
from simulator.settings.experiment import Experiment
from simulator.settings.limits import positions
from simulator.trace import Array


def predict(experiment: Experiment) -> Prediction:
    """Mean-field theory for layers, the largest singular value for time steps.

    Layers: Poole et al. (2016); Schoenholz, Gilmer, Ganguli, Sohl-Dickstein (2017); residual: Yang, Schoenholz (2017);
    batch normalization, of a large batch: Yang, Pennington, Rao, Sohl-Dickstein, Schoenholz (2019); deviation at finite
    width: Hanin, Nica (2019). Time steps: Pascanu, Mikolov, Bengio (2013).
    """
    e = experiment.canonical()
    missing = _missing(e)
    if missing:
        return Prediction(np.empty(0), math.nan, False, math.nan, missing)
    return _sequence(e) if e.kind == "sequence" else _deep(e)


def _missing(e: Experiment) -> str:
    """Why there is no result for these settings; empty where there is one."""
    if e.gated or e.kind == "sequence" and (e.skip != "none" or e.normalization != "none"):
        return "No line: for gates, shortcuts and normalization along time there is no simple result."
    if e.kind == "sequence":
        return ""
    if INITIALIZERS[e.init].alike or (e.init == "identity" and e.activation != "linear"):
        return "No line: theory needs weights that are drawn at random."
    if e.skip == "highway":
        return "No line: for highway gates there is no simple result."
    return ""


# ---- layers ---------------------------------------------------------------------------------------------------


def _deep(e: Experiment) -> Prediction:
    """log10 of every factor from the last layer down, summed up."""
    squares, deviations = _factors(e)
    halves = 0.5 * np.log10(squares)
    profile = np.append(np.cumsum(halves[::-1])[::-1], 0.0)
    factor = float(halves.mean()) if len(halves) else 0.0
    random = INITIALIZERS[e.init].variance is not None and e.skip == "none" and e.normalization != "batch"
    deviation = 0.5 / math.log(10) * math.sqrt(deviations.sum() / e.width) if random else math.nan
    return Prediction(profile, factor, False, deviation, _note(e, deviation))


def _note(e: Experiment, deviation: float) -> str:
    near = " Filters at an image's edge see less than the theory's." if e.layer == "conv" else ""
    large = " and a large batch" if e.normalization == "batch" else ""
    scatter = f", layer 1 by a factor of about {10**deviation:.2g}" if deviation > 0 else ""
    return (
        f"Theory for infinite width{large}, at initialization: networks of {e.width} units scatter around it{scatter}; "
        f"training leaves it behind.{near}"
    )


def _factors(e: Experiment) -> tuple[Array, Array]:
    """E |dh_{l-1}|^2 / |dh_l|^2 of layers 2..L, and the variance that each adds to its logarithm, times the width."""
    first, weight, bias = _variances(e)
    x, _ = data(e.kind, e.task, e.sites, e.seed)
    batch, residual = e.normalization == "batch", e.skip == "residual"
    entering = float(x.var(0).mean()) if batch else float(np.square(x).mean())
    total = first * entering + bias  # the variance of a; under batch normalization that over the batch
    mean = square = 0.0  # E h and E h^2 of what the layer before passes on along the shortcut
    squares, deviations = [], []
    for _ in range(e.depth):
        rate = 1.0 if e.normalization == "none" else 1 / (total + EPSILON)
        m = _dropped(moments(e.activation, total * rate), e.dropout)
        squares.append(residual + weight * m.slope * rate)
        deviations.append(3 * m.slope_fourth / m.slope**2 - 1 if m.slope else 0.0)
        if batch:  # what is the same for every sample is taken out
            m = replace(m, square=m.square - m.mean**2, mean=0.0)
        square = m.square + residual * (square + 2 * mean * m.mean)
        mean = m.mean + residual * mean
        total = weight * square + bias
    return np.array(squares[1:]), np.array(deviations[1:])  # no layer's gradient comes from the first


def _dropped(m: Moments, dropout: float) -> Moments:
    """Inverted dropout keeps the mean and divides every square by the share that is kept."""
    kept = 1 - dropout
    return Moments(m.mean, m.square / kept, m.slope / kept, m.slope_fourth / kept**3)


def _variances(e: Experiment) -> tuple[float, float, float]:
    """Variance of one entry times fan in: of the first matrix, of the others; and the biases' variance."""
    taps = 9 if positions(e) > 1 else 1
    inputs = taps if taps > 1 else e.task_row.inputs
    width, row = taps * e.width, INITIALIZERS[e.init]
    if row.variance is None:  # orthogonal, identity
        return e.gain**2 * inputs / max(inputs, e.width), e.gain**2, 0.0
    first = {"": 1.0, "in": inputs, "average": (inputs + width) / 2}[row.fan]
    other = {"": 1.0, "in": width, "average": width}[row.fan]
    bias = e.gain**2 / (3 * width) if e.init == "pytorch" and e.normalization == "none" else 0.0
    return e.gain**2 * row.variance * inputs / first, e.gain**2 * row.variance * width / other, bias


# ---- time steps -----------------------------------------------------------------------------------------------


def _sequence(e: Experiment) -> Prediction:
    """|dh_{t-1}| <= sigma_max(W) max|f'| |dh_t|, with the very matrix that the network starts with."""
    matrix = Network(e.replace(device="cpu"), capacity=1).parameters["hidden"].numpy()
    largest = float(np.linalg.norm(matrix.astype(np.float64), 2)) * ACTIVATIONS[e.activation].steepest_slope
    factor = math.log10(largest) if largest else -math.inf
    profile = factor * np.arange(e.sites - 1, -1, -1.0) if largest else np.append(np.full(e.sites - 1, -np.inf), 0.0)
    note = (
        "An upper bound at initialization: the largest singular value of W times the steepest slope. Where it falls, "
        "the gradient must vanish; where it rises, it may explode."
    )
    return Prediction(profile, factor, True, math.nan, note)
