"""The gradient at every site against torch.nn's own recurrent cells, finite differences, and the chain's own links."""

from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from simulator import Experiment
from simulator.catalog import MENUS
from simulator.engine.machine import own_arithmetic
from simulator.engine.network import Network
from tests.small import DEEP, KINDS, SEQUENCE, copies, shaken


def _cell(p: dict[str, Tensor], e: Experiment) -> nn.RNNBase:
    """torch.nn's cell with the engine's weights; torch orders LSTM gates i, f, g, o and GRU gates r, u, n."""
    inputs, width = p["input"].shape[0], e.width
    order = {"rnn": [0], "lstm": [1, 2, 0, 3]}.get(e.cell)
    cell: nn.RNNBase
    if order is not None:
        pick = torch.cat([torch.arange(width) + k * width for k in order])
        cell = nn.LSTM(inputs, width) if e.cell == "lstm" else nn.RNN(inputs, width, nonlinearity=e.activation)
        # torch has a bias for the input and one for the state, the engine one alone.
        values = [p["input"][:, pick].T, p["hidden"][:, pick].T, p["bias"][pick], torch.zeros(len(pick))]
    else:
        cell = nn.GRU(inputs, width)
        candidate, gates = p["input"].tensor_split([width], 1)
        bias, of_gates, of_state = p["bias"].tensor_split([width, 3 * width])
        none = torch.zeros(2 * width)
        values = [
            torch.cat([gates, candidate], 1).T,
            p["hidden"].T,
            torch.cat([of_gates, bias]),
            torch.cat([none, of_state]),
        ]
    cell.double()
    for target, value in zip(cell.parameters(), values, strict=True):
        target.data.copy_(value)
    return cell


def _retained(cell: nn.RNNBase, x: Tensor, y: Tensor, p: dict[str, Tensor], e: Experiment) -> list[Tensor]:
    """dL/dh_t of every time step, the cell taken through the sequence step by step."""
    h = torch.zeros(1, e.batch_size, e.width, dtype=torch.float64)
    memory, seen = torch.zeros_like(h), []
    for x_t in x:
        if e.cell == "lstm":
            _, (h, memory) = cell(x_t[None], (h, memory))
        else:
            _, h = cell(x_t[None], h)
        h.retain_grad()
        seen.append(h)
    F.cross_entropy(h[0] @ p["head"] + p["head_bias"], y.flatten()).backward()
    return [state.grad for state in seen if state.grad is not None]


@pytest.mark.parametrize(("cell", "activation"), [("rnn", "tanh"), ("rnn", "relu"), ("lstm", "tanh"), ("gru", "tanh")])
def test_recurrent_cells_agree_with_torch(cell: str, activation: str) -> None:
    e = Experiment(**SEQUENCE | {"sequence_length": 12, "init": "pytorch"}, cell=cell, activation=activation)
    net = shaken(e)
    p, (x, y) = copies(net), net.batch()
    theirs = _cell(p, e)
    # torch's gradients hold the 1 / B of the batch's mean, the engine's norm is that of samples on their own.
    expected = torch.stack([e.batch_size**0.5 * g.norm() for g in _retained(theirs, x.clone(), y.clone(), p, e)])
    torch.testing.assert_close(net.step()["gradient_norm"].double(), expected, rtol=1e-9, atol=1e-13)


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_the_shares_of_the_time_steps_add_up_to_torchs_gradient(cell: str) -> None:
    """One sample, width 2, and a state that only the last step carries: its share is the whole gradient."""
    e = Experiment(**SEQUENCE | {"sequence_length": 2, "width": 2, "batch_size": 1}, cell=cell, activation="tanh")
    net = shaken(e)
    p, (x, y) = copies(net), net.batch()
    theirs = _cell(p, e)
    _retained(theirs, x.clone(), y.clone(), p, e)
    whole = theirs.weight_hh_l0.grad
    assert isinstance(whole, Tensor)
    shares = net.step()["weight_gradient_norm"]
    assert float(shares[0]) == 0.0  # h_0 is zero
    torch.testing.assert_close(shares[1].double(), whole.norm(), rtol=1e-9, atol=1e-13)


def _loss(e: Experiment, p: dict[str, Tensor], name: str, entry: int, change: float) -> float:
    net = Network(e, dtype=torch.float64)
    for other, values in net.parameters.items():
        values.copy_(p[other])
    net.parameters[name].view(-1)[entry] += change
    return float(net.step()["loss"])


def test_gradients_are_finite_differences_of_the_loss() -> None:
    e = Experiment(**DEEP | {"depth": 3, "width": 2}, activation="tanh")
    p = copies(shaken(e))
    net = Network(e, dtype=torch.float64)
    for name, values in net.parameters.items():
        values.copy_(p[name])
    row = {name: values.clone() for name, values in net.step().items()}
    # Larger, and the curve of the loss shows; smaller, and the rounding of float64 does.
    step = 1e-5
    slopes = [
        (_loss(e, p, "hidden", k, step) - _loss(e, p, "hidden", k, -step)) / (2 * step)
        for k in range(p["hidden"].numel())
    ]
    expected = torch.tensor(slopes).double().view(p["hidden"].shape).norm(dim=(1, 2))
    torch.testing.assert_close(row["weight_gradient_norm"][1:].double(), expected, rtol=1e-6, atol=1e-9)


CHAINS = [
    *(KINDS[kind] | {"activation": activation} for kind in KINDS for activation in MENUS["activation"]),
    SEQUENCE | {"cell": "lstm"},
]
"""Every network of which nothing leads around the weights, but for its normalization."""


@pytest.mark.parametrize("normalization", MENUS["normalization"])
@pytest.mark.parametrize("settings", CHAINS, ids=lambda s: "-".join(map(str, s.values())))
def test_the_links_multiply_to_the_step_of_the_gradient(settings: dict[str, Any], normalization: str) -> None:
    with own_arithmetic():
        row = shaken(Experiment(**settings | {"normalization": normalization})).step()
    links = (row["slope_factor"] * row["norm_factor"] * row["weight_factor"]).double()[1:]
    g = row["gradient_norm"].double()
    torch.testing.assert_close(links, g[:-1] / g[1:], rtol=1e-9, atol=0.0)
