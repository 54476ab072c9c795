"""Which remedies are tried how far: within what it may cost, and the best in front, whatever the runs do."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest

from simulator import Experiment, SettingsError, Trace
from simulator.analysis.course import Course
from simulator.analysis.effect import judged
from simulator.analysis.finding import Finding
from simulator.analysis.rules import RULES
from simulator.analysis.search import Search
from simulator.analysis.trial import Trial, as_good, in_units, ranked
from simulator.catalog import menu
from simulator.outcome import Exam, Outcome
from simulator.settings.costs import building, seconds
from simulator.trace import Array
from tests.synthetic import trace as synthetic

CHANCE = 2.3


def _trace(e: Experiment) -> Trace:
    return replace(synthetic(e, rows=min(e.steps, 5)), chance_loss=CHANCE)


def _experiment(rng: Random) -> Experiment:
    """Settings drawn at random, of those that are allowed."""
    kind = rng.choice(["deep", "sequence"])
    settings = {"kind": kind} | {
        name: rng.choice([*menu(name, kind)]) for name in ("task", "activation", "init", "skip")
    }
    settings |= {"normalization": rng.choice(["none", "none", "batch"]), "cell": rng.choice([*menu("cell", kind)])}
    sizes = {
        "steps": (1, 2000),
        "width": (2, 512),
        "depth": (1, 60),
        "pretraining": (0, 2),
        "weight_mean": (0, 1),
        "sequence_length": (10, 100),
        "batch_size": (1, 99),
    }
    try:
        return Experiment(**settings, **{name: rng.randint(*span) for name, span in sizes.items()}, l2=0.01)
    except SettingsError:
        return _experiment(rng)


def _course(rng: Random, steps: int, e: Experiment) -> Course:
    """A run that does what it likes: learns, stands still, explodes, or gets no gradient."""
    end, way = rng.choice([0.01, 1.0, 2.3, 50.0]), np.linspace(0, 1, e.steps)[:steps]
    loss = 2.5 * (1 - way) + end * way
    outcome = Outcome("diverged", steps - 1, 1) if rng.random() < 0.1 else Outcome("running")
    spread = rng.choice([-np.inf, -8.0, -1.0, 0.5, 4.0, np.nan])
    return Course(loss, np.full(steps, 0.01), np.full(steps, spread), np.full(steps, rng.choice([0.0, 0.1])), outcome)


def _searched(seed: int) -> tuple[Search, float, float, int]:
    """A search to its end, what its first round and all of it cost by the estimate, and that round's trials."""
    rng = Random(seed)
    e = _experiment(rng)
    search = Search(_trace(e), [Finding(rng.choice(RULES).name, "") for _ in range(2)])
    first, spent, trials, begun = 0.0, 0.0, 0, dict[int, int]()
    for jobs in search.rounds():
        assert jobs
        for run, steps in jobs:
            known = begun.get(id(run), 0)
            assert known < steps <= max(e.steps, 3)
            whole = run.experiment.model_copy(update={"steps": steps})
            before = seconds(run.experiment.model_copy(update={"steps": known})) if known else -building(run.experiment)
            spent += seconds(whole) - before
            begun[id(run)] = steps
            run.course = _course(rng, steps, e)
        first, trials = first or spent, trials or len(jobs)
    whole_run = building(e) + seconds(e)
    return search, first / whole_run, spent / whole_run, trials


@pytest.mark.parametrize("part", range(3))
def test_trials_keep_to_their_budget(part: int) -> None:
    """At most four runs in all, six pairs; in the first round half a run, or one trial."""
    for seed in range(40 * part, 40 * part + 40):
        search, first, spent, trials = _searched(seed)
        assert spent <= 3.2 and sum("+" in trial.candidate.name for trial in search.trials) <= 6
        assert len({trial.experiment.canonical() for trial in search.trials}) == len(search.trials)
        assert first <= 0.3 or trials == 1, search.experiment


def _trial(
    reached: float, spread: float = 0.0, steps: int = 30, noise: float = 0.0, end: str = "running", pace: float = 0.1
) -> Trial:
    outcome = Outcome("diverged", steps, 1) if end == "diverged" else Outcome("running")
    loss, errors, spreads, moved = (np.full(steps, value) for value in (reached, noise, spread, pace))
    course = Course(loss, errors, spreads, moved, outcome)
    e = Experiment()
    search = Search(_trace(e), [Finding("vanishing", "")])
    return Trial(e, course, candidate=search.trials[0].candidate, changes={})


def test_the_loss_reached_decides_and_not_the_spread() -> None:
    best, worse = _trial(0.02, spread=-2.9), _trial(0.16, spread=0.0)
    assert ranked([worse, best], CHANCE) == [best, worse]


def test_among_equals_the_more_level_gradient_comes_first() -> None:
    level, steep = _trial(0.51, spread=0.1, noise=0.1), _trial(0.5, spread=2.0, noise=0.1)
    assert ranked([steep, level], CHANCE) == [level, steep]
    sure = _trial(0.5, spread=2.0, noise=0.001)
    assert ranked([_trial(0.51, noise=0.001), sure], CHANCE)[0] is sure


def test_where_nothing_is_learned_yet_a_gradient_that_arrives_comes_first() -> None:
    sound, faint = _trial(2.32, spread=-1.0), _trial(2.29, spread=-20.0)
    assert ranked([faint, sound], CHANCE) == [sound, faint]


def test_where_nothing_is_learned_yet_what_hardly_moves_is_behind_what_moves() -> None:
    moving, still = _trial(3.0, spread=-2.0), _trial(2.3, pace=1e-6)
    assert ranked([still, moving], CHANCE) == [moving, still]
    lucky, far = _trial(0.5, pace=1e-6), _trial(300.0)
    assert ranked([far, lucky, moving], CHANCE) == [moving, lucky, far]


def test_what_diverged_or_gets_no_gradient_stands_last() -> None:
    learning, dead, diverged = _trial(2.0), _trial(0.1, spread=-np.inf), _trial(0.1, end="diverged")
    assert ranked([dead, diverged, learning], CHANCE)[0] is learning


def test_one_that_was_tried_further_is_behind_one_that_has_reached_less_before() -> None:
    short, long = _trial(0.4, steps=30), _trial(0.5, steps=300)
    assert ranked([long, short], CHANCE) == [short, long]
    assert ranked([_trial(0.5, steps=30), long], CHANCE)[0] is long


def test_single_samples_do_not_decide_which_remedy_is_better() -> None:
    """Two runs on batches of one sample whose losses scatter alike, one of them by luck a little lower."""
    noise = np.random.default_rng(0).exponential(1.0, 40)
    lone = [_lone(noise + 0.02), _lone(noise[::-1])]
    assert lone[0].course.uncertainty == pytest.approx(1 / 8**0.5, rel=0.5) and as_good(*lone) and as_good(*lone[::-1])
    # What an exam of 300 samples found is known.
    examined = [_lone(noise, 0.9), _lone(noise + 5, 0.3)]
    assert ranked(examined, CHANCE)[0] is examined[1] and not as_good(*examined)
    assert judged(examined[0].course, examined[1].course, True) == (True, False)


def _lone(losses: Array, seen_loss: float | None = None) -> Trial:
    """A trial on batches of one sample; with what it reached in its exam it has ended."""
    trial, e = _trial(1.0), Experiment(batch_size=1, steps=len(losses))
    exam = Exam(seen_loss, seen_loss, 1.0, 1.0) if seen_loss else None
    trace = replace(synthetic(e, 0.0), loss=losses, outcome=Outcome("finished" if exam else "running", exam=exam))
    trial.course = Course.of(trace)
    return trial


def test_an_exam_too_is_told_in_the_units_of_the_run_that_is_to_be_mended() -> None:
    finished = replace(_trace(Experiment(steps=5)), chance_loss=4.0, outcome=Outcome("finished", exam=Exam(1.0, 2.0)))
    assert in_units(finished, 2.0).outcome.exam == Exam(0.5, 1.0)


def test_beside_a_run_that_diverged_what_goes_on_may_still_help() -> None:
    """Its first steps cost more than the run began with; that is no reason to call it of no help."""
    diverged, begun = _trial(1.0, end="diverged").course, _trial(5.0, steps=3).course
    assert judged(diverged, begun, False) == (False, True) and judged(diverged, begun, True) == (False, False)


def test_what_cannot_be_paid_for_to_its_end_is_tried_as_far_as_the_budget_goes() -> None:
    search = Search(_trace(Experiment(depth=8, steps=60)), [Finding("vanishing", "")])
    for jobs in search.rounds():
        for run, steps in jobs:
            run.course = _trial(2.3, steps=steps, noise=0.1).course
    cheapest = min(search._cost(trial, search._long) for trial in search.ranked if trial.course.steps < search._long)
    assert search.spent + cheapest > 3.15
