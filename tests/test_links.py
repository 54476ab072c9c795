"""The links on their way to the player: what is stacked is the profile, and what leads around the weights is named."""

from typing import Any

import numpy as np
import pytest

from simulator import Experiment, simulate
from simulator.charts.links import MOST_LINKS, link_logs, link_sites, link_words, links_axis
from simulator.trace import Array, Trace
from tests.small import DEEP, SEQUENCE
from tests.unpacking import packed

ROWS = [0, 3, 7]


def run(**settings: Any) -> Trace:
    return simulate(Experiment(**settings | {"steps": 8}))


def relative(trace: Trace) -> Array:
    """log10 g_l / g_L at the displayed rows, at the link sites."""
    logs = np.log10(trace.gradient_norm[ROWS])
    return (logs - logs[:, -1:])[:, [site - 1 for site in link_sites(trace.sites)]]


@pytest.mark.parametrize(
    "settings",
    [
        DEEP | {"depth": 9},
        DEEP | {"depth": 9, "normalization": "batch", "activation": "relu"},
        DEEP | {"depth": 150, "activation": "tanh"},
        SEQUENCE | {"sequence_length": 130, "cell": "rnn", "activation": "tanh"},
        SEQUENCE | {"sequence_length": 20, "cell": "lstm", "normalization": "layer"},
    ],
)
def test_the_stacked_links_are_the_profile(settings: dict[str, Any]) -> None:
    trace = run(**settings)
    total = np.sum(list(link_logs(trace, ROWS).values()), axis=0)
    stacked = np.concatenate([np.flip(np.cumsum(np.flip(total[:, 1:], 1), 1), 1), np.zeros((len(ROWS), 1))], 1)
    np.testing.assert_allclose(stacked, relative(trace), atol=1e-4)  # float32 norms, up to 150 of them


def test_of_a_long_chain_the_links_between_two_sites_are_multiplied() -> None:
    trace = run(**DEEP | {"depth": 150})
    sites, logs = link_sites(150), link_logs(trace, ROWS)["slope"]
    assert len(sites) == MOST_LINKS and sites[0] == 1 and sites[-1] == 150
    between = np.log10(trace.slope_factor[ROWS, sites[4] : sites[5]]).sum(1)
    np.testing.assert_allclose(logs[:, 5], between)


def test_links_reach_the_player_as_they_are() -> None:
    trace = run(**DEEP | {"normalization": "rms"})
    header, arrays = packed(trace)
    for name, values in link_logs(trace, list(range(8))).items():
        np.testing.assert_allclose(arrays[f"link:{name}"], values, atol=1e-3)
    assert header["links"].keys() == {"slope", "weight", "norm"}


@pytest.mark.parametrize(
    ("settings", "rest"),
    [
        (DEEP, None),
        (DEEP | {"skip": "residual"}, "what the shortcut adds"),
        (DEEP | {"skip": "highway"}, "what the highway carries past"),
        (SEQUENCE | {"cell": "lstm"}, None),
        (SEQUENCE | {"cell": "gru"}, "what the update gate carries past"),
        (
            SEQUENCE | {"cell": "rnn", "task": "copy", "skip": "residual", "sequence_length": 9},
            "what the shortcut adds and what the loss adds on the way",
        ),
    ],
)
def test_what_leads_around_the_weights_is_named_where_there_is_something(settings: dict[str, Any], rest: str) -> None:
    """And only there the links leave something of the gradient unexplained."""
    trace = run(**settings)
    assert link_words(trace.experiment).get("rest") == rest
    logs, g = link_logs(trace, ROWS), np.log10(trace.gradient_norm[ROWS])
    unexplained = g[:, :-1] - g[:, 1:] - sum(values[:, 1:] for values in logs.values())
    assert (np.abs(unexplained).max() > 1e-3) == (rest is not None)


def test_the_axis_of_the_links_holds_every_pile_in_whole_steps() -> None:
    trace = run(**DEEP | {"depth": 30, "activation": "sigmoid"})
    low, high = links_axis(trace, ROWS, link_logs(trace, ROWS))
    assert low % 5 == high % 5 == 0
    assert low < relative(trace).min() < 0 <= high
