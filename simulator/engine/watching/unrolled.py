"""The steps of torch's recurrent modules one by one, as torch documents them."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from simulator.engine.watching.seen import number_of


@dataclass(frozen=True)
class Unrolled:
    """What autograd can be asked about a sequence."""

    h: list[Tensor]
    """Of each time step, (batch, units), of the uppermost layer."""
    weights: list[Tensor]
    """Each time step's own copy of the uppermost layer's recurrent matrix."""
    candidates: list[Tensor]
    """f(z): of an LSTM and of a GRU what is written."""
    gates: dict[str, Tensor]
    """(time steps, batch, units) each."""
    ends: list[Tensor]
    """(layers, batch, units): the last h, and of an LSTM the last c."""


def unroll(module: nn.RNNBase, x: Tensor, state: Any) -> Unrolled:
    """``x`` is (time steps, batch, inputs), ``state`` what the module was given; numbers are wide."""
    number, count = number_of(x), module.num_layers
    inputs = list(x.to(number))
    empty = x.new_zeros(count, x.shape[1], module.hidden_size)
    given = state if isinstance(state, tuple) else (empty if state is None else state, empty)
    starts = [one.detach().to(number).reshape(empty.shape) for one in given]
    lasts: dict[str, list[Tensor]] = defaultdict(list)
    for layer in range(count):
        unrolled = _layer(module, layer, inputs, starts[0][layer], starts[1][layer])
        inputs = unrolled.h
        for name, end in zip(("h", "c"), unrolled.ends, strict=False):
            lasts[name].append(end)
    return Unrolled(inputs, unrolled.weights, unrolled.candidates, unrolled.gates, [*map(torch.stack, lasts.values())])


def _layer(module: nn.RNNBase, layer: int, inputs: list[Tensor], h: Tensor, c: Tensor) -> Unrolled:
    """One layer over all time steps, from h and c before the first."""

    def wide(name: str) -> Tensor:
        value: Tensor = getattr(module, f"{name}_l{layer}").detach().to(h)
        return value

    into, through = wide("weight_ih"), wide("weight_hh").requires_grad_()
    shifts = (wide("bias_ih"), wide("bias_hh")) if module.bias else (h.new_zeros(()), h.new_zeros(()))
    done: list[Tensor] = []
    own: list[Tensor] = []
    candidates: list[Tensor] = []
    gates: dict[str, list[Tensor]] = defaultdict(list)
    step = STEPS[type(module)]
    for x in inputs:
        weight = through.clone()
        made = step(module, x @ into.T + shifts[0], h @ weight.T + shifts[1], h, c)
        h, c = made.h, made.c
        done.append(h)
        own.append(weight)
        candidates.append(made.candidate)
        for name, gate in made.gates.items():
            gates[name].append(gate)
    ends = [h, c] if isinstance(module, nn.LSTM) else [h]
    return Unrolled(done, own, candidates, {name: torch.stack(values) for name, values in gates.items()}, ends)


@dataclass(frozen=True)
class _Step:
    h: Tensor
    c: Tensor
    candidate: Tensor
    gates: dict[str, Tensor]


def _rnn(module: nn.RNNBase, x: Tensor, back: Tensor, h: Tensor, c: Tensor) -> _Step:
    z = x + back
    h = torch.relu(z) if module.nonlinearity == "relu" else torch.tanh(z)
    return _Step(h, c, h, {})


def _lstm(_: nn.RNNBase, x: Tensor, back: Tensor, h: Tensor, c: Tensor) -> _Step:
    write, forget, candidate, output = (x + back).chunk(4, 1)
    write, forget, candidate, output = write.sigmoid(), forget.sigmoid(), candidate.tanh(), output.sigmoid()
    c = forget * c + write * candidate
    return _Step(output * c.tanh(), c, candidate, {"input": write, "forget": forget, "output": output})


def _gru(_: nn.RNNBase, x: Tensor, back: Tensor, h: Tensor, c: Tensor) -> _Step:
    (reset, update, candidate), (reset_back, update_back, candidate_back) = x.chunk(3, 1), back.chunk(3, 1)
    reset, update = (reset + reset_back).sigmoid(), (update + update_back).sigmoid()
    candidate = torch.tanh(candidate + reset * candidate_back)
    return _Step((1 - update) * candidate + update * h, c, candidate, {"reset": reset, "update": update})


STEPS: dict[type[nn.RNNBase], Callable[[nn.RNNBase, Tensor, Tensor, Tensor, Tensor], _Step]] = {
    nn.RNN: _rnn,
    nn.LSTM: _lstm,
    nn.GRU: _gru,
}
