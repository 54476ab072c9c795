"""No setting is ignored in silence: what cannot change a run is told, and what is told does not change it."""

from random import Random
from typing import Any

import numpy as np
import pytest

from simulator import Experiment, SettingsError, Trace, simulate
from simulator.catalog import menu
from simulator.catalog.training import SCHEDULES
from simulator.engine.descent import rate
from simulator.engine.training import begin
from simulator.settings.experiment import FIELDS
from simulator.trace import Array

FEW: dict[str, list[Any]] = {
    "depth": [1, 2, 3],
    "sequence_length": [7, 9],
    "gain": [0.0, 0.5, 2.0],
    "bias_std": [0.0, 1.0],
    "weight_mean": [0.0, 0.5],
    "forget_bias": [-1.0, 0.0, 1.0],
    "learning_rate": [0.01, 0.2],
    "input_scale": [0.1, 3.0],
    "input_offset": [-1.0, 2.0],
    "target_scale": [0.1, 10.0],
    "width": [3, 8],
    "batch_size": [2, 5],
    "steps": [8, 14, 15, 30],
    "seed": [0],
    "clip_at": [1e-4, 1e-3],
    "dropout": [0.0, 0.5],
    "l1": [0.0, 0.01],
    "l2": [0.0, 0.01],
    "pretraining": [0, 2],
    "device": ["cpu"],
}
"""Values to draw from; of the other settings all that are on the menu."""
SMALL: dict[str, Any] = {
    "depth": 3,
    "sequence_length": 8,
    "width": 4,
    "batch_size": 4,
    "steps": 30,
    "clip_at": 1e-4,
    "device": "cpu",
}
ROUNDS = 12
TRAINED = 6
"""Training steps that are compared; the exam at the end of a run would take longer than they do."""


def drawn(random: Random, name: str, kind: str) -> Any:
    return random.choice(FEW.get(name) or list(menu(name, kind)))


def experiment(random: Random, sure: str = "") -> Experiment:
    """With about half of the settings drawn at random, and one for ``sure``."""
    while True:
        kind = random.choice(["deep", "sequence"])
        names = [name for name in FIELDS if name != "kind" and (name == sure or random.random() < 0.5)]
        try:
            return Experiment(**SMALL | {name: drawn(random, name, kind) for name in names}, kind=kind)
        except SettingsError:
            continue


def same(one: Trace, other: Trace, rounding: float = 0.0) -> bool:
    here, there = one.arrays(), other.arrays()
    return here.keys() == there.keys() and all(_close(here[k], there[k], rounding) for k in here)


def differ(one: Experiment, other: Experiment) -> bool:
    """Whether the runs do, which nearly all show in their first step."""
    here, there = begin(one), begin(other)
    return not same(here(1), there(1)) or not same(here(TRAINED), there(TRAINED))


def _close(here: Array, there: Array, rounding: float) -> bool:
    return here.shape == there.shape and bool(np.allclose(here, there, rounding, 0.0, True))


def name_in(sentence: str) -> str:
    """The setting of which a sentence speaks."""
    return next(name for name, info in FIELDS.items() if sentence.startswith(f"{info.title}: "))


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_what_is_said_to_have_no_effect_has_none(seed: int) -> None:
    """The run is the same to the last bit with all of these settings at their defaults.

    But for a shortcut around nothing: with it the engine keeps what it needs elsewhere, and rounds there otherwise.
    """
    random = Random(seed)
    while not (e := experiment(random)).ignored:
        pass
    names = [name_in(sentence) for sentence in e.ignored]
    without = Experiment(**{name: value for name, value in e.model_dump().items() if name not in names})
    assert same(begin(e)(TRAINED), begin(without)(TRAINED), 1e-5 if "skip" in names else 0.0), e.ignored


@pytest.mark.parametrize("name", [name for name in FIELDS if name not in ("kind", "steps", "seed", "device")])
def test_a_setting_of_which_nothing_is_said_changes_the_run(name: str) -> None:
    """But for weights of zero, where nothing comes of anything; clipping is at a threshold that is always passed."""
    random, tried = Random(len(name)), 0
    while tried < 2:
        e = experiment(random, name)
        idle = e.gain == 0 or e.init == "zeros" or getattr(e, name) == e.default_of(name)
        if idle or name in map(name_in, e.ignored):
            continue
        try:
            other = e.replace(**{name: e.default_of(name)})
        except SettingsError:
            continue
        tried += 1
        assert differ(e, other), e


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_the_shortest_run_in_which_a_schedule_acts_is_what_its_row_says(schedule: str) -> None:
    lengths = range(1, 40)
    acts = [
        steps
        for steps in lengths
        for e in [Experiment(schedule=schedule, steps=steps)]
        if any(rate(e, step) != e.learning_rate for step in range(steps))
    ]
    shortest = SCHEDULES[schedule].shortest
    assert acts == ([] if schedule == "constant" else [steps for steps in lengths if steps >= shortest])


def test_a_trace_tells_what_of_its_settings_was_ignored() -> None:
    trace = simulate(Experiment(depth=2, width=4, steps=2, cell="gru"))
    assert trace.ignored == trace.experiment.ignored == ("Cell: GRU has no effect in a deep network.",)
