"""Which remedies are tried how far: all of them briefly, the better ones longer, the best ones over the whole run.

Successive halving (Jamieson, Talwalkar, 2016): what does badly in its first steps is trained no further, so that all
trials together cost a few runs and no more. Then a race: the one that is ahead of all others where it ended goes on.
"""

from collections.abc import Iterator, Sequence

from simulator.analysis.candidates import candidates
from simulator.analysis.finding import Finding
from simulator.analysis.pairs import pairs
from simulator.analysis.trial import Growing, Trial, ahead, ranked
from simulator.catalog.thresholds import SOLVED
from simulator.settings.costs import building, seconds
from simulator.settings.experiment import Experiment, bounds
from simulator.trace import Trace

FIRST, TASTED, SECOND, PAIRS, THIRD, ALL = 0.25, 0.35, 0.8, 1.2, 1.7, 3.15
"""What may be spent by the end of each round, in whole runs, by the estimate of settings/costs.py.

Measured it is a quarter more, and half in the first round: a trial that float32 does not carry takes a step in float64.
"""
FEWEST = 3
"""Training steps of the shortest trial."""
DEAREST = 0.1
"""Part of a run that a remedy may cost before its first step, as pretraining does, beyond what the run without it costs
there; a dearer one is not tried."""
RESUMED = 1.5e-3
"""Seconds in which a run that was trained before is taken up again (measured, on the core of settings/costs.py)."""
BRIEF, LONG, HALF = 0.1, 0.25, 0.5
"""Parts of the run over which remedies are tried that did well before; who wins the race goes on to its end."""
KEPT = 4
"""Trials that go over the long part, at most."""

Job = tuple[Growing, int]
"""A run and the training step up to which it is to be trained."""


class Twin(Growing):
    """The same settings with other weights and other data, to tell how much of a finding is chance."""

    trace: Trace | None = None

    def add(self, trace: Trace) -> None:
        super().add(trace)
        self.trace = trace


class Search:
    """The trials of one run: ``rounds`` says what to train, ``ranked`` what has been seen so far."""

    def __init__(self, trace: Trace, found: Sequence[Finding]) -> None:
        e = self.experiment = trace.experiment
        self.steps, self.chance = e.steps, trace.chance_loss
        self._stops = [*(max(FEWEST, round(part * self.steps)) for part in (BRIEF, LONG, HALF)), self.steps]
        self.brief, self._long, *_ = self._stops
        trials = [
            Trial(e.replace(**changes), candidate=row, changes=changes, guess=self.chance)
            for row, changes in candidates(e, found)
        ]
        dearest = DEAREST * seconds(e) + _before_any_step(e)
        self.trials = [trial for trial in trials if _before_any_step(trial.experiment) <= dearest]
        self._whole = building(e) + seconds(e)
        names = {finding.name for finding in found}
        self._cause = next((trial for trial in self.trials if trial.candidate.cause in names), None)
        self.twin = Twin(other_seed(e))
        self.spent = 0.0
        """What was asked for so far, in whole runs, by the estimate."""

    @property
    def ranked(self) -> list[Trial]:
        """What was tried, the best in front."""
        return ranked(self.trials, self.chance)

    @property
    def shortest(self) -> int:
        """Training steps over which all are tried at first, so that this stays within its share, if it can."""
        longer = range(FEWEST + 1, self.steps + 1)
        dear = (n for n in longer if sum(self._cost(trial, n) for trial in self.trials) > TASTED)
        return min(self.steps, next(dear, self.steps + 1) - 1)

    def rounds(self) -> Iterator[list[Job]]:
        """What is to be trained next; to be asked for more once all of it was trained and added."""
        return filter(None, self._rounds()) if self.trials else iter(())

    def _rounds(self) -> Iterator[list[Job]]:
        shortest = self.shortest
        # Those that take little time first: of short runs not all fit in before something is to be on screen.
        cheap = sorted(self.trials, key=lambda trial: self._cost(trial, shortest))
        yield self._jobs(cheap, shortest, FIRST) or self._jobs(cheap[:1], shortest, ALL)
        yield self._jobs(cheap, shortest, ALL - 1)  # what is left is enough to try one to its end
        # While a cause is there that can be taken away, no remedy beside that is enough.
        yield self._jobs(self._hopeful[: KEPT if self._cause else None], self.brief, SECOND)
        both = [] if self._solved else pairs(self.experiment, self.ranked, self._cause)
        # Behind a cause nothing is tried any longer, so that two of the pairs can be tried to their end.
        limit = ALL - 2 if self._cause else PAIRS
        yield self._jobs([self.twin], self.brief, ALL) + self._jobs(both, self.brief, limit)
        self.trials += [pair for pair in both if pair.course.steps]
        if not self._cause:
            better = sorted(self._hopeful[:KEPT], key=lambda trial: self._cost(trial, self._long))
            yield self._jobs(better, self._long, THIRD)
        # One after the other, as the next one is chosen by what this one has shown.
        while jobs := self._race():
            yield jobs
        # What is left is too little to try another one to its end, and enough to learn more of some.
        yield self._jobs(self._hopeful, self._long, ALL)

    @property
    def _solved(self) -> bool:
        return any(trial.course.reached < SOLVED * self.chance for trial in self._hopeful)

    @property
    def _hopeful(self) -> list[Trial]:
        return [trial for trial in self.ranked if trial.course.arrives]

    def _race(self) -> list[Job]:
        """Lets one go on to its next stop: the one that is ahead of the others where it ended.

        None goes on that could not be paid for to its end, so that what comes first was tried so far. Once one was,
        those come first that were tried long.
        """
        hopeful = self._hopeful
        whole = any(trial.reaches(self.steps) for trial in hopeful)
        going = [t for t in hopeful if not t.reaches(self.steps) and self._to_end(t) <= ALL - self.spent]
        places = {id(t): (ahead(t, hopeful, self.chance), -t.course.steps) for t in going}
        order = sorted(going, key=lambda t: (not (whole and t.course.steps >= self._long), *places[id(t)]))
        kept = [0.0 if whole or trial is order[0] else self._to_end(order[0]) for trial in order]
        ways = (self._jobs([t], self._stop(t), ALL - room) for t, room in zip(order, kept, strict=True))
        return next(filter(None, ways), [])

    def _to_end(self, trial: Trial) -> float:
        """What it costs to try it over the whole run."""
        return self._cost(trial, self.steps)

    def _stop(self, trial: Trial) -> int:
        """The training step up to which it goes on."""
        return next(stop for stop in self._stops if stop > trial.course.steps)

    def _jobs(self, runs: Sequence[Growing], steps: int, limit: float) -> list[Job]:
        """Trains on as many of these as can be paid for, those in front first."""
        jobs: list[Job] = []
        for run in runs:
            cost = self._cost(run, steps)
            if not run.reaches(steps) and self.spent + cost <= limit:
                self.spent += cost
                jobs.append((run, steps))
        return jobs

    def _cost(self, run: Growing, steps: int) -> float:
        """What it costs to train it on up to this step, in whole runs."""
        e, begun = run.experiment, run.course.steps
        first = RESUMED - _seconds(e, begun) if begun else building(e)
        return (first + _seconds(e, steps)) / self._whole


def other_seed(experiment: Experiment) -> Experiment:
    """The same settings with other weights and other data."""
    return experiment.replace(seed=(experiment.seed + 1) % (int(bounds("seed")[1]) + 1))


def _seconds(experiment: Experiment, steps: int) -> float:
    """Estimated seconds of a run's first training steps, and of the pretraining before them."""
    return seconds(experiment.model_copy(update={"steps": steps}))


def _before_any_step(experiment: Experiment) -> float:
    """Estimated seconds of its pretraining."""
    return 2 * _seconds(experiment, 1) - _seconds(experiment, 2)
