"""The forward pass of the slow twin: the chain of every kind of network in the plainest PyTorch, site by site."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

import torch
from torch import Tensor
from torch.nn import functional as F

from simulator import Experiment
from simulator.catalog.activations import ACTIVATIONS
from simulator.catalog.choice import load

Parameters = Mapping[str, Tensor]

FUNCTIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "linear": lambda z: 1.0 * z,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": F.relu,
    "leaky_relu": lambda z: F.leaky_relu(z, 0.01),
    "elu": F.elu,
    "selu": F.selu,
    "gelu": F.gelu,
    "swish": F.silu,
    "mish": F.mish,
    "softplus": F.softplus,
    "hard_tanh": F.hardtanh,
}
"""What each row of the table is known to be."""


@dataclass(frozen=True)
class Site:
    """What autograd saw at one site: h = cell(norm(a)), a = before * weight (+ bias, + the input's share)."""

    before: Tensor
    """The h that came in, or the input of a deep network."""
    weight: Tensor
    """This site's own copy of the matrix that leads into it."""
    a: Tensor
    z: Tensor
    h: Tensor
    slope: Tensor
    """f'(z) of every sample and unit."""
    gates: Mapping[str, Tensor] = field(default_factory=dict)


def forward(p: Parameters, e: Experiment, x: Tensor, keep: Tensor | None) -> list[Site]:
    """All sites of the chain; ``keep`` is the dropout mask with its scale, (sites, batch, units, ...)."""
    return list((_deep if e.kind == "deep" else _sequence)(p, e, x, keep))


def _deep(p: Parameters, e: Experiment, x: Tensor, keep: Tensor | None) -> Iterator[Site]:
    conv = e.layer == "conv"
    image = e.task_row.image
    before = (x.reshape(-1, 1, *image) if conv and image else x).requires_grad_()
    carried = torch.zeros(())
    for layer in range(e.depth):
        weight = (p["input"] if layer == 0 else p["hidden"][layer - 1]).clone()
        a = F.conv2d(before, weight, padding=1) if conv else before @ weight
        here = {name: p[name][layer] for name in ("bias", "norm_gain", "norm_shift", "slope") if name in p}
        site = _ungated(before, weight, _biased(a, here), carried, here, e, _at(keep, layer))
        yield site
        before = carried = site.h


def _sequence(p: Parameters, e: Experiment, x: Tensor, keep: Tensor | None) -> Iterator[Site]:
    before = torch.zeros(x.shape[1], e.width, dtype=x.dtype, requires_grad=True)
    memory = torch.zeros_like(before)
    for t in range(len(x)):
        weight = p["hidden"].clone()
        share, recurrent = x[t] @ p["input"], before @ weight
        if e.cell == "gru":
            share, recurrent = F.pad(share, (0, e.width)), F.pad(recurrent, (e.width, 0))
        a = _biased(share + recurrent, p)
        if e.cell == "rnn":
            site = _ungated(before, weight, a, before, p, e, _at(keep, t))
        elif e.cell == "lstm":
            site, memory = _lstm(before, weight, a, memory, p, e, _at(keep, t))
        else:
            site = _gru(before, weight, a, p, e, _at(keep, t))
        yield site
        before = site.h


def _ungated(
    before: Tensor, weight: Tensor, a: Tensor, carried: Tensor, here: Parameters, e: Experiment, keep: Tensor | None
) -> Site:
    """f(z), alone, with a residual shortcut, or through a highway gate."""
    z = _normalized(a, here, e)
    pieces = list(_pieces(z, e))
    gate = torch.sigmoid(pieces.pop()) if e.skip == "highway" else None
    f, slope = _activated(pieces, here, e)
    f = _kept(f, keep)
    if gate is not None:
        return Site(before, weight, a, z, carried + gate * (f - carried), slope, {"transform": gate})
    return Site(before, weight, a, z, carried + f if e.skip == "residual" else f, slope)


def _lstm(
    before: Tensor, weight: Tensor, a: Tensor, memory: Tensor, p: Parameters, e: Experiment, keep: Tensor | None
) -> tuple[Site, Tensor]:
    """Hochreiter, Schmidhuber (1997) with the forget gate of Gers, Schmidhuber, Cummins (2000); f as Keras has it."""
    z = _normalized(a, p, e)
    candidate, slope = _activated([_pieces(z, e)[0]], p, e)
    write, forget, output = (torch.sigmoid(piece) for piece in _pieces(z, e)[1:])
    memory = forget * memory + write * _kept(candidate, keep)
    gates = {"input": write, "forget": forget, "output": output}
    return Site(before, weight, a, z, output * _activated([memory], p, e)[0], slope, gates), memory


def _gru(before: Tensor, weight: Tensor, a: Tensor, p: Parameters, e: Experiment, keep: Tensor | None) -> Site:
    """Cho et al. (2014), with the reset gate after the matrix as in torch.nn.GRU."""
    z = _normalized(a, p, e)
    from_input, reset, update, from_state = _pieces(z, e)
    reset, update = torch.sigmoid(reset), torch.sigmoid(update)
    candidate, slope = _activated([from_input + reset * from_state], p, e)
    h = (1 - update) * _kept(candidate, keep) + update * before
    return Site(before, weight, a, z, h, slope, {"reset": reset, "update": update})


def _pieces(z: Tensor, e: Experiment) -> tuple[Tensor, ...]:
    """The maps that lie side by side in z, each of ``width`` units."""
    return z.chunk(z.shape[1] // e.width, 1)


def _at(keep: Tensor | None, site: int) -> Tensor | None:
    return None if keep is None else keep[site]


def _kept(f: Tensor, keep: Tensor | None) -> Tensor:
    return f if keep is None else f * keep.reshape(f.shape)


def _biased(a: Tensor, here: Parameters) -> Tensor:
    return a + _along_units(here["bias"], a) if "bias" in here else a


def _along_units(values: Tensor, like: Tensor) -> Tensor:
    return values.view(-1, *[1] * (like.dim() - 2))


def _normalized(a: Tensor, here: Parameters, e: Experiment) -> Tensor:
    if e.normalization == "none":
        return a
    functions: dict[str, Callable[[Tensor], Tensor]] = {
        "batch": lambda piece: F.batch_norm(piece, None, None, training=True, eps=1e-5),
        "layer": lambda piece: F.layer_norm(piece, piece.shape[1:], eps=1e-5),
        "rms": lambda piece: F.rms_norm(piece, piece.shape[1:], eps=1e-5),
    }
    normal = torch.cat([functions[e.normalization](piece) for piece in _pieces(a, e)], 1)
    return _along_units(here["norm_gain"], a) * normal + _along_units(here["norm_shift"], a)


def _activated(pieces: list[Tensor], here: Parameters, e: Experiment) -> tuple[Tensor, Tensor]:
    """f(z) and f'(z), the latter by autograd on a copy of z."""
    if e.activation == "maxout":
        return torch.maximum(*pieces), torch.ones_like(pieces[0])
    f = partial(F.prelu, weight=here["slope"].reshape(1)) if "slope" in here else function(e.activation)
    z = pieces[0].detach().clone().requires_grad_()
    (slope,) = torch.autograd.grad(f(z).sum(), z)
    return f(pieces[0]), slope


def function(activation: str) -> Callable[[Tensor], Tensor]:
    """The twin's own, or for an activation that it does not know the table's; the slope is autograd's either way."""
    return FUNCTIONS.get(activation) or load(ACTIVATIONS[activation].function)
