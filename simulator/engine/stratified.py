"""A few samples that stand for a batch."""

from dataclasses import dataclass

import torch
from torch import Tensor

from simulator.engine.samples import data
from simulator.engine.scaled import scaled
from simulator.engine.streams import stream
from simulator.settings.experiment import Experiment

STEEP = 2.5
"""How much finer the strata are where samples are short."""


@dataclass(frozen=True)
class Samples:
    """Samples of every network. If they are not all of the batch, each half of them stands for it by itself, too."""

    x: Tensor
    """(networks, samples, inputs)"""
    y: Tensor
    shares: Tensor
    """Share of the batch for which each sample stands, (samples,)."""
    missing: float
    """By how much all of them may miss the batch: this share of the variance that the halves show."""


def choose(e: Experiment, networks: int, samples: int, rng: torch.Generator) -> Samples:
    """All of the first training step's batch, or two of every stratum of samples of similar length.

    Before training the direction of a sample does not matter, but its length does, above all where it is short.
    """
    if samples == e.batch_size:
        return first(e, networks, samples)
    x, y = _batch(e)
    begin, size = _strata(e.batch_size, samples // 2)
    picked = x.square().sum(1).argsort()[_pairs(begin, size, networks, rng)]
    shares = (size / e.batch_size / 2).repeat(2)
    # Of the two among m samples the mean of all m is still unknown, but for m = 2.
    missing = float((size * (size - 2)).sum() / size.square().sum())
    return Samples(x[picked], y[picked], shares, missing)


def first(e: Experiment, networks: int, samples: int) -> Samples:
    """The first of the batch, for every network alike."""
    x, y = (part[:samples].expand(networks, samples, *part.shape[1:]) for part in _batch(e))
    return Samples(x, y, torch.full((samples,), 1 / samples), 0.0)


def _batch(e: Experiment) -> tuple[Tensor, Tensor]:
    """That of the first training step, (samples, inputs), and its targets."""
    x, y = (torch.as_tensor(part) for part in scaled(e, *data(e.kind, e.task, e.sites, e.seed)))
    batch = torch.randint(len(x), (e.batch_size,), generator=stream(e.seed, "samples"))
    return x[batch], y[batch]


def _strata(batch: int, count: int) -> tuple[Tensor, Tensor]:
    """Where each of ``count`` strata of an ordered batch begins, and its size of at least two."""
    steps = torch.arange(count + 1)
    edges = (batch * (steps / count) ** STEEP).round().long()
    edges = torch.minimum(torch.maximum(edges, 2 * steps), batch - 2 * (count - steps))
    return edges[:-1], edges.diff()


def _pairs(begin: Tensor, size: Tensor, networks: int, rng: torch.Generator) -> Tensor:
    """(networks, 2 * strata) places: one of every stratum, then another of every stratum."""
    drawn = torch.rand(2, networks, len(size), generator=rng)
    first = (drawn[0] * size).long()
    other = (first + 1 + (drawn[1] * (size - 1)).long()) % size
    return torch.cat([begin + first, begin + other], 1)
