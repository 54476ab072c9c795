"""What is recorded of each step: raw sums at the buffers' scale; rows.py makes the trace's rows of them."""

from collections import defaultdict
from functools import partial

import numpy as np
import torch
from torch import Tensor

from simulator.catalog.thresholds import SATURATED_SLOPE
from simulator.engine.cells import Slopes
from simulator.engine.chain import Chain
from simulator.engine.layout import Layout, Shape
from simulator.engine.norms import largest_entries, norms
from simulator.engine.parameters import Parameters
from simulator.engine.precision import first_doubtful
from simulator.engine.rows import derive
from simulator.engine.span import Span
from simulator.trace import Rows

norm = torch.linalg.vector_norm
CAPACITY = 64
"""Steps whose rows are kept on the device before they are taken."""
COMPARED = 4
"""Samples of a batch that are compared with each other, its first ones."""


class Recorder:
    """``row`` is the current step's, by name; on the device it is kept until ``take`` empties all into numpy.

    A row lies in one flat tensor of each kind of number, so that keeping it is one copy.
    """

    def __init__(self, chain: Chain, parameters: Parameters, capacity: int = CAPACITY) -> None:
        self.chain, self.count, self.capacity = chain, 0, capacity
        self.gates = chain.e.gates
        self.layouts = _layouts(chain, parameters, self.gates)
        self.now = {dtype: chain.new(layout.size, dtype=dtype) for dtype, layout in self.layouts.items()}
        self.past = {dtype: chain.new(capacity, layout.size, dtype=dtype) for dtype, layout in self.layouts.items()}
        self.kept = [(self.now[dtype], self.past[dtype].unbind(0)) for dtype in self.layouts]
        self.row = {
            name: view for dtype, layout in self.layouts.items() for name, view in layout.views(self.now[dtype]).items()
        }
        self.row["clip"].fill_(1.0)
        wide = chain.new(chain.spans[0].after.shape, dtype=torch.float64)
        self.watches = {span: _Watch(span, self.row, wide) for span in chain.spans}
        gradients = {"dh": chain.dh[1:], "dz": chain.dz, "da": chain.da, "back": chain.back}
        self.gradients = [(values.flatten(1), self.row[name]) for name, values in gradients.items() if name in self.row]
        self.doubtful: int | None = None
        """Which of the rows last taken is the first that float32 cannot carry."""
        self.input_gradient = self.row["input_gradient"].view(1)
        # The walk keeps what float32 carries where its squares are no trouble.
        self.norm = norms if chain.precise else partial(norm, dim=-1)
        self.matrices = _matrices(parameters.pairs, self.row["sizes"])

    @property
    def full(self) -> bool:
        return self.count == self.capacity

    def forward_row(self, span: Span, slopes: Slopes) -> None:
        """Activations, slopes and gates of a span."""
        self.watches[span].forward(slopes)

    def backward_row(self) -> None:
        """Gradients of all sites."""
        for values, out in self.gradients:
            self.norm(values, out=out)
        norms(self.chain.back_at[0].reshape(1, -1), out=self.input_gradient)
        self.row["weight"].copy_(self.chain.weight_norm)
        self.row["divisors"].copy_(self.chain.rescaling.divisors)

    def update_row(self) -> None:
        """Norms of every weight matrix and of the step that it took; closes the row."""
        for pair, out in self.matrices:
            self.norm(pair, out=out)
        # Copied on the device: to read a number there at every step would be to wait for it.
        for now, past in self.kept:
            past[self.count].copy_(now)
        self.count += 1

    def take(self) -> Rows:
        """All rows since the last call in the trace's terms, float64."""
        raw: Rows = {}
        for dtype, layout in self.layouts.items():
            raw |= layout.rows(self.past[dtype][: self.count].cpu().numpy().astype(np.float64))
        self.count = 0
        rows = derive(raw, self.chain, self.gates)
        self.doubtful = None if self.chain.precise else first_doubtful(raw, rows, self.chain.e)
        return rows


def _matrices(pairs: dict[str, Tensor], sizes: Tensor) -> list[tuple[Tensor, Tensor]]:
    """Each stack of matrices with its steps, (2, matrices, entries), and where their norms go, (2, matrices)."""
    columns = {"input": sizes[:, :1], "hidden": sizes[:, 1:-1], "head": sizes[:, -1:]}
    return [(pairs[name].view(2, out.shape[1], -1), out) for name, out in columns.items() if out.shape[1]]


class _Watch:
    """Computes the row of one span. Its scratch space is ``wide``, and the dL/dh buffer, which is still unused then."""

    def __init__(self, span: Span, row: dict[str, Tensor], wide: Tensor) -> None:
        wide = wide[: span.stop - span.start]
        self.h, self.room, self.wide = span.after.flatten(1), span.dh, wide.flatten(1)
        named = ("peak", "sum", "size", "products", "saturated", "dead", "memory", "gates")
        self.rows = {name: row[name][span.sites] for name in named if name in row}
        self.compared = wide[:, :COMPARED].flatten(2)
        # A comparison with a plain number would make a tensor of it at every step.
        self.threshold = self.h.new_full((), SATURATED_SLOPE)
        self.samples = (1, *range(3, span.after.ndim))
        """Dimensions of h over which a unit is one and the same."""

    def forward(self, slopes: Slopes) -> None:
        rows = self.rows
        self._moments()
        size = slopes.activation if slopes.rising else torch.abs(slopes.activation, out=self.room)
        # Numbers, not truth values, which take four times as long to add up.
        if "dead" in rows:
            torch.sum(size.amax(self.samples).eq_(0), 1, out=rows["dead"])
        torch.sum(torch.lt(size, self.threshold, out=self.room).flatten(1), 1, out=rows["saturated"])
        if "memory" in rows and slopes.h is not None:
            torch.sum(slopes.h.flatten(1), 1, out=rows["memory"])
        if slopes.gates is not None:
            torch.sum(slopes.gates.sum(1).flatten(2), 2, out=rows["gates"])

    def _moments(self) -> None:
        """Sum and norm of h, and the products of some samples' h with each other.

        In float64: the outputs of a sigmoid or a softplus differ by little from their mean. Squares of what float64
        may hold are lost, so there h is brought to the size of 1 before.
        """
        if "peak" in self.rows:
            self.rows["peak"].copy_(largest_entries(self.h))
            torch.div(self.h, self.rows["peak"][:, None], out=self.wide)
        else:
            self.wide.copy_(self.h)
        torch.sum(self.wide, 1, out=self.rows["sum"])
        norm(self.wide, dim=1, out=self.rows["size"])
        if "peak" in self.rows:  # one sample may be as small beside another as h itself is
            self.compared.div_(largest_entries(self.compared).unsqueeze(-1))
        torch.bmm(self.compared, self.compared.mT, out=self.rows["products"])


def _layouts(chain: Chain, parameters: Parameters, gates: tuple[str, ...]) -> dict[torch.dtype, Layout]:
    """What a row holds, by the kind of number."""
    sites, samples, task = (chain.sites,), chain.batch * chain.readouts, chain.e.task_row
    number, shapes = chain.h.dtype, defaultdict[torch.dtype, dict[str, Shape]](dict)
    shapes[number] |= dict.fromkeys(("dh", "dz", "saturated"), sites)
    if chain.e.can_die:
        shapes[number]["dead"] = sites
    if chain.normalization:
        shapes[number]["da"] = sites
    if chain.has_side_paths:
        shapes[number]["back"] = sites
    if chain.e.gated and chain.e.cell == "lstm":
        shapes[number]["memory"] = sites
    if gates:
        shapes[number]["gates"] = (*sites, len(gates))
    matrices = 3 if chain.tied else chain.sites + 1
    shapes[number] |= {"clip": (), "sizes": (2, matrices), "divisors": (len(chain.rescaling.divisors),)}
    shapes[number]["outputs"] = (samples, task.output_size)
    if chain.precise:
        shapes[torch.float64]["peak"] = sites
    compared = min(COMPARED, chain.batch)
    shapes[torch.float64] |= {"sum": sites, "size": sites, "products": (*sites, compared, compared)}
    shapes[torch.float64] |= {"weight": sites, "input_gradient": ()}
    shapes[torch.int64 if task.classes else number]["targets"] = (
        samples,
        *([] if task.classes else [task.output_size]),
    )
    return {dtype: Layout(named) for dtype, named in shapes.items()}
