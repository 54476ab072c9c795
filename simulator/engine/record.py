"""What is recorded of each step: raw sums at the buffers' scale while training, turned into the trace's rows later."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from simulator.catalog.structure import CELLS
from simulator.engine.cells import Slopes
from simulator.engine.chain import Chain
from simulator.experiment import Experiment
from simulator.trace import Rows

norm = torch.linalg.vector_norm
Array = NDArray[np.float64]
CAPACITY = 64
SQUARES = ("dh", "dz", "da", "back")
"""Recorded as sums of squares."""
SATURATED = 0.05
"""A unit counts as saturated where |f'(z)| is below this."""


class Recorder:
    """Preallocated rows on the device; ``take`` empties them into numpy."""

    def __init__(self, chain: Chain, matrices: int, capacity: int = CAPACITY) -> None:
        self.chain, self.count, self.capacity = chain, 0, capacity
        self.room = torch.empty_like(chain.dh[chain.spans[0]])
        self.square_room = chain.new(chain.maps * self.room.numel())
        self.wide_room = chain.zeros(self.room.numel(), dtype=torch.float64)
        self.own_back = chain.back.data_ptr() != chain.dh.data_ptr()
        sites = ("dh", "dz", "da", "back", "saturated", "dead")
        gates = [f"gate:{name}" for name in gate_names(chain.e)]
        self.rows = {name: chain.zeros(capacity, chain.sites) for name in (*sites, *gates)}
        samples, task = chain.batch * chain.readouts, chain.e.task_row
        if task.classes:
            self.rows |= {name: chain.zeros(capacity, samples, 1) for name in ("logs", "right")}
        else:
            self.rows["errors"] = chain.zeros(capacity, samples, task.outputs)
        self.rows["clip"] = chain.zeros(capacity)
        self.rows["sizes"] = chain.zeros(capacity, 2, matrices)
        self.rows |= {
            name: chain.zeros(capacity, chain.sites, dtype=torch.float64) for name in ("sum", "square", "weight")
        }
        self.rows["first"] = chain.zeros(capacity, dtype=torch.float64)
        self.rows["exponents"] = chain.scale.bits.new_zeros(capacity, len(chain.scale.bits))

    @property
    def full(self) -> bool:
        return self.count == self.capacity

    def forward_row(self, span: slice, slopes: Slopes) -> None:
        """Activations, slopes and gates of a span."""
        rows, s = self.rows, self.count
        self._moments(self.chain.h[span.start + 1 : span.stop + 1].flatten(1), span)
        room = self.room[: span.stop - span.start]
        size = slopes.activation if slopes.rising else torch.abs(slopes.activation, out=room)
        torch.mean(size.amax((1, *range(3, size.ndim))).eq_(0), 1, out=rows["dead"][s, span])
        torch.mean(torch.lt(size, SATURATED, out=room).flatten(1), 1, out=rows["saturated"][s, span])
        for name, gate in slopes.gates.items():
            torch.mean(gate.flatten(1), 1, out=rows[f"gate:{name}"][s, span])

    def _moments(self, h: Tensor, span: slice) -> None:
        """Sums of h and of h^2, in float64: the outputs of a sigmoid or a softplus differ by little from their mean."""
        wide = self.wide_room[: h.numel()].view(h.shape)
        torch.sum(wide.copy_(h), 1, out=self.rows["sum"][self.count, span])
        torch.sum(wide.mul_(wide), 1, out=self.rows["square"][self.count, span])

    def backward_row(self, span: slice, slopes: Slopes) -> None:
        """Gradients of a span, at the buffers' scale."""
        chain, rows, s = self.chain, self.rows, self.count
        self._squares(chain.dh[span.start + 1 : span.stop + 1].flatten(1), rows["dh"][s, span])
        self._squares(chain.dz[span].flatten(1), rows["dz"][s, span])
        if chain.normalization:
            self._squares(chain.da[span].flatten(1), rows["da"][s, span])
        if self.own_back:
            self._squares(chain.back[span].flatten(1), rows["back"][s, span])

    def _squares(self, x: Tensor, out: Tensor) -> None:
        """Sum of squares of each row, in half the time of a norm."""
        room = self.square_room[: x.numel()].view(x.shape)
        torch.sum(torch.mul(x, x, out=room), 1, out=out)

    def chain_row(self) -> None:
        """What is known only when the walk back has ended."""
        chain, s = self.chain, self.count
        norm(chain.dx if chain.first else chain.lback[0], dtype=torch.float64, out=self.rows["first"][s])
        self.rows["weight"][s].copy_(chain.weight_norm)
        self.rows["exponents"][s].copy_(chain.scale.bits)

    def classification_row(self, logs: Tensor, target: Tensor) -> None:
        """The log-probability of the right class, and the class that was chosen, of every sample."""
        s = self.count
        torch.gather(logs, 1, target, out=self.rows["logs"][s])
        torch.eq(logs.argmax(1, keepdim=True), target, out=self.rows["right"][s])

    def regression_row(self, error: Tensor) -> None:
        """The squared errors."""
        torch.mul(error, error, out=self.rows["errors"][self.count])

    def update_row(self, pairs: dict[str, Tensor], clip: Tensor) -> None:
        """Frobenius norms of every weight matrix and of the step it took, ``pairs`` (2, ...); closes the row."""
        self.rows["clip"][self.count].copy_(clip)
        out = self.rows["sizes"][self.count]
        norm(pairs["input"].flatten(1), dim=1, out=out[:, 0])
        if out.shape[1] > 2:
            norm(pairs["hidden"].view(2, out.shape[1] - 2, -1), dim=2, out=out[:, 1:-1])
        norm(pairs["head"].flatten(1), dim=1, out=out[:, -1])
        self.count += 1

    def take(self) -> Rows:
        """All rows since the last call in the trace's terms, float64."""
        raw = {name: rows[: self.count].cpu().numpy().astype(np.float64) for name, rows in self.rows.items()}
        exponent = self.chain.scale.exponents(self.rows["exponents"][: self.count])
        self.count = 0
        return derive(raw, exponent, self.chain, self.own_back)


def gate_names(e: Experiment) -> tuple[str, ...]:
    """Names of the gates that the network has."""
    if e.kind == "sequence" and e.cell != "rnn":
        return CELLS[e.cell].gates
    return ("transform",) if e.skip == "highway" else ()


def _mean(values: Array) -> Array:
    """The mean of each row."""
    mean: Array = values.reshape(len(values), -1).mean(1)
    return mean


def ratio(part: Array, whole: Array, exponent: NDArray[np.int64] | int = 0) -> Array:
    """part / whole * 2 ** exponent; 0 where nothing is there to be passed on."""
    return np.where(whole == 0, 0.0, np.ldexp(part / whole, exponent))


def derive(raw: Rows, exponent: NDArray[np.int64], chain: Chain, own_back: bool) -> Rows:
    """The quantities of the trace from raw sums and the exponents of two of each site."""
    with np.errstate(all="ignore"):
        return _derive(raw, exponent, chain, own_back)


def _derive(raw: Rows, exponent: NDArray[np.int64], chain: Chain, own_back: bool) -> Rows:
    for name in SQUARES:
        raw[name] = np.sqrt(raw[name])
    dh, dz, entries = raw["dh"], raw["dz"], chain.h[0].numel()
    mean = raw["sum"] / entries
    size, change = raw["sizes"][:, 0], raw["sizes"][:, 1]
    da = raw["da"] if chain.normalization else dz
    back, shift = raw["back"], np.zeros_like(exponent)
    if not own_back:
        back[:, 1:], shift[:, 1:] = dh[:, :-1], exponent[:, :-1] - exponent[:, 1:]
    back[:, 0] = raw["first"]
    rows = {
        "gradient_norm": np.ldexp(dh * chain.batch**0.5, exponent),
        "weight_gradient_norm": np.ldexp(raw["weight"], exponent),
        "clip_scale": raw["clip"],
        "update_ratio": np.where(change == 0, 0.0, change / size),
        "activation_mean": mean,
        "activation_std": np.sqrt(np.maximum(raw["square"] / entries - mean**2, 0.0)),
        "saturated": raw["saturated"],
        "dead": raw["dead"],
        "slope_factor": ratio(dz, dh),
        "weight_factor": ratio(back, da, shift),
        "norm_factor": ratio(da, dz) if chain.normalization else np.ones_like(dz),
        "loss": -_mean(raw["logs"]) if "logs" in raw else _mean(raw["errors"]),
        "accuracy": _mean(raw["right"]) if "right" in raw else np.full(len(dh), np.nan),
    }
    return rows | {name: values for name, values in raw.items() if name.startswith("gate:")}


def diverged(rows: Rows) -> tuple[int, int] | None:
    """Row and site (from 1) of the first NaN or overflow: forward first, then the loss, then on the way back."""
    forward = ~np.isfinite(rows["activation_mean"])
    backward = ~np.isfinite(rows["gradient_norm"] + rows["weight_gradient_norm"])
    step = ~np.isfinite(rows["update_ratio"]) & ~np.isposinf(rows["update_ratio"])
    bad = forward.any(1) | backward.any(1) | step.any(1) | ~np.isfinite(rows["loss"])
    if not bad.any():
        return None
    row, sites = int(bad.argmax()), forward.shape[1]
    if forward[row].any():
        return row, int(forward[row].argmax()) + 1
    if not np.isfinite(rows["loss"][row]) or not backward[row].any():
        return row, sites
    return row, sites - int(backward[row][::-1].argmax())
