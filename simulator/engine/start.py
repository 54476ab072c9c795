"""The network as initialized. Drawn in float32 on the CPU, so that every device and precision starts alike."""

import math
from collections.abc import Mapping

import torch
from torch import Tensor

from simulator.catalog.activations import ACTIVATIONS
from simulator.catalog.choice import load
from simulator.catalog.initializers import INITIALIZERS, Initializer
from simulator.engine.parameters import MATRICES
from simulator.engine.streams import normal, stream, uniform
from simulator.settings.experiment import Experiment
from simulator.settings.sizes import pieces

Values = Mapping[str, Tensor]
"""The parameters of one network by name."""
HIGHWAY_BIAS = -1.0
"""Start of the transform gate: mostly closed (Srivastava, Greff, Schmidhuber, 2015)."""


def initialize(p: Values, e: Experiment) -> None:
    """Draws every weight matrix as the experiment asks, each piece of a layer or a gate as a matrix of its own."""
    for name in MATRICES:
        # One stream for each name, so that more hidden layers leave the head's numbers as they are.
        row, weight = _row(e, name), p[name]
        if row.variance is not None:
            _draw(name, weight, row, _fans(p, e, name), e)
        else:
            _fill(weight, row, _units(e, name), weight.ndim >= 4, e.gain, stream(e.seed, name))
    _offsets(p, e)


def _row(e: Experiment, name: str) -> Initializer:
    """The row by which a matrix is drawn."""
    row = e.input_row if name == "input" else INITIALIZERS[e.init]
    return INITIALIZERS[row.ends] if row.ends and name != "hidden" else row


def _units(e: Experiment, name: str) -> int:
    """Units to which one piece of a matrix leads."""
    return e.task_row.output_size if name == "head" else e.width


def _fans(p: Values, e: Experiment, name: str) -> tuple[int, int]:
    """Fan in and fan out of one piece: (in, out) of a dense matrix, channels times the 9 taps of a filter."""
    weight, units = p[name], _units(e, name)
    if _row(e, name).name == "pytorch" and e.kind == "sequence":
        # torch.nn.RNN, LSTM and GRU draw all that they have by the size of their state.
        return e.width, units
    return (9 * weight.shape[-3], 9 * units) if weight.ndim >= 4 else (weight.shape[-2], units)


def _draw(name: str, weight: Tensor, row: Initializer, fans: tuple[int, int], e: Experiment) -> None:
    """Independent draws of variance gain^2 * variance / fan, all layers at once."""
    assert row.variance is not None
    fan = {"": 1.0, "in": fans[0], "average": sum(fans) / 2}[row.fan]
    deviation = e.gain * math.sqrt(row.variance / fan)
    if row.uniform:
        # U(-a, a) has the variance a^2 / 3.
        drawn = uniform(e.seed, name, weight.shape, deviation * math.sqrt(3))
    else:
        # Where it belongs at once, unless that is another kind of number or elsewhere.
        plain = weight.is_cpu and weight.dtype == torch.float32
        drawn = normal(e.seed, name, weight.shape, deviation, weight if plain else None)
    if e.weight_mean:
        drawn.add_(e.weight_mean * deviation)
    if drawn is not weight:
        weight.copy_(drawn)


def _fill(weight: Tensor, row: Initializer, width: int, conv: bool, gain: float, generator: torch.Generator) -> None:
    """Piece by piece; torch.nn.init reads (out, in, ...), a dense matrix is kept as (in, out)."""
    fill, random = load(row.function), {"generator": generator} if row.random else {}
    single = weight.ndim == (4 if conv else 2)
    for matrix in [weight] if single else weight.unbind(0):
        for piece in torch.split(matrix, width, 0 if conv else 1):
            target = piece if conv else piece.mT
            target.copy_(fill(torch.empty(target.shape), **random).mul_(gain))


def _offsets(p: Values, e: Experiment) -> None:
    """Biases and shifts are 0, but for the gates', for PyTorch's default and for a deviation that is asked for."""
    if INITIALIZERS[e.init].offsets:
        _draw_biases(p, e)
    offset = p["bias" if e.normalization == "none" else "norm_shift"]
    if "norm_gain" in p:
        p["norm_gain"].fill_(1.0)
    if "slope" in p:
        p["slope"].fill_(ACTIVATIONS[e.activation].slope or 0.0)
    if e.gated or e.skip == "highway":
        _gates(offset.view(*offset.shape[:-1], pieces(e), e.width), e)
    if e.bias_std:
        offset += normal(e.seed, "biases", offset.shape, e.bias_std).to(offset)


def _gates(gates: Tensor, e: Experiment) -> None:
    """Biases (..., pieces, units) that keep a gate open or closed at the start."""
    if e.gated and e.gate_biases == "chrono":
        _chrono(gates, e)
    elif e.gated and e.cell == "lstm":
        # On top of what PyTorch draws, so that a bias of 0 is torch.nn.LSTM's own start.
        gates[..., 2, :] += e.forget_bias
    elif e.skip == "highway":
        gates[..., -1, :] = HIGHWAY_BIAS


def _chrono(gates: Tensor, e: Experiment) -> None:
    """log U(1, T - 1) for each unit's forget gate, less it at its input gate, or for a GRU's update gate: what is kept
    lasts about as long as e to this power (Tallec, Ollivier, 2018)."""
    lasting = torch.log(1 + (e.sites - 2) * torch.rand(e.width, generator=stream(e.seed, "chrono")))
    # Both stand third: after the candidate and the LSTM's input gate, or the GRU's reset gate.
    gates[..., 2, :] += lasting.to(gates)
    if e.cell == "lstm":
        gates[..., 1, :] -= lasting.to(gates)


def _draw_biases(p: Values, e: Experiment) -> None:
    """U(-gain / sqrt(fan in), gain / sqrt(fan in)); in a sequence two of them, as torch.nn has one for x, one for h."""
    if "bias" in p:
        generator, edges = stream(e.seed, "offsets"), _edges(p, e)
        bias = _even(p["bias"].shape, generator) * edges
        if e.kind == "sequence":
            # Of a GRU's candidate x and h each keep their own.
            both = slice(e.width, 3 * e.width) if e.cell == "gru" else slice(None)
            bias[both] += _even(bias[both].shape, generator) * edges
        p["bias"].copy_(bias)
    edge = e.gain / math.sqrt(_fans(p, e, "head")[0])
    p["head_bias"].copy_(_even(p["head_bias"].shape, stream(e.seed, "head offsets")) * edge)


def _even(shape: torch.Size, generator: torch.Generator) -> Tensor:
    """Even draws from -1 to 1."""
    return 2 * torch.rand(shape, generator=generator) - 1


def _edges(p: Values, e: Experiment) -> Tensor:
    """Largest bias that leads into each site, gain / sqrt(fan in): (layers, 1), or () for a sequence."""
    first, rest = (e.gain / math.sqrt(_fans(p, e, name)[0]) for name in ("input", "hidden"))
    return torch.tensor([[first]] + [[rest]] * (e.depth - 1) if e.kind == "deep" else rest)
