"""What is recorded of each step: raw sums at the buffers' scale; rows.py makes the trace's rows of them."""

from collections import defaultdict

import numpy as np
import torch
from torch import Tensor

from simulator.engine.cells import Slopes
from simulator.engine.chain import Chain
from simulator.engine.forward_row import COMPARED, ForwardRow
from simulator.engine.layout import Layout, Shape, apart
from simulator.engine.moments import mostly_in_float32
from simulator.engine.norms import norms, norms_call
from simulator.engine.parameters import Parameters
from simulator.engine.precision import first_doubtful
from simulator.engine.rows import derive
from simulator.engine.span import Span
from simulator.trace import Rows

CAPACITY = 64
"""Steps whose rows are kept on the device before they are taken."""
OF_STEP = ("parameters", "sizes", "bias_step", "clip")
"""What is recorded of the gradients of weights and biases, and of the step."""


class Recorder:
    """``row`` is the current step's, by name, (K, ...); it is kept until ``take`` empties all into numpy.

    A member's row lies in one flat tensor of each kind of number, so that keeping it is one copy.
    """

    def __init__(self, chain: Chain, parameters: Parameters, capacity: int = CAPACITY) -> None:
        self.chain, self.count, self.capacity = chain, 0, capacity
        b, members = chain.buffers, parameters.members
        self.layouts = _layouts(chain)
        self.now = {dtype: apart(b.new, members, (layout.size,), dtype=dtype) for dtype, layout in self.layouts.items()}
        # A single row need not be copied to be kept.
        self.past = {
            dtype: self.now[dtype][None] if capacity == 1 else b.new(capacity, members, layout.size, dtype=dtype)
            for dtype, layout in self.layouts.items()
        }
        self.kept = [(self.now[dtype], past.unbind(0)) for dtype, past in self.past.items() if capacity > 1]
        self.row = {
            name: view for dtype, layout in self.layouts.items() for name, view in layout.views(self.now[dtype]).items()
        }
        self.row["clip"].fill_(1.0)
        longest = b.entries_of(chain.spans[0].after)
        wide = b.new(0 if b.precise or mostly_in_float32(longest) else longest.numel(), dtype=torch.float64)
        self.forward_rows = {span: ForwardRow(b, span, self.row, wide) for span in chain.spans}
        gradients = {"dh": b.dh[:, 1:], "dz": b.dz, "da": b.da, "back": b.back}
        # The walk keeps what float32 carries where its squares are no trouble.
        self.gradients = [
            norms_call(b.entries_of(values), self.row[name], b.precise)
            for name, values in gradients.items()
            if name in self.row
        ]
        self.doubtful: list[int | None] = [None] * members
        """Which of the rows last taken is the first that float32 cannot carry, of each member."""
        matrices = _matrices(parameters.pairs, self.row["sizes"])
        self.matrices = [norms_call(pair, out, b.precise) for pair, out in matrices]
        moved = parameters.pairs["bias" if "bias" in parameters.pairs else "norm_shift"][:, 1]
        self.biases = moved.view(members, -1, moved.shape[-1]), self.row["bias_step"]
        """The step of the biases, (K, sites or 1, units), and where its norms go."""

    @property
    def full(self) -> bool:
        return self.count == self.capacity

    def forward_row(self, span: Span, slopes: Slopes) -> None:
        """Activations, slopes and gates of a span."""
        self.forward_rows[span].forward(slopes)

    def backward_row(self) -> None:
        """Gradients of all sites."""
        b = self.chain.buffers
        for norm in self.gradients:
            norm()
        first = b.back_at[0].mT if b.units_first else b.back_at[0]
        norms(first.reshape(b.members, -1), out=self.row["input_gradient"])
        self.row["parameters"].copy_(b.parameter_norm)
        self.row["divisors"].copy_(self.chain.rescaling.divisors)

    def update_row(self) -> None:
        """Norms of every weight matrix and of the step that it took; closes the row."""
        for norm in self.matrices:
            norm()
        # Biases may be 0, so that a step of them can be smaller than one that leaves a trace in a weight.
        norms(*self.biases)
        self.close()

    def close(self) -> None:
        """Keeps the row."""
        # Copied on the device: to read a number there at every step would be to wait for it.
        for now, past in self.kept:
            past[self.count].copy_(now)
        self.count += 1

    def take(self, stepped: bool = True) -> list[Rows]:
        """All rows of each member since the last call in the trace's terms, float64.

        Without what the step does to the weights where none was ``stepped``.
        """
        raw, b = Rows(), self.chain.buffers
        for dtype, layout in self.layouts.items():
            # Member by member, so that each has its rows in one piece.
            kept = self.past[dtype][: self.count].cpu().numpy().swapaxes(0, 1)
            raw |= layout.rows(kept.astype(np.float64).reshape(-1, layout.size))
        if not stepped:
            raw = {name: values for name, values in raw.items() if name not in OF_STEP}
        rows = derive(raw, b, self.chain.rescaling)
        parts = [slice(k * self.count, (k + 1) * self.count) for k in range(b.members)]
        self.count = 0
        found = [_part(rows, part, b.members) for part in parts]
        if not b.precise:
            doubts = (
                first_doubtful(_part(raw, part, b.members), mine, b.e) for part, mine in zip(parts, found, strict=True)
            )
            self.doubtful = list(doubts)
        return found


def _part(rows: Rows, part: slice, members: int) -> Rows:
    """Of one of several members."""
    return rows if members == 1 else {name: values[part] for name, values in rows.items()}


def _matrices(pairs: dict[str, Tensor], sizes: Tensor) -> list[tuple[Tensor, Tensor]]:
    """Each stack of matrices with its steps, (K, 2, matrices, entries), and where their norms go, (K, 2, matrices)."""
    columns = {"input": sizes[..., :1], "hidden": sizes[..., 1:-1], "head": sizes[..., -1:]}
    return [(pairs[name].view(len(sizes), 2, out.shape[2], -1), out) for name, out in columns.items() if out.shape[2]]


def _layouts(chain: Chain) -> dict[torch.dtype, Layout]:
    """What a row holds, by the kind of number."""
    b, task = chain.buffers, chain.e.task_row
    sites, samples = (b.sites,), b.batch * b.readouts
    number = b.h.dtype
    shapes: dict[torch.dtype, dict[str, Shape]] = defaultdict(dict)
    answers = (samples, task.output_size)
    # In front, so that where the answers lie, and so how they are rounded, does not depend on the number of sites.
    shapes[number] |= {"outputs": answers, "targets": answers[:1] if task.classes else answers}
    shapes[number] |= dict.fromkeys(("dh", "dz", "saturated"), sites)
    if chain.e.can_die:
        shapes[number]["dead"] = sites
    if chain.normalized:
        shapes[number]["da"] = sites
    if b.has_side_paths:
        shapes[number]["back"] = sites
    if chain.e.gated and chain.e.cell == "lstm":
        shapes[number]["memory"] = sites
    if chain.e.gates:
        shapes[number]["gates"] = (*sites, len(chain.e.gates))
    matrices = 3 if b.tied else b.sites + 1
    shapes[number] |= {"clip": (), "sizes": (2, matrices), "divisors": (chain.rescaling.divisors.shape[1],)}
    if chain.e.output_activation != "linear":
        shapes[torch.float64]["output_slope"] = ()
    if b.precise:
        shapes[torch.float64]["peak"] = sites
    compared = min(COMPARED, b.batch)
    shapes[torch.float64] |= {"sum": sites, "size": sites, "products": (*sites, compared, compared)}
    shapes[torch.float64] |= {"parameters": (2, *sites), "input_gradient": ()}
    shapes[torch.float64]["bias_step"] = (1,) if b.tied else sites
    return {dtype: Layout(named) for dtype, named in shapes.items()}
