"""What many random networks of one kind do, each with a few samples: their profiles, and how alike samples become."""

from dataclasses import dataclass

import numpy as np
import torch

from simulator.engine.drawn_walk import Walk
from simulator.engine.forward_row import COMPARED
from simulator.engine.stratified import Samples, choose, first
from simulator.settings.experiment import Experiment
from simulator.trace import Array

SEED = 2019
"""Of the theory's own random numbers: no run's, and the same for every run."""


@dataclass(frozen=True)
class Ensemble:
    """What random networks of one kind do; NaN where numbers overflow."""

    profiles: Array
    """log10 of g_l / g_L, (networks, sites); -inf where nothing arrives."""
    halves: Array
    """The same of the first half of the samples and of the second, (2, networks, sites)."""
    missing: float
    """By how much all samples may miss the batch: this share of the variance that their halves show."""

    def joined(self, other: "Ensemble") -> "Ensemble":
        """These networks and those, with as many samples."""
        profiles = np.concatenate([self.profiles, other.profiles])
        return Ensemble(profiles, np.concatenate([self.halves, other.halves], axis=1), self.missing)


@torch.no_grad()
def ensemble(e: Experiment, networks: int, samples: int, seed: int = SEED) -> Ensemble:
    """Draws the networks, with all samples of the batch or, if those are more, an even number that stand for it."""
    rng = torch.Generator().manual_seed(seed)
    chosen = choose(e, networks, samples, rng)
    profiles, *halves = _walk(e, chosen, rng).back()
    return Ensemble(profiles.numpy(), torch.stack(halves).numpy(), chosen.missing)


@torch.no_grad()
def similarity(e: Experiment, networks: int) -> Array:
    """Mean cosine between the h of the samples that a trace compares, (networks, sites)."""
    samples = e.batch_size if e.normalization == "batch" else min(COMPARED, e.batch_size)
    walk = _walk(e, first(e, networks, samples), torch.Generator().manual_seed(SEED))
    return torch.stack([walk.similarity(h) for h in walk.h[1:]], 1).numpy()


def _walk(e: Experiment, samples: Samples, rng: torch.Generator) -> Walk:
    walk = Walk(e, samples, rng, torch.float32)
    return walk if walk.carried() else Walk(e, samples, rng, torch.float64)
