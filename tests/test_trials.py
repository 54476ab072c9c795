"""Trials of remedies go on as long as somebody asks for them, and what they say settles round by round."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from simulator import Experiment, Trace, simulate
from simulator.analysis import diagnosis as analysis
from simulator.engine.training import begin_trial
from simulator.service import asked, trials
from simulator.service.pool import Pool
from simulator.service.trials import RunTrials

FADING = Experiment(depth=12, width=8, batch_size=16, steps=120)


@pytest.fixture(scope="module")
def trace() -> Trace:
    return simulate(FADING)


def _until(true: Callable[[], object], tried: RunTrials, ask: bool = True) -> None:
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline
        if ask:
            tried.ask()
        time.sleep(0.02)


def test_they_say_what_the_library_says(trace: Trace, warm_pool: Pool) -> None:
    tried = RunTrials(trace, warm_pool)
    _until(lambda: tried.ended, tried)
    assert not tried.error and tried.progress == 1
    assert tried.diagnosis == analysis.diagnose(trace, begin_trial)


def test_a_first_ranking_stands_before_all_has_been_tried(trace: Trace, warm_pool: Pool) -> None:
    tried = RunTrials(trace, warm_pool)
    _until(lambda: tried.diagnosis.tried, tried)
    assert not tried.ended and 0 < tried.progress < 1
    assert all(not remedy.effect.whole for remedy in tried.diagnosis.remedies)
    tried.ended = True  # the rest is not wanted


def test_what_nobody_waits_for_is_not_tried(trace: Trace, warm_pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked, "PATIENCE", 0.0)
    monkeypatch.setattr(trials, "FIRST_SLICE", 0.0)
    tried = RunTrials(trace, warm_pool)
    _until(lambda: not warm_pool.waiting, tried, ask=False)
    time.sleep(0.3)
    assert not tried.ended and tried.progress < 1
    monkeypatch.setattr(asked, "PATIENCE", 60.0)
    _until(lambda: tried.ended, tried)
    assert tried.diagnosis.remedies


def test_why_a_trial_failed_is_kept_for_who_asked(trace: Trace, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*args: object, **options: object) -> None:
        raise MemoryError

    monkeypatch.setattr(trials, "advance_slice", fails)
    pool = Pool(1, opener=lambda: ThreadPoolExecutor(1))
    tried = RunTrials(trace, pool)
    _until(lambda: tried.ended, tried)
    assert "memory" in tried.error and not tried.diagnosis.remedies and not tried.stale
    monkeypatch.setattr(asked, "PATIENCE", 0.0)
    time.sleep(0.01)
    assert tried.stale
