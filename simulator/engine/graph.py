"""A CUDA graph: the kernels of a walk, each of which takes longer to launch than to compute, launched in one go."""

from collections.abc import Callable
from threading import Lock

import torch
from torch import Tensor

AHEAD = 4
"""Walks ahead from which a capture pays: it takes as long as about two walks launched kernel by kernel."""
CAPTURING = Lock()
"""PyTorch captures one graph at a time."""


class Launcher:
    """Launches a walk whose tensors stay where they are: kernel by kernel at first, as one graph once that pays.

    The first walk loads what CUDA loads lazily, which no capture may.
    """

    def __init__(self) -> None:
        self.walked = False
        self.graph: torch.cuda.CUDAGraph | None = None
        self.inputs: list[Tensor] = []
        """What the graph reads and each step brings anew."""

    def __call__(self, walk: Callable[[], None], inputs: list[Tensor], ahead: int) -> None:
        """Walks with these inputs; ``ahead`` walks are still to come, this one among them."""
        if self.graph is None and self.walked and ahead >= AHEAD:
            # These very tensors are read by every replay, so they are kept.
            self.graph, self.inputs = _captured(walk), inputs
        if self.graph is None:
            walk()
            self.walked = True
            return
        for read, brought in zip(self.inputs, inputs, strict=True):
            read.copy_(brought)
        self.graph.replay()


def _captured(walk: Callable[[], None]) -> torch.cuda.CUDAGraph:
    """What the walk launches, of which nothing is computed yet; other threads may go on launching theirs."""
    graph = torch.cuda.CUDAGraph()
    with CAPTURING, torch.cuda.graph(graph, capture_error_mode="thread_local"):
        walk()
    return graph
