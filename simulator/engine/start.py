"""The network as initialized. Drawn in float32 on the CPU, so that every device and precision starts alike."""

import math

import torch
from torch import Tensor

from simulator.catalog.activations import ACTIVATIONS
from simulator.catalog.choice import load
from simulator.catalog.initializers import INITIALIZERS, Initializer
from simulator.engine.parameters import MATRICES, Parameters
from simulator.engine.streams import draw, stream
from simulator.settings.experiment import Experiment
from simulator.settings.limits import pieces

HIGHWAY_BIAS = -1.0
"""Start of the transform gate: mostly closed (Srivastava, Greff, Schmidhuber, 2015)."""


def initialize(p: Parameters, e: Experiment) -> None:
    """Draws every weight matrix as the experiment asks, each piece of a layer or a gate as a matrix of its own."""
    row = INITIALIZERS[e.init]
    for name in MATRICES:
        # One stream for each name, so that more hidden layers leave the head's numbers as they are.
        generator = stream(e.seed, name)
        weight, width = p.values[name], e.task_row.output_size if name == "head" else e.width
        conv = weight.ndim >= 4
        if row.variance is not None:
            _draw(weight, row, _fans(weight, width, conv), e.gain, generator)
        else:
            _fill(weight, row, width, conv, e.gain, generator)
    _offsets(p, e)


def _fans(weight: Tensor, width: int, conv: bool) -> tuple[int, int]:
    """Fan in and fan out of one piece: (in, out) of a dense matrix, channels times the 9 taps of a filter."""
    return (9 * weight.shape[-3], 9 * width) if conv else (weight.shape[-2], width)


def _draw(weight: Tensor, row: Initializer, fans: tuple[int, int], gain: float, generator: torch.Generator) -> None:
    """Independent draws of variance gain^2 * variance / fan, all layers at once."""
    assert row.variance is not None
    fan = {"": 1.0, "in": fans[0], "average": sum(fans) / 2}[row.fan]
    deviation = gain * math.sqrt(row.variance / fan)
    # U(-a, a) has the variance a^2 / 3.
    edge = deviation * math.sqrt(3)
    if row.uniform:
        draw(weight, lambda drawn: drawn.uniform_(-edge, edge, generator=generator))
    else:
        draw(weight, lambda drawn: drawn.normal_(0.0, deviation, generator=generator))


def _fill(weight: Tensor, row: Initializer, width: int, conv: bool, gain: float, generator: torch.Generator) -> None:
    """Piece by piece; torch.nn.init reads (out, in, ...), a dense matrix is kept as (in, out)."""
    fill, random = load(row.function), {"generator": generator} if row.random else {}
    single = weight.ndim == (4 if conv else 2)
    for matrix in [weight] if single else weight.unbind(0):
        for piece in torch.split(matrix, width, 0 if conv else 1):
            target = piece if conv else piece.mT
            target.copy_(fill(torch.empty(target.shape), **random).mul_(gain))


def _offsets(p: Parameters, e: Experiment) -> None:
    """Biases and shifts are 0, but for the gates' and for PyTorch's default, U(-1/sqrt(fan in), 1/sqrt(fan in))."""
    offset = p.values["bias" if e.normalization == "none" else "norm_shift"]
    if e.init == "pytorch" and e.normalization == "none":
        edges = _edges(p, e)
        offset.copy_((2 * torch.rand(offset.shape, generator=stream(e.seed, "offsets")) - 1) * edges)
    if "norm_gain" in p.values:
        p.values["norm_gain"].fill_(1.0)
    if "slope" in p.values:
        p.values["slope"].fill_(ACTIVATIONS[e.activation].slope or 0.0)
    gates = offset.view(*offset.shape[:-1], pieces(e), e.width)
    if e.kind == "sequence" and e.cell == "lstm":
        gates[..., 2, :] = e.forget_bias
    elif e.skip == "highway":
        gates[..., -1, :] = HIGHWAY_BIAS


def _edges(p: Parameters, e: Experiment) -> Tensor:
    """Largest bias of PyTorch's default, gain / sqrt(fan in): (layers, 1), or () for a sequence."""
    if e.kind == "sequence":
        return torch.tensor(e.gain / math.sqrt(e.width))
    conv = e.layer == "conv"
    first, rest = (_fans(p.values[name], e.width, conv)[0] for name in ("input", "hidden"))
    return e.gain * torch.tensor([first] + [rest] * (e.depth - 1), dtype=torch.float32).rsqrt().unsqueeze(1)
