"""From what was recorded at the buffers' scale to the trace's rows, in float64."""

import numpy as np
from numpy.typing import NDArray

from simulator.engine.buffers import Buffers
from simulator.engine.loss import losses_and_right
from simulator.engine.rescaling import Rescaling
from simulator.trace import Rows

Array = NDArray[np.float64]
Truths = NDArray[np.bool_]
LARGEST = float(np.finfo(np.float32).max)


def derive(raw: Rows, b: Buffers, rescaling: Rescaling) -> Rows:
    """The quantities of the trace from the recorded sums, norms and outputs of a walk, as far as these go."""
    rows = _activations(raw, b) | _gradients(raw, b, rescaling) | _learning(raw, b)
    if "sizes" in raw:
        rows |= _step(raw, b)
    return rows | {f"gate:{name}": raw["gates"][:, :, k] / b.entries for k, name in enumerate(b.e.gates)}


def _activations(raw: Rows, b: Buffers) -> Rows:
    entries = b.entries
    mean = raw["sum"] / entries
    # Rounding may leave the variance of equal numbers below zero.
    deviation = np.sqrt(np.maximum(raw["size"] ** 2 / entries - mean**2, 0.0))
    if "peak" in raw:  # which all was taken out of
        mean, deviation = raw["peak"] * mean, raw["peak"] * deviation
    return {
        "activation_mean": mean,
        "activation_std": deviation,
        "saturated": raw["saturated"] / entries,
        # A slope that is nowhere 0 may be rounded to it, and no unit is dead for that.
        "dead": raw["dead"] / b.e.width if b.e.can_die else np.zeros_like(mean),
        "similarity": similarity(raw["products"]),
    }


def similarity(products: Array) -> Array:
    """Mean cosine of all pairs of samples, from their scalar products (..., samples, samples); NaN for one sample.

    Two samples of which nothing is left are alike; one of which something is left is like neither.
    """
    count = products.shape[-1]
    if count == 1:
        return np.full(products.shape[:-2], np.nan)
    length = np.sqrt(np.diagonal(products, axis1=-2, axis2=-1))
    cosines = products / (length[..., :, None] * length[..., None, :])
    nothing = length == 0
    if np.logical_or.reduce(nothing, None):
        one, other = nothing[..., :, None], nothing[..., None, :]
        cosines = np.where(one | other, one & other, cosines)
    # Each sample's cosine with itself is 1, and tells nothing.
    mean: Array = (np.add.reduce(cosines, (-2, -1)) - count) / (count * (count - 1))
    return mean


def _gradients(raw: Rows, b: Buffers, rescaling: Rescaling) -> Rows:
    """Each link is one norm over another; a scale that changes between the two is taken out."""
    dh, dz, true = raw["dh"], raw["dz"], rescaling.true_scale(raw["divisors"])
    da, back = raw.get("da", dz), raw.get("back")
    if back is None:
        # Nothing else leads back, so |da W^T| is |dh| one site lower, before it was divided.
        back = np.empty_like(dh)
        back[:, 1:] = (dh * rescaling.divided_by(raw["divisors"]))[:, :-1]
    back[:, 0] = raw["input_gradient"]
    weights: Rows = {}
    if "parameters" in raw:
        weights["weight_gradient_norm"], weights["bias_gradient_norm"] = raw["parameters"].swapaxes(0, 1) * true
    return weights | {
        "gradient_norm": dh * true * b.batch**0.5,
        "slope_factor": ratio(dz, dh),
        "weight_factor": ratio(back, da),
        "norm_factor": ratio(da, dz) if "da" in raw else np.ones_like(dz),
    }


def _learning(raw: Rows, b: Buffers) -> Rows:
    losses, right = losses_and_right(raw["outputs"], raw["targets"], b.e)
    # A sample's readouts are not independent of each other: its loss is their mean.
    by_sample = losses if b.readouts == 1 else _mean(losses.reshape(len(losses), b.readouts, -1), 1)
    return {
        "output_slope": raw.get("output_slope", np.ones(len(losses))),
        "loss": _mean(losses, 1),
        "loss_noise": _standard_error(by_sample),
        "accuracy": _mean(right, 1),
    }


def _step(raw: Rows, b: Buffers) -> Rows:
    size, change = raw["sizes"][:, 0], raw["sizes"][:, 1]
    return {
        "clip_scale": raw["clip"],
        # A matrix of zeros that stays as it is has a ratio of 0, not of 0 / 0.
        "update_ratio": np.where(change == 0, 0.0, change / size),
        # All time steps share their biases.
        "bias_update": np.repeat(raw["bias_step"], b.sites, 1) if b.tied else raw["bias_step"],
    }


def _standard_error(losses: Array) -> Array:
    """Of the mean of each row, (steps, samples) -> (steps,); NaN for a single sample."""
    count = losses.shape[1]
    if count == 1:
        return np.full(len(losses), np.nan)
    off = losses - _mean(losses, 1)[:, None]
    return np.sqrt(np.vecdot(off, off) / (count * (count - 1)))


def _mean(values: Array, axis: int) -> Array:
    """np.mean in half of its time, most of which goes into asking what it was given."""
    return np.add.reduce(values, axis) / values.shape[axis]


def ratio(part: Array, whole: Array) -> Array:
    """part / whole; 0 where nothing is there to be passed on."""
    return np.where(whole == 0, 0.0, part / whole)


def diverged(rows: Rows) -> tuple[int, int] | None:
    """Row and site (from 1) of the first NaN or overflow: forward first, then the loss, then on the way back.

    Whatever the precision of a run, it ends where float32 does: what grows without bound is not to take ten times as
    many steps to show it.
    """
    forward, loss, backward, bad = _overflows(rows)
    if not bad.any():
        return None
    row, sites = int(bad.argmax()), forward.shape[1]
    if forward[row].any():
        return row, int(forward[row].argmax()) + 1
    if loss[row] or not backward[row].any():
        return row, sites
    return row, sites - int(backward[row][::-1].argmax())


def diverging(rows: Rows) -> Truths:
    """(steps,) whether a row holds a NaN or an overflow."""
    return _overflows(rows)[-1]


def _overflows(rows: Rows) -> tuple[Truths, ...]:
    """Forward and, third, on the way back, (steps, sites); in the loss, second, and anywhere, last, (steps,)."""
    forward = ~(np.hypot(rows["activation_mean"], rows["activation_std"]) <= LARGEST)
    backward = ~np.isfinite(rows["gradient_norm"] + rows.get("weight_gradient_norm", 0.0))
    # Of numbers that float32 holds the squared error is no larger.
    loss = ~(rows["loss"] <= LARGEST**2)
    bad = np.logical_or.reduce(forward | backward, 1) | loss
    if "update_ratio" in rows:
        # An infinite ratio is that of a matrix that was all zeros.
        bad |= np.logical_or.reduce(np.isnan(rows["update_ratio"]), 1)
    return forward, loss, backward, bad
