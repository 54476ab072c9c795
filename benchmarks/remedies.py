"""What a diagnosis costs beside one whole run of the same settings, and whether its first remedy is the best.

``python -m benchmarks.remedies`` prints the table; ``--save`` adds it to benchmarks/RESULTS.md, and keeps the runs of
all remedies in tests/courses.xz, on which tests/test_promise.py searches again. ``--only`` takes the runs whose name
contains a word. For the last two columns every remedy that was tried is trained to its end. A run that breaks off is
counted as the seconds that all of its steps would have taken.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from statistics import median
from time import process_time

import numpy as np

from benchmarks.table import options, write
from simulator import PRESETS, Experiment, Trace, simulate
from simulator.analysis.course import Course
from simulator.analysis.diagnosis import Diagnosis, Grow, Trying
from simulator.analysis.trial import in_units
from simulator.engine.process import warm
from simulator.engine.training import begin, begin_trial
from tests import courses
from tests.courses import Kept, Whole, key, rounded
from tests.replay import Replay

SOUND = ("healthy", "solved")
COST, FIRST, RATIO, SOLVED = 4.0, 0.5, 1.2, 0.1
"""Asked: all trials in whole runs, those before the first ranking; the loss of the first remedy over that of the best,
unless both are below this part of what a guess costs."""
TURNS, SHORT = 3, 0.6
"""Turns of which the median counts, of runs of fewer seconds than this; such figures waver."""
Settings = dict[str, str | int | float]
RECURRENT: Settings = {
    "kind": "sequence",
    "activation": "tanh",
    "width": 64,
    "batch_size": 50,
    "learning_rate": 0.01,
    "optimizer": "momentum",
    "clip": "norm",
}
SPIRALS: Settings = {"task": "two_spirals", "width": 8, "init": "uniform", "gain": 0.5, "l2": 1.0, "steps": 500}
SURFACE: Settings = {"task": "sine_surface"}
CASES: dict[str, Settings] = {
    "case 2": {**SURFACE, "depth": 2, "width": 16, "activation": "tanh", "batch_size": 32, "seed": 1}
    | {"learning_rate": 1e-4},
    "case 4": {"task": "circles", "depth": 5, "activation": "tanh", "learning_rate": 0.001},
    "case 5": {**SURFACE, "depth": 4, "width": 256, "init": "xavier_uniform", "learning_rate": 0.01},
    "case 6": {"depth": 3, "activation": "tanh", "init": "normal", "learning_rate": 0.001, "steps": 100},
    "case 7": {**RECURRENT, "task": "adding", "sequence_length": 30, "init": "normal", "gain": 0.1, "steps": 1500},
    "case 8": {**RECURRENT, "task": "temporal_order", "sequence_length": 60, "init": "orthogonal", "steps": 1000},
    "case 9": {**SPIRALS, "depth": 6, "learning_rate": 30.0, "batch_size": 10},
    "case 10": {**SPIRALS, "depth": 2, "activation": "tanh", "learning_rate": 3.0, "batch_size": 30},
    "case 14": {"activation": "tanh", "gain": 0.0, "steps": 40},
    "case 15": {"activation": "tanh", "init": "constant", "gain": 0.1, "depth": 5},
    "4 layers of 500 units": {"depth": 4, "width": 500},
}
"""Settings of people's reports, each of which got wrong advice once, and a wide network."""
# Of stories those in which something is wrong: for all others nothing is tried.
RUNS = {name: Experiment(**row.settings) for name, row in PRESETS.items() if row.shows not in SOUND} | {
    name: Experiment(**settings) for name, settings in CASES.items()
}


@dataclass
class Timed:
    """A diagnosis, and the processor seconds of each of its rounds."""

    diagnosis: Diagnosis
    rounds: list[float] = field(default_factory=list)


def seconds(work: Callable[[], object]) -> float:
    """Processor seconds of one call."""
    start = process_time()
    work()
    return process_time() - start


def diagnosed(trace: Trace) -> Timed:
    """As ``diagnose`` does it, with a look at the clock after each round."""
    trying, grow = Trying(trace), dict[Experiment, Grow]()
    timed, start = Timed(trying.diagnosis), process_time()
    for jobs in trying.rounds():
        for run, steps in jobs:
            if run.experiment not in grow:
                grow[run.experiment] = begin_trial(run.experiment)
            run.add(grow[run.experiment](steps))
        timed.rounds.append(process_time() - start)
        start = process_time()
    timed.diagnosis = trying.diagnosis
    return timed


def whole_run(experiment: Experiment) -> tuple[Trace, float]:
    """A run and its processor seconds, those of one that breaks off as if it had gone on."""
    start = process_time()
    trace = simulate(experiment)
    taken = process_time() - start
    if trace.outcome.name == "diverged":  # the same network with steps so small that nothing breaks off
        taken = seconds(lambda: simulate(experiment.replace(learning_rate=1e-6, l2=0.0)))
    return trace, taken


def turn(trace: Trace) -> tuple[Timed, float]:
    """A diagnosis and the seconds of the whole run, trained before and after, as the machine may have other work."""
    before, timed, after = whole_run(trace.experiment)[1], diagnosed(trace), whole_run(trace.experiment)[1]
    return timed, (before + after) / 2


def line(name: str, kept: dict[str, Kept]) -> str:
    """One row of the table; the runs of its remedies are added to ``kept``."""
    trace, taken = whole_run(RUNS[name])
    turns = [turn(trace) for _ in range(TURNS if taken < SHORT else 1)]
    timed = turns[0][0]
    diagnosis, tried = timed.diagnosis, timed.diagnosis.tried
    if not tried:
        return f"| {name} | {diagnosis.verdict} | nothing to try | | | | | yes |"
    first = median(timed.rounds[0] / taken for timed, taken in turns)
    cost = median(sum(timed.rounds) / taken for timed, taken in turns)
    # Those too that were not begun, as another search may ask for them.
    runs = {trial.experiment for trial in Trying(trace).search.trials}
    runs |= {trace.experiment.replace(**remedy.changes) for remedy in tried}
    unit = median(taken for _, taken in turns)
    wholes = {key(run): _whole(run, unit, trace.chance_loss) for run in runs}
    found = tuple(finding.name for finding in diagnosis.findings)
    alone = Course.of(trace)
    wholes[key(trace.experiment)] = Whole(alone, alone.reached, 0.0, 1.0)
    kept[name] = Kept(key(trace.experiment), found, trace.chance_loss, wholes)
    _complete(trace.experiment, kept[name], unit)
    ends = [wholes[key(trace.experiment.replace(**remedy.changes))].end for remedy in tried]
    best = int(np.argmin(ends))
    ratio = ends[0] / ends[best]
    good = ratio <= RATIO or ends[0] <= SOLVED * trace.chance_loss
    losses = f"{_loss(ends[0])} | {tried[best].label}, {_loss(ends[best])} | {_loss(trace.chance_loss)}"
    met = "yes" if good and first <= FIRST and cost <= COST else "no"
    return f"| {name} | {diagnosis.verdict} | {first:.2f} | {cost:.2f} | {tried[0].label}, {losses} | {met} |"


def _complete(experiment: Experiment, kept: Kept, unit: float) -> None:
    """Adds the runs for which a search asks where all numbers are rounded, as in the file."""
    known = replace(kept, wholes={settings: rounded(whole) for settings, whole in kept.wholes.items()})

    def missing(other: Experiment) -> Whole:
        kept.wholes[key(other)] = _whole(other, unit, kept.chance)
        known.wholes[key(other)] = rounded(kept.wholes[key(other)])
        return known.wholes[key(other)]

    Replay(experiment, known, missing)


def _whole(experiment: Experiment, unit: float, guess: float) -> Whole:
    """The run with a remedy to its end; ``unit`` are the seconds of the run without it, where a guess costs ``guess``.

    Losses are in the units of that run.
    """
    # What comes before the second step apart, for a search pays for it once, however far it trains the run.
    grow, start = begin_trial(experiment), process_time()
    first = Course.of(in_units(grow(1), guess))
    begun = process_time()
    course = first if first.ended else first.then(Course.of(in_units(grow(experiment.steps), guess)))
    rest = process_time() - begun
    # A trial ends where float32 does, and whoever applies the remedy sees the run go on.
    end = Course.of(in_units(simulate(experiment), guess)) if course.outcome.name == "beyond" else course
    return Whole(course, end.reached, (begun - start) / unit, rest / unit)


def _loss(loss: float) -> str:
    return f"{loss:.3g}"


def main() -> None:
    chosen = options(__doc__)
    warm()
    begin(Experiment(depth=2, skip="residual"))(1)  # PyTorch loads a module at the first shortcut
    head = [
        f"## Remedies, {date.today()}",
        "",
        f"Processor time in whole runs: asked are at most {FIRST:g} before the first ranking and {COST:g} in all. The "
        f"first remedy, run to its end, is asked to reach at most {RATIO:g} times the loss of the best that was tried, "
        f"or less than {SOLVED:g} of what a guess costs.",
        "",
        "| run | what is wrong | first ranking | all trials | first, its loss | best, its loss | a guess | met |",
        "|---|---|---|---|---|---|---|---|",
    ]
    kept = dict[str, Kept]()
    rows: Iterator[str] = (line(name, kept) for name in RUNS if chosen.only in name)
    write(head, rows, chosen.save)
    if chosen.save:
        # Those of other runs are not lost where some alone were measured.
        courses.write((courses.read() if chosen.only else {}) | kept)


if __name__ == "__main__":
    main()
