"""A sequence as modules: one cell for all time steps, whose outputs h are the sites, and the head behind the last."""

from simulator.catalog.structure import CELLS
from simulator.export.script.parts import activated, chosen, from_z, gru, kept, lstm, module, norm, prelu, wide
from simulator.export.script.text import Line, lines
from simulator.settings.experiment import Experiment
from simulator.settings.sizes import pieces


def cells(e: Experiment) -> list[str]:
    """The cell's class, the network's, and the network."""
    return [_cell(e), _network(e), lines("network = Network()", "cell, head = network.cell, network.head")]


def _cell(e: Experiment) -> str:
    row, bare = CELLS[e.cell], e.normalization == "none"
    driven = wide(3 if gru(e) else pieces(e))
    own = "self.bias = nn.Parameter(torch.zeros(WIDTH))  # of what the new state takes from h"
    parts = [
        f"self.from_input = nn.Linear(INPUTS, {driven}{'' if bare else ', bias=False'})",
        f"self.from_state = nn.Linear(WIDTH, {driven}, bias=False)",
        own if gru(e) and bare else None,
        norm(e),
        prelu(e),
    ]
    steps = _gru(e) if gru(e) else _lstm(e) if lstm(e) else _plain(e)
    return module("Cell", f"Cell: {row.label}. {row.note}", "", parts, "x, h, memory" if lstm(e) else "x, h", *steps)


def _z(e: Experiment) -> str:
    added = "self.from_input(x) + self.from_state(h)"
    return f"z = {added}" if e.normalization == "none" else f"z = self.norm({added})"


def _plain(e: Experiment) -> list[Line]:
    return [_z(e), *from_z(e, "h")]


def _lstm(e: Experiment) -> list[Line]:
    return [
        _z(e),
        "new, write, forget, read = z.chunk(4, 1)",
        f"new = {kept(e, activated(e, 'new'))}  # {chosen(e, 'activation')}",
        "memory = torch.sigmoid(forget) * memory + torch.sigmoid(write) * new",
        f"return torch.sigmoid(read) * {activated(e, 'memory')}, memory",
    ]


def _gru(e: Experiment) -> list[Line]:
    bare = e.normalization == "none"
    added = "torch.cat((x_new, x_reset + h_reset, x_update + h_update, h_new), 1)"
    new = activated(e, f"x_new + reset * {'(h_new + self.bias)' if bare else 'h_new'}")
    return [
        "x_new, x_reset, x_update = self.from_input(x).chunk(3, 1)",
        "h_reset, h_update, h_new = self.from_state(h).chunk(3, 1)",
        None if bare else f"z = self.norm({added})",
        None if bare else "x_new, reset, update, h_new = z.chunk(4, 1)",
        f"reset = torch.sigmoid({'x_reset + h_reset' if bare else 'reset'})",
        f"update = torch.sigmoid({'x_update + h_update' if bare else 'update'})",
        f"new = {kept(e, new)}  # {chosen(e, 'activation')}",
        "return (1 - update) * new + update * h",
    ]


def _network(e: Experiment) -> str:
    readouts, state = e.task_row.readouts, "h, memory" if lstm(e) else "h"
    several, zeros = readouts > 1, "sequence.new_zeros(BATCH_SIZE, WIDTH)"
    return module(
        "Network",
        f"The cell at every time step; the head answers after the last{f' {readouts}' if several else ''}.",
        "",
        ["self.cell = Cell()", "self.head = nn.Linear(WIDTH, OUTPUTS)"],
        "sequence",
        f"h = memory = {zeros}" if lstm(e) else f"h = {zeros}",
        "states = []" if several else None,
        "for x in sequence:",
        f"    {state} = self.cell(x, {state})",
        "    states.append(h)" if several else None,
        f"return self.head(torch.cat(states[-{readouts}:]))" if several else "return self.head(h)",
    )
