"""What theory expects of a run, computed in an engine process behind all previews and shared by all who ask for it."""

import logging
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial

from simulator.language import language
from simulator.prediction import Prediction
from simulator.service.answers import awaited
from simulator.service.cache import LRUCache, weight
from simulator.service.pool import TRIAL, Pool
from simulator.service.run import Run
from simulator.settings.experiment import Experiment

PREDICTIONS_BYTES = 500_000
"""Memory of the predictions that are kept for the next visitor with the same language."""


def predict_slice(experiment: Experiment) -> Prediction:
    """``predict``, loaded where it runs: in an engine process."""
    from simulator.engine.theory import predict

    return predict(experiment)


class Predictions:
    """The predictions that are kept."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self.kept: LRUCache[tuple[str, str], Future[Prediction]] = LRUCache(PREDICTIONS_BYTES, weight)

    def get(
        self, run: Run, patience: float = 0.0, should_stop: Callable[[], object] = lambda: False
    ) -> Prediction | None:
        """What theory expects of a run, asked for at the first call.

        None where it is not there within ``patience`` seconds, or could not be computed. ``should_stop`` is asked while
        waiting, and may leave by raising.
        """
        make = partial(self._pool.submit, TRIAL, predict_slice, run.experiment)
        try:
            return awaited(self.kept.get((run.key, language()), make), patience, should_stop)
        except TimeoutError:
            return None
        except Exception:
            # Theory is an extra line in the picture: a failure is for the log, and the picture goes without.
            logging.getLogger(__name__).exception("A prediction could not be made.")
            return None
