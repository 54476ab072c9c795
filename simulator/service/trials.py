"""Remedies on trial, and theory, in the engine's processes: behind all previews, shared by whoever wants to know."""

import logging
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial

from simulator.analysis.diagnosis import Diagnosis, conclude, other_seed, plan, trial_steps
from simulator.analysis.findings import findings
from simulator.prediction import Prediction
from simulator.service import shared
from simulator.service.answers import awaited
from simulator.service.kept import Shelf, failed, nbytes, weight
from simulator.service.run import Run
from simulator.settings.experiment import Experiment
from simulator.trace import Trace

KEPT_BYTES = 20_000_000
"""Memory of the diagnoses that are kept for the next visitor."""
PREDICTED_BYTES = 500_000
"""Memory of the predictions that are kept."""


def begin_slice(experiment: Experiment, steps: int) -> Trace:
    """The engine's ``begin``, loaded where it runs: in an engine process."""
    from simulator.engine import training

    return training.begin(experiment, steps)


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
        self._futures: list[Future[Trace]] = [shared.submit(begin_slice, changed, self.steps) for changed in asked]
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


_KEPT: Shelf[str, Trials] = Shelf(KEPT_BYTES, lambda trials: trials.nbytes)


def shared_trials(run: Run) -> Trials:
    """The trials of a run that is done, begun at the first call."""
    assert run.done and run.trace
    return _KEPT.get(run.key, partial(Trials, run.trace), good=lambda trials: not trials.failed)


def predict_slice(experiment: Experiment) -> Prediction:
    """``predict``, loaded where it runs: in an engine process."""
    from simulator.engine.theory import predict

    return predict(experiment)


_PREDICTED: Shelf[str, Future[Prediction]] = Shelf(PREDICTED_BYTES, weight)


def shared_prediction(
    run: Run, patience: float = 0.0, should_stop: Callable[[], object] = lambda: False
) -> Prediction | None:
    """What theory expects of a run, asked for at the first call; None if it is not there within so many seconds.

    ``should_stop`` is asked while waiting, and may leave by raising.
    """
    asked = _PREDICTED.get(run.key, partial(shared.submit, predict_slice, run.experiment))
    try:
        return awaited(asked, patience, should_stop)
    except TimeoutError:
        return None
    except Exception:
        logging.getLogger(__name__).exception("A prediction could not be made.")
        return None
