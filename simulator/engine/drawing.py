"""What is drawn of a network: a few units of every site, the weights between them, and the step that these take."""

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from simulator.engine.loss import shares
from simulator.engine.network import Network
from simulator.settings.experiment import Experiment
from simulator.snapshot import MOST_DRAWN, MOST_OUTPUTS, Drawing
from simulator.trace import Array, evenly_spaced


@dataclass(frozen=True)
class Drawn:
    """Which inputs, units and outputs, from 0."""

    inputs: list[int]
    units: list[int]
    outputs: list[int]


def draw(network: Network) -> Drawing:
    """The drawing of the step that the network has just measured and taken."""
    e, x = network.e, mean_input(network)
    drawn = _drawn(e, x.shape[-1])
    # The weights before the step are those that the recorded gradients belong to.
    before, step = ({name: pair[0, k] for name, pair in network.all.pairs.items()} for k in (0, 1))
    weights, steps = weights_between(e, before, drawn), weights_between(e, step, drawn)
    h = network.buffers.h[0, 1:][:, :, drawn.units].double()
    return Drawing(
        tuple(drawn.units),
        tuple(drawn.inputs),
        tuple(drawn.outputs),
        x=array(x[..., drawn.inputs]),
        h=array(h.mean(_without_units(h))),
        gradient=unit_gradients(network, drawn.units),
        weight_in=weights[0],
        weight=weights[1],
        weight_out=weights[2],
        step_in=steps[0],
        step=steps[1],
        step_out=steps[2],
        **{name: array(values[drawn.outputs]) for name, values in answers(network).items()},
    )


def array(values: Tensor) -> Array:
    """In numpy, float64."""
    converted: Array = values.detach().double().cpu().numpy()
    return converted


def _drawn(e: Experiment, inputs: int) -> Drawn:
    pairs = ((inputs, MOST_DRAWN), (e.width, MOST_DRAWN), (e.task_row.output_size, MOST_OUTPUTS))
    return Drawn(*(list(evenly_spaced(count, most)) for count, most in pairs))


def mean_input(network: Network) -> Tensor:
    """Over the batch, and of an image over its pixels: (inputs,), for a sequence (time steps, inputs)."""
    x = network.buffers.x.double()
    return x.mean(1) if network.e.kind == "sequence" else x.mean([0, *range(2, x.ndim)])


def _without_units(values: Tensor) -> list[int]:
    """Batch and positions of (sites, batch, units, ...positions)."""
    return [1, *range(3, values.ndim)]


def unit_gradients(network: Network, units: list[int]) -> Array:
    """sqrt(batch) * |dL/dh[:, unit]| in true size, (sites, units)."""
    b, rescaling = network.buffers, network.chain.rescaling
    # In float64, which holds the square of every float32 number.
    dh = b.dh[0, 1:][:, :, units].double()
    norms = torch.linalg.vector_norm(dh, dim=_without_units(dh))
    true = rescaling.true_scale(array(rescaling.divisors))[0]
    return array(norms) * true[:, None] * b.batch**0.5


def weights_between(e: Experiment, values: Mapping[str, Tensor], drawn: Drawn) -> tuple[Array, Array, Array]:
    """From the drawn inputs, from site to site, and to the drawn outputs; [..., from, to]."""
    units = drawn.units
    first = weight_to_z(e, values["input"], "input")[drawn.inputs][:, units]
    between = weight_to_z(e, values["hidden"], "hidden")[..., units, :][..., units]
    last = values["head"].view(e.width, -1, e.task_row.output_size).mean(1)[units][:, drawn.outputs]
    return array(first), array(between if between.ndim == 3 else between[None]), array(last)


def weight_to_z(e: Experiment, weight: Tensor, name: str) -> Tensor:
    """Of the maps side by side in "input" or "hidden" the one that leads to z; filters as the mean of their taps.

    z is that of a snapshot: the first piece of all, but h drives a GRU's candidate by the last of its three.
    """
    if e.kind == "deep" and e.layer == "conv":
        weight = weight.mean((-2, -1)).mT
    gru = e.kind == "sequence" and e.cell == "gru" and name == "hidden"
    return weight[..., -e.width :] if gru else weight[..., : e.width]


def answers(network: Network) -> dict[str, Tensor]:
    """Mean ``probability`` and share as ``target`` of each class, or mean output and mean target, (outputs,)."""
    z, targets = network.recorder.row["outputs"][0].double(), network.recorder.row["targets"][0]
    said = shares(z, network.e).mean(0)
    if not network.e.task_row.classes:
        return {"probability": said, "target": targets.double().mean(0)}
    share = torch.bincount(targets.long(), minlength=z.shape[1]).double() / len(targets)
    return {"probability": said, "target": share}
