"""Where named arrays lie, one behind the other, in one flat array."""

import math
from collections.abc import Callable, Iterable, Mapping
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

Shape = tuple[int, ...]


APART = 16
"""Numbers of which rows begin at a multiple, as if each were allocated alone; and they never touch."""


def apart(new: Callable[..., Tensor], rows: int, shape: Shape, **options: Any) -> Tensor:
    """(rows, *shape) by ``new``, a tensor's own. Where a result begins may change how a product is rounded."""
    if rows == 1:
        return new(1, *shape, **options)
    size = math.prod(shape)
    return new(rows, (size // APART + 1) * APART, **options)[:, :size].view(rows, *shape)


class Layout:
    """``size`` entries in all, of which each array of ``shapes`` takes its own."""

    def __init__(self, shapes: Mapping[str, Shape]) -> None:
        self.shapes = dict(shapes)
        self._sizes = [math.prod(shape) for shape in self.shapes.values()]
        self.size = sum(self._sizes)

    def size_of(self, names: Iterable[str]) -> int:
        """Number of entries of these arrays."""
        return sum(math.prod(self.shapes[name]) for name in names)

    def views(self, flat: Tensor) -> dict[str, Tensor]:
        """The arrays of a flat (size,), or of many, (count, size), as (count, *shape)."""
        lead = tuple(flat.shape[:-1])
        # Tensor.split would take a detour through Python.
        named = zip(self.shapes.items(), flat.split_with_sizes(self._sizes, -1), strict=True)
        # A view costs as much as a small operation, and what has one dimension is one already.
        return {name: part if len(shape) == 1 else part.view(lead + shape) for (name, shape), part in named}

    def rows(self, flat: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
        """The same of many in numpy, (count, size)."""
        bounds = pairwise(accumulate(self._sizes, initial=0))
        named = zip(self.shapes.items(), bounds, strict=True)
        return {
            name: flat[:, a:b] if len(shape) == 1 else flat[:, a:b].reshape(len(flat), *shape)
            for (name, shape), (a, b) in named
        }
