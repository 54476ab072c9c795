"""All weights of a network in one flat tensor: weight matrices in front, everything else behind."""

import math
from itertools import accumulate, pairwise

import torch
from torch import Tensor

from simulator.catalog.activations import ACTIVATIONS
from simulator.experiment import Experiment
from simulator.limits import pieces, positions

MATRICES = ("input", "hidden", "head")


def shapes(e: Experiment, inputs: int) -> dict[str, tuple[int, ...]]:
    """The shape of each parameter; a layer's or a gate's pieces lie side by side along the output dimension.

    ``inputs`` is the size of the input, for convolutional layers its channels.
    """
    task, width, maps = e.task_row, e.width, pieces(e)
    result: dict[str, tuple[int, ...]] = {}
    if e.kind == "sequence":
        driven = 3 if e.cell == "gru" else maps
        result |= {"input": (inputs, driven * width), "hidden": (width, driven * width)}
    elif e.layer == "conv":
        result |= {"input": (maps * width, inputs, 3, 3), "hidden": (e.depth - 1, maps * width, width, 3, 3)}
    else:
        result |= {"input": (inputs, maps * width), "hidden": (e.depth - 1, width, maps * width)}
    rows = (e.depth,) if e.kind == "deep" else ()
    result["head"] = (width * positions(e), task.output_size)
    for name in ("bias",) if e.normalization == "none" else ("scale", "shift"):
        result[name] = (*rows, maps * width)
    if e.matters("activation") and ACTIVATIONS[e.activation].slope is not None:
        result["slope"] = rows or (1,)
    result["head_bias"] = (task.output_size,)
    return result


class Parameters:
    """``flat`` and ``gradient`` hold everything; ``values`` and ``gradients`` are views of them by name.

    ``pair`` holds the weights before a step and the step itself, ``pairs`` are its views, (2, ...).
    """

    def __init__(self, e: Experiment, inputs: int, dtype: torch.dtype, device: torch.device) -> None:
        self.shapes = shapes(e, inputs)
        sizes = [math.prod(shape) for shape in self.shapes.values()]
        self.flat = torch.zeros(sum(sizes), dtype=dtype, device=device)
        self.gradient = torch.zeros_like(self.flat)
        self.pair = torch.zeros(2, *self.flat.shape, dtype=dtype, device=device)
        self.split = sum(size for name, size in zip(self.shapes, sizes, strict=True) if name in MATRICES)
        self._spans = dict(zip(self.shapes, pairwise(accumulate(sizes, initial=0)), strict=True))
        self.values = self.views(self.flat)
        self.gradients = self.views(self.gradient)
        self.pairs = {name: self.pair[:, a:b].view(2, *self.shapes[name]) for name, (a, b) in self._spans.items()}

    def views(self, flat: Tensor) -> dict[str, Tensor]:
        """The parts of a tensor that is laid out like ``flat``."""
        return {name: flat[a:b].view(self.shapes[name]) for name, (a, b) in self._spans.items()}
