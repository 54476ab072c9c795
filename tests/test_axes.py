"""How far the axes of the charts reach."""

import numpy as np
import pytest

from simulator.charts.domains import decades, highest_loss, least_update
from simulator.settings.experiment import Experiment
from tests import synthetic


def test_the_gradients_axis_holds_the_first_row_and_its_healthy_band() -> None:
    low, high = decades(np.array([[-13.0, -5.0, 0.2]]))
    assert low <= -13 and high >= 3.2
    assert low % 5 == high % 5 == 0


def test_the_gradients_axis_only_widens_as_a_run_grows() -> None:
    logs = np.log10(synthetic.trace(Experiment()).gradient_norm)
    axes = [decades(logs[:rows]) for rows in range(1, 301)]
    assert all(b[0] <= a[0] and b[1] >= a[1] for a, b in zip(axes, axes[1:], strict=False))
    assert len(set(axes)) <= 3


@pytest.mark.parametrize("exponent", [-300.0, -40.0, 35.0, 300.0])
def test_later_rows_widen_the_axis_by_15_decades_at_most(exponent: float) -> None:
    first = np.array([[-3.0, -2.0, -1.0]])
    low, high = decades(first)
    later_low, later_high = decades(np.vstack([first, [[exponent, -2.0, -1.0]]]))
    assert low - 15 <= later_low and later_high <= high + 15
    assert (later_low < low) == (exponent < 0)


def test_an_axis_shows_10_to_150_decades() -> None:
    for logs in ([[0.0, 0.0]], [[-300.0, 0.0]], [[0.0, 300.0]], [[-300.0, 300.0]]):
        low, high = decades(np.array(logs))
        assert 10 <= high - low <= 150 and high >= logs[0][1]


def test_an_axis_of_nothing_but_nan_is_an_axis() -> None:
    assert decades(np.full((2, 3), np.nan)) == decades(np.full((2, 3), -np.inf)) == (-10, 0)


@pytest.mark.parametrize(
    ("losses", "highest"),
    [([2.3, 2.2], 2.5), ([2.3, 1e30], 25), ([np.nan], 1), ([0.0, 0.0], 1), ([1e-5, 2e-5], 2e-5), ([2.3, 4.1], 5)],
)
def test_a_loss_axis_ends_at_a_round_number_near_the_first_loss(losses: list[float], highest: float) -> None:
    assert highest_loss(np.array(losses)) == pytest.approx(highest)


@pytest.mark.parametrize(
    ("smallest", "least"), [(-3.0, -10), (-12.0, -15), (-14.9, -20), (-200.0, -30), (-np.inf, -10)]
)
def test_the_axis_of_updates_reaches_down_to_them(smallest: float, least: int) -> None:
    assert least_update(np.array([[-2.0, smallest]])) == least
