"""A network in training: its parameters, its data, its chain, and one step after the other, all recorded."""

from functools import lru_cache
from typing import Any

import numpy as np
import torch
from torch import Tensor

from simulator.catalog.choice import load
from simulator.engine.chain import Chain
from simulator.engine.conv import ConvChain
from simulator.engine.descent import Descent
from simulator.engine.graph import Launcher
from simulator.engine.gru import GruChain
from simulator.engine.lstm import LstmChain
from simulator.engine.parameters import Parameters
from simulator.engine.record import CAPACITY, Recorder
from simulator.engine.sequence import SequenceChain
from simulator.engine.start import initialize
from simulator.engine.streams import stream
from simulator.settings.experiment import Experiment
from simulator.trace import Rows

SAMPLES = 1500
"""Size of a data set that is made up."""


@lru_cache(maxsize=8)
def data(kind: str, task: str, length: int, seed: int) -> tuple[Any, Any]:
    """Inputs and targets of a task as numpy arrays, drawn from the seed.

    A sample lies in one piece: x is (samples, inputs) or (samples, time steps, inputs).
    """
    row = Experiment(kind=kind, task=task).task_row
    x, y = load(row.function)(SAMPLES, length, np.random.default_rng(seed))
    return (np.ascontiguousarray(x.swapaxes(0, 1)) if kind == "sequence" else x), y


def chain_of(e: Experiment) -> type[Chain]:
    """The chain that fits the experiment."""
    if e.kind == "sequence":
        return {"rnn": SequenceChain, "lstm": LstmChain, "gru": GruChain}[e.cell]
    return ConvChain if e.layer == "conv" else Chain


class Network:
    """The network of an experiment, in training.

    It starts with the weights that the experiment draws, or where ``state`` was taken, bit for bit.
    ``features`` (samples, units, ...) and ``targets`` stand in for the task's when one layer is trained alone.
    ``capacity`` is the number of steps that may be recorded before their rows are taken. ``keep_z`` leaves z in the
    chain's buffers, which is slower.
    """

    def __init__(
        self,
        experiment: Experiment,
        dtype: torch.dtype = torch.float32,
        device: torch.device | None = None,
        features: Tensor | None = None,
        targets: Tensor | None = None,
        state: dict[str, Any] | None = None,
        capacity: int = CAPACITY,
        keep_z: bool = False,
    ) -> None:
        self.e = e = experiment.canonical()
        self.dtype, self.device = dtype, device or torch.device("cpu")
        self.precise = dtype == torch.float64
        self.streams = {purpose: stream(e.seed, purpose) for purpose in ("samples", "dropout")}
        self.number = 0
        self.picked: Tensor | None = None
        self._load_data(features, targets)
        conv = e.kind == "deep" and e.layer == "conv"
        inputs = 1 if conv and features is None else self.x.shape[1 if e.kind == "deep" else 2]
        answers = (e.batch_size * e.task_row.readouts, 1)
        self.minus_one = torch.full(answers, -1.0, dtype=torch.float64, device=self.device)
        self.all = Parameters(e, inputs, dtype, self.device)
        self.parameters = self.all.values
        # Buffers that autograd does not watch: every operation on them then takes a little less.
        with torch.inference_mode():
            self.chain = chain_of(e)(e, self.all, from_features=features is not None, keep_z=keep_z)
            self.recorder = Recorder(self.chain, self.all, capacity)
        head, self.classes = self.parameters["head"], bool(e.task_row.classes)
        features_read, self.first_output = head.shape[0], head[:, :1]
        self.read = self.chain.readout.view(-1, features_read)
        self.from_loss = self.chain.from_loss.view(-1, features_read)
        self.descent = Descent(e, self.all)
        self.launcher = Launcher() if self.device.type == "cuda" else None
        if state is None:
            initialize(self.all, e)
        else:
            self.restore(state)

    @property
    def mask(self) -> Tensor | None:
        """The dropout mask of the current step, (sites, batch, units, ...), or None."""
        return self.chain.mask

    # ---- data -------------------------------------------------------------------------------------------------

    def _load_data(self, features: Tensor | None, targets: Tensor | None) -> None:
        e, task = self.e, self.e.task_row
        if features is not None and targets is not None:
            self.x, self.y = features, targets
        else:
            x, y = data(e.kind, e.task, e.sites, e.seed)
            # Where type and device agree this is the cached array itself: nothing may write into it.
            self.x = torch.as_tensor(x).to(self.device, self.dtype)
            self.y = torch.as_tensor(y).to(self.device, torch.int64 if task.classes else self.dtype)

    def batch(self) -> tuple[Tensor, Tensor]:
        """The samples of the current step: x (batch, inputs) or (time steps, batch, inputs), and their targets."""
        picked = self._pick()
        x, axis = self.x.index_select(0, picked), self.y.ndim - 1 if self.e.task_row.classes else 0
        if self.e.kind == "sequence":
            # Each time step then lies in one piece for its product.
            x = x.transpose(0, 1).contiguous()
        return x, self.y.index_select(axis, picked)

    def _pick(self) -> Tensor:
        """Which samples; drawn on the CPU, as dropout is, so that every device sees the same."""
        # They stay picked until the step is taken, so that the batch can be looked at before.
        if self.picked is None:
            drawn = torch.randint(len(self.x), (self.e.batch_size,), generator=self.streams["samples"])
            self.picked = drawn.to(self.device)
        return self.picked

    def _draw(self) -> list[Tensor]:
        """What the current step draws: the picked samples, and with dropout its mask."""
        drawn = [self._pick()]
        if self.e.dropout:
            keep = torch.rand(self.chain.h[1:].shape, generator=self.streams["dropout"]).ge_(self.e.dropout)
            self.chain.mask = keep.to(self.device, self.dtype).div_(1 - self.e.dropout)
            drawn.append(self.chain.mask)
        return drawn

    # ---- one step ---------------------------------------------------------------------------------------------

    @torch.inference_mode()
    def measure(self, ahead: int = 1) -> None:
        """Forward and backward on the current batch; the row stays open until ``update``.

        ``ahead`` steps may be relied on to come, this one among them: on CUDA a few are worth a graph.
        """
        drawn = self._draw()
        if self.launcher:
            self.launcher(self._walk, drawn, ahead)
        else:
            self._walk()

    def _walk(self) -> None:
        x, y = self.batch()
        self.chain.forward(x, self.recorder.forward_row)
        self._head(y)
        self.chain.backward()
        self.recorder.backward_row()

    def _head(self, y: Tensor) -> None:
        """From h of the readout sites to the outputs, and back to dL/dh and the head's gradients."""
        p, g, row = self.parameters, self.all.gradients, self.recorder.row
        outputs = torch.addmm(p["head_bias"], self.read, p["head"], out=row["outputs"])
        gradient = self._output_gradient(outputs, y)
        row["targets"].copy_(y.view(row["targets"].shape))
        torch.mm(self.read.mT, gradient, out=g["head"])
        torch.sum(gradient, 0, out=g["head_bias"])
        # The gradients of a softmax add up to 0, so that only what sets its outputs apart counts. Where nothing does,
        # the gradient behind them is 0, and not what rounding leaves of that sum.
        head = p["head"] - self.first_output if self.classes else p["head"]
        torch.mm(gradient, head.mT, out=self.from_loss)

    def _output_gradient(self, out: Tensor, y: Tensor) -> Tensor:
        """dL/d(output) of cross entropy or mean squared error, (samples, outputs)."""
        if not self.classes:
            return (out - y).mul_(2 / out.numel())
        # softmax minus one-hot, without a one-hot tensor; in float64, for of a right answer little is left.
        wide = torch.softmax(out, -1, dtype=torch.float64).scatter_add_(1, y.view(-1, 1), self.minus_one)
        return wide.div_(len(out)).to(out.dtype)

    @torch.inference_mode()
    def update(self) -> None:
        """The step itself; closes the row."""
        factor = self.descent.clip()
        if factor is not None:
            self.recorder.row["clip"].copy_(factor)
        self.descent.step(self.number)
        self.recorder.update_row()
        self.number += 1
        self.picked = None

    def run(self, steps: int) -> Rows:
        """Trains ``steps`` steps, at most the recorder's capacity, and returns their rows."""
        for ahead in range(steps, 0, -1):
            self.measure(ahead)
            self.update()
        return self.recorder.take()

    def step(self) -> dict[str, Tensor]:
        """One training step; its row by quantity."""
        return {name: torch.as_tensor(rows[0]) for name, rows in self.run(1).items()}

    # ---- state ------------------------------------------------------------------------------------------------

    def state(self) -> dict[str, Any]:
        """Everything that the next step depends on, on the CPU."""
        optimizer = {
            key: {name: value.cpu() if isinstance(value, Tensor) else value for name, value in entries.items()}
            for key, entries in self.descent.optimizer.state_dict()["state"].items()
        }
        streams = {purpose: generator.get_state() for purpose, generator in self.streams.items()}
        return {"flat": self.all.flat.cpu(), "optimizer": optimizer, "streams": streams, "number": self.number}

    def restore(self, state: dict[str, Any]) -> None:
        """Continues where ``state`` was taken."""
        self.all.flat.copy_(state["flat"])
        optimizer = self.descent.optimizer
        # The groups are views of this network's own tensors; what was gathered beside them goes on.
        optimizer.load_state_dict({**optimizer.state_dict(), "state": state["optimizer"]})
        for purpose, generator in self.streams.items():
            generator.set_state(state["streams"][purpose])
        self.number = state["number"]
