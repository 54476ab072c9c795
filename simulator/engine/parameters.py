"""All weights of a network in one flat tensor: weight matrices in front, everything else behind."""

from collections.abc import Mapping

import torch
from torch import Tensor

from simulator.catalog.activations import ACTIVATIONS
from simulator.engine.layout import Layout, Shape, apart
from simulator.settings.experiment import Experiment
from simulator.settings.sizes import pieces, positions

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
    """The weights of K members: ``flat`` and ``gradient``, (K, size), hold everything.

    ``values`` and ``gradients`` are views of them by name, (K, ...). ``pair``, (K, 2, size), holds the weights before
    a step and the step itself, ``pairs`` are its views.
    """

    def __init__(self, e: Experiment, inputs: int, dtype: torch.dtype, device: torch.device, members: int = 1) -> None:
        layout = Layout(shapes(e, inputs))
        self.members, self.split = members, layout.size_of(MATRICES)
        self.flat = apart(torch.empty, members, (layout.size,), dtype=dtype, device=device)
        self.reset()
        self.gradient = apart(torch.empty, members, (layout.size,), dtype=dtype, device=device)
        self.pair = torch.empty(members, 2, layout.size, dtype=dtype, device=device)
        self.values, self.gradients = layout.views(self.flat), layout.views(self.gradient)
        self.pairs = layout.views(self.pair)

    def reset(self) -> None:
        """Sets all but the matrices to 0, as which most of it starts."""
        self.flat[:, self.split :].zero_()

    def of(self, member: int) -> Mapping[str, Tensor]:
        """The parameters of one member by name."""
        return {name: values[member] for name, values in self.values.items()}
