"""Random numbers: every purpose draws from a stream of its own, so that what one setting draws moves no other's draws.

Two networks of one seed see the same samples, and where their shapes agree they start with the same weights.
"""

import math
from functools import lru_cache

import torch
from torch import Tensor

PURPOSES = ("input", "hidden", "head", "offsets", "samples", "dropout", "head offsets", "biases", "chrono")
APART = 0x9E3779B1
"""Between the seeds of two streams, modulo 2^32; odd, so that no two of one seed meet."""
BLOCK = 16
"""PyTorch draws normal numbers in blocks: a shorter tensor begins as a longer one does if both hold whole blocks."""
MOST = 1 << 18
"""Most normal numbers of a stream that are kept, 1 MB: the weights of 200 layers of 32 units."""


def stream(seed: int, purpose: str) -> torch.Generator:
    """The stream of one purpose, at its start."""
    return torch.Generator().manual_seed((seed + PURPOSES.index(purpose) * APART) % 2**32)


def normal(seed: int, purpose: str, shape: torch.Size, deviation: float, out: Tensor | None = None) -> Tensor:
    """Normal numbers of mean 0, the first of their stream; float32, on the CPU. ``out``: where they are to stand."""
    count = math.prod(shape)
    # Rounded up to a power of two, so that networks of nearly the same depth find the same kept numbers.
    numbers = _normal(seed, purpose, 1 << (count - 1).bit_length()) if count <= MOST else _drawn(seed, purpose, count)
    return torch.mul(numbers[:count].view(shape), deviation, out=out)


def uniform(seed: int, purpose: str, shape: torch.Size, edge: float) -> Tensor:
    """Even numbers from -edge to edge, the first of their stream; float32, on the CPU."""
    count = math.prod(shape)
    drawn = torch.empty(_blocks(count)).uniform_(-edge, edge, generator=stream(seed, purpose))
    return drawn[:count].view(shape)


@lru_cache(maxsize=4)
def _normal(seed: int, purpose: str, count: int) -> Tensor:
    """What ``_drawn`` gives, kept: to draw a network's weights takes longer than its walk forward."""
    return _drawn(seed, purpose, count)


def _drawn(seed: int, purpose: str, count: int) -> Tensor:
    """Normal numbers of deviation 1, at least ``count``; PyTorch's of another deviation are these times it."""
    return torch.empty(_blocks(count)).normal_(generator=stream(seed, purpose))


def _blocks(count: int) -> int:
    """A number that is rounded up to whole blocks."""
    return -(-count // BLOCK) * BLOCK
