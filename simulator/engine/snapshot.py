"""A snapshot of one training step: the run is continued to that step, and what its buffers hold is described."""

import math
import time
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from simulator.engine.chain import Chain
from simulator.engine.drawing import array, draw, weight_to_z
from simulator.engine.gru import Gru
from simulator.engine.lstm import Lstm
from simulator.engine.machine import device_of, own_arithmetic
from simulator.engine.network import Network
from simulator.engine.precision import fits
from simulator.engine.training import resume, state_of, train
from simulator.outcome import Outcome, State
from simulator.settings.experiment import Experiment
from simulator.snapshot import BINS, MOST_Z, POINTS, Snapshot
from simulator.trace import Array, Rows, evenly_spaced

RANGES = [2.0**power for power in range(1, 11)]
"""Half widths of what is described of z."""
HELD = 0.995
"""Share of |z| that the range holds."""


def snapshot(experiment: Experiment, state: State | None, step: int) -> Snapshot:
    """The snapshot of the training step of row ``step``, to which the run goes on from ``state``, or from its start.

    A step that diverges has NaN and infinities where they are. Raises ValueError where the run diverges before it,
    ends before it, or where ``state`` is beyond it or of a run that is done; SettingsError without the device.
    """
    if not 0 <= step < experiment.steps:
        raise ValueError(f"There is no row {step}: the run has {experiment.steps}, counted from 0.")
    if state and (state.done or state.step > step):
        raise ValueError(f"A run of {state.step} rows ({state.outcome}) cannot go on to row {step}.")
    _, (taken,) = along(experiment, state, [step], math.inf)
    return taken


def snapshots(experiment: Experiment, steps: Sequence[int]) -> list[Snapshot]:
    """The snapshots of several rows (from 0, ascending), for which the run is trained once more.

    Raises ValueError where the run diverges or ends before one of them; SettingsError without the device.
    """
    return along(experiment, None, steps, math.inf)[1]


def along(
    experiment: Experiment, state: State | None, steps: Sequence[int], seconds: float
) -> tuple[State, list[Snapshot]]:
    """As many of the snapshots as ``seconds`` allow, in order, and the state from which the others are come to.

    Raises ValueError and SettingsError as ``snapshots`` does.
    """
    deadline, taken = time.perf_counter() + seconds, list[Snapshot]()
    with own_arithmetic():
        network, pretraining = resume(experiment, state)
        if pretraining:
            pretraining.advance(deadline)
            if not pretraining.done:
                return state_of(network, 0, Outcome("running"), pretraining=pretraining), taken
        for step in steps:
            if network.number < step:
                network, _, outcome = train(network, step, deadline)
                if outcome.name == "diverged":
                    raise ValueError(f"There is no row {step}: the run {outcome}.")
            if network.number < step:
                break
            # A network of its own, for only one that keeps z has z to show; keeping it is slower.
            keeping, rows = _kept_step(experiment, network.state())
            taken.append(_describe(keeping, experiment, step, {name: np.asarray(v[0]) for name, v in rows.items()}))
            if time.perf_counter() >= deadline:
                break
        return state_of(network, network.number, Outcome("running")), taken


def _kept_step(e: Experiment, state: dict[str, Any]) -> tuple[Network, Rows]:
    """The network after one step from ``Network.state``, and its row; in float64 where float32 cannot carry it."""
    network = Network(e, state["flat"].dtype, device_of(e), state=state, capacity=1, keep_z=True)
    rows = network.run(1)
    if network.recorder.doubtful[0] is None or not fits(e):
        return network, rows
    network = Network(e, torch.float64, device_of(e), state=state, capacity=1, keep_z=True)
    return network, network.run(1)


def _describe(network: Network, e: Experiment, step: int, row: dict[str, Array]) -> Snapshot:
    chain = network.chain
    sites = evenly_spaced(e.sites, MOST_Z)
    ranges, shares = spread_of_z(chain, sites)
    curve, slope = curves(network, sites, ranges)
    singular_value, spectral_radius = spectrum(network)
    return Snapshot(
        e,
        step,
        row,
        z_sites=tuple(site + 1 for site in sites),
        z_range=ranges,
        z_share=shares,
        curve=curve,
        slope=slope,
        singular_value=singular_value,
        spectral_radius=spectral_radius,
        forget_road=forget_road(chain.walk) if isinstance(chain.walk, Lstm) else None,
        cell_gradient=cell_gradient(chain) if isinstance(chain.walk, Lstm) else None,
        drawing=draw(network),
    )


# ---- what goes into the activation, and what the activation makes of it -------------------------------------------


def z_of(chain: Chain, site: int) -> Tensor:
    """What went into the activation of a site (from 0), (batch, units, ...)."""
    b = chain.buffers
    z = b.pieces(b.z[:, site : site + 1])[0, 0]
    if isinstance(chain.walk, Gru):
        return z[:, 0] + chain.walk.gates[0, site, :, 0] * z[:, 3]
    return z[:, : b.activation.pieces].amax(1)


def spread_of_z(chain: Chain, sites: tuple[int, ...]) -> tuple[Array, Array]:
    """``z_range`` and ``z_share`` of a snapshot."""
    reaches, shares = zip(*(_histogram(array(z_of(chain, site)).ravel()) for site in sites), strict=True)
    return np.array(reaches), np.array(shares)


def _histogram(z: Array) -> tuple[float, Array]:
    z = z[~np.isnan(z)]
    size = np.abs(z)
    reach = next((edge for edge in RANGES if np.count_nonzero(size <= edge) >= HELD * len(z)), RANGES[-1])
    half = BINS // 2
    bins = np.floor(z.clip(-reach, reach) * (half / reach)).astype(int) + half
    counts = np.bincount(bins.clip(0, BINS - 1), minlength=BINS)
    with np.errstate(invalid="ignore"):
        return reach, counts / np.float64(len(z))


def curves(network: Network, sites: tuple[int, ...], ranges: Array) -> tuple[Array, Array]:
    """f and f' of each site on its even grid, (sites, points)."""
    activation, grid = network.buffers.activation, ranges[:, None] * np.linspace(-1, 1, POINTS)
    if activation.pieces > 1:
        return grid, np.ones_like(grid)
    learned = network.all.pairs.get("slope")
    if learned is not None:
        learned = learned[0, 0].double().cpu()[slice(None) if network.buffers.tied else list(sites)]
    found = activation(torch.from_numpy(grid)[:, :, None, None], learned)
    return array(found.value[..., 0]), array(found.alone[..., 0])


# ---- recurrent networks -------------------------------------------------------------------------------------------


def spectrum(network: Network) -> tuple[float | None, float | None]:
    """Largest singular value, and largest size of an eigenvalue, of the recurrent matrix before the step."""
    if network.e.kind == "deep":
        return None, None
    matrix = array(weight_to_z(network.e, network.all.pairs["hidden"][0, 0], "hidden"))
    # numpy refuses to decompose what is not finite.
    if not np.isfinite(matrix).all():
        return math.nan, math.nan
    return float(np.linalg.norm(matrix, 2)), float(np.abs(np.linalg.eigvals(matrix)).max())


def forget_road(walk: Lstm) -> Array:
    """log10 of what the product of the forget gates leaves of dL/dc_T, (sites,); by sums of logarithms."""
    # A product of hundreds of gates may be smaller than any float.
    forget = walk.gates[0, 1:, :, 1].double().log()
    way = torch.cat([forget, torch.zeros_like(forget[:1])]).flip(0).cumsum(0).flip(0)
    size = torch.logsumexp(2 * (way + walk.b.dstates[0, -1, 1].double().abs().log()), (1, 2)) / 2
    return array(size - size[-1]) / math.log(10)


def cell_gradient(chain: Chain) -> Array:
    """log10 of |dL/dc_t| / |dL/dc_T|, (sites,), in true size."""
    size = torch.linalg.vector_norm(chain.buffers.dstates[0, 1:, 1].double().flatten(1), dim=1).log10()
    size = size + chain.rescaling.divisors[0].double().log10().cumsum(0)[chain.rescaling.last_divisor]
    return array(size - size[-1])
