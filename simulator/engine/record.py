"""What is recorded of each step: raw sums at the buffers' scale while training, turned into the trace's rows later."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from simulator.engine.chain import Chain
from simulator.trace import Rows

norm = torch.linalg.vector_norm
Array = NDArray[np.float64]
CAPACITY = 64
SATURATED = 0.05
"""A unit counts as saturated where |f'(z)| is below this."""


class Recorder:
    """Preallocated rows on the device; ``take`` empties them into numpy."""

    def __init__(self, chain: Chain, matrices: int) -> None:
        self.chain, self.count = chain, 0
        self.own_back = chain.back.data_ptr() != chain.dh.data_ptr()
        n, like = chain.sites, chain.dh
        wide, whole = ("dz", "da", "back", "weight", "sum", "square", "saturated", "dead"), ("loss", "right", "clip")
        self.rows: dict[str, Tensor] = {name: like.new_zeros(CAPACITY, n) for name in wide}
        for name in ("sum", "square"):
            self.rows[name] = self.rows[name].double()
        self.rows |= {name: like.new_zeros(CAPACITY) for name in (*whole, "dx")}
        self.rows |= {name: like.new_zeros(CAPACITY, matrices) for name in ("size", "change")}
        self.rows["dh"] = like.new_zeros(CAPACITY, n + 1)
        self.rows["exponent"] = torch.zeros(CAPACITY, n, dtype=torch.int64, device=like.device)
        self.small = torch.empty_like(chain.dh[1:])

    @property
    def full(self) -> bool:
        return self.count == CAPACITY

    def chain_row(self) -> None:
        """The sites: gradients, links, activations, gates."""
        chain, s, rows = self.chain, self.count, self.rows
        norm(chain.dh.flatten(1), dim=1, out=rows["dh"][s])
        norm(chain.dz.flatten(1), dim=1, out=rows["dz"][s])
        if chain.normalization:
            norm(chain.da.flatten(1), dim=1, out=rows["da"][s])
        if self.own_back:
            norm(chain.back.flatten(1), dim=1, out=rows["back"][s])
        if chain.first:
            norm(chain.dx, out=rows["dx"][s])
        rows["weight"][s] = chain.weight_norm
        rows["exponent"][s] = chain.exponent
        h = chain.h[1:].flatten(1)
        torch.sum(h, 1, dtype=torch.float64, out=rows["sum"][s])
        norm(h, dim=1, dtype=torch.float64, out=rows["square"][s])
        self._slopes(s)

    def _slopes(self, s: int) -> None:
        slope = self.chain.slopes
        size = slope.activation.abs()
        over = (1, *range(3, size.ndim))
        torch.mean(size.amax(over).eq_(0), 1, out=self.rows["dead"][s])
        torch.mean(torch.lt(size, SATURATED, out=self.small).flatten(1), 1, out=self.rows["saturated"][s])
        for name, gate in slope.gates.items():
            key = f"gate:{name}"
            if key not in self.rows:
                self.rows[key] = self.chain.dh.new_zeros(CAPACITY, self.chain.sites)
            torch.mean(gate.flatten(1), 1, out=self.rows[key][s])

    def loss_row(self, loss: Tensor, right: Tensor | None) -> None:
        """Loss, and the number of samples that are classified rightly; NaN where there are no classes."""
        self.rows["loss"][self.count] = loss
        self.rows["right"][self.count] = float("nan") if right is None else right

    def before_step(self, values: dict[str, Tensor], clip: Tensor | float) -> None:
        """Size of every weight matrix, and how much the gradient was clipped."""
        self.rows["clip"][self.count] = clip
        sizes(values, self.rows["size"][self.count])

    def after_step(self, change: dict[str, Tensor]) -> None:
        """Size of the step really taken; closes the row."""
        sizes(change, self.rows["change"][self.count])
        self.count += 1

    def take(self) -> Rows:
        """All rows since the last call in the trace's terms, float64."""
        raw = {name: rows[: self.count].cpu().numpy().astype(np.float64) for name, rows in self.rows.items()}
        exponent = self.rows["exponent"][: self.count].cpu().numpy()
        self.count = 0
        return derive(raw, exponent, self.chain, self.own_back)


def sizes(values: dict[str, Tensor], out: Tensor) -> None:
    """Frobenius norms of the weight matrices, a layer's each on its own."""
    norm(values["input"], out=out[0])
    if len(out) > 2:
        norm(values["hidden"].view(len(out) - 2, -1), dim=1, out=out[1:-1])
    norm(values["head"], out=out[-1])


def ratio(part: Array, whole: Array, exponent: NDArray[np.int64] | int = 0) -> Array:
    """part / whole * 2 ** exponent; 0 where nothing is there to be passed on."""
    with np.errstate(all="ignore"):
        result = np.ldexp(part / whole, exponent)
    return np.where((part == 0) & (whole == 0), 0.0, result)


def derive(raw: Rows, exponent: NDArray[np.int64], chain: Chain, own_back: bool) -> Rows:
    """The quantities of the trace from raw sums and the exponents of two of each site."""
    with np.errstate(all="ignore"):
        return _derive(raw, exponent, chain, own_back)


def _derive(raw: Rows, exponent: NDArray[np.int64], chain: Chain, own_back: bool) -> Rows:
    samples, count = chain.batch * chain.readouts, chain.h[0].numel()
    dh, dz = raw["dh"][:, 1:], raw["dz"]
    da = raw["da"] if chain.normalization else dz
    if own_back:
        back, shift = raw["back"], np.zeros_like(exponent)
    else:
        back, shift = raw["dh"][:, :-1], np.zeros_like(exponent)
        shift[:, 1:] = exponent[:, :-1] - exponent[:, 1:]
    if chain.first:
        back = np.concatenate([raw["dx"][:, None], back[:, 1:]], axis=1)
    mean = raw["sum"] / count
    rows = {
        "gradient_norm": np.ldexp(dh * chain.batch**0.5, exponent),
        "weight_gradient_norm": np.ldexp(raw["weight"], exponent),
        "clip_scale": raw["clip"],
        "update_ratio": ratio(raw["change"], raw["size"]),
        "activation_mean": mean,
        "activation_std": np.sqrt(np.maximum(raw["square"] ** 2 / count - mean**2, 0.0)),
        "saturated": raw["saturated"],
        "dead": raw["dead"],
        "slope_factor": ratio(dz, dh),
        "weight_factor": ratio(back, da, shift),
        "norm_factor": ratio(da, dz) if chain.normalization else np.ones_like(dz),
        "loss": raw["loss"],
        "accuracy": raw["right"] / samples,
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
