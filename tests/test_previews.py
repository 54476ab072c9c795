"""The first rows of many experiments at once are those of one after the other."""

import gc
import random
import weakref
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from simulator import Experiment, Trace, preview
from simulator.engine import first_row
from simulator.engine.network import Network
from simulator.engine.previews import preview_many
from tests.test_stack import random_stack

OF_STEP = ("weight_gradient_norm", "bias_gradient_norm", "bias_update", "clip_scale", "update_ratio")
PLAIN = [("tanh", 32, 16), ("relu", 8, 10), ("gelu", 16, 4), ("prelu", 8, 64), ("tanh", 7, 5)]
"""Activation, batch and width of networks that share their first layers."""


def _assert_same(many: Trace, alone: Trace, off: float = 0.0) -> None:
    assert (many.experiment, many.matrices, repr(many.outcome)) == (
        alone.experiment,
        alone.matrices,
        repr(alone.outcome),
    )
    np.testing.assert_equal((many.chance_loss, many.chance_accuracy), (alone.chance_loss, alone.chance_accuracy))
    for name, values in alone.arrays().items():
        found, of_what = many.arrays()[name], f"{name} of {many.experiment}"
        if name in OF_STEP:
            assert found.shape == values.shape and np.isnan(found).all(), of_what
        else:
            np.testing.assert_allclose(found, values, rtol=off, atol=0, err_msg=of_what)


def _check(experiments: Sequence[Experiment], off: float = 0.0) -> None:
    mixed = random.Random(0).sample(experiments, len(experiments))
    for e, many in zip(mixed, preview_many(mixed), strict=True):
        _assert_same(many, preview(e), off)


def test_first_rows_of_many_are_those_of_each_alone() -> None:
    """Of all kinds of networks in one go, some of which diverge."""
    rng = random.Random(7)
    stacks = [random_stack(rng) for _ in range(20)]
    _check([e for stack in stacks for e in stack if e.kind == "sequence" or e.batch_size * e.width % 16 == 0])


@pytest.mark.parametrize(("activation", "batch_size", "width"), PLAIN)
def test_networks_of_several_depths_share_their_beginning(activation: str, batch_size: int, width: int) -> None:
    """Also where float64 alone carries some of them, and where not all depths are asked of every one.

    A product of more rows is rounded otherwise on some processors.
    """
    common = {"activation": activation, "batch_size": batch_size, "width": width, "device": "cpu"}
    pairs = [(d, g) for d in (1, 2, 7, 50) for g in (0.0, 0.05, 1.0, 10.0)] + [(12, 1.0)]
    tasks = ("digits", "sine_surface" if width == 16 else "two_spirals")
    _check([Experiment(depth=d, gain=g, task=tasks[d > 5], seed=d % 2, **common) for d, g in pairs], off=1e-5)


def test_a_kept_network_previews_as_a_new_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """Under a slider the network of the preview before starts anew: nothing of it may be left."""
    rng, restarts, restart = random.Random(11), list[Experiment](), Network.restart

    def noted(network: Network, *experiments: Experiment) -> None:
        restarts.extend(experiments)
        restart(network, *experiments)

    monkeypatch.setattr(Network, "restart", noted)
    for e in (e for _ in range(30) for e in random_stack(rng)):
        after_another = preview(e)
        first_row.forget()
        anew = preview(e)
        assert (repr(after_another.outcome), after_another.matrices) == (repr(anew.outcome), anew.matrices)
        np.testing.assert_equal(after_another.arrays(), anew.arrays(), err_msg=str(e))
    assert len(restarts) > 30


def test_under_a_slider_no_network_is_made_where_float64_alone_carries_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first row is then computed in float32 and in float64: both networks are kept."""
    made, init = list[Network](), Network.__init__

    def noted(network: Network, *given: Any, **options: Any) -> None:
        made.append(network)
        init(network, *given, **options)

    monkeypatch.setattr(Network, "__init__", noted)
    first_row.forget()
    e = Experiment(depth=20, activation="tanh", gain=0.01, width=8, device="cpu")
    traces = [preview(e.replace(gain=gain)) for gain in (0.01, 0.02, 0.01)]
    assert [network.precise for network in made] == [False, True]
    np.testing.assert_equal(traces[2].arrays(), traces[0].arrays())
    preview(e.replace(depth=19))
    assert len(made) == 4 and len(first_row._kept) == 2


@pytest.mark.parametrize("dropout", [0.0, 0.5])
@pytest.mark.parametrize("shape", [{}, *({"kind": "sequence", "cell": cell} for cell in ("rnn", "lstm", "gru"))])
def test_the_memory_of_a_network_waits_for_no_collector_of_cycles(shape: dict[str, Any], dropout: float) -> None:
    # The collector would hide a cycle, such as the one that held an LSTM with dropout.
    gc.disable()
    try:
        network = Network(Experiment(**shape, dropout=dropout, device="cpu"))
        network.run(1)
        buffers = weakref.ref(network.buffers)
        del network
        assert buffers() is None
    finally:
        gc.enable()
