"""Small networks that the proofs share, and the comparison of the engine with its twin."""

from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor

from simulator import Experiment
from simulator.engine.machine import own_arithmetic
from simulator.engine.network import Network
from tests.reference import twin

# Odd and unlike each other: mixed-up axes show, and so does what is left over behind full registers.
SMALL = {"width": 5, "batch_size": 7, "steps": 40, "device": "cpu"}
DEEP = SMALL | {"kind": "deep", "depth": 3, "task": "two_spirals"}
CONV = SMALL | {"kind": "deep", "depth": 3, "task": "digits", "layer": "conv"}
SEQUENCE = SMALL | {"kind": "sequence", "sequence_length": 4, "task": "recall_first"}
KINDS: dict[str, dict[str, Any]] = {"deep": DEEP, "conv": CONV, "rnn": SEQUENCE | {"cell": "rnn"}}


def shaken(e: Experiment, size: float = 0.2) -> Network:
    """The network in float64, every parameter moved a little so that none sits at a special value."""
    net = Network(e, dtype=torch.float64)
    generator = torch.Generator().manual_seed(e.seed)
    for values in net.parameters.values():
        values.add_(torch.randn(values.shape, generator=generator, dtype=values.dtype), alpha=size)
    return net


def copies(net: Network) -> dict[str, Tensor]:
    """The parameters as they are now."""
    return {name: values.detach().clone() for name, values in net.parameters.items()}


def matrices(parameters: Mapping[str, Tensor]) -> list[Tensor]:
    """The weight matrices in the order of the columns of ``update_ratio``."""
    hidden = parameters["hidden"]
    return [parameters["input"], *([hidden] if hidden.dim() == 2 else hidden), parameters["head"]]


def check_step(net: Network, e: Experiment) -> None:
    """One step of SGD records what the twin finds in every quantity, and moves every parameter by its gradient."""
    before, (x, y) = copies(net), net.batch()
    x, y = x.clone(), y.clone()
    with own_arithmetic():
        row = {name: values.double().clone() for name, values in net.step().items()}
    expected = twin(before, e, x, y, net.mask if e.dropout else None)
    after = copies(net)
    pairs = zip(matrices(after), matrices(before), strict=True)
    ratios = torch.stack([(new - old).norm() / old.norm() for new, old in pairs])
    biases = "bias" if "bias" in after else "norm_shift"
    moved = (after[biases] - before[biases]).norm(dim=-1).expand(e.sites)
    _agree(row, expected.row | {"update_ratio": ratios, "bias_update": moved})
    _agree({name: (before[name] - after[name]) / e.learning_rate for name in after}, expected.gradients)


def _agree(found: Mapping[str, Tensor], expected: Mapping[str, Tensor]) -> None:
    assert set(found) == set(expected)
    for name, values in expected.items():
        here = found[name].reshape(values.shape)
        torch.testing.assert_close(here, values, rtol=1e-9, atol=1e-12, equal_nan=True, msg=_naming(name))


def _naming(name: str) -> Callable[[str], str]:
    return lambda text: f"{name}: {text}"
