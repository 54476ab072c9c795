"""Where named arrays lie, one behind the other, in one flat tensor."""

import math
from collections.abc import Mapping
from itertools import accumulate, pairwise

from torch import Tensor

Shape = tuple[int, ...]


class Layout:
    """``size`` entries in all, and by name where each array of ``shapes`` begins and ends."""

    def __init__(self, shapes: Mapping[str, Shape]) -> None:
        self.shapes = dict(shapes)
        bounds = list(accumulate((math.prod(shape) for shape in self.shapes.values()), initial=0))
        self.size = bounds[-1]
        self._spans = dict(zip(self.shapes, pairwise(bounds), strict=True))

    def end(self, names: tuple[str, ...]) -> int:
        """Where the last of these arrays ends."""
        return max(self._spans[name][1] for name in names if name in self._spans)

    def views(self, flat: Tensor) -> dict[str, Tensor]:
        """The arrays of a flat (size,), or of many, (count, size), as (count, *shape)."""
        ahead = flat.shape[:-1]
        return {name: flat[..., a:b].view((*ahead, *self.shapes[name])) for name, (a, b) in self._spans.items()}
