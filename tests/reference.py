"""The slow twin of the engine: every recorded quantity by its definition, from plain autograd in float64.

It shares no line with the engine and none with the tables; where the two agree, the written-out chain rule is right.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

import torch
from torch import Tensor
from torch.nn import functional as F

from simulator import Experiment

torch.set_num_threads(1)  # these matrices are too small to share

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


@dataclass(frozen=True)
class Twin:
    """One pass, forward and backward: what was recorded, and the gradient of every parameter."""

    row: dict[str, Tensor]
    gradients: dict[str, Tensor]


def twin(parameters: Parameters, e: Experiment, x: Tensor, y: Tensor, mask: Tensor | None = None) -> Twin:
    """The row that one step records, and the gradients it is made from."""
    p = {name: value.detach().double().cpu().clone().requires_grad_() for name, value in parameters.items()}
    keep = None if mask is None or e.dropout == 0 else (mask.cpu() != 0).double() / (1 - e.dropout)
    sites = list((_deep if e.kind == "deep" else _sequence)(p, e, x.double().cpu(), keep))
    read = [site.h.flatten(1) for site in sites[-e.task_row.readouts :]]
    outputs = torch.stack(read) @ p["head"] + p["head_bias"]  # (readouts, batch, outputs)
    loss = _loss(outputs, y.cpu(), e)
    for site in sites:
        for watched in (site.weight, site.a, site.z, site.h):
            watched.retain_grad()
    loss.backward(retain_graph=True)
    gradients = {name: torch.zeros_like(v) if v.grad is None else v.grad for name, v in p.items()}
    whole = {"loss": loss, "accuracy": _accuracy(outputs, y.cpu(), e), "clip_scale": _clip_scale(gradients, e)}
    return Twin(_row(sites, x.shape[-2]) | {name: v.detach().double() for name, v in whole.items()}, gradients)


def norm(values: Tensor) -> Tensor:
    """Frobenius norm that neither underflows nor overflows."""
    largest = values.abs().max()
    return largest * (values / largest).norm() if largest > 0 else largest


def _deep(p: Parameters, e: Experiment, x: Tensor, keep: Tensor | None) -> Iterator[Site]:
    conv = e.layer == "conv"
    image = e.task_row.image
    before = (x.reshape(-1, 1, *image) if conv and image else x).requires_grad_()
    carried = torch.zeros(())
    for layer in range(e.depth):
        weight = (p["input"] if layer == 0 else p["hidden"][layer - 1]).clone()
        a = F.conv2d(before, weight, padding=1) if conv else before @ weight
        here = {name: p[name][layer] for name in ("bias", "scale", "shift", "slope") if name in p}
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
    """Hochreiter, Schmidhuber (1997) with the forget gate of Gers, Schmidhuber, Cummins (2000)."""
    z = _normalized(a, p, e)
    write, forget, output = (torch.sigmoid(piece) for piece in _pieces(z, e)[:3])
    candidate = torch.tanh(_pieces(z, e)[3])
    memory = forget * memory + write * _kept(candidate, keep)
    gates = {"input": write, "forget": forget, "output": output}
    return Site(before, weight, a, z, output * torch.tanh(memory), 1 - candidate**2, gates), memory


def _gru(before: Tensor, weight: Tensor, a: Tensor, p: Parameters, e: Experiment, keep: Tensor | None) -> Site:
    """Cho et al. (2014), with the reset gate after the matrix as in torch.nn.GRU."""
    z = _normalized(a, p, e)
    from_input, reset, update, from_state = _pieces(z, e)
    reset, update = torch.sigmoid(reset), torch.sigmoid(update)
    candidate = torch.tanh(from_input + reset * from_state)
    h = (1 - update) * _kept(candidate, keep) + update * before
    return Site(before, weight, a, z, h, 1 - candidate**2, {"reset": reset, "update": update})


def _pieces(z: Tensor, e: Experiment) -> tuple[Tensor, ...]:
    """The maps that lie side by side in z, each of so many units as the width."""
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
    return _along_units(here["scale"], a) * normal + _along_units(here["shift"], a)


def _activated(pieces: list[Tensor], here: Parameters, e: Experiment) -> tuple[Tensor, Tensor]:
    """f(z) and f'(z), the latter by autograd on a copy of z."""
    if e.activation == "maxout":
        return torch.maximum(*pieces), torch.ones_like(pieces[0])
    f: Callable[[Tensor], Tensor] = (
        partial(F.prelu, weight=here["slope"].reshape(1)) if "slope" in here else FUNCTIONS[e.activation]
    )
    z = pieces[0].detach().clone().requires_grad_()
    (slope,) = torch.autograd.grad(f(z).sum(), z)
    return f(pieces[0]), slope


def _loss(outputs: Tensor, y: Tensor, e: Experiment) -> Tensor:
    if e.task_row.classes:
        return F.cross_entropy(outputs.flatten(0, 1), y.flatten())
    return F.mse_loss(outputs.reshape(y.shape), y.double())


def _accuracy(outputs: Tensor, y: Tensor, e: Experiment) -> Tensor:
    if not e.task_row.classes:
        return torch.tensor(torch.nan)
    return (outputs.argmax(-1).flatten() == y.flatten()).double().mean()


def _clip_scale(gradients: Parameters, e: Experiment) -> Tensor:
    whole = torch.cat([g.flatten() for g in gradients.values()])
    if e.clip == "norm":
        return (e.clip_at / norm(whole)).clamp(max=1.0)
    if e.clip == "value":
        return norm(whole.clamp(-e.clip_at, e.clip_at)) / norm(whole)
    return torch.ones(())


def _row(sites: list[Site], batch: int) -> dict[str, Tensor]:
    rows = [_quantities(site, batch) for site in sites]
    return {name: torch.stack([row[name] for row in rows]).detach() for name in rows[0]}


def _quantities(site: Site, batch: int) -> dict[str, Tensor]:
    """One number for each quantity at one site."""
    da, dz, dh = (_gradient(t) for t in (site.a, site.z, site.h))
    (back,) = torch.autograd.grad(site.a, site.before, da, retain_graph=True)
    flat = site.slope == 0
    return {
        "gradient_norm": batch**0.5 * norm(dh),
        "weight_gradient_norm": norm(_gradient(site.weight)),
        "activation_mean": site.h.mean(),
        "activation_std": site.h.std(correction=0),
        "saturated": (site.slope.abs() < 0.05).double().mean(),
        "dead": flat.movedim(1, 0).flatten(1).all(1).double().mean(),
        "slope_factor": norm(dz) / norm(dh),
        "norm_factor": norm(da) / norm(dz),
        "weight_factor": norm(back) / norm(da),
    } | {f"gate:{name}": gate.mean() for name, gate in site.gates.items()}


def _gradient(values: Tensor) -> Tensor:
    assert values.grad is not None
    return values.grad
