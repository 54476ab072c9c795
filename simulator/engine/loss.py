"""The loss: its value and its gradient, of cross entropy for classes and of the mean squared error for a regression."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from simulator.engine.layout import apart

Array = NDArray[np.float64]


def losses_and_right(outputs: Array, targets: Array) -> tuple[Array, Array]:
    """Loss of every answer and whether it is right, (steps, answers) each; right is NaN for a regression.

    ``outputs`` is (steps, answers, outputs), ``targets`` class numbers (steps, answers) or like ``outputs``.
    """
    if targets.ndim == 3:
        losses = ((outputs - targets) ** 2).mean(2)
        return losses, np.full_like(losses, np.nan)
    return _classification(outputs, targets)


def _classification(outputs: Array, targets: Array) -> tuple[Array, Array]:
    """Cross entropy (log of the sum of exponentials, less the chosen output)."""
    steps, samples = (np.arange(size) for size in targets.shape)
    chosen = outputs[steps[:, None], samples, targets.astype(np.int64)]
    # The exponential of a difference to the largest output cannot overflow.
    largest = outputs.max(2)
    normalizer = largest + np.log(np.exp(outputs - largest[:, :, None]).sum(2))
    return normalizer - chosen, outputs.argmax(2) == targets


class Loss:
    """The gradient of the mean loss over a batch with respect to its ``outputs``, (K, answers, outputs)."""

    def __init__(self, outputs: Tensor, classes: bool) -> None:
        self.outputs, self.classes = outputs, classes
        self.gradient = apart(outputs.new_empty, len(outputs), outputs.shape[1:])
        _, self.answers, self.width = outputs.shape
        self.minus_one = torch.full((*outputs.shape[:2], 1), -1.0, dtype=torch.float64, device=outputs.device)

    def differentiate(self, targets: Tensor) -> Tensor:
        """``gradient``; ``targets`` are class numbers (K, answers), or like ``outputs``."""
        if not self.classes:
            return torch.sub(self.outputs, targets, out=self.gradient).mul_(2 / (self.answers * self.width))
        # softmax minus one-hot, without a one-hot tensor; in float64, for of a right answer little is left.
        wide = torch.softmax(self.outputs, -1, dtype=torch.float64)
        return self.gradient.copy_(wide.scatter_add_(-1, targets.unsqueeze(-1), self.minus_one).div_(self.answers))
