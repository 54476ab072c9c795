"""Remedies on trial in the engine's processes: behind all previews, and shared by whoever wants to know."""

import threading
from collections import OrderedDict
from concurrent.futures import Future

from simulator import runs
from simulator.analysis.diagnosis import Diagnosis, conclude, other_seed, plan, trial_steps
from simulator.analysis.findings import findings
from simulator.experiment import Experiment
from simulator.runs import Run
from simulator.trace import Trace

KEPT = 64
"""Diagnoses that are kept for the next visitor."""


def begin_slice(experiment: Experiment, steps: int) -> Trace:
    """The engine's ``begin``, loaded where it runs: in an engine process."""
    from simulator.engine import run

    return run.begin(experiment, steps)


class Trials:
    """The trials of one run that has ended; ``diagnosis`` is None until all of them are done.

    Raises what a trial raised: SettingsError or EngineError.
    """

    def __init__(self, trace: Trace) -> None:
        self.trace, self.found = trace, findings(trace)
        self.tried = plan(trace, self.found)
        e = trace.experiment
        self.steps = trial_steps(e, [changes for _, changes in self.tried])
        asked = [e.replace(**changes) for _, changes in self.tried] + ([other_seed(e)] if self.tried else [])
        self._futures: list[Future[Trace]] = [runs.submit(begin_slice, changed, self.steps) for changed in asked]
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
    def ended(self) -> bool:
        """Whether there is nothing more to wait for."""
        return self.done == self.total

    @property
    def failed(self) -> bool:
        """Whether a trial could not be computed; asking anew tries again."""
        return any(future.done() and future.exception() for future in self._futures)


_LOCK = threading.Lock()
_KEPT: OrderedDict[str, Trials] = OrderedDict()


def shared_trials(run: Run) -> Trials:
    """The trials of a run that is done, begun at the first call."""
    assert run.done and run.trace
    with _LOCK:
        known = _KEPT.get(run.key)
        if known is None or known.failed:
            _KEPT[run.key] = Trials(run.trace)
        _KEPT.move_to_end(run.key)
        while len(_KEPT) > KEPT:
            _KEPT.popitem(last=False)
        return _KEPT[run.key]
