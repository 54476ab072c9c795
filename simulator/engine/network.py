"""A network in training: its parameters, its data, its chain, and one step after the other, all recorded."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import torch
from torch import Tensor

from simulator.engine.chain import Chain
from simulator.engine.descent import Descent
from simulator.engine.graph import Launcher
from simulator.engine.head import Head
from simulator.engine.parameters import Parameters
from simulator.engine.record import CAPACITY, Recorder
from simulator.engine.samples import Samples
from simulator.engine.start import initialize
from simulator.settings.experiment import Experiment
from simulator.trace import Rows


class Network:
    """The network of an experiment, in training; of several experiments of one shape a stack, which trains all at once.

    It starts with the weights that each experiment draws, or where ``state`` was taken, bit for bit.
    ``features`` (samples, units, ...) and ``targets`` stand in for the task's when one layer is trained alone.
    ``capacity`` is the number of steps that may be recorded before their rows are taken. ``keep_z`` leaves z in the
    chain's buffers, which is slower.
    """

    def __init__(
        self,
        experiment: Experiment | Sequence[Experiment],
        dtype: torch.dtype = torch.float32,
        device: torch.device | None = None,
        features: Tensor | None = None,
        targets: Tensor | None = None,
        state: dict[str, Any] | Sequence[dict[str, Any]] | None = None,
        capacity: int = CAPACITY,
        keep_z: bool = False,
    ) -> None:
        self.dtype, self.device = dtype, device or torch.device("cpu")
        self.precise = dtype == torch.float64
        self._become([experiment] if isinstance(experiment, Experiment) else experiment, features, targets)
        e = self.e
        conv = e.kind == "deep" and e.layer == "conv"
        inputs = 1 if conv and features is None else self.x.shape[1 if e.kind == "deep" else 2]
        self.all = Parameters(e, inputs, dtype, self.device, len(self.members))
        self.parameters = self.all.of(0)
        """Of the first member."""
        # Buffers that autograd does not watch: every operation on them then takes a little less.
        with torch.inference_mode():
            self.chain = Chain(e, self.all, from_features=features is not None, keep_z=keep_z)
            self.buffers = self.chain.buffers
            self.recorder = Recorder(self.chain, self.all, capacity)
            row = self.recorder.row
            self.head = Head(self.buffers, self.all, row["outputs"], row.get("output_slope"))
        self.launcher = Launcher() if self.device.type == "cuda" else None
        if state is not None:
            self.restore(*([state] if isinstance(state, dict) else state))
            return
        self._initialize()

    def _become(
        self, experiments: Sequence[Experiment], features: Tensor | None = None, targets: Tensor | None = None
    ) -> None:
        """Takes these experiments as its members, before their first step."""
        self.members = [member.canonical() for member in experiments]
        self.e, self.number = self.members[0], 0
        self.samples = Samples(self.members, self.dtype, self.device, features, targets)

    def _initialize(self) -> None:
        for k, member in enumerate(self.members):
            initialize(self.all.of(k) if k else self.parameters, member)

    def restart(self, *experiments: Experiment) -> None:
        """Starts anew, as experiments that differ from its own by numbers alone (stack.py); its rows were taken."""
        self._become(experiments)
        self.all.reset()
        # Its groups and rates, and the data that a captured graph reads, are those of the experiments before.
        vars(self).pop("descent", None)
        self.launcher = Launcher() if self.launcher else None
        self._initialize()

    @cached_property
    def descent(self) -> Descent:
        """The optimizer, where a step is taken."""
        return Descent(self.members, self.all)

    @property
    def mask(self) -> Tensor | None:
        """The dropout mask of the current step, of the first member, (sites, batch, units, ...), or None."""
        return None if self.buffers.mask is None else self.buffers.mask[0]

    @property
    def x(self) -> Tensor:
        """All inputs of the first member, (samples, inputs) or (samples, time steps, inputs)."""
        return self.samples.x[0]

    def batch(self) -> tuple[Tensor, Tensor]:
        """The samples of the current step: x (batch, inputs) or (time steps, batch, inputs), and their targets."""
        return self.samples.batch()

    # ---- one step ---------------------------------------------------------------------------------------------

    def measure(self, ahead: int = 1) -> None:
        """Forward and backward on the current batch; the row stays open until ``update``.

        ``ahead`` steps may be relied on to come, this one among them: on CUDA a few are worth a graph.
        """
        with torch.inference_mode():
            self._measure(ahead)

    def _measure(self, ahead: int) -> None:
        drawn = self._draw()
        if self.launcher:
            self.launcher(self._walk, drawn, ahead)
        else:
            self._walk()

    def _draw(self) -> list[Tensor]:
        """What the current step draws: the picked samples, and with dropout its mask."""
        drawn = [*self.samples.pick()]
        if self.e.dropout:
            self.buffers.mask = self.samples.mask((self.buffers.sites, self.buffers.batch, *self.buffers.units))
            drawn.append(self.buffers.mask)
        return drawn

    def _walk(self, weights: bool = True) -> None:
        targets = self._forward()
        self.head.answer()
        self.head.backward(targets)
        self.chain.backward(weights)
        self.recorder.backward_row()

    def _forward(self) -> Tensor:
        """Through all sites; the targets."""
        x, y = self.batch()
        row = self.recorder.row["targets"]
        self.chain.forward(x, self.recorder.forward_row)
        targets = y.view(row.shape)
        row.copy_(targets)
        return targets

    def update(self) -> None:
        """The step itself; closes the row."""
        with torch.inference_mode():
            self._update()

    def _update(self) -> None:
        factor = self.descent.clip()
        if factor is not None:
            self.recorder.row["clip"].copy_(factor)
        self.descent.step(self.number)
        self.recorder.update_row()
        self.number += 1
        self.samples.picked = []

    def run(self, steps: int) -> Rows:
        """Trains ``steps`` steps, at most the recorder's capacity, and returns the rows of the first member."""
        return self.run_all(steps)[0]

    @torch.inference_mode()
    def run_all(self, steps: int) -> list[Rows]:
        """The same with the rows of every member."""
        for ahead in range(steps, 0, -1):
            self._measure(ahead)
            self._update()
        return self.recorder.take()

    def look(self) -> list[Rows]:
        """The row of every member's next step, which is not taken: without what it does to the weights."""
        with torch.inference_mode():
            self._draw()
            self._walk(weights=False)
            self.recorder.close()
        return self.recorder.take(stepped=False)

    @torch.inference_mode()
    def forward(self) -> Tensor:
        """The next step as far as the last site, recorded; the targets."""
        self._draw()
        return self._forward()

    def step(self) -> dict[str, Tensor]:
        """One training step; its row by quantity."""
        return {name: torch.as_tensor(rows[0]) for name, rows in self.run(1).items()}

    # ---- state ------------------------------------------------------------------------------------------------

    def state(self, member: int = 0) -> dict[str, Any]:
        """Everything that a member's next step depends on, copied, on the CPU."""
        streams = {purpose: generator.get_state() for purpose, generator in self.samples.streams[member].items()}
        flat, optimizer = self.all.flat[member].cpu().clone(), self.descent.state(member)
        return {"flat": flat, "optimizer": optimizer, "streams": streams, "number": self.number}

    def restore(self, *states: dict[str, Any]) -> None:
        """Continues where the state of each member was taken, all at the same step."""
        for flat, streams, state in zip(self.all.flat, self.samples.streams, states, strict=True):
            flat.copy_(state["flat"])
            for purpose, generator in streams.items():
                generator.set_state(state["streams"][purpose])
        self.descent.restore([state["optimizer"] for state in states])
        self.number = states[0]["number"]
