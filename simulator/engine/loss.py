"""The loss: from the outputs' weighted sums z to the answers, their loss and its gradient (catalog/answers.py).

An answer is f(z), with f the output's activation. Cross entropy is that of a softmax of the answers; the other losses
hold an answer against its number, or against 1 for the right class and 0 for all others.
"""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from simulator.catalog.answers import OBJECTIVES
from simulator.engine.layout import apart
from simulator.settings.experiment import Experiment

Array = NDArray[np.float64]


def shares(z: Tensor, e: Experiment) -> Tensor:
    """How much the network gives to each class, the last axis: its probability, or its part of all answers above 0.

    Of a regression the answers themselves.
    """
    answers = _answers(z, e)
    if not e.task_row.classes:
        return answers
    if OBJECTIVES[e.objective].for_classes:
        return torch.softmax(answers, -1)
    # Where none is above 0, all are alike.
    positive = answers.clamp(min=torch.finfo(answers.dtype).tiny)
    return positive / positive.sum(-1, keepdim=True)


def losses_and_right(z: Array, targets: Array, e: Experiment) -> tuple[Array, Array]:
    """Loss of every answer and whether it is right, (steps, answers) each; right is NaN for a regression.

    ``z`` is (steps, answers, outputs), ``targets`` class numbers (steps, answers) or like ``z``.
    """
    answers = z
    if e.output_activation == "sigmoid":
        answers = 1 / (1 + np.exp(-z))
    elif e.output_activation == "relu":
        answers = np.maximum(z, 0.0)
    if OBJECTIVES[e.objective].for_classes:
        return _cross_entropy(answers, targets), answers.argmax(2) == targets
    classes = bool(e.task_row.classes)
    off = answers - (np.eye(answers.shape[2])[targets.astype(np.int64)] if classes else targets)
    losses = np.asarray((off**2 if e.objective == "mse" else np.abs(off)).mean(2))
    return losses, answers.argmax(2) == targets if classes else np.full_like(losses, np.nan)


def _cross_entropy(answers: Array, targets: Array) -> Array:
    """Log of the sum of exponentials, less the chosen answer."""
    steps, samples = (np.arange(size) for size in targets.shape)
    chosen = answers[steps[:, None], samples, targets.astype(np.int64)]
    # The exponential of a difference to the largest answer cannot overflow, and beside huge answers nothing is lost.
    largest = np.maximum.reduce(answers, 2)
    sums = np.add.reduce(np.exp(answers - largest[:, :, None]), 2)
    return np.asarray(np.log(sums) - (chosen - largest))


def errors(z: Tensor, targets: Tensor, e: Experiment) -> tuple[Tensor, Tensor]:
    """The gradient of every answer's own loss with respect to the answer, and the slope f'(z), in float64.

    ``z`` is (..., outputs), ``targets`` class numbers (...) or like ``z``.
    """
    z = z.double()
    answers = _answers(z, e)
    off = torch.softmax(answers, -1) if OBJECTIVES[e.objective].for_classes else answers.clone()
    if e.task_row.classes:
        chosen = targets.unsqueeze(-1)
        off.scatter_add_(-1, chosen, torch.full(chosen.shape, -1.0, dtype=off.dtype, device=off.device))
    else:
        off.sub_(targets)
    if e.objective == "mse":
        off.mul_(2 / z.shape[-1])
    elif e.objective == "mae":
        off.sign_().div_(z.shape[-1])
    return off, _slope(z, e)


def _answers(z: Tensor, e: Experiment) -> Tensor:
    if e.output_activation == "sigmoid":
        return torch.sigmoid(z)
    return z.clamp(min=0.0) if e.output_activation == "relu" else z


def _slope(z: Tensor, e: Experiment) -> Tensor:
    if e.output_activation == "sigmoid":
        # Of 1 minus an answer near 1 little would be left.
        return torch.sigmoid(z) * torch.sigmoid(-z)
    return (z > 0).to(z.dtype) if e.output_activation == "relu" else torch.ones_like(z)


class Loss:
    """The gradient of the mean loss over a batch with respect to z, (K, answers, outputs).

    ``passed``, (K,), takes what the output's activation passes on of the gradient; None where it is linear.
    """

    def __init__(self, e: Experiment, z: Tensor, passed: Tensor | None) -> None:
        self.e, self.z, self.passed = e, z, passed
        self.gradient = apart(z.new_empty, len(z), z.shape[1:])
        _, self.answers, self.width = z.shape
        plain = e.output_activation == "linear" and e.objective == e.default_of("objective")
        self.softmax, self.squares = plain and bool(e.task_row.classes), plain and not e.task_row.classes
        """Whether it is the loss of a softmax of z, or of z as it is: both are quicker than the others."""
        self.minus_one = torch.full((*z.shape[:2], 1), -1.0, dtype=torch.float64, device=z.device)

    def differentiate(self, targets: Tensor) -> Tensor:
        """``gradient``; ``targets`` are class numbers (K, answers), or like ``z``."""
        if self.squares:
            return torch.sub(self.z, targets, out=self.gradient).mul_(2 / (self.answers * self.width))
        if self.softmax:
            # softmax minus one-hot, without a one-hot tensor; in float64, for of a right answer little is left.
            wide = torch.softmax(self.z, -1, dtype=torch.float64)
            return self.gradient.copy_(wide.scatter_add_(-1, targets.unsqueeze(-1), self.minus_one).div_(self.answers))
        # Member by member: one operation on all of them may round the last numbers of each otherwise.
        for k, (z, wanted) in enumerate(zip(self.z.unbind(0), targets.unbind(0), strict=True)):
            error, slope = errors(z, wanted, self.e)
            through = error * slope
            self.gradient[k].copy_(through.div(self.answers))
            if self.passed is not None:
                whole, left = (torch.linalg.vector_norm(values) for values in (error, through))
                self.passed[k].copy_((left / whole).nan_to_num_(0.0))
        return self.gradient
