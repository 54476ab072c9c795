"""Trials of remedies, computed in the engine's processes behind all previews and shared by all who ask for them."""

from concurrent.futures import Future
from functools import partial

from simulator.analysis.diagnosis import Diagnosis, conclude, other_seed, plan, trial_steps
from simulator.analysis.findings import findings
from simulator.service.cache import LRUCache, failed, nbytes, weight
from simulator.service.pool import TRIAL, Pool
from simulator.service.run import Run
from simulator.settings.experiment import Experiment
from simulator.trace import Trace

TRIALS_BYTES = 20_000_000
"""Memory of the diagnoses that are kept for the next visitor."""


def begin_slice(experiment: Experiment, steps: int) -> Trace:
    """The engine's ``begin``, loaded where it runs: in an engine process."""
    from simulator.engine import training

    return training.begin(experiment, steps)


class RunTrials:
    """The trials of one run that has ended; ``diagnosis`` is None until all of them are done.

    Raises what a trial raised: SettingsError or EngineError.
    """

    def __init__(self, trace: Trace, pool: Pool) -> None:
        self.trace, self.found = trace, findings(trace)
        self.tried = plan(trace, self.found)
        e = trace.experiment
        self.steps = trial_steps(e, [changes for _, changes in self.tried])
        # The same network with another seed tells how much of an effect is chance.
        asked = [e.replace(**changes) for _, changes in self.tried] + ([other_seed(e)] if self.tried else [])
        self._futures: list[Future[Trace]] = [pool.submit(TRIAL, begin_slice, changed, self.steps) for changed in asked]
        self._diagnosis = None if self.tried else Diagnosis(self.found, ())

    @property
    def done(self) -> int:
        """How many trials have ended."""
        return sum(future.done() for future in self._futures)

    @property
    def total(self) -> int:
        return len(self._futures)

    @property
    def diagnosis(self) -> Diagnosis | None:
        if self._diagnosis is None and self.ended:
            *after, other = (future.result() for future in self._futures)
            self._diagnosis = conclude(self.trace, self.found, self.tried, after, other, self.steps)
        return self._diagnosis

    @property
    def nbytes(self) -> int:
        """Memory that the trials hold."""
        return nbytes(self.trace) + sum(map(weight, self._futures))

    @property
    def ended(self) -> bool:
        """Whether there is nothing more to wait for."""
        return self.done == self.total

    @property
    def failed(self) -> bool:
        """Whether a trial could not be computed; asking anew tries again."""
        return any(map(failed, self._futures))


class Trials:
    """The trials of all runs that are kept."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self.kept: LRUCache[str, RunTrials] = LRUCache(TRIALS_BYTES, lambda trials: trials.nbytes)

    def get(self, run: Run) -> RunTrials:
        """The trials of a run that is done, begun at the first call."""
        assert run.done and run.trace
        return self.kept.get(run.key, partial(RunTrials, run.trace, self._pool), good=lambda trials: not trials.failed)
