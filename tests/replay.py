"""The product's own search on runs that were trained before."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from simulator import Experiment
from simulator.analysis.effect import judged
from simulator.analysis.finding import Finding
from simulator.analysis.search import RESUMED, Job, Search
from simulator.analysis.trial import Trial
from simulator.settings.costs import seconds
from tests.courses import Kept, Whole, key
from tests.synthetic import trace as synthetic


class Replay:
    """A search that asks for whole runs; what is not kept is asked of ``missing``."""

    def __init__(self, experiment: Experiment, kept: Kept, missing: Callable[[Experiment], Whole]) -> None:
        self.kept, self.missing = kept, missing
        self.alone = kept.wholes[key(experiment)]
        trace = replace(synthetic(experiment, rows=min(experiment.steps, 5)), chance_loss=kept.chance)
        self.search = Search(trace, [Finding(found, "") for found in kept.found])
        self.rounds = [self._trained(jobs) for jobs in self.search.rounds()]
        """What each round cost, in whole runs without remedies."""

    def _trained(self, jobs: Sequence[Job]) -> float:
        cost = 0.0
        for run, steps in jobs:
            whole = self.alone if run is self.search.twin else self._whole(run.experiment)
            done = run.course.steps
            cost += whole.cost(done, steps, self.search.steps) + (
                RESUMED / seconds(self.search.experiment) if done else 0.0
            )
            run.course = whole.course.first(steps)
        return cost

    def _whole(self, experiment: Experiment) -> Whole:
        return self.kept.wholes.get(key(experiment)) or self.missing(experiment)

    @property
    def ends(self) -> list[float]:
        """The losses that what was tried reaches, in the order of a diagnosis: what helps, what may help, all else."""
        return [self._whole(trial.experiment).end for trial in sorted(self.search.ranked, key=self._place)]

    def _place(self, trial: Trial) -> int:
        before = self.alone.course
        if not before.diverged:
            before = before.first(trial.course.steps)
        helps, undecided = judged(before, trial.course, trial.course.steps >= self.search.steps)
        return 0 if helps else 1 if undecided else 2
