"""Cases from the wild: reports of strangers and settings found by trying, each once told wrongly, and what is so.

The numbers are those under which they were reported. What is computed (17 to 25) stands in test_precision.py, what
theory expects (26 to 30) in test_theory.py, what helps (1, 7, 10) in test_remedies.py.
"""

import re
from typing import Any

import pytest

from simulator import Experiment
from simulator.analysis.findings import findings
from simulator.analysis.verdict import verdict
from simulator.trace import Trace
from tests.stories import trained

SEQUENCE: dict[str, Any] = {"kind": "sequence", "activation": "tanh"}
SURFACE: dict[str, Any] = {"task": "sine_surface", "depth": 2, "width": 16, "activation": "tanh", "batch_size": 32}
SPIRALS: dict[str, Any] = {"task": "two_spirals", "width": 8, "init": "uniform", "gain": 0.5, "l2": 1.0, "steps": 500}
NOISY: dict[str, Any] = {"depth": 2, "activation": "relu", "init": "he_normal", "batch_size": 1}
ORDER: dict[str, Any] = {
    **SEQUENCE,
    "task": "temporal_order",
    "sequence_length": 60,
    "width": 64,
    "batch_size": 50,
    "learning_rate": 0.01,
    "optimizer": "momentum",
    "clip": "norm",
    "init": "orthogonal",
    "steps": 1000,
}

CASES: list[tuple[str, dict[str, Any], set[str], str]] = [
    ("2", {**SURFACE, "seed": 1, "learning_rate": 1e-4}, {"stalled"}, "the steps are too small"),
    # The same run with a rate that moves it: a rule that called every such surface stalled would fail here.
    ("2, with steps", {**SURFACE, "seed": 1, "learning_rate": 0.1}, {"healthy"}, "it learns|network learns"),
    ("3", {**NOISY, "learning_rate": 1e-6}, {"stalled"}, "nothing is learned .*the steps are too small"),
    ("3, seed 1", {**NOISY, "learning_rate": 1e-6, "seed": 1}, {"stalled"}, "nothing .*its first weights did as well"),
    ("3, seed 2", {**NOISY, "learning_rate": 1e-6, "seed": 2}, {"stalled"}, "nothing .*the steps are too small"),
    (
        "4",
        {"task": "circles", "depth": 5, "activation": "tanh", "learning_rate": 0.001},
        {"stalled", "not_learning"},
        r"nothing is learned .accuracy 5\d %, guessing gives 5\d %",
    ),
    (
        "5",
        {**SURFACE, "depth": 4, "width": 256, "activation": "sigmoid", "init": "xavier_uniform", "steps": 200}
        | {"learning_rate": 0.01},
        {"not_learning"},
        r"a guess costs 0\.9\d+; all samples look alike by layer 1",
    ),
    (
        "6",
        {"depth": 3, "activation": "tanh", "init": "normal", "learning_rate": 0.001, "steps": 100},
        {"stalled", "not_learning"},
        r"loss \d\.\d+, a guess costs 2\.3",
    ),
    ("8", ORDER, {"solved"}, r"accuracy (9\d.*|100) %, guessing gives 26 %"),
    (
        "9",
        {**SPIRALS, "depth": 6, "learning_rate": 30.0, "batch_size": 10, "activation": "relu"},
        {"penalty_overshoots"},
        "L2 is 30",
    ),
    (
        "10",
        {**SPIRALS, "depth": 2, "activation": "tanh", "learning_rate": 3.0, "batch_size": 30},
        {"penalty_overshoots"},
        "L2 is 3,",
    ),
    ("12", {"depth": 1, "activation": "tanh", "steps": 100}, {"healthy"}, "it learns|network learns"),
    (
        "13",
        {"init": "zeros", "activation": "tanh", "steps": 40},
        {"symmetric_units"},
        "exactly zero, and only the output's bias",
    ),
    ("14", {"gain": 0.0, "activation": "tanh", "steps": 40}, {"symmetric_units"}, "every layer is exactly zero"),
    (
        "14, in time",
        {**SEQUENCE, "activation": "linear", "task": "adding", "sequence_length": 20, "gain": 0.0, "steps": 60},
        {"symmetric_units"},
        "every time step is exactly zero",
    ),
]


@pytest.mark.parametrize(("settings", "names", "says"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_is_said_of_a_strangers_run_is_so(settings: dict[str, Any], names: set[str], says: str) -> None:
    trace = trained(Experiment(**settings))
    first = findings(trace)[0]
    assert first.name in names and re.search(says, first.sentence), first.sentence
    if not first.name.startswith(("healthy", "solved")):
        assert verdict(trace).name not in ("healthy", "solved")


def test_a_network_that_solved_its_task_is_told_what_was_clipped_as_a_remark() -> None:
    """8: "Mostly clipped" stood first."""
    names = [finding.name for finding in findings(trained(Experiment(**ORDER)))]
    assert names[0] == "solved" and not {"stalled", "vanishing", "oscillating"} & {*names}


def test_a_penalty_that_overshoots_is_named_before_what_follows_from_it() -> None:
    """10: only "diverged" was said."""
    trace = trained(Experiment(**SPIRALS, depth=2, activation="tanh", learning_rate=3.0, batch_size=30))
    assert [finding.name for finding in findings(trace)][:2] == ["penalty_overshoots", "diverged"]


def sentences(trace: Trace) -> list[str]:
    """Everything that is said of a run."""
    return [finding.sentence for finding in findings(trace)] + [verdict(trace, row).sentence for row in (0, -1)]


@pytest.mark.parametrize("settings", [case[1] for case in CASES], ids=[case[0] for case in CASES])
def test_no_sentence_holds_a_number_that_nobody_reads(settings: dict[str, Any]) -> None:
    """16: "8.7e+04 %"; 1: 308 digits."""
    for sentence in sentences(trained(Experiment(**settings))):
        # Four digits in a row are refused before the point alone: a loss may have as many behind it.
        assert not re.search(r"e\+|(?<![.\d])\d{4}|\bnan\b|\binf\b", sentence), sentence
        assert all(float(share) <= 1000 for share in re.findall(r"([\d.]+) %", sentence)), sentence


def test_a_single_layer_is_not_compared_with_itself() -> None:
    """12."""
    for sentence in sentences(trained(Experiment(depth=1, activation="tanh", steps=100))):
        assert "receives" not in sentence
