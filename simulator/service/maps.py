"""Maps as visitors share them: those that are kept, and what theory says of each."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from simulator.language import language
from simulator.prediction import Border
from simulator.service.answers import awaited, reason
from simulator.service.cache import LRUCache, weight
from simulator.service.cells import border_slice
from simulator.service.growing_map import MAP, GrowingMap
from simulator.service.pool import Pool
from simulator.settings.errors import SettingsError
from simulator.settings.experiment import Experiment
from simulator.sweeps.plan import Place, Plan

MAPS_BYTES, BORDERS_BYTES = 20_000_000, 1_000_000
"""Memory of the maps that are kept for the next visitor, and of what theory says of them."""


class Maps:
    """The maps that are kept, and what theory says of each."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self.kept: LRUCache[tuple[str, str], GrowingMap] = LRUCache(
            MAPS_BYTES, lambda one: one.nbytes, 4, GrowingMap.leave
        )
        self.borders: LRUCache[tuple[str, str], Future[Border]] = LRUCache(BORDERS_BYTES, weight)

    def get(self, plan: Plan) -> GrowingMap:
        """The map of a plan, which all who ask for it in one language share, whatever they ask of its networks."""
        return self.kept.get((plan.key, language()), lambda: GrowingMap(plan, self._pool))

    def border(
        self, plan: Plan, patience: float = 0.0, should_stop: Callable[[], Any] = lambda: False
    ) -> Border | None:
        """What theory says; None where it is not there within ``patience`` seconds, or could not be computed."""
        try:
            return awaited(self.borders.get((plan.key, language()), lambda: self._ask(plan)), patience, should_stop)
        except TimeoutError:
            return None
        except Exception as error:
            reason(error)  # theory is an extra line in the picture: a failure is for the log
            return Border()

    def _ask(self, plan: Plan) -> "Future[Border]":
        columns, rows = plan.size
        return self._pool.submit(
            MAP, border_slice, [self._first(plan, (x, y)) for y in range(rows) for x in range(columns)]
        )

    def _first(self, plan: Plan, place: Place) -> Experiment | None:
        try:
            return plan.at(place)[0]
        except SettingsError:
            return None
