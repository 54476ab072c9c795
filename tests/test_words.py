"""How numbers are spoken, and the sentence that says what is trained."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from simulator import Experiment
from simulator.analysis.describe import describe
from simulator.analysis.words import number, part, percent, scientific, spoken, times, together
from simulator.catalog.tasks import TASKS

SEQUENCE = {"kind": "sequence", "task": "recall_first"}


@pytest.mark.parametrize(
    ("value", "text"),
    [(1, "all"), (0.9999, "all"), (0.987, "98.7 %"), (0.95, "95 %"), (0.234, "23 %"), (0.034, "3.4 %")]
    + [(0.0034, "0.34 %"), (0.00012, "0.01 %"), (9.9e-5, "a ten-thousandth"), (3.2e-13, "3 ten-trillionths")],
)
def test_parts_are_percentages_down_to_a_ten_thousandth(value: float, text: str) -> None:
    assert part(float(np.log10(value))) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(1.004, "1.00"), (1.04, "1.04"), (1.5, "1.5"), (12.3, "12"), (3310, "3,300"), (40000, "40 thousand")]
    + [(3e13, "30 trillion"), (2e300, "2e300 (2 with 300 zeros)")],
)
def test_growth_is_a_plain_number_up_to_ten_thousand_and_then_a_word(value: float, text: str) -> None:
    assert times(float(np.log10(value))) == text


@pytest.mark.parametrize("wording", [spoken, scientific, percent])
def test_numbers_are_worded_as_in_the_player(wording: Callable[[float], str]) -> None:
    for value, words in json.loads(Path(__file__).with_name("js").joinpath("words.json").read_text())[wording.__name__]:
        assert wording(value) == words


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (0.00333, "0.00333"), (8.254, "8.25"), (870.4, "870"), (999.6, "1,000"), (4543, "4,500"), (-2.5, "-2.5")]
    + [(6.6e35, "7e35 (7 with 35 zeros)"), (2e-9, "2e-9"), (np.inf, "infinite"), (np.nan, "not a number")],
)
def test_a_plain_number_has_three_digits_and_no_exponent_where_a_word_serves(value: float, text: str) -> None:
    assert number(value) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "0 %"), (0.12, "12 %"), (1.59, "159 %"), (9.99, "999 %"), (15.9, "16 times"), (870, "870 times")],
)
def test_a_share_is_never_more_than_a_thousand_percent(share: float, text: str) -> None:
    assert percent(share) == text


def test_very_small_and_large_numbers_are_spelled_out() -> None:
    assert spoken(-7) == "a ten-millionth"
    assert spoken(-13) == "a ten-trillionth"
    assert spoken(float(np.log10(8e-5))) == "8 hundred-thousandths"
    assert spoken(float(np.log10(4e25))) == "40 trillion trillion"
    assert spoken(-2) == ""


def test_a_digit_that_rounds_up_moves_the_power() -> None:
    assert scientific(float(np.log10(9.7e-8))) == "1e-7"


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({}, "A 20-layer sigmoid network is trained "),
        ({"depth": 8, "activation": "relu"}, "An 8-layer ReLU network is trained "),
        ({"depth": 11, "skip": "residual", "activation": "leaky_relu"}, "An 11-layer residual leaky ReLU network "),
        ({"depth": 4, "layer": "conv", "activation": "swish"}, "A 4-layer convolutional swish network is trained "),
        ({**SEQUENCE, "activation": "tanh"}, "A tanh RNN over 50 time steps is trained "),
        ({**SEQUENCE, "cell": "lstm", "sequence_length": 9}, "An LSTM over 9 time steps is trained "),
        ({**SEQUENCE, "cell": "gru", "skip": "residual"}, "A GRU over 50 time steps is trained "),
        ({**SEQUENCE, "cell": "lstm", "activation": "relu"}, "A ReLU LSTM over 50 time steps is trained "),
        ({**SEQUENCE, "cell": "gru", "activation": "elu"}, "An ELU GRU over 50 time steps is trained "),
    ],
)
def test_the_sentence_says_what_is_trained(settings: dict[str, object], text: str) -> None:
    assert describe(Experiment(**settings)).startswith(text)


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, tasks in TASKS.items() for name in tasks])
def test_every_task_completes_the_sentence(kind: str, name: str) -> None:
    said = describe(Experiment(kind=kind, task=name))
    assert re.fullmatch(r"An? .+ is trained (to|on) [\w ,]+\w\.", said)
    assert re.fullmatch(r"An? .+ learns [\w ,]+\w\.", describe(Experiment(kind=kind, task=name), learns=True))


def test_a_number_stays_on_one_line_with_its_unit() -> None:
    assert together("11 % of 300 steps in 5 s, 40 sites") == "11\u00a0% of 300 steps in 5\u00a0s, 40 sites"
