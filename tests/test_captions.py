"""What is said while a run is played, and where it stands still."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from simulator import Experiment, Trace
from simulator.analysis.captions import Caption, captions, exact
from simulator.analysis.verdict import verdict
from simulator.outcome import Outcome
from tests.synthetic import trace as synthetic
from tests.synthetic import with_norms


def said_of(trace: Trace, rows: Sequence[int]) -> list[Caption]:
    """What is said while these rows are played."""
    return captions([verdict(trace, row) for row in rows], rows, trace.experiment.steps)


def test_where_a_run_stands_still_every_row_has_its_own_numbers() -> None:
    spreads = 10.0 ** np.linspace(-10, -8, 30)
    trace = with_norms(np.stack([spreads, np.ones(30)], axis=1))
    verdicts = [verdict(trace, row) for row in range(30)]
    said = exact(verdicts)
    for row in range(30):
        assert next(c for c in reversed(said) if c.row <= row).sentence == verdicts[row].sentence
    assert 3 < len(said) < 30


def test_captions_start_with_the_first_row_and_do_not_flicker() -> None:
    spreads = 10.0 ** np.where(np.arange(300) % 2, -2.99, -3.01)  # to and fro over the limit at every step
    trace = with_norms(np.stack([spreads, np.ones(300)], axis=1))
    said = said_of(trace, range(300))
    assert said[0].row == 0
    assert len(said) == 1


def test_numbers_of_one_name_change_at_most_every_tenth_of_the_run() -> None:
    # Below 1e-3 all the way: the name stays, and only the numbers change.
    spreads = 10.0 ** np.linspace(-10, -4, 300)
    said = said_of(with_norms(np.stack([spreads, np.ones(300)], axis=1)), range(300))
    assert 5 <= len(said) <= 10
    assert all(later.row - earlier.row >= 30 for earlier, later in pairwise(said))


def test_a_new_name_is_said_in_the_row_in_which_it_begins() -> None:
    spreads = np.where(np.arange(100) < 40, 1e-6, 1.0)
    said = said_of(with_norms(np.stack([spreads, np.ones(100)], axis=1)), range(0, 100, 2))
    assert [(c.row, c.name) for c in said] == [(0, "vanishing"), (20, "healthy")]


def test_the_last_caption_of_a_diverged_run_is_its_end() -> None:
    trace = replace(with_norms(np.ones((50, 4))), outcome=Outcome("diverged", 49, 2))
    assert [(c.row, c.name) for c in said_of(trace, range(50))] == [(0, "healthy"), (49, "diverged")]


def test_captions_of_a_growing_run_stay_as_they_were() -> None:
    whole = synthetic(Experiment(depth=20, steps=200))
    half = replace(whole, gradient_norm=whole.gradient_norm[:100], outcome=Outcome("running"))
    early = said_of(half, range(100))
    assert early == said_of(whole, range(200))[: len(early)]
