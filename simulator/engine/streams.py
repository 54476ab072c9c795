"""Random numbers: every purpose draws from a stream of its own, so that what one setting draws moves no other's draws.

Two networks of one seed see the same samples, and where their shapes agree they start with the same weights.
"""

from collections.abc import Callable

import torch
from torch import Tensor

PURPOSES = ("input", "hidden", "head", "offsets", "samples", "dropout", "head offsets", "biases", "chrono")
APART = 0x9E3779B1
"""Between the seeds of two streams, modulo 2^32; odd, so that no two of one seed meet."""
BLOCK = 16
"""PyTorch draws normal numbers in blocks: a shorter tensor begins as a longer one does if both hold whole blocks."""


def stream(seed: int, purpose: str) -> torch.Generator:
    """The stream of one purpose, at its start."""
    return torch.Generator().manual_seed((seed + PURPOSES.index(purpose) * APART) % 2**32)


def draw(weight: Tensor, fill: Callable[[Tensor], object]) -> None:
    """Fills float32 numbers on the CPU in whole blocks, and copies them to where ``weight`` is, of any precision."""
    count = weight.numel()
    # Nothing to cut off or to convert.
    if count % BLOCK == 0 and weight.is_cpu and weight.dtype == torch.float32:
        fill(weight)
        return
    drawn = torch.empty(-(-count // BLOCK) * BLOCK)
    fill(drawn)
    weight.copy_(drawn[:count].view(weight.shape))
