"""All weights of a network in one flat tensor: weight matrices in front, everything else behind."""

import math
from itertools import accumulate, pairwise
from typing import Any

import torch
from torch import Tensor

from simulator.catalog.activations import ACTIVATIONS
from simulator.catalog.choice import load
from simulator.catalog.initializers import INITIALIZERS
from simulator.experiment import Experiment
from simulator.limits import pieces, positions

MATRICES = ("input", "hidden", "head")
HIGHWAY_BIAS = -1.0
"""Start of the transform gate: mostly closed (Srivastava, Greff, Schmidhuber, 2015)."""


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

    def initialize(self, e: Experiment, generator: torch.Generator) -> None:
        """Draws every weight matrix as the experiment asks, piece by piece; drawn in float32 on the CPU, so that
        every device and precision starts from the same network."""
        fill = load(INITIALIZERS[e.init].function)
        options: dict[str, Any] = dict(INITIALIZERS[e.init].options)
        if INITIALIZERS[e.init].random:
            options["generator"] = generator
        width = e.width
        for matrix in self._site_matrices(e):
            for part in matrix.split(width, 0 if matrix.ndim == 4 else 1):
                _fill(part, fill, options, e.gain)
        _fill(self.values["head"], fill, options, e.gain)
        self._initialize_offsets(e, generator)

    def _site_matrices(self, e: Experiment) -> list[Tensor]:
        hidden = self.values["hidden"]
        return [self.values["input"], *(hidden.unbind(0) if e.kind == "deep" else [hidden])]

    def _initialize_offsets(self, e: Experiment, generator: torch.Generator) -> None:
        """Biases or shifts are 0, but for the gates' and for PyTorch's default, U(-1/sqrt(fan in), 1/sqrt(fan in))."""
        offset = self.values["bias"] if e.normalization == "none" else self.values["shift"]
        if e.init == "pytorch" and e.normalization == "none":
            bound = torch.tensor(self._fans(e), dtype=torch.float64).rsqrt().unsqueeze(-1) * e.gain
            offset.copy_((2 * torch.rand(offset.shape, generator=generator, dtype=torch.float64) - 1) * bound)
        if "scale" in self.values:
            self.values["scale"].fill_(1.0)
        if "slope" in self.values:
            self.values["slope"].fill_(ACTIVATIONS[e.activation].slope or 0.0)
        gates = offset.unflatten(-1, (pieces(e), e.width))
        if e.kind == "sequence" and e.cell == "lstm":
            gates[..., 1, :] = e.forget_bias
        elif e.skip == "highway":
            gates[..., -1, :] = HIGHWAY_BIAS

    def _fans(self, e: Experiment) -> list[int] | int:
        """Fan in of every site's map."""
        if e.kind == "sequence":
            return e.width
        matrices = self._site_matrices(e)
        return [m.shape[0] if m.ndim == 2 else m[0].numel() for m in matrices]


def _fill(weight: Tensor, fill: Any, options: dict[str, Any], gain: float) -> None:
    """Fills one map; torch.nn.init reads the fans from (out, in, ...), a dense matrix is kept as (in, out)."""
    target = weight if weight.ndim == 4 else weight.mT
    drawn = fill(torch.empty(target.shape), **options)
    target.copy_(drawn if gain == 1 else drawn.mul_(gain))
