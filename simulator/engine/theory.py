"""Theory: what the gradient does in networks that are drawn alike, to be held beside the one that was measured."""

import math

import numpy as np

from simulator.catalog.activations import ACTIVATIONS
from simulator.catalog.initializers import INITIALIZERS
from simulator.engine.band import RARE, band
from simulator.engine.ensemble import SEED, Ensemble, ensemble, similarity
from simulator.engine.machine import own_arithmetic
from simulator.engine.network import Network
from simulator.language import _, mark
from simulator.prediction import Prediction
from simulator.settings.experiment import Experiment
from simulator.settings.sizes import pieces, positions
from simulator.trace import Array

NETWORKS, MOST_NETWORKS = 12, 48
"""Fewest and most networks that are drawn."""
BATCHES = 8
"""Fewest where each needs a whole batch."""
SAMPLES, MOST_SAMPLES = 8, 32
"""Fewest and most samples of each, of a batch that has more."""
ALIKE = 8
"""Most networks whose similarity of samples is averaged."""
WIDE = 0.3
"""Standard deviation of log10 of g_1 / g_L from which on networks differ much."""
APART = 0.2
"""Root mean square difference of what both halves of the samples say, from which on few do not stand for the batch."""
VALUES, MOST_VALUES = 1.2e6, 6e6
"""Numbers h that are computed if that is enough, and at most: about 20 and 200 milliseconds."""


def predict(experiment: Experiment) -> Prediction:
    """A mean and a band of 95 % for layers, an upper bound for time steps.

    Layers: networks of this very width, known by the distribution of their weights (Neal, 1996; of infinite width:
    Poole et al., 2016; Schoenholz, Gilmer, Ganguli, Sohl-Dickstein, 2017; of finite width: Hanin, Nica, 2019).
    Time steps: Pascanu, Mikolov, Bengio (2013).
    """
    e = experiment.canonical()
    missing = _missing(e)
    if missing:
        return Prediction(missing)
    return _sequence(e) if e.kind == "sequence" else _deep(e)


def _missing(e: Experiment) -> str:
    """Why there is no result for these settings; empty where there is one."""
    if e.gated or e.kind == "sequence" and (e.skip != "none" or e.normalization != "none"):
        return _("No line: for gates, shortcuts and normalization along time there is no simple result.")
    if e.kind == "sequence":
        return ""
    if INITIALIZERS[e.init].alike:
        return _("No line: theory needs weights that are drawn at random.")
    if e.weight_mean:
        return _("No line: theory needs weights that are drawn around 0.")
    if _values(e, *_size(e)) > MOST_VALUES:
        return _("No line: for a network of this size theory would take too long.")
    return ""


# ---- layers ---------------------------------------------------------------------------------------------------


def _size(e: Experiment) -> tuple[int, int]:
    """Networks, and samples of each: all of the batch if that is not too many, or if they are normalized together."""
    room = VALUES / _values(e, 1, 1)
    if e.normalization == "batch":
        return _between(BATCHES, room / e.batch_size, MOST_NETWORKS), e.batch_size
    fewest = SAMPLES if positions(e) == 1 else SAMPLES // 2  # an image's positions are many rows already
    samples = min(e.batch_size, 2 * _between(fewest // 2, room / MOST_NETWORKS, MOST_SAMPLES // 2))
    return _between(NETWORKS, room / samples, MOST_NETWORKS), samples


def _between(low: int, value: float, high: int) -> int:
    return max(low, min(high, int(value)))


def _values(e: Experiment, networks: int, samples: int) -> int:
    """Numbers h; of a convolution, which takes twice as long for each, twice as many."""
    rows = positions(e) * (2 if positions(e) > 1 else 1)
    return networks * samples * e.depth * rows * e.width * pieces(e)


def _ensemble(e: Experiment) -> Ensemble:
    """Where samples differ much, the whole batch; where networks do, up to twice as many as elsewhere.

    Where lengths have no stable fixed point, as of gelu and swish, a few long samples hold most of a batch's gradient.
    """
    networks, samples = _size(e)
    found = ensemble(e, networks, samples)
    whole = int(MOST_VALUES / _values(e, 1, e.batch_size))
    if whole >= NETWORKS and found.missing and _apart(found) > APART:
        return ensemble(e, min(whole, MOST_NETWORKS), e.batch_size)
    differ = np.ma.masked_invalid(found.profiles[:, 0]).std() > WIDE
    more = min(MOST_NETWORKS, int(2 * VALUES / _values(e, 1, samples))) - networks
    return found.joined(ensemble(e, more, samples, SEED + 1)) if differ and more > networks / 4 else found


def _apart(found: Ensemble) -> float:
    """Of layer 1."""
    first, second = np.ma.masked_invalid(found.halves[:, :, 0])
    return float(np.ma.filled(((first - second) ** 2).mean() ** 0.5, 0.0))


def _deep(e: Experiment) -> Prediction:
    found = _ensemble(e)
    nothing = np.isneginf(found.profiles).mean(0)
    if np.isfinite(found.profiles).mean(0).min() < 0.5:
        if nothing.max() > 0.5:
            return Prediction(_("No line: in most networks like this one nothing arrives at layer 1."))
        return Prediction(_("No line: in most networks like this one numbers grow too large to be computed."))
    line = band(found)
    return Prediction(_note(e, float(nothing[0])), line.mean, line.lower, line.upper, _similarity(e))


def _similarity(e: Experiment) -> Array:
    """The mean over a few networks."""
    networks = _between(2, VALUES / 4 / _values(e, 1, min(SAMPLES, e.batch_size)), ALIKE)
    return similarity(e, networks).mean(0) if e.batch_size > 1 else np.empty(0)


def _note(e: Experiment, nothing: float) -> str:
    band = _("19 of 20 lie in the band around the dotted line.")
    if nothing > RARE:
        share = f"{nothing:.0%}"
        band = _("{band} In {share} of them nothing arrives at layer 1.", band=band, share=share)
    if e.layer == "conv":
        return _("Theory for networks of {width} channels before training: {band}", width=e.width, band=band)
    return _("Theory for networks of {width} units before training: {band}", width=e.width, band=band)


# ---- time steps -----------------------------------------------------------------------------------------------


def _sequence(e: Experiment) -> Prediction:
    """|dh_{t-1}| <= sigma_max(W) max|f'| |dh_t| / (1 - dropout), with the very matrix that the network starts with.

    At a readout its own dL/dh comes on top, as this network's first step has it.
    """
    network = Network(e.replace(device="cpu"), capacity=1)
    matrix = network.parameters["hidden"].numpy().astype(np.float64)
    factor = float(np.linalg.norm(matrix, 2)) * ACTIVATIONS[e.activation].steepest_slope / (1 - e.dropout)
    bounds = [0.0]
    for share in _readouts(network)[-2::-1]:
        bounds.append(float(np.logaddexp(bounds[-1] + np.log(factor), np.log(share))))
    with np.errstate(divide="ignore"):
        before = bounds[-1] + np.log(factor) * np.arange(e.sites - len(bounds), 0, -1)
    profile = np.append(before, bounds[::-1]) / math.log(10)
    note = _(SEQUENCE)
    if e.dropout:
        note = _("{bound} Dropout multiplies what it keeps, and the bound with it.", bound=note)
    return Prediction(note, profile, bound=True)


SEQUENCE = mark(
    "An upper bound before training: the largest singular value of W times the steepest slope. Where it falls, the "
    "gradient must vanish; where it rises, it may explode."
)


def _readouts(network: Network) -> Array:
    """Size of the loss's own dL/dh at each readout, relative to that at the last."""
    if network.e.task_row.readouts == 1:
        return np.ones(1)
    with own_arithmetic():
        network.measure()
    sizes = network.buffers.from_loss[0].double().flatten(1).norm(dim=1).numpy()
    return sizes / sizes[-1]
