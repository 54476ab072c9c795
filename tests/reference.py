"""The slow twin of the engine: every recorded quantity by its definition, from plain autograd in float64.

It shares no line with the engine, and none with the tables but for activations that it does not know. Where the two
agree, the written-out chain rule is right.
"""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from simulator import Experiment
from tests.reference_chain import Parameters, Site, forward

WITH_FLAT_PARTS = ("relu", "hard_tanh")
"""Activations whose derivative is exactly 0 over an interval."""

torch.set_num_threads(1)  # these matrices are too small to share


@dataclass(frozen=True)
class Twin:
    """One pass, forward and backward: what was recorded, and the gradient of every parameter."""

    row: dict[str, Tensor]
    gradients: dict[str, Tensor]


def twin(parameters: Parameters, e: Experiment, x: Tensor, y: Tensor, mask: Tensor | None = None) -> Twin:
    """The row that one step records, and the gradients it is made from."""
    p = {name: value.detach().double().cpu().clone().requires_grad_() for name, value in parameters.items()}
    keep = None if mask is None or e.dropout == 0 else (mask.cpu() != 0).double() / (1 - e.dropout)
    sites = forward(p, e, x.double().cpu(), keep)
    read = [site.h.flatten(1) for site in sites[-e.task_row.readouts :]]
    outputs = torch.stack(read) @ p["head"] + p["head_bias"]  # (readouts, batch, outputs)
    answers = answers_of(outputs, e)
    loss = loss_of(answers, y.cpu(), e)
    for watched in (outputs, answers):
        watched.retain_grad()
    for site in sites:
        for watched in (site.weight, site.a, site.z, site.h):
            watched.retain_grad()
    # Each site's matrix is walked back through once more, in `_quantities`.
    loss.backward(retain_graph=True)
    gradients = {name: torch.zeros_like(v) if v.grad is None else v.grad for name, v in p.items()}
    noise = _loss_noise(answers, y.cpu(), e)
    whole = {
        "loss": loss,
        "loss_noise": noise,
        "accuracy": _accuracy(answers, y.cpu(), e),
        "clip_scale": _clip_scale(gradients, e),
        "output_slope": _ratio(_gradient(outputs), _gradient(answers)),
    }
    return Twin(_row(sites, x.shape[-2], e) | {name: v.detach().double() for name, v in whole.items()}, gradients)


def norm(values: Tensor) -> Tensor:
    """Frobenius norm that neither underflows nor overflows."""
    largest = values.abs().max()
    return largest * (values / largest).norm() if largest > 0 else largest


def answers_of(outputs: Tensor, e: Experiment) -> Tensor:
    return {"linear": lambda z: z * 1, "sigmoid": torch.sigmoid, "relu": torch.relu}[e.output_activation](outputs)


def loss_of(outputs: Tensor, y: Tensor, e: Experiment) -> Tensor:
    if e.objective == "cross_entropy":
        return F.cross_entropy(outputs.flatten(0, 1), y.flatten())
    loss = F.mse_loss if e.objective == "mse" else F.l1_loss
    if e.task_row.classes:
        return loss(outputs.flatten(0, 1), F.one_hot(y.flatten(), outputs.shape[-1]).double())
    return loss(outputs.reshape(y.shape), y.double())


def _loss_noise(outputs: Tensor, y: Tensor, e: Experiment) -> Tensor:
    """Standard error of the mean of the samples' losses, a sample's being the mean over its readouts."""
    samples = [
        torch.stack([loss_of(outputs[:, i : i + 1], y[..., i : i + 1] if e.task_row.classes else y[i : i + 1], e)])
        for i in range(outputs.shape[1])
    ]
    losses = torch.cat(samples)
    return losses.std() / len(losses) ** 0.5 if len(losses) > 1 else torch.tensor(torch.nan)


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


def _row(sites: list[Site], batch: int, e: Experiment) -> dict[str, Tensor]:
    rows = [_quantities(site, batch, e) for site in sites]
    return {name: torch.stack([row[name] for row in rows]).detach() for name in rows[0]}


def _quantities(site: Site, batch: int, e: Experiment) -> dict[str, Tensor]:
    """One number for each quantity at one site."""
    da, dz, dh = (_gradient(t) for t in (site.a, site.z, site.h))
    (back,) = torch.autograd.grad(site.a, site.before, da, retain_graph=True)
    flat = (site.slope == 0) & (e.activation in WITH_FLAT_PARTS)
    return {
        "gradient_norm": batch**0.5 * norm(dh),
        "weight_gradient_norm": norm(_gradient(site.weight)),
        "bias_gradient_norm": norm(dz.transpose(0, 1).flatten(1).sum(1)),
        "activation_mean": site.h.mean(),
        "activation_std": site.h.std(correction=0),
        "saturated": (site.slope.abs() < 0.05).double().mean(),
        "dead": flat.movedim(1, 0).flatten(1).all(1).double().mean(),
        "similarity": _similarity(site.h[:4]),
        "slope_factor": _ratio(dz, dh),
        "norm_factor": _ratio(da, dz) if site.z is not site.a else torch.ones_like(dz.sum()),
        "weight_factor": _ratio(back, da),
    } | {f"gate:{name}": gate.mean() for name, gate in site.gates.items()}


def _similarity(h: Tensor) -> Tensor:
    """Mean cosine over all pairs of samples, one after the other; NaN where there is no pair.

    Two that are zero are alike; one that is not is like neither.
    """
    sizes = [norm(a) for a in h]
    lines = [a.flatten() / size if size > 0 else None for a, size in zip(h, sizes, strict=True)]
    pairs = [_cosine(a, b) for i, a in enumerate(lines) for b in lines[:i]]
    return torch.stack(pairs).mean() if pairs else torch.full_like(h.sum(), torch.nan)


def _cosine(a: Tensor | None, b: Tensor | None) -> Tensor:
    """Of two lines of length 1, or of None in the place of what is zero."""
    return a @ b if a is not None and b is not None else torch.tensor(float(a is b), dtype=torch.float64)


def _ratio(link: Tensor, before: Tensor) -> Tensor:
    """What a link makes of the gradient before it; of none it makes none."""
    size = norm(before)
    return norm(link) / size if size > 0 else torch.zeros_like(size)


def _gradient(values: Tensor) -> Tensor:
    assert values.grad is not None
    return values.grad
