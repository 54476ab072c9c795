"""The head: from h of the readout sites to the outputs' z, and from the loss back to dL/dh."""

import torch
from torch import Tensor

from simulator.engine.buffers import Buffers
from simulator.engine.layout import apart
from simulator.engine.loss import Loss
from simulator.engine.parameters import Parameters
from simulator.engine.products import products


class Head:
    """One linear layer under all answers of a batch, of each member: (readouts * batch, features) to ``outputs``."""

    def __init__(self, b: Buffers, parameters: Parameters, outputs: Tensor, passed: Tensor | None) -> None:
        """``outputs``: where z of the answers goes, (K, answers, outputs); ``passed``: see ``Loss``."""
        p, g = parameters.values, parameters.gradients
        features, answers = p["head"].shape[1], b.readouts * b.batch
        self.b, self.outputs = b, outputs
        self.loss = Loss(b.e, outputs, passed)
        # Where the rows of a member lie apart, they are brought together for its product.
        self.apart = b.readouts > 1 and (b.units_first or b.members > 1 and b.side_by_side)
        read = (answers, features)
        self.read = apart(b.new, b.members, read) if self.apart else b.readout.view(b.members, *read)
        self.weight, self.bias_gradient = p["head"], g["head_bias"]
        self.first_output = self.weight[:, :, :1]
        self.distinct = apart(b.new, b.members, self.weight.shape[1:]) if self.loss.softmax else self.weight
        """The weights relative to the first output's."""
        size = self.weight.shape[2]
        # Without the K of a single network, as its products have none.
        self.h, self.z, self.dz = b.one(self.read), b.one(outputs), b.one(self.loss.gradient)
        self.bias, self.matrix, self.back_matrix = (
            b.one(values) for values in (p["head_bias"].unsqueeze(1), self.weight, self.distinct.mT)
        )
        self.matrix_gradient, self.from_loss = b.one(g["head"]), b.one(b.from_loss.view(b.members, *read))
        self.add, _ = products(b.members, answers, features, size, False)
        _, self.gather = products(b.members, features, answers, size, False)
        _, self.multiply_back = products(b.members, answers, size, features, b.side_by_side and b.readouts == 1)

    def features(self) -> Tensor:
        """What the head reads of a walk, (K, answers, features)."""
        if self.apart:
            self.read.view(self.b.readout.shape).copy_(self.b.readout)
        return self.read

    def answer(self) -> Tensor:
        """Fills ``outputs``."""
        self.features()
        self.add(self.z.copy_(self.bias), self.h, self.matrix)
        return self.outputs

    def backward(self, targets: Tensor) -> None:
        """Fills ``from_loss`` and the head's gradients."""
        gradient = self.loss.differentiate(targets)
        if self.loss.softmax:
            # The gradients of a softmax add up to 0, so that only what sets its outputs apart counts. Where nothing
            # does, the gradient behind them is 0, and not what rounding leaves of that sum.
            torch.sub(self.weight, self.first_output, out=self.distinct)
        self.gather(self.h.mT, self.dz, out=self.matrix_gradient)
        self.multiply_back(self.dz, self.back_matrix, out=self.from_loss)
        torch.sum(gradient, 1, out=self.bias_gradient)
