"""Norms of many arrays at once, in float64."""

import torch
from torch import Tensor

SMALLEST = torch.finfo(torch.float64).tiny


def norms(values: Tensor, out: Tensor, room: Tensor | None = None) -> Tensor:
    """Norms over the last dimension of ``values``, written to ``out``, float64.

    A square of a float32 number is held by float64. Of a float64 number the largest entry is taken out before.
    ``room``, like ``values`` in float64, is worth its memory where they are many: new memory has to be zeroed first.
    """
    if values.dtype == torch.float32:
        if room is not None:
            return torch.linalg.vector_norm(room.copy_(values), dim=-1, out=out)
        return torch.linalg.vector_norm(values, dim=-1, dtype=torch.float64, out=out)
    largest = largest_entries(values)
    torch.linalg.vector_norm(values / largest.unsqueeze(-1), dim=-1, out=out)
    return out.mul_(largest)


def largest_entries(values: Tensor) -> Tensor:
    """Size of the largest entry along the last dimension, or the smallest normal number where all are 0."""
    # The norm of infinite order would take nine times as long.
    return torch.maximum(values.amax(-1), values.amin(-1).neg_()).clamp_min_(SMALLEST)
