"""Small operations, laid out once and called at every step: NumPy takes half of PyTorch's time for each."""

from collections.abc import Callable
from functools import cache, partial
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

Operand = Tensor | NDArray[Any]
Call = Callable[[], object]


@cache
def scalar(number: float, dtype: torch.dtype, device: torch.device) -> Tensor:
    """A number as a tensor (), which nothing may write into: of a plain one PyTorch makes one at every operation."""
    return torch.full((), number, dtype=dtype, device=device)


def product(a: Any, b: Any, out: Operand) -> Call:
    """A call that writes a b to ``out``, element by element; all three are of one kind."""
    return partial(torch.mul, a, b, out=out) if isinstance(out, Tensor) else partial(np.multiply, a, b, out)


def total(a: Any, b: Any, out: Operand) -> Call:
    """A call that writes a + b to ``out``."""
    return partial(torch.add, a, b, out=out) if isinstance(out, Tensor) else partial(np.add, a, b, out)
