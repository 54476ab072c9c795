"""Where all units of a site are one and the same: said of those networks, and of no others, and never with a tick."""

from typing import Any

import pytest
import torch

from simulator import Experiment, simulate
from simulator.analysis.findings import findings
from simulator.analysis.verdict import units_alike, verdict
from simulator.engine.network import Network
from simulator.engine.pretraining import Pretraining
from tests.reference_chain import forward
from tests.small import CONV, DEEP, SEQUENCE, copies
from tests.stories import story

STEPS = 12
CONSTANT: dict[str, Any] = {"init": "constant", "gain": 0.1, "activation": "tanh"}
ALIKE: dict[str, dict[str, Any]] = {
    "layers": DEEP | CONSTANT,
    "zeros": DEEP | {"init": "zeros", "activation": "sigmoid"},
    "gain 0": DEEP | {"init": "pytorch", "gain": 0.0, "activation": "softplus"},
    "highway": DEEP | CONSTANT | {"skip": "highway"},
    "batch normalization": DEEP | CONSTANT | {"normalization": "batch"},
    "Adam": DEEP | CONSTANT | {"optimizer": "adam"},
    "pretraining": DEEP | CONSTANT | {"pretraining": 5},
    "channels": CONV | CONSTANT,
    "LSTM": SEQUENCE | CONSTANT | {"cell": "lstm"},
    "GRU": SEQUENCE | CONSTANT | {"cell": "gru"},
    # tanh of 0 is 0: there is nothing that dropout could drop.
    "dropout, but no gradient": DEEP | CONSTANT | {"init": "zeros", "dropout": 0.5},
}
APART: dict[str, dict[str, Any]] = {
    "dropout": DEEP | CONSTANT | {"dropout": 0.5},
    "identity": DEEP | {"init": "identity", "activation": "tanh"},
    "drawn": DEEP | {"init": "xavier_normal"},
    "gain 0 that does nothing": DEEP | {"init": "xavier_normal", "gain": 1e-3},
}


def same_units(e: Experiment) -> bool:
    """Whether after some steps plain PyTorch makes the same of every unit, at every site and for every sample."""
    net = Network(e, dtype=torch.float64)
    if e.pretraining:
        Pretraining(net).advance(float("inf"))
    net.run(STEPS)
    x, _ = net.batch()
    hs = [site.h.detach() for site in forward(copies(net), net.e, x.double(), None)]
    return all(bool(((h - h[:, :1]).abs() <= 1e-9 * (1e-30 + h.abs().max())).all()) for h in hs)


@pytest.mark.parametrize("case", [*ALIKE, *APART])
def test_units_are_called_alike_where_plain_pytorch_makes_the_same_of_each(case: str) -> None:
    e = Experiment(**(ALIKE | APART)[case] | {"steps": STEPS, "device": "cpu"})
    trace = simulate(e)
    assert units_alike(trace) == same_units(e) == (case in ALIKE)
    found, said = findings(trace)[0], verdict(trace)
    if units_alike(trace) and said.name != "solved":
        assert found.name == "symmetric_units"
        assert said.name in ("symmetric_units", "zero", "vanishing", "exploding", "diverged"), said.sentence


def test_the_story_of_equal_weights_ends_on_what_they_cost() -> None:
    trace = story("symmetric_weights")
    said = verdict(trace)
    assert said.name == "symmetric_units"
    assert said.sentence.startswith("All units alike: the 32 units of a layer act as one; layer 1 receives")
    assert "it learns: accuracy" in said.sentence
