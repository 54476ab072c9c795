"""All weights of a network in one flat tensor: weight matrices in front, everything else behind."""

import torch

from simulator.catalog.activations import ACTIVATIONS
from simulator.engine.layout import Layout, Shape
from simulator.settings.experiment import Experiment
from simulator.settings.limits import pieces, positions

MATRICES = ("input", "hidden", "head")


def shapes(e: Experiment, inputs: int) -> dict[str, Shape]:
    """The shape of each parameter; a layer's or a gate's pieces lie side by side along the output dimension.

    ``inputs`` is the size of the input, for convolutional layers its channels.
    """
    task, width, maps = e.task_row, e.width, pieces(e)
    result: dict[str, Shape] = {}
    if e.kind == "sequence":
        # Of a GRU's four maps the input feeds three, and h three.
        driven = 3 if e.cell == "gru" else maps
        result |= {"input": (inputs, driven * width), "hidden": (width, driven * width)}
    elif e.layer == "conv":
        result |= {"input": (maps * width, inputs, 3, 3), "hidden": (e.depth - 1, maps * width, width, 3, 3)}
    else:
        result |= {"input": (inputs, maps * width), "hidden": (e.depth - 1, width, maps * width)}
    rows = (e.depth,) if e.kind == "deep" else ()
    result["head"] = (width * positions(e), task.output_size)
    for name in ("bias",) if e.normalization == "none" else ("norm_gain", "norm_shift"):
        result[name] = (*rows, maps * width)
    if ACTIVATIONS[e.activation].slope is not None:
        result["slope"] = rows or (1,)
    result["head_bias"] = (task.output_size,)
    return result


class Parameters:
    """``flat`` and ``gradient`` hold everything; ``values`` and ``gradients`` are views of them by name.

    ``pair`` holds the weights before a step and the step itself, ``pairs`` are its views, (2, ...).
    """

    def __init__(self, e: Experiment, inputs: int, dtype: torch.dtype, device: torch.device) -> None:
        layout = Layout(shapes(e, inputs))
        self.flat = torch.zeros(layout.size, dtype=dtype, device=device)
        self.gradient = torch.empty_like(self.flat)
        self.pair = torch.empty(2, layout.size, dtype=dtype, device=device)
        self.split = layout.size_of(MATRICES)
        self.values, self.gradients = layout.views(self.flat), layout.views(self.gradient)
        self.pairs = layout.views(self.pair)
